"""All that the site is made from, read and checked before anything is built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ndr_checker.rules.catalogue import Entry
from sitebuild.build_error import BuildError
from sitebuild.sources import edition, organization, page_markup, redirects, site_files
from sitebuild.sources.page_rules import rule_faults
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
    mkdocs_reads: Callable[[str], tuple[str, Mapping[str, Any]]],
    renders: Callable[[str], str],
    environment: Mapping[str, str],
) -> Project:
    """Return the project at `root`. `pages` maps names to the published Markdown files.

    `mkdocs_reads` splits a page into Markdown and front matter, and `renders` makes HTML of Markdown, as MkDocs does.

    Raises:
        BuildError: with every fault of every file and its remedy.

    """
    codes = {path.stem for path in pages.values() if path.parent.name == "codes"}
    texts = {name: path.read_text("utf-8") for name, path in pages.items()}
    faults = [*site_files.faults(root / "docs"), *source_faults(texts, lambda text: mkdocs_reads(text)[1])]

    def kept(found: Callable[[], _T]) -> _T | None:
        try:
            return found()
        except (BuildError, CatalogueError) as error:
            faults.append(str(error))
            return None

    entries = kept(lambda: load(root / "docs" / "codes"))
    moved = kept(lambda: redirects.load(root / "docs" / "redirects.json"))
    own = kept(lambda: organization.load(root / "organization.json", codes))
    if entries is not None and not faults:
        faults += [f"docs/{page}:{line}: {words}" for page, line, words in rule_faults(entries, texts)]
    if faults or entries is None or moved is None:
        # What is sound is judged once it is complete. What isn't never gets there, and all faults belong into one list.
        for name, text in texts.items():
            faults += page_markup.named(name, renders(mkdocs_reads(text)[0]), text)
        raise BuildError("\n".join(faults))
    return Project(entries=entries, redirects=moved, organization=own, edition=edition.edition(root, environment))
