"""The page's way in: values in and JSON out. Python never imports `js`."""

import json
from collections.abc import Iterable

from . import mbox
from .report import to_json
from .verdict import check as _check


def check(data: str | bytes) -> str:
    """Return the verdict on pasted text or a file's bytes as the JSON contract, version 1."""
    return to_json(_check(data))


class Mailbox:
    """The mails of an mbox that comes in pieces."""

    def __init__(self, name: str) -> None:
        self._name, self._count, self._mails = name, 0, mbox.Mailbox()

    def feed(self, piece: bytes) -> str:
        """Return the verdicts on the mails that end in a piece, as a JSON list; `source` is as on the command line."""
        return self._judged(self._mails.feed(piece))

    def end(self) -> str:
        """Return the verdict on the last mail, in a JSON list."""
        return self._judged(self._mails.end())

    def _judged(self, mails: Iterable[bytes]) -> str:
        verdicts = []
        for mail in mails:
            self._count += 1
            verdicts.append(to_json(_check(mail, source=f"{self._name}#{self._count}")))
        return f"[{','.join(verdicts)}]"


def redact(line: str, known: str) -> str:
    """Return a line in pieces as a JSON list of `text`, `kind` and `by`; `known` are addresses, one a line."""
    from .redact import redact as _redact  # noqa: PLC0415 – most visits never ask for it

    return json.dumps([{"text": p.text, "kind": p.kind, "by": p.by} for p in _redact(line, known.split("\n"))])
