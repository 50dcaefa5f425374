"""What can be wrong between a page and the rest: its examples are run, its phrases compared, its cmdlets looked up.

A page states its exceptions itself, in fields that only the build reads:

- `unshown`: phrases that no example of the page has, such as those of older texts;
- `shares_words`: codes whose wording is the same, or is part of this page's examples, so that only the code decides;
- `unchecked`: cmdlets that the page only mentions and that nobody looked up.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ndr_checker import check
from ndr_checker.base.normalise import normalise
from ndr_checker.rules import phrases
from ndr_checker.rules.catalogue import Entry, front_matter
from sitebuild.sources.powershell import calls

_FENCE: Final = re.compile(r"^```ndr\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_POWERSHELL: Final = re.compile(r"^ *```powershell\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_NAMED: Final = re.compile(r"`((?:Add|Connect|Get|New|Remove|Search|Set|Start|Test|Validate)-[A-Z]\w+)")
_BOUNCES: Final = ("failure", "delay")


class Fault(NamedTuple):
    """What is wrong with a page, and where in its file."""

    page: str
    line: int
    words: str


@cache
def reference() -> Mapping[str, frozenset[str]]:
    """Return the parameters of each cmdlet that was looked up, from cmdlets.txt."""
    lines = Path(__file__).with_name("cmdlets.txt").read_text(encoding="utf-8").splitlines()
    return {name: frozenset(parameters) for name, *parameters in map(str.split, lines) if name != "#"}


def examples(text: str) -> list[str]:
    """Return the bounces in a page's fences."""
    return _FENCE.findall(text)


def rule_faults(entries: tuple[Entry, ...], texts: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with sound pages. `texts` are the files of all pages, by their paths below docs/."""
    phrases.forget()
    for entry in entries:
        name = f"codes/{entry.code}.md"
        front = front_matter(texts[name])
        yield from _examples(name, entry, texts[name])
        yield from _shared(name, entry, texts[name], set(front.get("shares_words", ())))
        yield from _phrases(name, entry, texts[name], front)
    for name, text in texts.items():
        yield from _cmdlets(name, text, set(front_matter(text).get("unchecked", ())))


def _examples(name: str, entry: Entry, text: str) -> Iterator[Fault]:
    for number, example in enumerate(_FENCE.finditer(text), 1):
        verdict = check(example[1]).to_dict()
        code, kind = verdict["code"], verdict["kind"]
        said = f"example {number}"
        line = _line(text, example.start(1))
        if code not in entry.codes() or verdict["page"] != entry.page:
            yield Fault(name, line, f"{said} gives {code or 'no code'}: write a bounce that this page explains")
        elif (kind in _BOUNCES) == entry.code.startswith("2."):
            yield Fault(name, line, f"{said} reads as {kind}: write what a server or a notice says")
        elif verdict["meaning"] is None:
            yield Fault(name, line, f"{said} fits no meaning: give one of them a phrase from it")


def _shared(name: str, entry: Entry, text: str, stated: set[str]) -> Iterator[Fault]:
    """Compare a page's wording with all pages': what it shares with another has to be stated, and nothing else."""
    found: dict[str, tuple[int, str]] = {}
    for example in _FENCE.finditer(text):
        heard = {other.code: phrase for phrase, other, _ in phrases.spoken(example[1])}
        if entry.code not in heard:
            found |= {code: (_line(text, example.start(1)), phrase) for code, phrase in heard.items()}
    for phrase in (phrase for meaning in entry.meanings for phrase in meaning.phrases):
        same = {other.code for heard, other, _ in phrases.spoken(phrase) if heard == phrase}
        found |= {code: (_line_of(text, f'"{phrase}"'), phrase) for code in same - {entry.code}}
    for code in sorted(found.keys() - stated):
        line, phrase = found[code]
        yield Fault(
            name, line, f'the phrase "{phrase}" of {code} would claim this wording from {entry.code}'
            f" if a bounce has no number: make the phrase longer, or put {code} in shares_words here",
        )  # fmt: skip
    for code in sorted(stated - found.keys()):
        yield Fault(name, _line_of(text, '"shares_words"'), f"shares_words: nothing is shared with {code}: take it out")


def _phrases(name: str, entry: Entry, text: str, front: Mapping[str, Any]) -> Iterator[Fault]:
    shown = normalise(" ".join(examples(text)))
    unshown = front.get("unshown", ())
    own = [(phrase, meaning) for meaning in entry.meanings for phrase in meaning.phrases]
    for phrase, meaning in own:
        line = _line_of(text, f'"{phrase}"')
        if phrases.meaning_of(entry, phrase) != (meaning, False):
            yield Fault(name, line, f'the phrase "{phrase}" chooses a meaning other than {meaning.id}: make it longer')
        if (phrase in shown) == (phrase in unshown):
            remedy = "take it out of unshown" if phrase in shown else "show it, or put it in unshown"
            yield Fault(
                name, line, f'the phrase "{phrase}" is {"" if phrase in shown else "not "}in an example: {remedy}'
            )
    for phrase in set(unshown) - {phrase for phrase, _ in own}:
        yield Fault(name, _line_of(text, f'"{phrase}"'), f'unshown: no meaning has "{phrase}": take it out')


def _cmdlets(name: str, text: str, unchecked: set[str]) -> Iterator[Fault]:
    known = reference()
    for block in _POWERSHELL.finditer(text):
        for command, parameters in calls(block[1]):
            line = _line(text, block.start(1) + max(block[1].find(command), 0))
            wrong = [command] if command not in known else sorted({*parameters} - known[command])
            for unknown in wrong:
                yield Fault(
                    name, line, f"{unknown} isn't in sitebuild/sources/cmdlets.txt: look it up, and list it there"
                )
    named = {found[1]: found.start() for found in _NAMED.finditer(text)}
    for cmdlet in sorted(named.keys() - known.keys() - unchecked):
        yield Fault(
            name, _line(text, named[cmdlet]), f"{cmdlet} was not looked up: list it in cmdlets.txt, or in unchecked"
        )
    for cmdlet in sorted(unchecked - (named.keys() - known.keys())):
        yield Fault(name, _line_of(text, f'"{cmdlet}"'), f"unchecked: {cmdlet} needs no exception: take it out")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _line_of(text: str, words: str) -> int:
    return _line(text, max(text.find(words), 0))
