"""Where the tests' data and the project's files are."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
DATA: Final = ROOT / "tests" / "data"
#: Whole bounces, each with the verdict it must get beside it.
GOLDENS: Final = DATA / "goldens"
TRAPS: Final = DATA / "traps"
