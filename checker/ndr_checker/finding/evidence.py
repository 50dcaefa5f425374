"""A code or reply as evidence: its kind, its place in the input, and the line itself."""

from typing import Final, NamedTuple, get_args

from ndr_checker.base.limits import MAX_LINE
from ndr_checker.base.terms import EvidenceKind
from ndr_checker.reading.dsn import PASSED, Group
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import UNDECIDING, Message, Part
from ndr_checker.reading.plain import QUOTE

from .context import is_denied
from .field import Place
from .occurrence import Occurrence

#: Kinds by rank, the strongest first. Those up to INTRODUCED are in a field or a record, or have a server's or a
#: program's words before them.
KINDS: Final[tuple[EvidenceKind, ...]] = get_args(EvidenceKind)
INTRODUCED = KINDS.index("notice-line")
REPLIED = KINDS.index("smtp-reply")
PHRASE = KINDS.index("phrase")
ALONE = KINDS.index("code-alone")
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}

_PARAGRAPH = "\n\n"
#: What a line with quote marks begins with.
_MARKS = frozenset(" \t>|#")
#: How far the words of a reply go before its code and after it.
_BEFORE = 80
_BEHIND = 300
#: PHPMailer's label of a reply code, whose words are on the line above.
_NUMBER_APART = "smtp code:"
#: The mark of a cut, and the longest word that isn't cut in two.
_CUT, _WORD = "…", 40
#: How far above its reply a notice may name the recipient.
_ABOVE = 1500


class Evidence(NamedTuple):
    """A code, a reply or a phrase that was found, and where.

    Attributes:
        rank: the index of its kind in EvidenceKind; the lower, the stronger.
        part: the role of the part it is in: `status`, `notice` or `pasted`; `headers`, `original`, `table` and
            `source` never decide.
        report: how deep its mail is inside others, and one more for each quote mark before the line.
        code: the enhanced status code (RFC 3463); None for a reply without one.
        reply: the reply code (RFC 5321, section 4.2), such as 550; None if there is none.
        text: the line itself, at most 400 characters of it.
        line: the number of the line in the input, from 1; None in decoded text, as are `start` and `end`.
        start: where it begins in the input, in code points from 0.
        end: where it ends in the input; the character there no longer belongs to it.
        around: what is near it in its part.
        from_: where its reply begins in `around`.
        to: where its code ends in `around`.
        at: its offset in its part.
        action: its row's word for what became of the mail: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
        row: the DSN's group or the log's record that it is in.
        subject: whether it is in a subject line.
        wrapped: how its reply is inside another one: `""` not at all, `->` as the other server's, `'` quoted,
            `earlier` in a session.
        typed: whether it isn't written as a server writes it, a sentence only mentions it, or a person's sentences are
            around it.
        listed: whether it is one of a list of codes.

    """

    rank: int
    part: str
    report: int
    code: str | None
    reply: int | None
    text: str
    line: int | None
    start: int | None
    end: int | None
    around: str
    from_: int
    to: int
    at: int
    action: str | None
    row: Group | Record | None
    subject: bool = False
    wrapped: str = ""
    typed: bool = False
    listed: bool = False

    @property
    def kind(self) -> EvidenceKind:
        """Where it was found, by which it is ranked."""
        return KINDS[self.rank]

    @property
    def words(self) -> str:
        """The reply round the code, for its meaning; qmail's ends in its code: "553 sorry, ... (#5.7.1)"."""
        above, _, before = self.around[max(0, self.from_ - _BEFORE) : self.from_].rpartition("\n")
        if before.strip().lower().startswith(_NUMBER_APART):
            before = above.rpartition("\n")[2]
        ended = self.around[self.from_ : self.to].removeprefix(f"{self.reply}").removesuffix(f"{self.code}")
        after = self._after.partition("\n" if self.listed else _PARAGRAPH)[0]
        return f"{before} {ended.strip(' -(#')} {self._joined(after)}"

    @property
    def _after(self) -> str:
        """What comes after the code, of a log's record up to its end: the next one is another mail's."""
        after = self.around[self.to :]
        if not isinstance(self.row, Record):
            return after
        return after[: max(0, self.row.end - self.at - len(self.code or f"{self.reply}"))]

    def _joined(self, words: str) -> str:
        """Return the words of a reply without the numbers that each of its lines begins with (RFC 5321, 4.2.1)."""
        if not self.reply or f"{self.reply}" not in words:
            return words
        if self.code:
            words = words.replace(f"{self.reply}-{self.code}", " ").replace(f"{self.reply} {self.code}", " ")
        return words.replace(f"{self.reply}-", " ")

    @property
    def reply_words(self) -> str:
        """The words of the reply itself, after the code: of a Status field what is on its line."""
        return self.around[self.to :].partition("\n" if self.kind == "status-field" else _PARAGRAPH)[0]

    @property
    def above(self) -> str:
        """What is above it, for its recipient."""
        return self.around[: self.from_]

    @property
    def own(self) -> bool:
        """Whether it is in a part that can decide."""
        return self.part not in UNDECIDING

    @property
    def denied(self) -> bool:
        """Whether the words before rule it out."""
        return is_denied(self.around, self.from_)

    @property
    def passed(self) -> bool:
        """Whether this recipient's copy went through: by its Action, or by a code of class 2 (RFC 3463: success)."""
        return self.action in PASSED or (self.code or "").startswith("2")

    @property
    def is_general(self) -> bool:
        """Whether its code is "other or undefined" in subject and detail (RFC 3463, section 2): it says little."""
        return (self.code or "").endswith(".0.0")

    @property
    def counts(self) -> bool:
        """Whether it may decide: it is the report's own, of a copy that didn't go through, inside no other reply."""
        return self.own and not (self.wrapped or self.passed or self.subject)


def quote(message: Message, part: Part, o: Occurrence, kind: EvidenceKind, place: Place | None = None) -> Evidence:
    """Return the code or reply at an occurrence as evidence of a kind; `place` is the field or record that it is in."""
    view = part.view
    before, span = view.line(o.start), view.span(o.start, o.end)
    quoted = QUOTE.match(before) if before[:1] in _MARKS else None
    line, start, end = message.source.place(*span) if span else (None, None, None)
    row = place.row if place else None
    begin = max(0, o.from_ - _ABOVE)
    return Evidence(
        rank=_RANKS[kind],
        part=part.role,
        report=part.report + (quoted[0].count(">") + quoted[0].count("|") if quoted else 0),
        code=o.code or None,
        reply=o.reply or (row.reply if isinstance(row, Group) else None),
        text=_line(view.text, o.start, o.end),
        line=line,
        start=start,
        end=end,
        around=view.text[begin : o.end + _BEHIND],
        from_=o.from_ - begin,
        to=o.end - begin,
        at=o.start,
        action=place.action if place else None,
        row=row,
        typed=o.typed,
    )


def _line(text: str, start: int, end: int) -> str:
    """Return the line that holds `text[start:end]`; of a long one the words near it, between the marks of a cut."""
    first, last = max(0, start - MAX_LINE), min(len(text), end + MAX_LINE)
    begin, stop = text.rfind("\n", first, start) + 1 or first, text.find("\n", end, last)
    stop = last if stop < 0 else stop
    if stop - begin > MAX_LINE:
        begin = max(begin, min(start - MAX_LINE // 4, stop - MAX_LINE))
        stop = begin + MAX_LINE
    before = behind = ""
    if begin and text[begin - 1] != "\n":
        begin, before = text.find(" ", begin, min(start, begin + _WORD)) + 1 or begin, _CUT
    if stop < len(text) and text[stop] != "\n":
        at = text.rfind(" ", max(end, stop - _WORD), stop)
        stop, behind = (at if at >= 0 else stop), _CUT
    return f"{before}{text[begin:stop].strip()}{behind}"
