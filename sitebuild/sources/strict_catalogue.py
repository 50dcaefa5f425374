"""All code pages, read strictly: what the site and the checker are made from has no fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ndr_checker.rules.catalogue import CODE, FOLDER, Entry, codes_of, front_matter, order
from sitebuild.sources import place
from sitebuild.sources.page_faults import page_faults


class CatalogueError(Exception):
    """Our own pages are broken; the message lists every fault with its remedy."""


def load(folder: Path = Path(FOLDER)) -> tuple[Entry, ...]:
    """Return all pages in the order of their codes.

    Raises:
        CatalogueError: with every fault of every page and its remedy.

    """
    faults: list[str] = []
    fronts: dict[str, dict[str, Any]] = {}
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("[0-9]*.md"), key=lambda path: order(path.stem)):
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            front = front_matter(text)
        except ValueError as error:
            faults.append(place.unreadable(f"codes/{path.name}", text, error))
            continue
        faults += [place.placed(f"codes/{path.name}", text, fault) for fault in page_faults(path.stem, front, text)]
        fronts[path.stem] = front
        texts[path.stem] = text
    faults += [place.placed(f"codes/{name}.md", texts[name], fault) for name, fault in _unknown_codes(fronts)]
    if not fronts and not faults:
        faults.append(f"{folder} has no pages: there must be one file per code")
    if faults:
        raise CatalogueError("\n".join(faults))
    return tuple(Entry.of(front) for front in fronts.values())


def _unknown_codes(fronts: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    known = {code for name in fronts if CODE.fullmatch(name) for code in (name, *codes_of(name))}
    for name, front in fronts.items():
        rows = front.get("confused_with")
        for row in rows if isinstance(rows, list) else ():
            code = row.get("code") if isinstance(row, dict) else None
            if isinstance(code, str) and code and code not in known:
                yield name, f'confused_with has "{code}", which has no page: write one, or remove it'
