"""What one row says of a mail: what became of it for each recipient, and the cell that says why.

A reply in any cell but the subject comes before a status word: words are translated, and programs have their own.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_RECIPIENTS
from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.phrases import is_known
from ndr_checker.rules.wording import FAILED

from . import states, times
from .columns import Columns, column

#: A reply: after LED=, or before an enhanced code: "+" in the log of IIS, which has no blanks, ", b'" in a tuple of
#: Python's.
REPLY = pattern(
    r"(?:LED=\s?(?P<led>[245])[0-7][0-9]"
    r"|(?<![0-9.\-])(?P<reply>[245])[0-7][0-9](?:[ \-+;:#]{1,3}|, ?b?['\"])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9]))"
)
#: Where neither this nor LED= is, there is no reply with a code: from its dot on, which is found ten times as fast.
_MAY = pattern(r"\.[0-9]{1,3}\.(?<=[245]\.[0-9]\.)")
#: Fewer dots than a code has.
_DOTS: Final = 2
#: A cell that is a code, perhaps with its meaning in parentheses, or a reply's words after its number or its code.
#: Each may have a column of its own.
CODE = pattern(r"[ \t]{0,9}(?:[45][0-7][0-9][ \-]?)?([245])\.[0-9]{1,3}\.[0-9]{1,3}(?: ?\([^()]{0,400}\))?[ \t]{0,9}$")
WORDED = pattern(
    r"[ \t]{0,9}(?:smtp;[ \t]{0,9})?([45])(?:[0-5][0-9][ \-]|\.[0-9]\.[0-9]{1,3}(?:[ :]{1,2}| - ))(?=[A-Za-z<#])"
)
#: A code anywhere in a program's error about SMTP, whose number is in other words, "SMTP code: 550 ... info: 5.7.60",
#: or in a status: "bounced, status 5.1.1".
_SAID = pattern(r"(?<![0-9.])([45])\.[0-9]\.[0-9]{1,3}(?![0-9.])")
#: A code that words lead to: "given up: 5.4.7 delivery time expired", "message expired (5.4.7)".
_AFTER = pattern(r"[:;=#(\[][ \t]?([45])\.[0-9]\.[0-9]{1,3}(?![0-9.])")
_ARRIVED: Final = ("delivered", "expanded")
#: Queues of Exchange's that no server takes mail from, by what they have in the place of the next one's domain.
_LEADING_NOWHERE: Final = ("Unreachable Domain", "Poison Message")
#: What PowerShell writes for a list where only one value has room.
LOST: Final = ("System.String[]", "System.Object[]", "System.Collections")
#: Between several recipients in one cell; a comma is the last resort, since it may be in a name.
_SEPARATORS: Final = (";", "|", ",")
#: What a list, the name of its type, or an address with more round it begins with.
_ODD: Final = frozenset(("{", "[", "(", "S", " ", '"', "'", "`", "<"))
#: An address, which a console may have cut short: "pat@fabrikam.e...".
_ADDRESS = pattern(r"[^\s@<>,;|\"()\[\]{}]{1,64}@[^\s@<>,;|\"()\[\]{}&=:/?]{2,255}$")
_NAMED = pattern(r"<([^<>\s@]{1,64}@[^<>\s@]{1,255})>")
_WITH_NAME = pattern(r"[^<>@=:]{0,80}<([^<>\s@]{1,64}@[^<>\s@]{1,255})>$")
_MARKS: Final = " {}[]()'\"`"
#: What databases and services write into a cell that holds nothing.
NOTHING: Final = frozenset(("", "NULL", "null", "None", "NONE", "N/A", "n/a", "\\N", "-"))
#: A status is a word or two; a long table has few of them.
_WORD: Final = 40
_MOST_SAID: Final = 256
_LONGEST: Final = 64 * 1024
#: So far into a reply its code ends: "smtp; 550 5.7.1 ...".
_REPLY_AT: Final = 24


def address(cell: str) -> str:
    """Return the address that a cell holds and nothing else, without its name and marks; "" where it holds none."""
    bare = cell.strip(_MARKS)
    named = _WITH_NAME.match(bare)
    bare = named[1] if named else bare
    found = _ADDRESS.match(bare)
    return bare if found and ("." in bare.partition("@")[2] or bare.endswith("…")) else ""


class Told(NamedTuple):
    """What a row says: `outcomes` are recipients, each with a DSN's word, `other` for a step on the way.

    `reason` is the cell that says why, "" where none does; where it is a code alone, `words` is the cell that has the
    words. `unknown` is a status word that isn't known. `lost` is true where a list was written as its type's name.
    `replied` is true where a reply decided. `places` is where each recipient's mail is instead of the inbox, "" for one
    of whom nothing of it is said.
    """

    outcomes: tuple[tuple[str, str], ...]
    reason: str = ""
    unknown: str = ""
    lost: bool = False
    replied: bool = False
    places: tuple[str, ...] = ()
    words: str = ""


def told(columns: Columns, values: Sequence[str], text: str) -> Told:
    """Return what a row says of its mail; `text` is all of the row."""
    class_ = reason = ""
    cells = _states(columns, values)
    state, unknown = _state(columns, values, cells)
    if columns.has_queues:
        state = _of_queue(columns, values, state)
    if columns.has_words or "LED=" in text or _MAY.search(text):
        class_, reason = _reason(columns, values, has_arrived=state == "delivered")
    if not class_ and state not in _ARRIVED and _MAY.search(text):
        class_, reason = _named(columns, values)
    if not (class_ or state):
        class_, reason = _of_number(columns, values)
    action = _action(class_, state) if class_ else state
    if not action and columns.of_failures:
        words = columns.cell(values, "words")
        if _is_failure(words):
            action, reason = "failed", words
        elif any(not _are_times([values], place) for place in columns.tries):
            action = "delayed"
    listed, statuses = columns.cell(values, "recipient"), columns.named(values, "recipientstatus")
    summarized = _summarized(listed) if "##" in listed else []
    outcomes = _of_summary(summarized) or _outcomes(listed, statuses, action)
    lost = "System." in text and (listed.startswith(LOST) or statuses.startswith(LOST))
    if unknown and any(action != "other" for _, action in outcomes):
        unknown = ""
    places = _places(summarized, cells, len(outcomes))
    words = _beside(columns, values, reason) if class_ in ("5", "4") else ""
    if worded(words) and _SAID.search(words, 0, _REPLY_AT):
        reason, words = words, ""
    return Told(outcomes, reason, unknown, lost, class_ in ("5", "4"), places, words)


def _beside(columns: Columns, values: Sequence[str], reason: str) -> str:
    """Return the words beside a cell that has no more than a code: a reply, or the longest; "" where there are none."""
    if not CODE.match(reason):
        return ""
    words = [cell for cell in columns.cells(values, "words") if cell not in NOTHING and cell != reason]
    return next(filter(worded, words), max(words, key=len, default=""))


def _of_queue(columns: Columns, values: Sequence[str], state: str) -> str:
    """Return what becomes of the mails in a queue of Exchange's: they wait where it isn't being emptied.

    Exchange is retrying it, somebody suspended it, its last attempt ended in an error, or it leads nowhere.
    """
    if columns.cell(values, "count") == "0":
        return "other"
    is_held = state == "delayed" or columns.named(values, "status") == "Suspended"
    leads_nowhere = columns.named(values, "nexthopdomain").startswith(_LEADING_NOWHERE)
    return "delayed" if is_held or leads_nowhere or columns.cell(values, "words") not in NOTHING else "other"


def _reason(columns: Columns, values: Sequence[str], *, has_arrived: bool = False) -> tuple[str, str]:
    """Return the class of the reply that a row holds, "" for none, and the cell with it.

    Of a mail that `has_arrived`, a delay is an earlier attempt's, and so is whatever a column keeps as the last error.
    """
    passed = ""
    width, count = len(columns.given), len(values)
    for place in columns.reasons if count <= width else (*columns.reasons, *range(width, count)):
        cell = values[place] if place < count else ""
        if cell.count(".") < _DOTS and "=" not in cell:
            continue
        for found in REPLY.finditer(cell, 0, _LONGEST):
            class_ = found["led"] or found["reply"]
            if class_ == "2":
                passed = passed or cell
            elif not (has_arrived and _is_past(columns, place, class_)):
                return class_, cell
    for place in columns.places("code"):
        cell = values[place] if place < len(values) else ""
        coded = CODE.match(cell)
        if coded and coded[1] != "2" and not (has_arrived and _is_past(columns, place, coded[1])):
            return coded[1], cell
        passed = passed or (cell if coded and coded[1] == "2" else "")
    for place in columns.places("words"):
        cell = values[place] if place < len(values) else ""
        class_ = worded(cell)
        if class_ and not (has_arrived and _is_past(columns, place, class_)):
            return class_, cell
    return ("2" if passed else ""), passed


def _is_past(columns: Columns, place: int, class_: str) -> bool:
    """Return whether a reply was the one to an attempt before the mail arrived."""
    return class_ == "4" or (place < len(columns.given) and column(columns.given[place]).startswith("last"))


def _named(columns: Columns, values: Sequence[str]) -> tuple[str, str]:
    """Return the class of the code that the words of a row name after their own, or a status, and the cell with it."""
    for role, says in (("words", _AFTER), *([] if columns.export else [("state", _SAID)])):
        for place in columns.places(role):
            found = says.search(values[place], 0, _LONGEST) if place < len(values) else None
            if found:
                return found[1], values[place]
    return "", ""


def _of_number(columns: Columns, values: Sequence[str]) -> tuple[str, str]:
    """Return the class of the number that a server answered with, and the words that came with it."""
    number = columns.cell(values, "number")
    return number[:1], (columns.cell(values, "words") or number) if number else ""


def learn(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """Note what the rows say that one of them alone doesn't: of words, and of mails that were never tried."""
    _learn_unknown(columns, rows)
    _learn_denied(columns, rows)
    tried = [values for values in rows if _reason(columns, values)[0]]
    columns.tries = tuple(place for place in range(len(columns.given)) if tried and _are_times(tried, place))


def _learn_unknown(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """Note what unknown status words say, where each row that has a reply beside them says the same.

    The rows without a reply say it too: of those that wait, a queue has words for one and a reply for the next.
    """
    beside: dict[tuple[str, ...], set[str]] = {}
    for values in rows:
        class_, _ = _reason(columns, values)
        cells = _states(columns, values)
        if class_ and any(cells) and not _said(columns, cells)[0]:
            beside.setdefault(cells, set()).add(_action(class_, ""))
    columns.said.update((cells, (found.pop(), "", False)) for cells, found in beside.items() if len(found) == 1)


def _learn_denied(columns: Columns, rows: Sequence[Sequence[str]]) -> None:
    """Note what "not sent" says where what failed by another word has a reason, and this hasn't one of a failure.

    Without any reason the mail waits; with another one, such as "unsubscribed", it was never tried.
    """
    reasons: dict[tuple[str, ...], list[str]] = {}
    for values in rows:
        cells = _states(columns, values)
        if _said(columns, cells)[0] == "failed":
            reasons.setdefault(cells, []).append("" if (words := columns.cell(values, "words")) in NOTHING else words)
    denied = [cells for cells in reasons if any(map(states.is_denied, cells))]
    if any(any(words) for cells, words in reasons.items() if cells not in denied):
        tried = {cells for values in rows if _reason(columns, values)[0] for cells in [_states(columns, values)]}
        for cells in denied:
            if not any(reasons[cells]):
                columns.said[cells] = ("delayed", "", False)
            elif cells not in tried and not any(map(_is_failure, reasons[cells])):
                columns.said[cells] = ("other", "", False)


def _is_failure(words: str) -> bool:
    return states.action(words) == "failed" or says_failed(words)


def says_failed(words: str) -> bool:
    """Return whether a sentence says that mail failed, or has the wording of a page."""
    return bool(FAILED.search(normalise(words))) or is_known(words)


def _are_times(rows: Sequence[Sequence[str]], place: int) -> bool:
    return all(place < len(values) and any(times.read(values[place])) for values in rows)


def worded(cell: str) -> str:
    """Return the class of the code in a cell of a program's words on SMTP, "" for none."""
    found = WORDED.match(cell)
    if not found and "SMTP" in cell:
        found = _SAID.search(cell, 0, _LONGEST)
    return found[1] if found else ""


def _state(columns: Columns, values: Sequence[str], cells: tuple[str, ...]) -> tuple[str, str]:
    """Return what the status words in these cells of a row say, and the first of them if none is known."""
    known = columns.said.get(cells)
    if known is None:
        known = _said(columns, cells)
        if len(columns.said) < _MOST_SAID and max(map(len, cells), default=0) <= _WORD:
            columns.said[cells] = known
    said, unknown, is_step = known
    if is_step and columns.flags:
        return said or _flagged(columns, values), ""
    return said, unknown


def _states(columns: Columns, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(columns.cells(values, "state"))


def _said(columns: Columns, cells: tuple[str, ...]) -> tuple[str, str, bool]:
    """Return what status cells say, the first word of theirs if none is known, and whether they name no outcome."""
    unknown = said = ""
    for cell in cells:
        if not cell or "##" in cell or REPLY.search(cell, 0, _LONGEST):  # "451 4.4.397 Error communicating" only waits
            continue
        action = states.action(cell, of_service=not columns.lists_mails)
        if action == "failed" and not columns.lists_mails and any(states.action(other) == "delayed" for other in cells):
            return "delayed", "", False  # a mail service says in another cell that it tries again
        if action and action != "other":
            return action, "", False
        said = said or action
        is_word = any(map(str.isalpha, cell)) and not cell.startswith(LOST)
        unknown = unknown or ("" if action or not is_word else cell)
    if said == "other" and columns.of_queue and not columns.flags:
        return "delayed", "", True
    return said, "" if said else unknown, True


def _flagged(columns: Columns, values: Sequence[str]) -> str:
    """Return what the cells that say yes mean, the worst of it; where only a delivery can be denied, it failed."""
    flags = [(said, states.flag(values[place])) for place, said in columns.flags.items() if place < len(values)]
    if flags == [("delivered", False)]:
        return "failed"
    found = {said for said, is_so in flags if is_so}
    return next((said for said in ("failed", "delayed", "delivered") if said in found), "other")


def _action(class_: str, state: str) -> str:
    if class_ == "5":
        return "failed"
    if class_ == "4":
        return "failed" if state == "failed" else "delayed"
    return state or ("delivered" if class_ == "2" else "")


def _outcomes(listed: str, statuses: str, action: str) -> tuple[tuple[str, str], ...]:
    """Return each recipient with what became of the mail; an address may be "" where the export names none."""
    if not (";" in listed or "," in listed or "|" in listed or "<" in listed or listed[:1] in _ODD):
        return ((listed, action or "other"),)
    if listed.startswith(LOST):
        listed = ""
    separator = next((mark for mark in _SEPARATORS if mark in listed), "")
    named = _NAMED.findall(listed, 0, _LONGEST)[:MAX_RECIPIENTS]
    listed = separator.join(named) if named and separator else named[0] if named else listed
    pieces = _split(listed.strip(_MARKS), separator) if separator else [listed]
    names = [piece.strip(_MARKS) for piece in pieces]
    # Get-Message: "{pat@fabrikam.com;2;2;[{LED=451 4.7.0 ...}];0;CN=Internet, kim@fabrikam.com;2;...}"
    names = [found for name in names for part in name.split(",") if (found := address(part))] or names
    said = _split(statuses, separator) if len(names) > 1 and statuses else []
    if len(said) == len(names):
        return tuple((name, _paired(status) or action or "other") for name, status in zip(names, said, strict=True))
    return tuple((name, action or "other") for name in names)


def _summarized(listed: str) -> list[tuple[str, str]]:
    """Return each recipient of the summary report with what it says of them: "pat@fabrikam.com##Receive, Fail;..."."""
    found: list[tuple[str, str]] = []
    for piece in _split(listed, ";"):
        address, mark, status = piece.partition("##")
        if not mark and found:  # "##Receive;Fail"
            found[-1] = (found[-1][0], f"{found[-1][1]},{piece}")
        else:
            found.append((address, status))
    return found


def _of_summary(summarized: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((address.strip(), _of_status(status) or "other") for address, status in summarized)


def _places(summarized: list[tuple[str, str]], cells: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return where the mail is instead of the inbox, for each of so many recipients; nothing where no cell says it."""
    if summarized:
        places = [states.place(status) for _, status in summarized]
        return tuple(places) if any(places) else ()
    place = next(filter(None, map(states.place, cells)), "")
    return (place,) * count if place else ()


def _of_status(status: str) -> str:
    """Return what the summary report says of one recipient, its reply first."""
    found = REPLY.search(status, 0, _LONGEST)
    return _action(found["led"] or found["reply"] or "" if found else "", states.action(status))


def _paired(status: str) -> str:
    """Return what one of several replies, in the order of the recipients, says."""
    found = REPLY.search(status, 0, _LONGEST)
    class_ = (found["led"] or found["reply"]) if found else ""
    return {"5": "failed", "4": "delayed", "2": "delivered"}.get(class_ or "", "")


def _split(listed: str, separator: str) -> list[str]:
    """Return the items of a list in one cell, at most MAX_RECIPIENTS: a separator in brackets divides nothing."""
    if "[" not in listed:
        return [item for item in listed.split(separator, MAX_RECIPIENTS)[:MAX_RECIPIENTS] if item.strip()]
    found: list[str] = []
    begin = depth = 0
    for at, mark in enumerate(listed[:_LONGEST]):
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif mark == separator and depth <= 0:
            found.append(listed[begin:at])
            begin = at + 1
            if len(found) == MAX_RECIPIENTS:
                return found
    return [item for item in (*found, listed[begin:]) if item.strip()]
