"""Classify a bounce from Exchange Online: which code, what it means, who must act, and why."""

from .verdict import Verdict, check

__all__ = ["Verdict", "check"]
