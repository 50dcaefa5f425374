"""The verdict on one input, and its JSON contract, version 1."""

from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.finding.finder import Evidence
from ndr_checker.finding.links import Link
from ndr_checker.judging.other_code import OtherCode
from ndr_checker.judging.particulars import Sender
from ndr_checker.judging.recipient import Recipient
from ndr_checker.rules.catalogue import Entry

#: The kinds of an input that reports a mail that did not arrive, or not yet.
BOUNCES: Final = ("failure", "delay")


class Step(NamedTuple):
    """Where a reader goes next: an address below the site's root, its words, and for whom it is: sender, admin, all."""

    address: str
    text: str
    reader: str


class Fact(NamedTuple):
    """A row of what the card and the terminal list."""

    name: str
    text: str


class Verdict(NamedTuple):
    """What an input says; the fields are those of the JSON contract, version 1.

    `entry` is the page that explains the code, None if there is none. `decisive` are those of `evidence` that decided.
    `permanence` is whether this message is tried again. `blocked`, `acts` and `lifted_by` belong to the meaning and are
    said for the reader. If the wording leaves the meaning open, `blocked` is None, and `acts` and `lifted_by` are
    empty: who has to act isn't known. From `headline` on, except for what is read from the bounce (`sender`, `time`,
    `server`, `id`, `defects`), the fields are sentences for the reader.
    """

    source: str
    kind: str
    code: str | None = None
    reply: int | None = None
    meaning: str | None = None
    certainty: str = "certain"
    title: str | None = None
    entry: Entry | None = None
    permanence: str | None = None
    blocked: str | None = None
    acts: tuple[str, ...] = ()
    lifted_by: tuple[str, ...] = ()
    whose: str = "unknown"
    recipients: tuple[Recipient, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decisive: tuple[Evidence, ...] = ()
    other_codes: tuple[OtherCode, ...] = ()
    links: tuple[Link, ...] = ()
    headline: str = ""
    says: str | None = None
    way: tuple[str, ...] = ()
    sender: Sender | None = None
    time: str | None = None
    server: str | None = None
    id: str | None = None
    defects: tuple[str, ...] = ()
    severity: str = "info"
    answer: str | None = None
    notice: str | None = None
    steps: tuple[Step, ...] = ()
    facts: tuple[Fact, ...] = ()
    unread: bool = False
    offers: tuple[str, ...] = ()

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
            "answer": self.answer,
            "notice": self.notice,
            "steps": [{"address": s.address, "text": s.text, "reader": s.reader} for s in self.steps],
            "facts": [{"name": fact.name, "text": fact.text} for fact in self.facts],
            "offers": list(self.offers),
            "because": {"kind": next((places[id(e)] for e in self.decisive if id(e) in places), None)},
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
