"""HTML read by a grammar so strict that no browser can read it another way.

Whatever isn't plain text, an ordinary tag or a short comment comes back as MALFORMED, so an allow list over these
tokens can't be passed by markup that a tolerant parser and a browser understand differently.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

START: Final = "start"
END: Final = "end"
COMMENT: Final = "comment"
MALFORMED: Final = "malformed"

_NAME: Final = r"[A-Za-z][A-Za-z0-9:_-]*"
_TOKEN: Final = re.compile(
    rf"""(?P<doctype><!doctype\ html>)
    |<!--\ (?P<comment>[a-z ]+)\ -->
    |</(?P<end>{_NAME})>
    |<(?P<start>{_NAME})(?P<attributes>(?:\s+{_NAME}(?:="[^"<]*")?)*)\s*/?>""",
    re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(rf'({_NAME})(?:="([^"]*)")?')
#: What such an element holds is text up to its end tag. The theme uses no other element of that kind.
_RAW: Final = re.compile(r"(.*?)(?=</script>)", re.DOTALL)


class Token(NamedTuple):
    """One piece of markup: `source` is it as written, `at` its place, `text` what a script or a comment holds."""

    kind: str
    name: str
    attributes: dict[str, str]
    source: str
    at: int
    text: str = ""


def tokens(html: str) -> Iterator[Token]:
    """Yield every piece of markup in order. An attribute given twice makes its tag malformed."""
    at = html.find("<")
    while at >= 0:
        match = _TOKEN.match(html, at)
        if match is None:
            yield Token(MALFORMED, "", {}, html[at : at + 60].partition("\n")[0], at)
            end = at + 1
        else:
            end = match.end()
            if match["start"]:
                token = _start(match)
                if token.name == "script" and (raw := _RAW.match(html, end)):
                    token, end = token._replace(text=raw[1]), raw.end()
                yield token
            elif match["end"]:
                yield Token(END, match["end"], {}, match[0], at)
            elif match["comment"]:
                yield Token(COMMENT, "", {}, match[0], at, match["comment"])
        at = html.find("<", end)


def _start(match: re.Match[str]) -> Token:
    pairs = _ATTRIBUTE.findall(match["attributes"])
    attributes = dict(pairs)
    kind = START if len(attributes) == len(pairs) else MALFORMED
    return Token(kind, match["start"], attributes, match[0], match.start())
