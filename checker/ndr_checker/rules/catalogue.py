"""The codes that are known: one Markdown file each, whose JSON front matter is the rule.

The wheel carries `codes/`; a checkout reads `docs/codes` where it stands. `lookup` reads only the one file it needs,
unchecked, since the build of the site has read them all strictly.
"""

import json
import os.path
import re
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from ndr_checker.base.pattern import pattern

# Not by pathlib, which takes as long to import as all of this package.
_HERE: Final = os.path.dirname(os.path.dirname(__file__))
_CARRIED: Final = os.path.join(_HERE, "codes")
FOLDER: Final = _CARRIED if os.path.isdir(_CARRIED) else os.path.join(_HERE, "..", "..", "docs", "codes")

#: One code, or a range of the last number.
CODE: Final = pattern(r"[245]\.[0-9]\.[0-9]{1,3}(?:-[0-9]{1,3})?")


class Meaning(NamedTuple):
    """One of the things a code can mean: `phrases` are lower-case substrings of the normalised reply."""

    id: str
    phrases: tuple[str, ...]
    says: str
    acts: tuple[str, ...]


class Entry(NamedTuple):
    """One page: its code (`5.7.705`) or range of the last number (`5.7.700-749`), and what its front matter says."""

    code: str
    title: str
    permanence: str
    blocked: str
    acts: tuple[str, ...]
    lifted_by: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    front: dict[str, Any]

    @classmethod
    def of(cls, front: dict[str, Any]) -> "Entry":
        """Return the entry that a page's front matter makes. Raises KeyError where a field is missing."""
        meanings = (
            Meaning(id=m["id"], phrases=tuple(m["phrases"]), says=m["says"], acts=tuple(m["acts"]))
            for m in front["meanings"]
        )
        return cls(
            code=front["code"],
            title=front["title"],
            permanence=front["permanence"],
            blocked=front["blocked"],
            acts=tuple(front["acts"]),
            lifted_by=tuple(front["lifted_by"]),
            meanings=tuple(meanings),
            front=front,
        )

    @property
    def page(self) -> str:
        """The page's address below the site's root: `codes/5.7.705/`."""
        return f"codes/{self.code}/"

    def codes(self) -> tuple[str, ...]:
        """Return every single code of the page, in order."""
        return codes_of(self.code)


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
    if not CODE.fullmatch(code):
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
    text = _read(entry.code)
    body = text.partition("\n---")[2].partition("\n")[2].strip()
    return f"# {entry.title}\n\n{body}"


def entries() -> tuple[Entry, ...]:
    """Return all pages in the order of their codes."""
    return tuple(_entry(name) for name in _names())


@cache
def _names() -> tuple[str, ...]:
    files = (name for name in os.listdir(FOLDER) if name[0].isdigit() and name.endswith(".md"))
    return tuple(sorted((name.removesuffix(".md") for name in files), key=order))


def order(code: str) -> list[int]:
    """Return a sort key: codes by their numbers, ranges behind their first code."""
    return [int(number) for number in re.findall(r"[0-9]+", code)]


@cache
def _entry(name: str) -> Entry:
    return Entry.of(front_matter(_read(name)))


def _read(name: str) -> str:
    with open(os.path.join(FOLDER, f"{name}.md"), encoding="utf-8") as file:
        return file.read()
