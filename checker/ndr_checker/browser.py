"""The page's way in: values in and JSON out. Python never imports `js`."""

import json
from collections.abc import Iterable
from typing import Any

from ndr_checker.reading import mbox
from ndr_checker.telling.report import to_json

from .judge import check as _check

#: A notice, the fields of a DSN and the mail that came back: of each as much as asks for its patterns.
_REHEARSED = """\
From: postmaster@contoso.example
Subject: Undeliverable: Order
Message-ID: <1@contoso.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"

Your message to megan@fabrikam.example couldn't be delivered.
Remote Server returned '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains'
See https://contoso.example
--b
Content-Type: message/delivery-status

Reporting-MTA: dns;AB1PR01MB1.prod.outlook.com

Final-Recipient: rfc822;megan@fabrikam.example
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp;550 5.7.750 Service unavailable
--b
Content-Type: message/rfc822

From: alex@contoso.example
To: megan@fabrikam.example
Subject: Order
--b--
"""


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
    from ndr_checker.telling.redact import redact as _redact  # noqa: PLC0415 – most visits never ask for it

    return json.dumps([{"text": p.text, "kind": p.kind, "by": p.by} for p in _redact(line, known.split("\n"))])


class Desk:
    """Where the page's worker lays a question and takes the answer away: files of the working directory, in memory.

    `question.json` holds an object with a `kind`, and `body` the bytes that it is about:

    - `text`: the verdict on pasted text, in UTF-8;
    - `file`: the verdict on a file;
    - `mails` with `name`, `first`, `last`: the verdicts on the mails that end in a piece of an mbox, or in its end;
    - `line` with `line` and `known`: the line in pieces, redacted.
    """

    def __init__(self) -> None:
        self._mailbox = Mailbox("")

    @staticmethod
    def rehearse() -> None:
        """Judge a report of our own: patterns are compiled and code gets warm before the next question comes."""
        _check(_REHEARSED)

    def answer(self) -> None:
        """Write `answer.json`, ASCII. Raises what any other question raises."""
        with open("question.json", encoding="utf-8") as file:
            question = json.load(file)
        with open("body", "rb") as file:
            body = file.read()
        with open("answer.json", "w", encoding="ascii") as file:
            file.write(self._answered(question, body))

    def _answered(self, question: dict[str, Any], body: bytes) -> str:
        kind = question["kind"]
        if kind == "text":
            return check(body.decode())
        if kind == "file":
            return check(body)
        if kind == "line":
            return redact(question["line"], question["known"])
        if question["first"]:
            self._mailbox = Mailbox(question["name"])
        return self._mailbox.end() if question["last"] else self._mailbox.feed(body)
