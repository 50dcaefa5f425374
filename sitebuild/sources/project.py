"""All that the site is made from, read and checked before anything is built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ndr_checker.rules.catalogue import Entry
from sitebuild.build_error import BuildError
from sitebuild.sources import edition, organization, redirects
from sitebuild.sources.source_faults import source_faults
from sitebuild.sources.strict_catalogue import CatalogueError, load

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the files of the project say."""

    entries: tuple[Entry, ...]
    redirects: redirects.Redirects
    organization: organization.Organization | None
    edition: edition.Edition


def read(
    root: Path,
    pages: Mapping[str, Path],
    mkdocs_reads: Callable[[str], Mapping[str, Any]],
    environment: Mapping[str, str],
) -> Project:
    """Return the project at `root`. `pages` maps names to the published Markdown files.

    Raises:
        BuildError: with every fault of every file and its remedy.

    """
    codes = {path.stem for path in pages.values() if path.parent.name == "codes"}
    faults = list(source_faults({name: path.read_text("utf-8") for name, path in pages.items()}, mkdocs_reads))

    def kept(found: Callable[[], _T]) -> _T | None:
        try:
            return found()
        except (BuildError, CatalogueError) as error:
            faults.append(str(error))
            return None

    entries = kept(load)
    moved = kept(lambda: redirects.load(root / "docs" / "redirects.json"))
    own = kept(lambda: organization.load(root / "organization.json", codes))
    if faults or entries is None or moved is None:
        raise BuildError("\n".join(faults))
    return Project(entries=entries, redirects=moved, organization=own, edition=edition.edition(root, environment))
