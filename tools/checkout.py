"""A copy of the project that may be changed, with all that its site is built from; what is installed is shared."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_FOLDERS: Final = ("checker", "docs", "requirements", "sitebuild")
_FILES: Final = ("mkdocs.yml", "package.json", "pyproject.toml", "README.md", "LICENSE")


def check_out(root: Path, folder: Path, *, shared: Iterable[str]) -> None:
    """Copy the project at `root` into a new folder; `shared` are the paths in it that are only linked."""
    folder.mkdir(parents=True)
    for name in _FOLDERS:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copyfile(root / name, folder / name)
    for name in shared:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(root / name)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the packages of the project in a folder are found before the installed ones."""
    path = os.pathsep.join(str(home) for home in (folder / "checker", folder))
    return os.environ | {"PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1"} | more
