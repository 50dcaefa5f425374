"""Build what pip installs: `python -m tools.package dist` writes the wheel and the sdist, the same bytes each time."""

import sys
from pathlib import Path
from typing import Final

from hatchling.builders.sdist import SdistBuilder

from pyodide_start import wheel

_ROOT: Final = Path(__file__).parents[1]


def build(folder: Path) -> tuple[Path, Path]:
    """Build into `folder`, and return the paths of the wheel and of the sdist."""
    folder.mkdir(parents=True, exist_ok=True)
    sdist = next(SdistBuilder(str(_ROOT)).build(directory=str(folder), versions=["standard"]))
    return wheel.build(_ROOT, folder), Path(sdist)


if __name__ == "__main__":
    print(*build(Path(sys.argv[1])), sep="\n")
