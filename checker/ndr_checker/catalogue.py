"""The codes that are known: one Markdown file each, whose JSON front matter is the rule.

The wheel carries `codes/`; a checkout reads `docs/codes` where it stands. `lookup` reads only the one file it needs,
unchecked, since the build has checked it: `load` is the strict reader that the build and the tests call.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from .page_faults import page_faults

_HERE: Final = Path(__file__).parent
_FOLDER: Final = _HERE / "codes" if (_HERE / "codes").is_dir() else _HERE.parents[1] / "docs" / "codes"

_CODE = re.compile(r"[245]\.[0-9]\.[0-9]{1,3}(?:-[0-9]{1,3})?")


class CatalogueError(Exception):
    """Our own pages are broken; the message lists every fault with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One of the things a code can mean: `phrases` are lower-case substrings of the normalised reply."""

    id: str
    phrases: tuple[str, ...]
    says: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page: its code (`5.7.705`) or range of the last number (`5.7.700-749`), and what its front matter says."""

    code: str
    title: str
    permanence: str
    blocked: str
    acts: tuple[str, ...]
    lifted_by: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    front: dict[str, Any]

    @property
    def page(self) -> str:
        """The page's address below the site's root: `codes/5.7.705/`."""
        return f"codes/{self.code}/"

    def covers(self, code: str) -> bool:
        """Tell whether `code` is this page's code or inside its range."""
        return code in self.codes()

    def codes(self) -> tuple[str, ...]:
        """Return every single code of the page, in order."""
        return codes_of(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All pages, in the order of their codes."""

    entries: tuple[Entry, ...]


def codes_of(code: str) -> tuple[str, ...]:
    """Return the single codes of a code or a range: 5.7.700-749 is fifty."""
    stem, _, last = code.partition("-")
    if not last:
        return (code,)
    prefix, _, first = stem.rpartition(".")
    return tuple(f"{prefix}.{number}" for number in range(int(first), int(last) + 1))


def front_matter(text: str) -> dict[str, Any]:
    """Return the JSON object between the first two `---` lines. Raises ValueError where there is none."""
    opening, _, rest = text.partition("\n")
    front, closing, _ = rest.partition("\n---")
    if opening.strip() != "---" or not closing:
        raise ValueError("no front matter: begin the file with a JSON object between two lines of ---")
    found = json.loads(front)
    if not isinstance(found, dict):
        raise ValueError("the front matter is no JSON object: write {...} between the --- lines")  # noqa: TRY004
    return found


@lru_cache(maxsize=4096)
def lookup(code: str) -> Entry | None:
    """Return the page of a code: its own, else that of a range it is in, else None."""
    if not _CODE.fullmatch(code):
        return None
    names = _names()
    if code in names:
        return _entry(code)
    return next((_entry(name) for name in names if "-" in name and code in codes_of(name)), None)


def page(code: str) -> str:
    """Return the Markdown of the page that explains a code, without its front matter. Raises KeyError if none does."""
    entry = lookup(code)
    if entry is None:
        raise KeyError(code)
    text = (_FOLDER / f"{entry.code}.md").read_text(encoding="utf-8")
    body = text.partition("\n---")[2].partition("\n")[2].strip()
    return f"# {entry.title}\n\n{body}"


def entries() -> tuple[Entry, ...]:
    """Return all pages in the order of their codes."""
    return tuple(_entry(name) for name in _names())


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted((path.stem for path in _FOLDER.glob("[0-9]*.md")), key=order))


def order(code: str) -> list[int]:
    """Return a sort key: codes by their numbers, ranges behind their first code."""
    return [int(number) for number in re.findall(r"[0-9]+", code)]


@cache
def _entry(name: str) -> Entry:
    return _build(front_matter((_FOLDER / f"{name}.md").read_text(encoding="utf-8")))


def load(folder: Path = _FOLDER) -> Catalogue:
    """Read all pages strictly.

    Raises:
        CatalogueError: with every fault of every page and its remedy.

    """
    faults: list[str] = []
    fronts: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("[0-9]*.md"), key=lambda path: order(path.stem)):
        try:
            text = path.read_text(encoding="utf-8")
            front = front_matter(text)
        except ValueError as error:
            faults.append(f"{path.name}: {error}")
            continue
        faults += [f"{path.name}: {fault}" for fault in page_faults(path.stem, front, text)]
        fronts[path.stem] = front
    known = {code for name in fronts if _CODE.fullmatch(name) for code in (name, *codes_of(name))}
    for name, front in fronts.items():
        rows = front.get("confused_with")
        codes = [row.get("code") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        faults += [
            f"{name}.md: confused_with names {code}, which has no page: write one, or take it out"
            for code in codes
            if isinstance(code, str) and code not in known
        ]
    if not fronts and not faults:
        faults.append(f"{folder} holds no pages: there must be one file a code")
    if faults:
        raise CatalogueError("\n".join(faults))
    return Catalogue(entries=tuple(_build(front) for front in fronts.values()))


def _build(front: dict[str, Any]) -> Entry:
    return Entry(
        code=front["code"],
        title=front["title"],
        permanence=front["permanence"],
        blocked=front["blocked"],
        acts=tuple(front["acts"]),
        lifted_by=tuple(front["lifted_by"]),
        meanings=tuple(
            Meaning(id=m["id"], phrases=tuple(m["phrases"]), says=m["says"], acts=tuple(m["acts"]))
            for m in front["meanings"]
        ),
        front=front,
    )
