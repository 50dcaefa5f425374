"""What the columns of a table are about, by their names and by what their cells hold.

Microsoft's exports are known by their columns (`exports`). Every other system names its columns its own way, in its
own language, or leaves the names out, so a table is about deliveries only if its rows show it: an address, and a
mail server's reply, a code in a column for codes, or a known status word beside a column that only mail has.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.phrases import is_known, meaning_of
from ndr_checker.rules.wording import ADDRESS, DAEMON, FAILED, PARCEL

from . import states, times
from .columns import Columns, column
from .contents import CODED, is_address, is_answer, is_code, is_flag, is_id, is_status, is_text, is_time, is_word
from .delivery import CODE, NOTHING, REPLY, address, learn, says_failed, worded
from .exports import LISTED, Export
from .named import OF_MAIL, OF_MONEY, is_named, tokens

#: Rows that are looked at, and how much of a cell.
SAMPLE: Final = 50
_LONGEST: Final = 2000
MOST_COLUMNS: Final = 200
#: The share of a column's cells, or of the rows, that has to agree.
_MOST: Final = 0.5
#: Rows of a table that counts, at least.
_FEWEST_COUNTS: Final = 2
#: Numbers of replies to mail (RFC 5321, section 4.2.3); those that HTTP has as well say nothing.
_ANSWERS = pattern(r"(?:25[0-2]|421|45[0-9]|5[2-5][0-9])$")
_NUMBER = pattern(r"[245][0-7][0-9]$")
#: What a delivery over a network fails for, and a parcel's doesn't, in lower case.
_OF_NETWORK = pattern(r"\bremote (?:server|host)\b|\bconnection (?:timed out|refused|reset)\b|\b(?:smtp|dns|tls|mx)\b")
#: The names by which `Columns` knows each role, one for each column of it.
_KNOWN_AS: Final = {
    "recipient": ("recipientaddress",),
    "sender": ("senderaddress",),
    "message": ("messageid",),
    "time": ("date", "time"),
    "subject": ("subject",),
    "state": ("status", "event", "result", "outcome"),
    "reason": ("reason", "response", "detail", "description", "error"),
    "code": ("dsn", "statuscode", "smtpcode"),
    "number": ("replynumber",),
    "count": ("messagecount",),
}


def meant(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of a table of deliveries, or of an export that is known; None for any other table.

    Args:
        names: the names of the columns, "" for a column without one.
        rows: the first rows, as many as there are up to `SAMPLE`.

    """
    export = Columns(names).export
    if export and export is not LISTED:
        return Columns(names)
    if len(names) > MOST_COLUMNS:
        return None
    whole = [row for row in rows if len(row) * 2 >= len(names)][:SAMPLE]
    filled = [row for row in whole if sum(map(bool, row)) * 2 >= len(names)]  # and no totals
    return Table(names, filled or whole).columns(export)


class Table:
    """The columns of a table and what its cells hold."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.names = names
        self.rows = rows
        self.cells = [[cell for row in rows if (cell := _cell(row, place))] for place in range(len(names))]
        places = range(len(names))
        ids = [place for place in places if self._is("id", place) or self._share(place, is_id)]
        addresses = [place for place in places if self._share(place, is_address)]
        if len(addresses) == 1 and self._are_samples(addresses[0]):
            ids, addresses = addresses, []
        if set(addresses) <= set(ids):  # the recipients of a log are in angle brackets, as message ids are
            ids = [place for place in ids if place not in addresses]
        self.addresses = [place for place in addresses if place not in ids]
        self._ids = ids
        self._addresses = [place for place in self.addresses if not self._is("other", place)]
        self.subjects = [place for place in places if self._is("subject", place)]
        taken = {*self.addresses, *self._ids, *self.subjects}
        self.free = [place for place in places if place not in taken]

    @cached_property
    def replied(self) -> list[int]:
        """Columns whose cells hold replies of mail servers."""
        return [place for place in self.free if self._replies(place)]

    @cached_property
    def answered(self) -> list[int]:
        """Columns whose cells are replies, half of them at least, and not words that quote one.

        Where the rows say in words what became of mails, half of those that failed.
        """
        said = [(row, [states.action(_cell(row, place)) for place in self._states]) for row in self.rows]
        known = [row for row, words in said if not {"failed", "delivered", "delayed"}.isdisjoint(words)]
        failed = [row for row, words in said if "failed" in words]
        rows = failed if failed and len(known) > _MOST * len(self.rows) else self.rows
        held = ((place, [cell for row in rows if (cell := _cell(row, place))]) for place in self.replied)
        return [place for place, cells in held if cells and sum(map(is_answer, cells)) >= _MOST * len(cells)]

    @cached_property
    def texts(self) -> list[int]:
        """Columns with a cell that is a text of its own: a log's record, an event in JSON, a notice."""
        return [place for place in self.free if any(map(is_text, self.cells[place]))]

    @property
    def _of_others(self) -> list[int]:
        """Columns with such a text that names somebody who isn't in a column beside it, or nobody, and isn't a reply.

        Where one of their texts names the address beside it, all of them are about that address.
        """
        return [place for place in self.texts if self._is_of_others(place)]

    def _is_of_others(self, place: int) -> bool:
        rows = [row for row in self.rows if is_text(_cell(row, place))]
        named = [set(map(str.lower, ADDRESS.findall(_cell(row, place)))) for row in rows]
        beside = [{address(_cell(row, other)).lower() for other in self.addresses} for row in rows]
        if any(named):
            return not all(map(set.issubset, named, beside))
        return not all(CODED.search(line) for row in rows for line in _cell(row, place).split("\n"))

    @cached_property
    def coded(self) -> list[int]:
        """Columns that hold the codes of replies.

        Rooms, versions, rules and articles have numbers like codes, some beside a number like a reply's. So the column
        has to be named for a reply, or something else in the table has to show that it is about mail.
        """
        are_named = any(self._is("reply", place) for place in self.numbered)
        return self.numbered if are_named or (self.numbered and self._is_of_mail) else []

    @cached_property
    def numbered(self) -> list[int]:
        """Columns that are named for codes, or have them beside the numbers of replies."""
        return [place for place in self.free if self._codes(place)]

    @property
    def _is_of_mail(self) -> bool:
        """Whether the table shows by more than its numbers that it is about mail."""
        named = any(self._is(role, place) for role in ("sender", "recipient") for place in self._addresses)
        # A number of a part, "550-5.7.1", looks like a reply without words, too.
        replied = self.replied if self.addresses else set(self.replied).difference(self.numbered)
        if named or self._ids or replied or (len(self._addresses) > 1 and not any(self.names)):
            return True
        words = (*self.names, *(cell for place in self._states for cell in self.cells[place]))
        if any(word.startswith(OF_MAIL) for said in words for word in tokens(said)):
            return True
        explained = sum(any(_explains(row, place) for place in self.numbered) for row in self.rows)
        return explained > _MOST * len(self.rows) or self._has_nothing_else

    @property
    def _has_nothing_else(self) -> bool:
        """Whether each column has addresses, codes, the numbers of replies or times, and no name for another number."""
        others = [place for place in self.free if place not in self.numbered and not self._share(place, is_time)]
        are_replies = all(_NUMBER.match(cell) for place in others for cell in self.cells[place])
        return are_replies and all(
            not self.names[place] or self._is("code", place) for place in (*self.numbered, *others)
        )

    def columns(self, export: Export | None) -> Columns | None:
        """Return the columns by what they are about; None for a table that isn't about deliveries."""
        senders = [place for place in self._addresses if self._is("sender", place)]
        recipients = [place for place in self._addresses if self._is("recipient", place) and place not in senders]
        named, both = bool(senders or recipients), bool(senders and recipients)
        free = [place for place in self._addresses if place not in senders and place not in recipients]
        if not recipients and not senders and len(free) > 1:
            refused = next(filter(self._is_refused, free), self._most_varied(free))
            senders, free = [place for place in free if place != refused][:1], [refused]
        recipients = recipients or free
        if not (recipients or senders or self._ids):
            return self._tally()
        if any(self._is_report(row, senders, recipients) for row in self.rows):
            return None
        # Of addresses that may be anybody's, the replies of a few tickets or bugs don't make recipients.
        is_told = named or self._ids or not any(self.names)
        replied = self.replied if is_told else set(self.answered).difference(self._of_others)
        is_stated = export is LISTED or self._is_stated(named=named, two=bool(senders))
        is_stated = is_stated or (both and (self._is_refusing or bool(self._numbers)))
        if not (replied or self.coded or is_stated or self._is_of_bounces(senders)):
            return None
        roles = {
            "recipient": recipients[:1],
            "sender": senders[:1],
            "message": self._ids[:1],
            "time": self._times(),
            "subject": self.subjects[:1],
            "state": self._states,
            "code": [place for place in self.coded if place not in self._states],
            "number": self._numbers[:1] if both else [],
        }
        taken = {place for places in roles.values() for place in places}
        worded = [place for place in self.free if self._is("reason", place) and not self._share(place, str.isdigit)]
        reasons = [place for place in self.free if place in self.replied or place in worded]
        roles["reason"] = [place for place in reasons if place not in taken]
        listed = bool(senders) and self._has_zone()
        columns = Columns(
            self.names,
            known_as=self._known_as(roles),
            export=LISTED if listed else export,
            flags=self._flags,
            rows_of="queue" if self._is_of_queue else "failures" if self._is_of_failures else "",
        )
        learn(columns, self.rows)
        return columns

    def _known_as(self, roles: Mapping[str, Sequence[int]]) -> list[str]:
        """Return the names by which `Columns` knows the columns of these roles."""
        known_as = ["reference"] * len(self.names)
        for role, places in roles.items():
            for name, place in zip(_KNOWN_AS[role], places, strict=False):
                known_as[place] = name
        return known_as

    def _tally(self) -> Columns | None:
        """Return the columns of a table that counts mails by what became of them; None for any other.

        Jobs, parcels and tests fail, too, so a word has to be of mail only.
        """
        counts = [place for place in self.free if self.cells[place] and all(map(str.isdigit, self.cells[place]))]
        cells = [cell for place in self._states for cell in self.cells[place]]
        if len(counts) != 1 or not any(word.startswith(OF_MAIL) for cell in cells for word in tokens(cell)):
            return None
        said = sum(any(is_status(_cell(row, place)) for place in self._states) for row in self.rows)
        if len(self.rows) < _FEWEST_COUNTS or said <= _MOST * len(self.rows):
            return None
        known_as = self._known_as({"state": self._states, "count": counts})
        return Columns(self.names, known_as=known_as, rows_of="counts")

    def _is_report(self, row: Sequence[str], senders: Sequence[int], recipients: Sequence[int]) -> bool:
        """Return whether a row is a mail that reports on another one: its cell holds a notice on somebody else."""
        notices = [cell for place in self.texts if "\n" in (cell := _cell(row, place))]
        if not any(FAILED.search(normalise(notice)) for notice in notices):
            return False
        if any(DAEMON.search(_cell(row, place)) for place in senders):
            return True
        read_by = {address(_cell(row, place)).lower() for place in recipients}
        return all(read_by.isdisjoint(map(str.lower, ADDRESS.findall(notice))) for notice in notices)

    def _is_refused(self, place: int) -> bool:
        """Return whether a reply names the address that is beside it in a column."""
        said = ((_cell(row, place), _cell(row, other)) for row in self.rows for other in self.replied)
        return any(named and named in reply for named, reply in said)

    def _most_varied(self, free: Sequence[int]) -> int:
        """Return which of the columns of addresses has the recipients': the contacts, and not whose contacts they are.

        Without names the sender is first, as in a log.
        """
        if not any(self.names):
            return free[1]
        return max(reversed(free), key=lambda place: len(set(self.cells[place])))

    def _share(self, place: int, is_one: Callable[[str], bool]) -> bool:
        cells = self.cells[place]
        return bool(cells) and sum(map(is_one, cells)) > _MOST * len(cells)

    def _are_samples(self, place: int) -> bool:
        """Tell whether what looks like addresses are IDs of mails, beside the number of mails with the same code."""
        listed = all(cell[:1] == "<" and cell[-1:] == ">" for cell in self.cells[place])
        counted = any(cells and all(map(str.isdigit, cells)) for cells in self.cells)
        return listed and counted and bool(self.names[place]) and not self._is("recipient", place)

    def _is(self, role: str, place: int) -> bool:
        return is_named(self.names[place], role)

    def _replies(self, place: int) -> bool:
        is_worded = self._is("reason", place)
        return any(REPLY.search(cell) or (is_worded and worded(cell)) for cell in self.cells[place])

    @cached_property
    def _numbers(self) -> list[int]:
        """Columns for codes that hold nothing but numbers with which servers take or refuse mail, one that refuses.

        One that isn't named for a reply may have the numbers of rooms: then a cell has a page's words, too.
        """
        places = [place for place in self.free if self._is("code", place) and _are_answers(self.cells[place])]
        are_worded = bool(places) and any(is_known(cell) for place in self.free for cell in self.cells[place])
        refusing = [place for place in places if any(cell[:1] != "2" for cell in self.cells[place])]
        return [place for place in refusing if are_worded or self._is("reply", place)]

    def _codes(self, place: int) -> bool:
        cells = self.cells[place]
        named = self._is("code", place) or self._beside_numbers(place)
        return named and any(map(CODE.match, cells)) and self._share(place, is_code)

    def _beside_numbers(self, place: int) -> bool:
        """Tell whether each code is beside a reply's number of its class, whatever both columns are called."""
        coded = [row for row in self.rows if is_code(_cell(row, place))]
        numbered = (sum(_is_numbered(row, other, _cell(row, place)) for row in coded) for other in self.free)
        return bool(coded) and len(coded) in numbered

    @cached_property
    def _states(self) -> list[int]:
        """Columns whose cells say what became of a mail: those named so, or those of known words."""
        worded = [place for place in self.free if self._share(place, is_word) and place not in self.replied]
        named = [place for place in worded if self._is("state", place) and not self._gives_reasons(place)]
        named = [place for place in named if self._share(place, is_status) and not self._is("reason", place)] or named
        known = [place for place in worded if place not in named and self._share(place, states.is_word)]
        return named or known or (worded[-1:] if self._has_zone() else [])

    def _gives_reasons(self, place: int) -> bool:
        """Return whether a column is named for reasons as well, "Bounce reason", and has more than status words."""
        return self._is("reason", place) and not self._share(place, is_status)

    @property
    def _is_of_queue(self) -> bool:
        """Whether the states are those of mails that wait, though some are words that say less: "Queued", "Active"."""
        cells = (_cell(row, place) for row in self.rows for place in self._states[:1])
        said = {states.action(cell, of_service=True) for cell in cells}
        return "delayed" in said and said <= {"delayed", "other"}

    @property
    def _is_of_failures(self) -> bool:
        """Whether no column has states, and each reply or code is a refusal's."""
        if self._states or self._flags:
            return False
        said = [cell for place in (*self.replied, *self.coded) for cell in self.cells[place]]
        return not any(cell[:1] == "2" for cell in said)

    @cached_property
    def _flags(self) -> dict[int, str]:
        """Columns with a status word as their name and yes or no in their cells, and what yes means."""
        found = {place: states.action(self.names[place], of_service=True) for place in self.free}
        return {
            place: said
            for place, said in found.items()
            if said in ("failed", "delayed", "delivered") and self._share(place, is_flag)
        }

    @property
    def _is_refusing(self) -> bool:
        """Whether a column that is named for states has one of a mail that failed.

        A gateway has its own words for what it lets pass, which is most of what it lists. A ticket that was handed over
        has a sender and a recipient, too, but no subject.
        """
        words = [word for name in self.names for word in tokens(name)]
        is_mail = bool(self.subjects or self._ids) and OF_MONEY.isdisjoint(words)
        named = [place for place in self._states if self._is("state", place)] if is_mail else []
        return any(states.action(cell) == "failed" for place in named for cell in self.cells[place])

    def _is_of_bounces(self, senders: Sequence[int]) -> bool:
        """Return whether most rows give as their reason just that mail failed, in a table of what only mail has.

        That is the name of a column, or a mail server as the sender of each.
        """
        worded = [place for place in self.free if self._is("reason", place)]
        failed = sum(any(_is_bounce(_cell(row, place)) for place in worded) for row in self.rows)
        named = any(word.startswith(OF_MAIL) for name in self.names for word in tokens(name))
        by_server = any(self._share(place, lambda cell: bool(DAEMON.search(cell))) for place in senders)
        return failed > _MOST * len(self.rows) and (named or by_server)

    def _is_stated(self, *, named: bool, two: bool) -> bool:
        """Return whether the rows say in words what became of mails."""
        words = [word for name in self.names for word in tokens(name)]
        is_of_goods = not OF_MONEY.isdisjoint(words) or any(PARCEL.search(name.lower()) for name in self.names)
        if not (self._states or self._flags) or is_of_goods:
            return False
        listed = two and self._has_zone()
        if self._flags:
            return named or bool(self._ids) or any(word.startswith(OF_MAIL) for word in words)
        cells = [[_cell(row, place) for place in self._states] for row in self.rows]
        said = sum(any(map(is_status, row)) for row in cells)
        of_states = [word for row in cells for cell in row for word in tokens(cell)]
        of_mail = any(word.startswith(OF_MAIL) for word in (*words, *of_states)) or self._is_over_network
        if said < _MOST * len(self.rows) or (said == _MOST * len(self.rows) and not of_mail):
            return listed
        nameless = two and not any(self.names)
        return named or listed or nameless or bool(self._ids) or of_mail

    @property
    def _is_over_network(self) -> bool:
        """Return whether the states are those of deliveries, and a cell says of one that the network failed."""
        are_deliveries = any("delivery" in tokens(self.names[place]) for place in self._states)
        return are_deliveries and any(
            _OF_NETWORK.search(cell.lower()) for place in self.free for cell in self.cells[place]
        )

    def _has_zone(self) -> bool:
        """Return whether a column's name says the zone of its times, as the admin center's list does."""
        return any("(UTC" in name for name in self.names)

    def _times(self) -> list[int]:
        if tuple(map(column, self.names[:2])) == ("date", "time"):
            return [0, 1]
        named = [place for place in self.free if self._is("time", place)]
        if named and self._share(named[0], times.is_unix):
            return named[:1]
        others = [place for place in self.free if place not in (*self.replied, *self.coded)]  # 4.7.500 is no date
        return [place for place in named or others if self._share(place, is_time)][:1]


def _are_answers(cells: Sequence[str]) -> bool:
    """Return whether cells are the numbers of replies, or say that there was none."""
    said = [cell for cell in cells if cell.upper() not in NOTHING]
    return all(map(_ANSWERS.match, said)) and bool(said)


def _explains(row: Sequence[str], place: int) -> bool:
    """Return whether the words beside a code are those of its page."""
    code = CODED.search(_cell(row, place))
    entry = lookup(code[0]) if code else None
    return entry is not None and any(any(meaning_of(entry, cell)) for at, cell in enumerate(row) if at != place)


def _is_bounce(words: str) -> bool:
    """Return whether words say that mail failed: a payment or a page fails, too."""
    is_failed = states.is_word(words) and states.action(words) == "failed"
    return is_failed or says_failed(words)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place][:_LONGEST].strip() if place < len(row) else ""


def _is_numbered(row: Sequence[str], place: int, code: str) -> bool:
    number = _cell(row, place)
    return number[:1] == code[:1] and len(number) == len("550") and number.isdigit()
