"""What a message has of the table that it is, beside those of the table's rows that it quotes.

Apart from what reads tables, which is only imported for one.
"""

from typing import NamedTuple

from ndr_checker.base.terms import Certainty, Kind
from ndr_checker.rules.catalogue import Entry, Meaning


class Cause(NamedTuple):
    """Why mail didn't arrive, as words without a code say it: the page, its meaning, and whether the mail waits."""

    entry: Entry
    meaning: Meaning
    late: bool


class Summary(NamedTuple):
    """What a table says as a whole.

    `kind` is that of the verdict where no row has a code, `headline` the sentence for it; `facts` are names and texts,
    `next` is what to do. `certainty` is how sure the kind is. `by_own_rule`: a mail flow
    rule of the sender's own organization refused the mail, which the table is about. `causes` are why mails failed, or
    wait where none failed, each with how many they are; `unexplained` is how many of them have no cause.
    """

    name: str
    kind: Kind
    headline: str
    facts: tuple[tuple[str, str], ...]
    next: str = ""
    certainty: Certainty = "certain"
    by_own_rule: bool = False
    causes: tuple[tuple[Cause, int], ...] = ()
    unexplained: int = 0
