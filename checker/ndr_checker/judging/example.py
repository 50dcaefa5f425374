"""Whether a text shows an example of a bounce: a template with places to fill, or what an article explains."""

import re
from itertools import islice

from ndr_checker.base.normalise import line_around
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.sequence import is_personal
from ndr_checker.finding.surroundings import is_running
from ndr_checker.reading.message import Part
from ndr_checker.reading.view import View
from ndr_checker.rules.wording import FIRST_PERSON

from .form import Form
from .outcome import Outcome
from .recipient import Recipient

#: A place that a template leaves open for an address or a code, after the label of either or in an address; and JSON
#: with a value whose end somebody left out.
_OPENING = ("${", "#{", "{{", "%s", "%(", '..."', '\u2026"')
_OPEN = pattern(
    r"(?:\b(?:to|rcpt|recipients?|e?mail|address|status|code|destin\w{2,10})['\"]?[ \t]{0,9}(?:[:=]|=>)[ \t]{0,9}"
    r"(?:rfc822; ?)?['\"<]{0,2}|<)(?:[$#]\{|\{\{|%s|%\()"
    r"|(?:[$#]\{[\w. ]{1,40}\}|\{\{[\w. ]{1,40}\}\}|%s|%\(\w{1,40}\)s)@"
    r"|\": ?\"[\w/+-]{2,60}(?:\.\.\.|\u2026)\""
)
#: A line that calls what is below it an example, in lower case, and one that is a heading in Markdown.
_EXAMPLE = pattern(
    r"\n(?=[^\n\"{}<>=]{2,80}\n)(?![^\n]{1,80}[.!?]\n)[^\n]{0,40}?"
    r"(?<![\w.@/-])(?:examples?|samples?|beispiele?|exemples?|esempio?|ejemplos?|exemplos?|voorbeeld(?:en)?|exempel"
    r"|eksemp(?:el|ler)|przykład|příklad|példa|örnek|пример[ыа]?)(?![\w.@/-])[^\n]{0,80}"
)
_HEADING = pattern(r"\n#{1,6} \S")
_ARTICLE, _LABELS = 2, 20

#: What opens a string in a program's source, or a block in YAML and in manuals: a variable's, perhaps one with a key,
#: three quotes, Rust's marks, a shell's or Ruby's document, a key's indented text, two colons.
_OPENED = pattern(
    r"\n[ \t]{0,80}(?:(?:const|let|var|static|final|my|our) )?[A-Za-z_$][\w.$]{0,60}[ \t]{0,9}(?::[^=\n]{1,40})?="
    r"[ \t]{0,9}[\[{(]{0,2}(?:['\"][\w .-]{1,60}['\"][ \t]{0,9}:[ \t]{0,9})?[rbfu&]{0,2}(?P<quote>['\"`])(?=[^'\"`\n])"
    r"|(?P<triple>\"\"\"|\'\'\')|\br#{1,3}(?P<raw>\")|<<[-~]?['\"]?(?P<document>[a-z]{2,20})['\"]?[ \t]{0,9}(?=\n)"
    r"|\n(?P<indented>[ \t]{0,80})(?:- )?[\w .-]{1,60}:[ \t]{1,9}[|>][+-]?[ \t]{0,9}(?=\n)"
    r"|\n(?P<under>[ \t]{0,80})[^\n]{0,200}::[ \t]{0,9}(?=\n)"
)
_OPENERS = 40
#: Domains that nobody has mail at, reserved for documentation and tests: RFC 2606, sections 2 and 3, and RFC 6761.
_RESERVED = pattern(r"(?:.*[.@])?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE)


def are_made_up(recipients: tuple[Recipient, ...]) -> bool:
    """Return whether all recipients of a bounce have addresses that are made for examples, or put in their place."""
    return bool(recipients) and all(_RESERVED.fullmatch(recipient.address) for recipient in recipients)


def is_example(seen: Form, outcome: Outcome) -> bool:
    """Return whether a template or an article shows a reply, of no mail that was sent."""
    if any(map(_is_template, seen.message.parts)):
        return True
    e = outcome.decisive
    view = next((part.view for part in seen.message.parts if part.role == e.part == "pasted"), None)
    return view is not None and (_is_shown(view, e.at, seen) or _is_literal(view, e.at))


def _is_template(part: Part) -> bool:
    lines = part.view.lines if part.own else ""
    return any(mark in lines for mark in _OPENING) and bool(_OPEN.search(lines))


def _is_literal(view: View, at: int) -> bool:
    """Return whether a program's source or a manual holds the bounce: in a string, or in an indented block."""
    if at < _LABELS:
        return False
    opened = islice(_OPENED.finditer(view.lines, 0, at + 1), _OPENERS)
    return any(_is_open(match, view.lines[match.end() : at + 1]) for match in opened)


def _is_open(opened: re.Match[str], inside: str) -> bool:
    """Return whether a string or a block that was opened still goes on after what is `inside`."""
    kind = str(opened.lastgroup)
    mark = opened[kind]
    if kind in ("indented", "under"):
        lines = [line for line in inside.split("\n")[1:-1] if line.strip()]
        return bool(lines) and all(line.startswith((f"{mark} ", f"{mark}\t")) for line in lines)
    return f"\n{mark}\n" not in inside if kind == "document" else mark not in inside


def _is_shown(view: View, at: int, seen: Form) -> bool:
    """Return whether a reply is below a line that calls it an example, or below an article's headings and sentences.

    A program's report of its error has headings, too, but no sentences, and a person's says "I".
    """
    if "\n" not in view.text[:at]:
        return False
    labels = (match[0] for match in islice(_EXAMPLE.finditer(view.lines, 0, at + 1), _LABELS))
    if any(not FIRST_PERSON.search(label) for label in labels):
        return True
    if view.lines.count("\n#") < _ARTICLE or len(_HEADING.findall(view.lines)) < _ARTICLE:
        return False
    return is_running(view.text[: line_around(view.text, at)[0]]) and not is_personal(view, [*seen.evidence])
