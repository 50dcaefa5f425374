"""The codes that are known: one Markdown file each, whose JSON front matter is the rule.

The wheel carries `codes/`, also when Python imports it from a zip; a checkout reads `docs/codes` in place.
`lookup` reads only the one file it needs, unchecked, since the site's build has read them all strictly.
"""

import json
import os.path
import re
import sys
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Actor, Blocked, Permanence

# Not by pathlib, which takes as long to import as all of this package.
_HERE: Final = os.path.dirname(os.path.dirname(__file__))
_CARRIED: Final = os.path.join(_HERE, "codes")
_OF_CHECKOUT: Final = os.path.join(_HERE, "..", "..", "docs", "codes")
#: In a zip it is a path that only the package's loader can read.
FOLDER: Final = next((folder for folder in (_CARRIED, _OF_CHECKOUT) if os.path.isdir(folder)), _CARRIED)

#: One code, or a range of the last number.
CODE: Final = pattern(r"[245]\.[0-9]\.[0-9]{1,3}(?:-[0-9]{1,3})?")


#: Blocks of a whole organization, or of everything that it sends from some domains: only Microsoft Support lifts them.
WIDE: Final = ("organization", "unregistered-domains")
#: Blocks of the sender, or of something that the sender's organization has.
OF_SENDER: Final = (*WIDE, "connector", "sender", "ip")
#: What a page may state once for all its meanings; a meaning may override it.
SHARED: Final = ("acts", "lifted_by", "blocked", "permanence", "unblock", "speaker")
#: A page's exceptions from the rules of the build, which nobody else needs.
EXCEPTIONS: Final = ("shares_words", "unchecked", "unshown")


class Theirs(NamedTuple):
    """What a meaning says where the recipient's own server refused, so that its admin has to act.

    Attributes:
        headline: what happened, in a clause.
        says: what happened, in a sentence for the sender.

    """

    headline: str
    says: str


class Meaning(NamedTuple):
    """One of the things that a code can mean: the rule.

    Attributes:
        id: its name on the page; it never changes.
        phrases: Microsoft's wording for it: lower-case substrings of the normalized reply.
        says: what happened, in a sentence for the sender.
        acts: who has to act, in order; empty means just wait.
        lifted_by: who can lift the block.
        blocked: what is blocked.
        permanence: whether the mail is retried.
        unblock: ids of the guide's steps, the most urgent first.
        speaker: the mail system whose wording this is, such as `gmail`; `other` for any but Microsoft's; None for any.
        also: wording of other mail systems: it confirms the meaning of a code, or gives one where the number has no
            page, but doesn't name the code by itself.
        either_side: whether either side's setup can be the reason, so that the words don't settle who acts first.
        headline: what happened, in a clause; None where the page has one meaning, since its title says it.
        blocks: what is blocked, in words; None where those of `blocked` say it.
        theirs: what is said where the recipient's own server refused; None where that changes nothing.

    """

    id: str
    phrases: tuple[str, ...]
    says: str
    acts: tuple[Actor, ...]
    lifted_by: tuple[Actor, ...]
    blocked: Blocked
    permanence: Permanence
    unblock: tuple[str, ...]
    speaker: str | None = None
    also: tuple[str, ...] = ()
    either_side: bool = False
    headline: str | None = None
    blocks: str | None = None
    theirs: Theirs | None = None

    def at_recipient(self) -> "Meaning":
        """Return the meaning as it is where the recipient's own server refused."""
        if not self.theirs:
            return self
        acts: tuple[Actor, ...] = ("recipient-admin",)
        return self._replace(headline=self.theirs.headline, says=self.theirs.says, acts=acts, lifted_by=acts)


class Entry(NamedTuple):
    """The page of a code, and the rules it states.

    Attributes:
        code: its code, such as `5.7.705`, or a range of the last number, such as `5.7.700-749`.
        title: the heading of the page.
        stands_for: what the code usually means.
        meanings: what it can mean.
        front: the page's front matter, with every meaning complete.

    """

    code: str
    title: str
    stands_for: str
    meanings: tuple[Meaning, ...]
    front: dict[str, Any]

    @classmethod
    def of(cls, front: dict[str, Any]) -> "Entry":
        """Return the entry that a page's front matter makes. Raises KeyError where a field is missing."""
        front = completed(front)
        return cls(
            code=front["code"],
            title=front["title"],
            stands_for=front["stands_for"],
            meanings=tuple(_meaning(row) for row in front["meanings"]),
            front=front,
        )

    @property
    def page(self) -> str:
        """The page's address below the site's root: `codes/5.7.705/`."""
        return f"codes/{self.code}/"

    def codes(self) -> tuple[str, ...]:
        """Return every single code of the page, in order: all of its range, or those that its `only` names."""
        return tuple(self.front.get("only", ())) or codes_of(self.code)


def completed(front: dict[str, Any]) -> dict[str, Any]:
    """Return front matter in which each meaning states all its fields and the page states what it stands for.

    What is complete stays as it is. Raises KeyError where there is no meaning.
    """
    shared = {field: front[field] for field in SHARED if field in front}
    meanings = [{**shared, **row} for row in front["meanings"]]
    own = {field: value for field, value in front.items() if field not in {*SHARED, *EXCEPTIONS}}
    return {**own, "stands_for": front.get("stands_for", meanings[0]["says"]), "meanings": meanings}


def _meaning(row: dict[str, Any]) -> Meaning:
    return Meaning(
        id=row["id"],
        phrases=tuple(row["phrases"]),
        says=row["says"],
        acts=tuple(row["acts"]),
        lifted_by=tuple(row["lifted_by"]),
        blocked=row["blocked"],
        permanence=row["permanence"],
        unblock=tuple(row["unblock"]),
        speaker=row.get("speaker"),
        also=tuple(row.get("also", ())),
        either_side=row.get("either_side", False),
        headline=row.get("headline"),
        blocks=row.get("blocks"),
        theirs=Theirs(**row["theirs"]) if "theirs" in row else None,
    )


def codes_of(code: str) -> tuple[str, ...]:
    """Return the single codes of a code or a range: 5.7.700-749 is fifty."""
    stem, _, last = code.partition("-")
    if not last:
        return (code,)
    prefix, _, first = stem.rpartition(".")
    return tuple(f"{prefix}.{number}" for number in range(int(first), int(last) + 1))


def is_restriction(code: str) -> bool:
    """Return whether a code is of the family that restricts a whole organization: 5.7.700 to 5.7.799."""
    return code.startswith("5.7.7") and len(code) == len("5.7.7xx")


def front_matter(text: str) -> dict[str, Any]:
    """Return the JSON object between the first two `---` lines. Raises ValueError where there is none."""
    opening, _, rest = text.partition("\n")
    front, closing, _ = rest.partition("\n---")
    if opening.strip() != "---" or not closing:
        raise ValueError("no front matter: begin the file with a JSON object between two lines of ---")
    found = json.loads(f"\n{front}")  # so that an error counts the lines of the file
    if not isinstance(found, dict):
        raise ValueError("the front matter isn't a JSON object: write {...} between the --- lines")  # noqa: TRY004
    return found


@lru_cache(maxsize=4096)
def lookup(code: str) -> Entry | None:
    """Return the page of a code: its own, otherwise that of a range it is in, or None."""
    if not CODE.fullmatch(code):
        return None
    if code in _names():
        return _entry(code)
    ranges = (_entry(name) for name in _in_order() if "-" in name and code in codes_of(name))
    return next((entry for entry in ranges if code in entry.codes()), None)


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
    return tuple(_entry(name) for name in _in_order())


def restrictions() -> tuple[Entry, ...]:
    """Return the pages of single codes in the family that restricts an organization."""
    return tuple(_entry(name) for name in _in_order() if is_restriction(name))


def forget() -> None:
    """Read the pages again from now on."""
    for kept in (lookup, _names, _in_order, _entry):
        kept.cache_clear()


@cache
def _names() -> frozenset[str]:
    return frozenset(name.removesuffix(".md") for name in _files() if name[0].isdigit() and name.endswith(".md"))


@cache
def _in_order() -> tuple[str, ...]:
    """Return the names by their numbers. A code with a page of its own is found without: to sort takes longer."""
    return tuple(sorted(_names(), key=order))


def _files() -> list[str]:
    try:
        return os.listdir(FOLDER)
    except OSError:  # FOLDER is in a zip
        reader = _loader("ndr_checker").get_resource_reader("ndr_checker")
        return [file.name for file in reader.files().joinpath("codes").iterdir()]


def order(code: str) -> list[int]:
    """Return a sort key: codes by their numbers, ranges after their first code."""
    return [int(number) for number in re.findall(r"[0-9]+", code)]


@cache
def _entry(name: str) -> Entry:
    return Entry.of(front_matter(_read(name)))


def _read(name: str) -> str:
    data: bytes = _loader(__name__).get_data(os.path.join(FOLDER, f"{name}.md"))
    return data.decode().replace("\r\n", "\n")


def _loader(module: str) -> Any:
    """Return what Python loaded a module with, which also reads the files beside it.

    importlib.resources asks the same loader, but takes a third as long to import as `ndr-checker check` takes to run.
    """
    spec = sys.modules[module].__spec__
    return spec and spec.loader
