"""The columns of a table: what each is about, by its name in any of Microsoft's languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from .exports import EXPORTS, LISTED, Export, known

#: What a column is about -> its names as `column` gives them, the best source of the fact first.
_NAMES: Final[Mapping[str, str]] = {
    "id": "messagetraceid networkmessageid id",
    "message": "messageid internetmessageid",
    "recipient": (
        "recipientaddress recipient recipients recipientemailaddress recipientstatus emailaddress email"
        " empfänger empfängeradresse destinataire destinatario destinatário ontvanger geadresseerde odbiorca adresat"
        " получатель"
        " mottagare modtager mottaker vastaanottaja příjemce alıcı címzett 收件人 收件者 受信者 宛先 받는사람"
        " an à para a aan till til do кому komu"
    ),
    "sender": (
        "senderaddress senderfromaddress sender fromaddress from senderdomain"
        " absender expéditeur remitente mittente remetente afzender nadawca отправитель avsändare afsender avsender"
        " lähettäjä odesílatel gönderen feladó 发件人 寄件者 送信者 差出人 보낸사람 von de da van från fra od от"
    ),
    "returnpath": "returnpath sendermailfromaddress",
    "state": (
        "deliverylocation recipientstatus status event eventid deliveryaction deliverystatus result outcome"
        " zustand zustellstatus ereignis estado evento stato état statut événement gebeurtenis stan zdarzenie"
        " состояние статус событие tila tapahtuma stav událost durum olay állapot esemény tilstand hændelse hendelse"
        " händelse 状态 狀態 事件 状態 ステータス イベント 상태 이벤트"
    ),
    "time": (
        "received receiveddatetime origintimestamputc datetimeutc timestamp ts datereceived dateutc datetime date time"
        " creationtime datum fecha dátum dato päivämäärä tarih дата 日期 日付 날짜"
    ),
    "subject": (
        "subject messagesubject"
        " betreff objet asunto oggetto assunto onderwerp temat тема ämne emne aihe předmět konu tárgy"
        " 主题 主旨 件名 제목"
    ),
    "reason": (
        "detail details description reason recipientstatus lasterror error errorcode errordescription response"
        " diagnosticcode data sourcecontext customdata smtpresponse csuriquery"
    ),
    "code": "errorcode statuscode enhancedstatuscode dsn smtpcode code status state result",
    "number": "replynumber",
    "words": "detail details description reason lasterror error errordescription response diagnosticcode smtpresponse",
    "count": "messagecount",
    "client": "originalclientip clientip fromip senderipv senderip sourceip",
    "connector": "connectors inboundconnectorname connectorid",
    "direction": "directionality emaildirection direction",
    "other": "reference relatedrecipientaddress messagesource sendersubject",
}
ROLES: Final = {role: tuple(names.split()) for role, names in _NAMES.items()}
_LONGEST: Final = 60
#: The columns that only mail has.
_MAIL: Final = ("recipient", "sender", "message")
_TRACE_ID: Final = "messagetraceid"
_TELLING: Final = {_TRACE_ID}.union(*(ROLES[role] for role in _MAIL), *(export.columns for export in EXPORTS))
#: A cell of one of these may quote a code that says nothing of this mail.
_SILENT: Final = ("subject", "id", "message", "sender", "returnpath", "time", "other")
_EVENTS: Final = frozenset(("event", "eventid"))
_NO_FLAGS: Final[Mapping[int, str]] = MappingProxyType({})


def column(name: str) -> str:
    """Return a column's name as it is compared, lower case and letters only: recipient_address is RecipientAddress."""
    return "".join(filter(str.isalpha, name[:_LONGEST].lower().removeprefix("#fields:")))


def may_be_columns(names: Sequence[str]) -> bool:
    """Return whether any of these names is one that only the columns of mails or of a known export have.

    Asked of the first line of every text: a sentence with commas is done with before its words are sorted by role.
    """
    return not _TELLING.isdisjoint(column(name) for name in names if len(name) <= _LONGEST)


def export_of(names: Iterable[str]) -> Export | None:
    """Return the export whose columns have these names, as each of very many objects has them once more."""
    return _export_of(tuple(name[:_LONGEST] for name in names))


@lru_cache(maxsize=64)
def _export_of(names: tuple[str, ...]) -> Export | None:
    return Columns(names).export


class Columns:
    """The columns of one table.

    `given` are the names as the table has them. `names` are as `column` gives them; where the table isn't an export of
    Microsoft's, they are those that `meant` knows its columns as. `export` is the export that they belong to, None for
    a table that isn't known; `reasons` are the places of the cells that may say why, the best first.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        known_as: Sequence[str] = (),
        export: Export | None = None,
        flags: Mapping[int, str] = _NO_FLAGS,
        rows_of: str = "",
    ) -> None:
        self.given = tuple(names)
        self.names = tuple(map(column, known_as or names))
        self._places = {name: place for place, name in reversed(list(enumerate(self.names)))}
        self._roles = {role: self._found(role, wanted) for role, wanted in ROLES.items()}
        translated = all(self._roles[role] for role in ("time", "sender", "recipient", "subject", "state"))
        self.export = export if known_as else known(self._places.keys()) or (LISTED if translated else None)
        self._has_two = (self._places.get("date"), self._places.get("time")) == (0, 1)
        #: Whether a column may hold a reply without a code, in words.
        self.has_words = bool(self._roles["words"])
        #: What it means that a cell says yes: "failed" below "Bounced".
        self.flags = flags
        #: Whether the states are queues of a mail server: what is in any of them waits ("active", "hold").
        self.of_queue = rows_of == "queue" or any("queue" in names[place].lower() for place in self._roles["state"])
        #: Whether each row is a queue, with the number of mails that are in it.
        self.has_queues = bool(self._roles["count"]) and self.export is not None and self.export.name == "queues"
        #: Whether each row only counts mails, by what became of them; and whether it counts any at all.
        self.is_tally = rows_of == "counts"
        self.counts_mails = self.has_queues or self.is_tally
        #: Whether its rows are events, of which a mail has several.
        self.of_events = not self.counts_mails and not _EVENTS.isdisjoint(map(column, names))
        #: Whether the table has no states and lists refusals only: a row whose words have no code is one, too.
        self.of_failures = rows_of == "failures"
        #: What status cells were found to say, and where the times of attempts are, for `delivery`.
        self.said: dict[tuple[str, ...], tuple[str, str, bool]] = {}
        self.tries: tuple[int, ...] = ()
        silent = {place for role in _SILENT for place in self._roles[role]}
        first = self._roles["reason"]
        self.reasons = (*first, *(place for place in range(len(names)) if place not in silent and place not in first))

    def _found(self, role: str, wanted: Sequence[str]) -> tuple[int, ...]:
        found = [self._places[name] for name in wanted if name in self._places]
        if role == "time" and not found:  # "Date (UTC+01:00)" in any language
            found = [place for place, name in enumerate(self.names) if name.endswith("utc")]
        return tuple(found)

    def places(self, role: str) -> tuple[int, ...]:
        """Return where the cells of a role are, the best first."""
        return self._roles[role]

    def place(self, name: str) -> int | None:
        """Return where the cells of a column are, None where there is no such column."""
        return self._places.get(name)

    def cell(self, values: Sequence[str], role: str) -> str:
        """Return the first cell of a role that isn't empty."""
        for place in self._roles[role]:
            if place < len(values) and values[place]:
                return values[place]
        return ""

    def cells(self, values: Sequence[str], role: str) -> list[str]:
        """Return the cells of a role, the best first."""
        return [values[place] for place in self._roles[role] if place < len(values)]

    def picker(self, *roles: str) -> Callable[[Sequence[str]], Sequence[str]]:
        """Return what takes the cells of some roles from a row, as `cell` does, for tables with many rows."""
        places = [self._roles[role] for role in roles]
        blank = ("",) * (len(self.names) + 1)
        first = itemgetter(*(found[0] if found else -1 for found in places))
        more = [(at, roles[at]) for at, found in enumerate(places) if len(found) > 1]

        def pick(values: Sequence[str]) -> Sequence[str]:
            cells = [*first((*values, *blank))]
            for at, role in more:
                cells[at] = cells[at] or self.cell(values, role)
            return cells

        return pick

    def time(self, values: Sequence[str]) -> str:
        """Return the cell with the time; the logs of IIS have date and time in two."""
        if self._has_two and len(values) > 1:
            return f"{values[0]} {values[1]}"
        return self.cell(values, "time")

    def named(self, values: Sequence[str], name: str) -> str:
        """Return the cell of a column by its name."""
        place = self._places.get(name)
        return values[place] if place is not None and place < len(values) else ""

    def is_head(self, values: Sequence[str]) -> bool:
        """Return whether a row is the head once more, as where two exports were joined."""
        return values[0] == self.given[0] and tuple(values[: len(self.given)]) == self.given

    def is_total(self, values: Sequence[str]) -> bool:
        """Return whether a row of a table, which a service or a person made, names neither a mail nor an address.

        It may have a number where the others have one.
        """
        if self.export not in (None, LISTED) or not self._roles["recipient"]:
            return False
        cell = self.cell
        named = f"{cell(values, 'recipient')}{cell(values, 'sender')}{cell(values, 'message')}"
        return not any(map(str.isalpha, named))

    @property
    def lists_mails(self) -> bool:
        """Whether it is a list of Microsoft's with a row for each mail; others call their columns as it does, too."""
        return self.export is not None and (self.export is not LISTED or any("(UTC" in name for name in self.given))

    @cached_property
    def has_deliveries(self) -> bool:
        """Whether the rows may be about mails: of a known export, or with a column that only mail has."""
        if self.export:
            return self.export.rows == "deliveries"
        return self.is_tally or any(self._roles[role] for role in _MAIL) or _TRACE_ID in self._places
