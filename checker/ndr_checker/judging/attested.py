"""Whether a text shows that one mail was refused, rather than only how such a refusal reads."""

from itertools import islice

from ndr_checker.base.normalise import line_around
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import is_session
from ndr_checker.finding.sequence import is_personal
from ndr_checker.finding.surroundings import is_running
from ndr_checker.reading.message import Message, Part
from ndr_checker.rules.wording import FIRST_PERSON

from .form import Form
from .outcome import Outcome
from .side import generating

#: How long a text is at most that is hardly more than a reply; how much is before the code at most, with a label and
#: without one.
_REPLY, _LABEL, _NUMBER = 600, 120, 12
#: A line of a log, whoever keeps it: a time of day near its beginning.
_LOGGED = pattern(r"[ \t]{0,9}(?:[\w.+-]{1,40} {0,3}\| )?[^\s*+#>-][^\n]{0,24}?[0-9]{2}:[0-9]{2}:[0-9]{2}")
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


def is_attested(seen: Form, outcome: Outcome, *, named: bool, located: bool, understood: bool) -> bool:
    """Return whether more than a reply's own words shows that it is of one mail.

    The fields of a report and the record of a log are. A reply in any other text may also be in an article, a manual or
    a program's source, which look like anything that people write. So it takes something that these leave out: the head
    of a report; a notice that says that mail failed, or returns it, and names a recipient; the server that Exchange
    names; a table or an event; a line of a log; a program's error; an SMTP session. A reply on its own will do: it is
    what somebody met. A template, which leaves a place open for the address or the code, is of no mail; nor is
    an example, as a label calls it or the headings of an article show.

    Args:
        seen: the form of the message.
        outcome: what decides.
        named: whether the message names a recipient.
        located: whether it names the server that refused.
        understood: whether its words confirm a meaning.

    """
    if not seen.report and (any(map(_is_template, seen.message.parts)) or _is_example(seen, outcome)):
        return False
    if outcome.row or seen.report or located or not seen.prose:
        return True
    if named and (seen.failed or seen.delayed or any(part.role == "original" for part in seen.message.parts)):
        return True
    e = outcome.decisive
    if _is_alone(seen.message) and e.at < (_LABEL if understood else _NUMBER):
        return True
    if _LOGGED.match(e.above.rpartition("\n")[2]):
        return True
    return any(map(_is_of_machine, seen.message.parts)) or is_of_program(seen, outcome)


def is_of_program(seen: Form, outcome: Outcome) -> bool:
    """Return whether a program's error gives the reply, so that it came while the program handed the mail in."""
    return not outcome.row and (outcome.from_program or seen.unsent)


def _is_template(part: Part) -> bool:
    lines = part.view.lines if part.own else ""
    return any(mark in lines for mark in _OPENING) and bool(_OPEN.search(lines))


def _is_example(seen: Form, outcome: Outcome) -> bool:
    """Return whether a reply is below a line that calls it an example, or below an article's headings and sentences.

    A program's report of its error has headings, too, but no sentences, and a person's says "I".
    """
    e = outcome.decisive
    view = next((part.view for part in seen.message.parts if part.role == e.part == "pasted"), None)
    if not view or "\n" not in view.text[: e.at]:
        return False
    labels = (match[0] for match in islice(_EXAMPLE.finditer(view.lines, 0, e.at + 1), _LABELS))
    if any(not FIRST_PERSON.search(label) for label in labels):
        return True
    if view.lines.count("\n#") < _ARTICLE or len(_HEADING.findall(view.lines)) < _ARTICLE:
        return False
    return is_running(view.text[: line_around(view.text, e.at)[0]]) and not is_personal(view, [*seen.evidence])


def _is_of_machine(part: Part) -> bool:
    """Return whether a part is the rows of a table, Exchange's notice with the name of its server, or a session."""
    return part.own and (part.rows is not None or bool(generating(part)) or is_session(part.view.lines))


def _is_alone(message: Message) -> bool:
    """Return whether a text is hardly more than one reply."""
    text = message.parts[0].view.text.strip()
    return len(message.parts) == 1 and len(text) < _REPLY and "\n\n" not in text
