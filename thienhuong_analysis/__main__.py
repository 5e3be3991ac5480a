"""``python -m thienhuong_analysis`` is ``thienhuong``."""

from thienhuong_analysis.cli import main

if __name__ == "__main__":
    main()
