"""Classify a bounce from Exchange Online: which code, what it means, who must act, and why."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .finding.evidence import Evidence
    from .finding.links import Link
    from .judge import check
    from .judging.other_code import OtherCode
    from .judging.particulars import Sender
    from .judging.recipient import Recipient
    from .rules.catalogue import Entry, Meaning
    from .verdict import Fact, Step, Verdict

__all__ = [
    "Entry",
    "Evidence",
    "Fact",
    "Link",
    "Meaning",
    "OtherCode",
    "Recipient",
    "Sender",
    "Step",
    "Verdict",
    "check",
]

#: Which module each is in.
_HOMES = {
    "Entry": "rules.catalogue",
    "Evidence": "finding.evidence",
    "Fact": "verdict",
    "Link": "finding.links",
    "Meaning": "rules.catalogue",
    "OtherCode": "judging.other_code",
    "Recipient": "judging.recipient",
    "Sender": "judging.particulars",
    "Step": "verdict",
    "Verdict": "verdict",
    "check": "judge",
}

if not TYPE_CHECKING:  # to a type checker a wrong name is still an error

    def __getattr__(name: str) -> object:
        """Import the module of a name that is asked for: the command prepares itself before, and may need less."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(__import__(f"{__name__}.{_HOMES[name]}", fromlist=[name]), name)

    def __dir__() -> list[str]:
        return __all__
