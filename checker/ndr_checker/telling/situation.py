"""What the advice depends on: what was decided of the bounce, and which side of it the reader is on."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from ndr_checker.base.terms import Actor, Blocked, Certainty, Doubt, Holder, Kind, Permanence, Whose
from ndr_checker.finding.evidence import Evidence
from ndr_checker.finding.occurrence import is_beside_code
from ndr_checker.rules.catalogue import WIDE, Meaning
from ndr_checker.verdict import BOUNCES, Verdict

#: Doubts whether it is a bounce at all: it may as well be a template, an article, a program's source or a question.
_NO_BOUNCE: Final = frozenset({"typed", "sample", "unattested"})
#: The places of words and codes that no server's or program's words introduce.
_LOOSE: Final = ("phrase", "code-alone")
#: The place of a verdict that no line has decided but the rows of a table.
ROWS: Final = "rows"


class Situation(NamedTuple):
    """What every sentence depends on, but for those about this one mail: no more than a code and the catalogue's words.

    `page` explains the code `explained`, which is another one than `code` if the words alone say what happened;
    `unblock` is the first step of the guide; all None where there is none. `place` is the
    kind of the evidence that decided. `outside`: the recipient's organization is the blocked one. `alone`: somebody
    typed a code, with a word like "error" at most. `doubts`: why the verdict isn't certain, the gravest first.
    `blocks`: what is blocked, in the page's words; None where those of `blocked` say it. `either_side`: the sender's or
    the recipient's organization may be the blocked one. `holder`: who has a mail that was put off.
    `codes`: how many codes a mention names.
    `inbound`: it is read from the log of the server that refused, of a client from outside.
    `complained`: a person says that their own mail fails with the code.
    """

    kind: Kind
    code: str | None
    explained: str | None
    page: str | None
    meaning: str | None
    unblock: str | None
    certainty: Certainty
    place: str | None
    permanence: Permanence | None
    blocked: Blocked | None
    blocks: str | None
    acts: tuple[Actor, ...]
    lifted_by: tuple[Actor, ...]
    whose: Whose
    outside: bool
    alone: bool
    doubts: tuple[Doubt, ...]
    either_side: bool
    holder: Holder | None
    complained: bool
    inbound: bool
    codes: int

    @property
    def mention(self) -> bool:
        """Whether a text just mentions the code: it may be about anybody."""
        return self.kind == "mention" and not (self.alone or self.complained)

    @property
    def complaint(self) -> bool:
        """Whether a person says that their own mail fails with the code, but shows no bounce."""
        return self.kind == "mention" and self.complained and not self.alone

    @property
    def alarming(self) -> bool:
        """Whether it would say that the reader's organization is blocked, though it may be nobody's bounce."""
        if self.kind not in BOUNCES or self.blocked not in WIDE or self.complained or self.outside or self.either_side:
            return False
        return self.certainty == "likely" and (self.place in _LOOSE or not _NO_BOUNCE.isdisjoint(self.doubts))


def situation(verdict: Verdict, meaning: Meaning | None) -> Situation:
    """Return the situation of a verdict's reader; `meaning` is the verdict's, None where it is open."""
    outside = verdict.whose == "recipient-side" and verdict.blocked in WIDE
    return Situation(
        kind=verdict.kind,
        code=verdict.code,
        explained=verdict.explained,
        page=verdict.entry.page if verdict.entry else None,
        meaning=verdict.meaning,
        unblock=meaning.unblock[0] if meaning and meaning.unblock else None,
        certainty=verdict.certainty,
        place=verdict.decisive[0].kind if verdict.decisive else ROWS if verdict.recorded else None,
        permanence=verdict.permanence,
        blocked=verdict.blocked,
        blocks=meaning.blocks if meaning else None,
        acts=_for_outsider(verdict.acts) if outside else verdict.acts,
        lifted_by=_for_outsider(verdict.lifted_by) if outside else verdict.lifted_by,
        whose=verdict.whose,
        outside=outside,
        alone=verdict.kind == "mention" and any(map(_is_typed_alone, verdict.decisive)),
        doubts=verdict.doubts,
        either_side=verdict.either_side,
        holder=verdict.holder,
        complained=verdict.complained,
        inbound=verdict.inbound,
        codes=1 + len(verdict.other_codes) if verdict.kind == "mention" else 1,
    )


def _is_typed_alone(e: Evidence) -> bool:
    """Return whether a code, however typed, is all that its line has, or all of the text but words like "error"."""
    fills = e.start is not None and e.end is not None and e.end - e.start == len(e.text.strip())
    return fills or is_beside_code(f"{e.around[: e.from_]} {e.around[e.to :]}")


def meaning_of(verdict: Verdict) -> Meaning | None:
    """Return the meaning that the wording confirms, as it is on the side that refused."""
    meanings = verdict.entry.meanings if verdict.entry and verdict.meaning else ()
    found = next((meaning for meaning in meanings if meaning.id == verdict.meaning), None)
    return found.at_recipient() if found and verdict.theirs else found


def _for_outsider(tokens: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple("recipient-admin" if token == "sender-admin" else token for token in tokens)  # noqa: S105 – no password
