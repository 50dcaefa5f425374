"""A copy of the project that a test may break; what is installed and compiled is shared."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mkdocs.utils import meta

from sitebuild.build_error import BuildError
from sitebuild.sources import project

_FOLDERS = ("checker", "docs", "requirements", "sitebuild")
_FILES = ("mkdocs.yml", "package.json", "pyproject.toml", "README.md", "LICENSE")


class Checkout:
    """The copy is in `folder`, its site is built into `site` there, under `umask` if it is set."""

    def __init__(self, repo: Path, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.umask = -1
        folder.mkdir()
        for name in _FOLDERS:
            shutil.copytree(repo / name, folder / name)
        for name in _FILES:
            shutil.copyfile(repo / name, folder / name)
        if (own := repo / "organization.json").is_file():  # in a copy of the project that has settings
            shutil.copyfile(own, folder / own.name)
        (folder / "node_modules").symlink_to(repo / "node_modules")
        (folder / ".cache").symlink_to(repo / ".cache")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text in a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def environment(self, **more: str) -> dict[str, str]:
        """Return an environment in which the copy's own package is found before the installed one."""
        return os.environ | {"PYTHONPATH": self._path(), "NO_MKDOCS_2_WARNING": "1"} | more

    def _path(self) -> str:
        return os.pathsep.join(str(folder) for folder in (self.folder / "checker", self.folder))

    def run(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the copy's site."""
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            umask=self.umask,
        )

    def build(self, **environment: str) -> Path:
        """Build the copy's site, which must succeed, and return its folder."""
        done = self.run(**environment)
        assert done.returncode == 0, done.stdout
        return self.site

    def refusal(self) -> str:
        """Return what a build says that must fail."""
        done = self.run()
        assert done.returncode == 1, done.stdout
        return done.stdout

    def faults(self) -> str:
        """Return what a build would say is wrong with the sources; the Markdown isn't rendered for it."""
        docs = self.folder / "docs"
        pages = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*.md"))}
        try:
            project.read(self.folder, pages, meta.get_data, lambda _: "", {})
        except BuildError as error:
            return str(error)
        return ""
