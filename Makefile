# Everything is set up in .venv from requirements.lock; nothing is installed by hand.
PYTHON ?= python3
YEAR ?= 2026
LANGUAGES ?= vi
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 0

.PHONY: review sample test lint explore lock clean

review: $(VENV)/.ready  ## the yearly review of the data in the repository: make review YEAR=2026 LANGUAGES="vi en"
	for lang in $(LANGUAGES); do \
		$(BIN)/thienhuong review --year $(YEAR) --lang $$lang --jobs $(JOBS) || exit; done

sample: $(VENV)/.ready  ## the same for the sample ward (figures are invented)
	$(BIN)/thienhuong --root data/sample review --year 2027 --jobs $(JOBS)

test: $(VENV)/.ready  ## all tests, with coverage
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

explore: $(VENV)/.ready  ## JupyterLab on the notebooks
	$(BIN)/thienhuong explore

lock:  ## after a change of dependencies in pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet -o requirements.lock

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf $(VENV) reports data/processed data/sample/reports data/sample/data/processed
