"""A verdict as one line of JSON, as text for a terminal, and as a note for a ticket."""

import json
from collections.abc import Iterable, Iterator

from ndr_checker.finding.finder import Evidence
from ndr_checker.verdict import Verdict

from .escape import visible
from .words import FOREIGN, LISTED, MORE, ON_NO_LINE, result

#: What `to_dict` returns holds no circles to be looked for.
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def to_json(verdict: Verdict) -> str:
    """Return the contract as one line of ASCII JSON, the same bytes everywhere."""
    return _ENCODER.encode(verdict.to_dict())


def to_text(verdict: Verdict) -> str:
    """Return the verdict for a terminal; what comes from the bounce is escaped."""
    lines = [f"{visible(verdict.source)}: {verdict.headline}" if verdict.source else verdict.headline]
    lines += [f"  {name}: {visible(text)}" for name, text in _said(verdict)]
    lines += [f"  Evidence, {_place(e)}: {visible(e.text)}" for e in verdict.decisive]
    lines += [f"  Recipient: {visible(r.address)}{_fate(r.code, r.action)}" for r in verdict.recipients[:LISTED]]
    lines += [f"  {MORE}: {len(verdict.recipients) - LISTED:,}"] if len(verdict.recipients) > LISTED else []
    lines += [f"  Not {o.code}: {o.why_not}" for o in verdict.other_codes]
    # So written that no program makes a link of it.
    foreign = (link.host.replace(".", "[.]") for link in verdict.links if not link.microsoft)
    lines += [f"  {FOREIGN}: {visible(host)}" for host in foreign]
    lines += [f"  Note: {visible(defect)}" for defect in verdict.defects if defect != verdict.headline]
    if verdict.entry:
        what = "What to do" if verdict.explained == verdict.code else "About these words"
        lines.append(f"  {what}: ndr-checker explain {verdict.explained}")
    return "\n".join(lines)


def to_markdown(verdict: Verdict, *, show_names: bool = False, hidden: Iterable[str] = ()) -> str:
    """Return the verdict as a note for a ticket, from which names are left out unless `show_names` keeps them.

    What comes from the bounce is in code spans. Words in `hidden` are left out in any case.
    """
    from .note import note, plain, redacted  # noqa: PLC0415 – it brings the redaction, which most runs never need

    pieces = note(verdict.to_dict(), "markdown", hidden=hidden)
    return plain(pieces) if show_names else redacted(pieces)


def _said(verdict: Verdict) -> Iterator[tuple[str, str]]:
    if verdict.kind != "not-a-bounce":
        yield "In short", verdict.answer or ""
        if verdict.kind != "mention" or verdict.notice:
            yield "Result", result(verdict.kind, (r.action for r in verdict.recipients))
    if verdict.kind != "not-a-bounce" or verdict.facts:
        yield "Meaning" if verdict.entry else "What to do", verdict.says or ""
    yield from ((fact.name, fact.text) for fact in verdict.facts)


def _place(e: Evidence) -> str:
    return f"line {e.line}" if e.line else ON_NO_LINE


def _fate(code: str | None, action: str | None) -> str:
    told = ", ".join(word for word in (visible(action) if action else None, code) if word)
    return f" ({told})" if told else ""
