"""The verdict on one input, and its JSON contract, version 1."""

from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.base.terms import (
    Actor,
    Blocked,
    Certainty,
    Doubt,
    Holder,
    Kind,
    Offer,
    Permanence,
    Reader,
    Severity,
    Whose,
)
from ndr_checker.finding.finder import Evidence
from ndr_checker.finding.links import Link
from ndr_checker.judging.other_code import OtherCode
from ndr_checker.judging.other_reason import OtherReason
from ndr_checker.judging.particulars import Sender
from ndr_checker.judging.recipient import Recipient
from ndr_checker.rules.catalogue import Entry

#: The kinds of an input that reports a mail that did not arrive, or not yet.
BOUNCES: Final = ("failure", "delay")


class Step(NamedTuple):
    """Where a reader goes next.

    Attributes:
        address: below the root of the site, such as `unblock/#contain`.
        text: the words for it.
        reader: for whom it is.

    """

    address: str
    text: str
    reader: Reader


class Fact(NamedTuple):
    """A row for people to read.

    Attributes:
        name: what the row is about, such as `How long`.
        text: the sentence.

    """

    name: str
    text: str


class Verdict(NamedTuple):
    """What an input says, for its reader: the sender, or somebody who acts for the sender.

    If the wording leaves the meaning open, `meaning` and `blocked` are None, and `acts` and `lifted_by` are empty: who
    has to act isn't known. If a notice says that the server still tries, `acts` begins with `itself`: nobody yet.

    Attributes:
        source: the name of the input, as it was passed.
        kind: what the input is.
        code: the enhanced status code (RFC 3463) that decides, such as `5.7.705`; None if there is none.
        reply: the reply code (RFC 5321, section 4.2) with it, such as 550; None if there is none.
        meaning: the id of the one of the page's meanings that the wording confirms; None if it confirms none.
        certainty: how sure the verdict is.
        title: the verdict in one line; None where it isn't a bounce.
        entry: the page that explains the code, or else the words: that of the code that they usually come with; None
            if there is none.
        permanence: whether this message is retried; None if that isn't known.
        blocked: what is blocked.
        acts: who has to act, in order.
        lifted_by: who can lift the block.
        whose: whose server refused.
        recipients: who didn't get the mail, at most 1,000.
        evidence: what was found, at most 200 pieces, each with the words around it.
        decisive: the evidence that decided, also beyond those 200.
        refuser: the evidence that names whose server refused; None where nothing beside a code or reply does.
        other_codes: the other codes in the input.
        other_reasons: why other recipients didn't get the mail, each with how many they are.
        inner: the reason in a reply that the deciding one quotes; None where it quotes none.
        links: the hosts of the links, at most 50.
        headline: the verdict's first sentence.
        says: what happened; None where nothing can be said.
        way: where the reader goes next, the best address first, below the root of the site.
        sender: who sent the refused mail; None if the input doesn't say.
        time: when Exchange Online refused (UTC, ISO 8601); None if the input doesn't say.
        server: the server of Exchange Online that refused; None if the input doesn't say.
        id: the ID in its reply, by which Microsoft Support finds it; None if the input doesn't say.
        defects: sentences on what was cut off, left out or couldn't be read.
        severity: how serious it is for the reader.
        badge: the same in a few words.
        answer: a sentence: is it me, and who has to act? None where it isn't a bounce.
        notice: a sentence on the text as a whole: a delay, or no bounce; or None.
        steps: `way` with its words.
        facts: rows for people to read.
        unread: whether the input couldn't be read at all; `headline` says what to do.
        offers: what can be passed on.
        doubts: why it isn't certain, the gravest first.
        either_side: whether the blocked organization may be the sender's or the recipient's: the text doesn't show it.
        theirs: whether the recipient's own server refused, which changes what the meaning says.
        holder: who has a mail that was put off, None if the text doesn't show it; of one that failed, `server` if the
            text says that it's retried all the same.
        complained: whether a person says that their own mail fails with the code.
        inbound: whether it is read from the log of the server that refused, and the client came from outside.
        recorded: whether it is read from the rows of a log or an export, not from a bounce.

    """

    source: str
    kind: Kind
    code: str | None = None
    reply: int | None = None
    meaning: str | None = None
    certainty: Certainty = "certain"
    title: str | None = None
    entry: Entry | None = None
    permanence: Permanence | None = None
    blocked: Blocked | None = None
    acts: tuple[Actor, ...] = ()
    lifted_by: tuple[Actor, ...] = ()
    whose: Whose = "unknown"
    recipients: tuple[Recipient, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decisive: tuple[Evidence, ...] = ()
    refuser: Evidence | None = None
    other_codes: tuple[OtherCode, ...] = ()
    other_reasons: tuple[tuple[OtherReason, int], ...] = ()
    inner: OtherReason | None = None
    links: tuple[Link, ...] = ()
    headline: str = ""
    says: str | None = None
    way: tuple[str, ...] = ()
    sender: Sender | None = None
    time: str | None = None
    server: str | None = None
    id: str | None = None
    defects: tuple[str, ...] = ()
    severity: Severity = "info"
    badge: str = ""
    answer: str | None = None
    notice: str | None = None
    steps: tuple[Step, ...] = ()
    facts: tuple[Fact, ...] = ()
    unread: bool = False
    offers: tuple[Offer, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    either_side: bool = False
    theirs: bool = False
    holder: Holder | None = None
    complained: bool = False
    inbound: bool = False
    recorded: bool = False

    @property
    def explained(self) -> str | None:
        """The code that the page explains: this one, or the one that a bounce's words usually come with."""
        if not self.entry:
            return None
        return self.code if self.kind not in BOUNCES or self.code in self.entry.codes() else self.entry.code

    def to_dict(self) -> dict[str, object]:
        """Return the JSON contract: keys in this order; for `not-a-bounce` everything about a code is empty."""
        shown = _shown(self)
        places = {id(e): place for place, e in enumerate(shown)}
        return {
            "version": 1,
            "source": self.source,
            "kind": self.kind,
            "code": self.code,
            "reply": self.reply,
            "meaning": self.meaning,
            "certainty": self.certainty,
            "title": self.title,
            "page": self.entry.page if self.entry else None,
            "permanence": self.permanence,
            "blocked": self.blocked,
            "acts": list(self.acts),
            "lifted_by": list(self.lifted_by),
            "whose": self.whose,
            "recipients": [
                {
                    "address": r.address,
                    "code": r.code,
                    "reply": r.reply,
                    "action": r.action,
                    "evidence": places.get(id(r.evidence)),
                }
                for r in self.recipients
            ],
            "evidence": [_evidence(e, decisive=e in self.decisive) for e in shown],
            "other_codes": [{"code": o.code, "why_not": o.why_not} for o in self.other_codes],
            "links": [{"host": link.host, "microsoft": link.microsoft} for link in self.links],
            "headline": self.headline,
            "says": self.says,
            "way": list(self.way),
            "sender": {"address": self.sender.address, "domain": self.sender.domain} if self.sender else None,
            "time": self.time,
            "server": self.server,
            "id": self.id,
            "defects": list(self.defects),
            "severity": self.severity,
            "badge": self.badge,
            "answer": self.answer,
            "notice": self.notice,
            "steps": [{"address": s.address, "text": s.text, "reader": s.reader} for s in self.steps],
            "facts": [{"name": fact.name, "text": fact.text} for fact in self.facts],
            "offers": list(self.offers),
            "because": {
                "kind": next((places[id(e)] for e in self.decisive if id(e) in places), None),
                "whose": places.get(id(self.refuser)),
            },
        }


def _shown(verdict: Verdict) -> list[Evidence]:
    """Return the evidence to show: what decides is never cut off."""
    first = list(verdict.evidence[:MAX_EVIDENCE])
    return first + [e for e in verdict.decisive if e not in first]


def _evidence(e: Evidence, *, decisive: bool) -> dict[str, object]:
    return {
        "kind": e.kind,
        "part": e.part,
        "code": e.code,
        "text": e.text,
        "line": e.line,
        "start": e.start,
        "end": e.end,
        "decisive": decisive,
    }
