"""Notebooks of one's own choice, run as a batch under the scenarios one names."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from thienhuong_analysis import __version__
from thienhuong_analysis.errors import NotebookError, nearest
from thienhuong_analysis.folder import Folder
from thienhuong_analysis.programme import LAST_YEAR
from thienhuong_analysis.publishing.batch import OnChange, check_writable, run_batch, unseen
from thienhuong_analysis.publishing.manifest import code_fingerprint, input_files
from thienhuong_analysis.publishing.parameters import declared, from_text
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run
from thienhuong_analysis.scenarios import lineage
from thienhuong_analysis.ward import Ward


def run_notebooks(root: Path, notebooks: Sequence[str], scenarios: Sequence[str] = (),
                  parameters: Sequence[str] = (), *, out: Path = Path("reports/runs"),
                  jobs: int = 0, resume: bool = False,
                  on_change: OnChange = unseen) -> list[Outcome]:
    """Run notebooks as a batch, each under each scenario; reports go to ``out`` in the root.

    Args
        notebooks : sequence of str  names in ``notebooks/``, or paths
        parameters : sequence of str  ``NAME=VALUE``

    Raises
        ScenarioError: no such scenario
        NotebookError: no such notebook, or a parameter that one of them does not take
        FolderError: the reports cannot be written
    """
    check_writable(root / out)
    ward = Ward.open(root)
    folder, runs = ward.folder, dict[str, Run]()
    for scenario in scenarios:
        lineage(scenario, ward.scenarios)
    provenance = Provenance(inputs=input_files(folder), version=__version__, sample=ward.is_sample)
    for path in (_found(folder, name) for name in notebooks):
        takes = declared(path)
        own = ["root=."] if "root" in takes.model_fields else []
        for scenario in scenarios or [""]:
            texts = [*own, *parameters, *([f"scenario={scenario}"] if scenario else [])]
            name = f"{path.stem}-{scenario}" if scenario else path.stem
            if name in runs:
                raise NotebookError("two reports would be called {name}; rename a notebook",
                                    name=name)
            values = from_text(takes, texts)
            year = int(str(values.get("year", LAST_YEAR)))
            seen = Ward.open(root, str(values.get("as_of", ""))).vintage(year)
            runs[name] = Run(name, path, replace(provenance, parameters=values, vintage=seen.isoformat()),
                             scenario)
    return run_batch(list(runs.values()), root / out, cwd=root, jobs=jobs, resume=resume,
                     code=code_fingerprint(), on_change=on_change)


def _found(folder: Folder, name: str) -> Path:
    shipped = folder.files("notebooks", "*.ipynb")
    for path in (Path(name), shipped.get(name), shipped.get(f"{name}.ipynb")):
        if path is not None and path.suffix == ".ipynb" and path.is_file():
            return path
    raise NotebookError("no notebook is called {name}; did you mean {nearest}?", name=name,
                        nearest=nearest(name, [path.stem for path in shipped.values()]))
