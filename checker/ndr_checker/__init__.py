"""Classify a bounce from Exchange Online: which code, what it means, who must act, and why."""

from .judge import check
from .verdict import Verdict

__all__ = ["Verdict", "check"]
