"""Build what pip installs: `python -m tools.package dist` writes the wheel and the sdist, the same bytes each time."""

import sys
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder

from pyodide_start import wheel
from tools.paths import ROOT


def build(folder: Path) -> tuple[Path, Path]:
    """Build into `folder`, and return the paths of the wheel and of the sdist."""
    folder.mkdir(parents=True, exist_ok=True)
    sdist = next(SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    return wheel.build(ROOT, folder), Path(sdist)


if __name__ == "__main__":
    print(*build(Path(sys.argv[1])), sep="\n")
