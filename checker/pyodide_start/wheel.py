"""The package as pip installs it: the same bytes wherever it is built, since hatchling dates and sorts its files."""

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder


def build(root: Path, folder: Path) -> Path:
    """Build the wheel of the project at `root` into `folder` and return its path."""
    return Path(next(WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])))
