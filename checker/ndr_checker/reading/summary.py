"""What a message has of the table that it is, beside those of the table's rows that it quotes.

Apart from what reads tables, which is only imported for one.
"""

from typing import NamedTuple

from ndr_checker.base.terms import Certainty, Kind


class Summary(NamedTuple):
    """What a table says as a whole.

    `kind` is that of the verdict where no row has a code, `headline` the sentence for it; `facts` are names and texts,
    `next` is what to do. `certainty` is how sure the kind is. `by_own_rule`: a mail flow
    rule of the sender's own organization refused the mail, which the table is about.
    """

    name: str
    kind: Kind
    headline: str
    facts: tuple[tuple[str, str], ...]
    next: str = ""
    certainty: Certainty = "certain"
    by_own_rule: bool = False
