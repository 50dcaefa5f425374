"""A verdict as JSON, as text for a terminal, and as Markdown for a ticket."""

import json
from collections.abc import Callable, Iterator

from ndr_checker.finding.finder import Evidence
from ndr_checker.verdict import Verdict

from .escape import code_span, visible
from .words import BLOCKED, CERTAINTY, KIND, ORIGIN, PERMANENCE, WHO, WHOSE, in_order

#: Recipients listed in the text and the ticket note; the JSON has them all.
_LISTED = 20


def to_json(verdict: Verdict) -> str:
    """Return the contract as one line of ASCII JSON, the same bytes everywhere."""
    return json.dumps(verdict.to_dict(), separators=(",", ":"))


def to_text(verdict: Verdict) -> str:
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


def to_markdown(verdict: Verdict) -> str:
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


def _foreign(verdict: Verdict) -> Iterator[str]:
    """Yield the hosts that a lure may lead to, so written that no program makes a link of them."""
    return (link.host.replace(".", "[.]") for link in verdict.links if not link.microsoft)


def _headline(verdict: Verdict) -> str:
    return verdict.title or KIND[verdict.kind]


def _facts(verdict: Verdict) -> Iterator[tuple[str, str]]:
    if verdict.kind == "not-a-bounce":
        return
    yield "Result", KIND[verdict.kind]
    entry = verdict.entry
    if entry and not verdict.meaning:
        yield "Meaning", f"{entry.stands_for} The wording doesn't confirm it"
        yield "Who must act", "depends on the wording"
    if entry and verdict.meaning:
        yield from (("Meaning", m.says) for m in entry.meanings if m.id == verdict.meaning)
        yield "Who must act", in_order(verdict.acts)
        yield "Lifted by", ", or ".join(WHO[token] for token in verdict.lifted_by)
    if verdict.blocked:
        yield "Blocked", BLOCKED[verdict.blocked]
    if verdict.permanence:
        yield "How long", PERMANENCE[verdict.permanence]
    if verdict.whose != "unknown":
        yield "Whose side refused", WHOSE[verdict.whose]
    yield "How sure", CERTAINTY[verdict.certainty]
    if verdict.kind != "mention":
        yield "Who wrote it", ORIGIN


def _place(e: Evidence) -> str:
    return f"line {e.line}" if e.line else "in an encoded part"


def _fate(code: str | None, action: str | None, safe: Callable[[str], str] = visible) -> str:
    told = ", ".join(word for word in (safe(action) if action else None, code) if word)
    return f" ({told})" if told else ""
