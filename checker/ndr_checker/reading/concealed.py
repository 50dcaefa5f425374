"""What HTML source holds and a mail program doesn't show: a sender can hide words there that no reader sees.

Known are the `hidden` attribute, styles that show nothing (`display: none`, no size, white on white), on an element or
on its class. A style sheet for other screens (`@media`) hides nothing here.
"""

from collections import Counter
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .tags import Tag, unescaped

_B = r"\s{0,9}"
_END = rf"{_B}(?:!{_B}important{_B})?(?:;|$)"
_GONE = pattern(
    rf"(?:^|[;\s{{])(?:display{_B}:{_B}none|visibility{_B}:{_B}(?:hidden|collapse)|mso-hide{_B}:{_B}all"
    rf"|opacity{_B}:{_B}0(?:\.0{{1,9}})?{_END}|max-height{_B}:{_B}0(?:px|pt|em)?{_END})"
)
_SIZE = pattern(r"(?:^|[;\s])font-size\s{0,9}:\s{0,9}([0-9.]{0,9})")
_COLOUR = pattern(r"(?:^|[;\s])color\s{0,9}:\s{0,9}([^;]{1,40})")
_WHITE = pattern(r"#?fff(?:fff)?|white|rgba?\(\s{0,9}255\s{0,9},\s{0,9}255\s{0,9},\s{0,9}255\s{0,9}(?:,[^)]{0,9})?\)")
_RULE = pattern(r"\.([a-z][\w-]{0,60})\s{0,9}\{([^{}]{0,400})\}")
#: Elements without an end tag (HTML, section 13.1.2), and those that the next of their kind ends (13.1.2.4).
_VOID: Final = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
_ENDED_BY_NEXT: Final = ("p", "li", "dt", "dd", "tr", "td", "th", "option")
_MAX_CLASSES: Final = 50
#: The attributes that say how the text in an element looks.
_TELLING: Final = frozenset(("style", "class", "hidden", "color", "bgcolor", "background"))


class _State(NamedTuple):
    """How the text in an element looks: gone for good, without a size, white; and whether something lies behind it.

    `hides`: so that nobody sees it.
    """

    gone: bool = False
    sizeless: bool = False
    white: bool = False
    backed: bool = False
    hides: bool = False


_SHOWN: Final = _State()


class Concealment:
    """Follows the tags of a text in order, and knows whether what comes next is shown: if not, `hides` is true."""

    def __init__(self) -> None:
        self.hides = False
        self._open: list[tuple[str, _State]] = [("", _SHOWN)]
        self._names: Counter[str] = Counter()
        self._classes: frozenset[str] = frozenset()

    def follow(self, tag: Tag) -> None:
        """Take the next tag."""
        name = tag.name
        if name in _VOID or name[:1] in ("", "!", "#"):
            return
        if not tag.closes:
            if name in _ENDED_BY_NEXT and self._open[-1][0] == name:
                self._close()
            outer = self._open[-1][1]
            self._open.append((name, outer if _TELLING.isdisjoint(tag.attributes) else self._inside(outer, tag)))
            self._names[name] += 1
        elif self._names[name]:
            while self._close() != name:
                pass
        self.hides = self._open[-1][1].hides

    def _close(self) -> str:
        """Close the innermost element; return its name."""
        name, _ = self._open.pop()
        self._names[name] -= 1
        return name

    def learn(self, sheet: str) -> None:
        """Take the text of a style sheet: classes whose elements it never shows."""
        rules = _RULE.findall(sheet.lower().partition("@media")[0])
        self._classes |= {name for name, style in rules[:_MAX_CLASSES] if _GONE.search(style)}

    def _inside(self, outer: _State, tag: Tag) -> _State:
        attributes = tag.attributes
        style = unescaped(attributes.get("style", "")).lower()
        gone = outer.gone or "hidden" in attributes or (bool(style) and bool(_GONE.search(style)))
        if self._classes and not gone:
            gone = not self._classes.isdisjoint(attributes.get("class", "").lower().split())
        backed = outer.backed or "background" in style or "bgcolor" in attributes or "background" in attributes
        size, colour = _SIZE.search(style), _COLOUR.search(style)
        sizeless = not size[1].strip("0.") if size and size[1] else outer.sizeless
        colour_said = colour[1] if colour else attributes.get("color", "")
        white = bool(_WHITE.fullmatch(colour_said.strip().lower())) if colour_said else outer.white
        return _State(gone, sizeless, white, backed, hides=gone or sizeless or (white and not backed))
