"""Whether a text shows that one mail was refused, rather than only how such a refusal reads."""

from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import is_session
from ndr_checker.reading.message import Message, Part

from .example import is_example
from .form import Form
from .outcome import Outcome
from .side import generating

#: How long a text is at most that is hardly more than a reply; how much is before the code at most, with a label and
#: without one.
_REPLY, _LABEL, _NUMBER = 600, 120, 12
#: A line of a log, whoever keeps it: a time of day near its beginning.
_LOGGED = pattern(r"[ \t]{0,9}(?:[\w.+-]{1,40} {0,3}\| )?[^\s*+#>-][^\n]{0,24}?[0-9]{2}:[0-9]{2}:[0-9]{2}")


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
    if not seen.report and is_example(seen, outcome):
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


def _is_of_machine(part: Part) -> bool:
    """Return whether a part is the rows of a table, Exchange's notice with the name of its server, or a session."""
    return part.own and (part.rows is not None or bool(generating(part)) or is_session(part.view.lines))


def _is_alone(message: Message) -> bool:
    """Return whether a text is hardly more than one reply."""
    text = message.parts[0].view.text.strip()
    return len(message.parts) == 1 and len(text) < _REPLY and "\n\n" not in text
