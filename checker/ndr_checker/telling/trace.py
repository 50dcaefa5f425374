"""What was found in an input, how each thing was labelled, and why it decides or doesn't: `check --trace`."""

from typing import TYPE_CHECKING

from ndr_checker.base.normalise import normalise

from .escape import visible

if TYPE_CHECKING:
    from ndr_checker.finding.evidence import Evidence
    from ndr_checker.verdict import Verdict

_KIND, _CODE = 15, 8


def to_trace(verdict: "Verdict") -> str:
    """Return a line for each piece of evidence: where it is, its kind, its code, its part, and what it does."""
    head = f"{visible(verdict.source) or '-'}: {verdict.kind}, {verdict.code or 'no code'}, {verdict.certainty}"
    reasons = {other.code: other.why_not for other in verdict.other_codes}
    rows = [_row(e, "decides" if e in verdict.decisive else reasons.get(e.code or "", "")) for e in verdict.evidence]
    return "\n".join((f"{head}, meaning {verdict.meaning or 'open'}{_by(verdict)}", *rows))


def _by(verdict: "Verdict") -> str:
    """Say by which words of the page a meaning was chosen."""
    if not verdict.meaning or not verdict.entry:
        return ""
    said = normalise(" ".join(e.around for e in verdict.decisive))
    meaning = next(m for m in verdict.entry.meanings if m.id == verdict.meaning)
    phrase = max((phrase for phrase in (*meaning.phrases, *meaning.also) if phrase in said), key=len, default="")
    return f" by “{visible(phrase)}”" if phrase else ", the code's only one"


def _row(e: "Evidence", why: str) -> str:
    marks = {
        "wrapped": bool(e.wrapped), "passed": e.passed, "denied": e.denied, "subject": e.subject, "typed": e.typed,
        "listed": e.listed,
    }  # fmt: skip
    said = [e.part, *(name for name, is_so in marks.items() if is_so), *([why] if why else [])]
    where = "decoded" if e.line is None else f"line {e.line}"
    return f"  {where:>9}  {e.kind:{_KIND}}  {e.code or e.reply or '':{_CODE}}  {', '.join(said)}: {visible(e.text)}"
