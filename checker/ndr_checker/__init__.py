"""Classify a bounce from Exchange Online: which code, what it means, who must act, and why."""

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
