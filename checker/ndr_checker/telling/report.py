"""A verdict as JSON, as text for a terminal, and as Markdown for a ticket."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ndr_checker.base.limits import MAX_EVIDENCE

from .escape import code_span, visible
from .words import BLOCKED, CERTAINTY, KIND, ORIGIN, PERMANENCE, WHO, WHOSE, in_order

if TYPE_CHECKING:
    from ndr_checker.finding.finder import Evidence
    from ndr_checker.verdict import Verdict

#: Made once: `json.dumps` would make a new one for each verdict. What is made below holds no circles.
_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
#: Recipients listed in the text and the ticket note; the JSON has them all.
_LISTED = 20


def to_dict(verdict: "Verdict") -> dict[str, object]:
    """Return the JSON contract, version 1: keys in this order; for `not-a-bounce` all that tells of a code is empty."""
    entry = verdict.entry
    return {
        "version": 1,
        "source": verdict.source,
        "kind": verdict.kind,
        "code": verdict.code,
        "reply": verdict.reply,
        "meaning": verdict.meaning,
        "certainty": verdict.certainty,
        "title": verdict.title,
        "page": entry.page if entry else None,
        "permanence": verdict.permanence,
        "blocked": entry.blocked if entry else None,
        "acts": list(verdict.acts),
        "lifted_by": list(entry.lifted_by) if entry else [],
        "whose": verdict.whose,
        "recipients": [
            {"address": r.address, "code": r.code, "reply": r.reply, "action": r.action} for r in verdict.recipients
        ],
        "evidence": [_evidence(e, decisive=e in verdict.decisive) for e in _shown(verdict)],
        "other_codes": [{"code": o.code, "why_not": o.why_not} for o in verdict.other_codes],
        "links": [{"host": link.host, "microsoft": link.microsoft} for link in verdict.links],
        "defects": list(verdict.defects),
    }


def _shown(verdict: "Verdict") -> "list[Evidence]":
    """Return the evidence to show: what decides is never cut off."""
    first = list(verdict.evidence[:MAX_EVIDENCE])
    return first + [e for e in verdict.decisive if e not in first]


def _evidence(e: "Evidence", *, decisive: bool) -> dict[str, object]:
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


def to_json(verdict: "Verdict") -> str:
    """Return the contract as one line of ASCII JSON, the same bytes everywhere."""
    return _ENCODE(to_dict(verdict))


def to_text(verdict: "Verdict") -> str:
    """Return the verdict for a terminal; what comes from the bounce is escaped."""
    lines = [f"{visible(verdict.source)}: {_headline(verdict)}" if verdict.source else _headline(verdict)]
    lines += [f"  {name}: {value}" for name, value in _facts(verdict)]
    lines += [f"  Evidence, {_place(e)}: {visible(e.text)}" for e in verdict.decisive]
    lines += [f"  Recipient: {visible(r.address)}{_fate(r.code, r.action)}" for r in verdict.recipients[:_LISTED]]
    lines += [f"  Not {o.code}: {o.why_not}" for o in verdict.other_codes]
    lines += [f"  Not a Microsoft host, don't open it: {visible(host)}" for host in _foreign(verdict)]
    lines += [f"  Note: {visible(defect)}" for defect in verdict.defects]
    if verdict.entry:
        lines.append(f"  What to do: ndr-checker explain {verdict.code}")
    return "\n".join(lines)


def to_markdown(verdict: "Verdict") -> str:
    """Return the verdict as a note for a ticket; what comes from the bounce stands in code spans."""
    title = f"**{_headline(verdict)}**"
    lines = [f"{code_span(verdict.source)}: {title}" if verdict.source else title, ""]
    lines += [f"- {name}: {value}" for name, value in _facts(verdict)]
    lines += [f"- Evidence, {_place(e)}: {code_span(e.text)}" for e in verdict.decisive]
    lines += [
        f"- Recipient: {code_span(r.address)}{_fate(r.code, r.action, code_span)}" for r in verdict.recipients[:_LISTED]
    ]
    lines += [f"- Not {o.code}: {o.why_not}" for o in verdict.other_codes]
    lines += [f"- Not a Microsoft host, don't open it: {code_span(host)}" for host in _foreign(verdict)]
    lines += [f"- Note: {visible(defect)}" for defect in verdict.defects]
    if verdict.entry:
        lines.append(f"- Page: `{verdict.entry.page}`")
    return "\n".join(lines)


def _foreign(verdict: "Verdict") -> Iterator[str]:
    """Yield the hosts that a lure may lead to, so written that no program makes a link of them."""
    return (link.host.replace(".", "[.]") for link in verdict.links if not link.microsoft)


def _headline(verdict: "Verdict") -> str:
    return verdict.title or KIND[verdict.kind]


def _facts(verdict: "Verdict") -> Iterator[tuple[str, str]]:
    if verdict.kind == "not-a-bounce":
        return
    yield "Result", KIND[verdict.kind]
    entry = verdict.entry
    if entry:
        yield from (("Meaning", m.says) for m in entry.meanings if m.id == verdict.meaning)
        yield "Who must act", in_order(verdict.acts)
        yield "Lifted by", ", or ".join(WHO[token] for token in entry.lifted_by)
        yield "Blocked", BLOCKED[entry.blocked]
    if verdict.permanence:
        yield "How long", PERMANENCE[verdict.permanence]
    if verdict.whose != "unknown":
        yield "Whose side refused", WHOSE[verdict.whose]
    yield "How sure", CERTAINTY[verdict.certainty]
    if verdict.kind != "mention":
        yield "Who wrote it", ORIGIN


def _place(e: "Evidence") -> str:
    return f"line {e.line}" if e.line else "in an encoded part"


def _fate(code: str | None, action: str | None, safe: Callable[[str], str] = visible) -> str:
    told = ", ".join(word for word in (safe(action) if action else None, code) if word)
    return f" ({told})" if told else ""
