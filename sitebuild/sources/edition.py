"""Which edition of the site this is: the package's version, and the commit and day that the build is told.

`make` passes them on as SOURCE_COMMIT and SOURCE_DATE_EPOCH. The machine's clock says nothing here: two builds of one
commit are equal to the byte, whenever they are made.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`commit` and `date` are empty where the build is not told."""

    version: str
    commit: str
    date: str

    def html(self, repository: str) -> str:
        """Return what the foot of each page says; `repository` is the address of the source code, or empty."""
        commit = escape(self.commit[:7])
        if commit and repository:
            commit = f'<a href="{escape(repository)}/commit/{escape(self.commit)}">{commit}</a>'
        return ", ".join(filter(None, (f"Version {self.version}", self.date, commit)))

    def json(self) -> str:
        """Return the text of version.json."""
        return json.dumps(asdict(self)) + "\n"


def edition(root: Path, environment: Mapping[str, str]) -> Edition:
    """Return the edition of the project at `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    moment = environment.get("SOURCE_DATE_EPOCH")
    return Edition(
        version=project["version"],
        commit=environment.get("SOURCE_COMMIT", ""),
        date=datetime.fromtimestamp(int(moment), UTC).date().isoformat() if moment else "",
    )
