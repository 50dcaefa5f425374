"""A copy of the project that a test may break; what is installed and compiled is shared."""

import shutil
import subprocess
import sys
from pathlib import Path

from mkdocs.utils import meta

from sitebuild.build_error import BuildError
from sitebuild.sources import project
from tools.checkout import check_out, environment


class Checkout:
    """The copy is in `folder`, its site is built into `site` there, under `umask` if it is set."""

    def __init__(self, repo: Path, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.umask = -1
        check_out(repo, folder, shared=("node_modules", ".cache"))
        if (own := repo / "organization.json").is_file():  # in a copy of the project that has settings
            shutil.copyfile(own, folder / own.name)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text in a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, **settings: str) -> subprocess.CompletedProcess[str]:
        """Build the copy's site."""
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=self.folder,
            env=environment(self.folder, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            umask=self.umask,
        )

    def build(self, **settings: str) -> Path:
        """Build the copy's site, which must succeed, and return its folder."""
        done = self.run(**settings)
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
