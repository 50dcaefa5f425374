"""The page's way in: values in and JSON out. Python never imports `js`."""

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from ndr_checker.reading.files.document import Document
from ndr_checker.reading.files.intake import Intake
from ndr_checker.reading.files.unread import failure
from ndr_checker.rules.wording import ADDRESS
from ndr_checker.telling.case import case
from ndr_checker.telling.letter import letter
from ndr_checker.telling.report import to_json

from .judge import check as _check
from .judge import decide, unread

if TYPE_CHECKING:
    from ndr_checker.telling.note import Form
    from ndr_checker.triage.workspace import File

#: Of a long input, its beginning is looked through for addresses; so many of them are enough.
_LOOKED_AT = 200_000
_KNOWN = 200

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


class Pieces:
    """A file that comes in pieces: an mbox, a long table or log, a packed file, or any other."""

    def __init__(self, name: str) -> None:
        self._intake = Intake(name)

    def feed(self, piece: bytes) -> str:
        """Return the verdicts on what ends in a piece, as a JSON list; `source` is as on the command line."""
        return self._judged(self._intake.feed(piece))

    def end(self) -> str:
        """Return the verdicts on what is left, in a JSON list."""
        return self._judged(self._intake.end())

    @staticmethod
    def _judged(documents: Iterable[Document]) -> str:
        return f"[{','.join(verdict for document in documents for verdict in _each(document))}]"


def _each(document: Document) -> list[str]:
    """Return the verdict on each message of a document; one that can't be read costs no other."""
    try:
        return [to_json(decide(message, source=document.name)) for message in document.messages()]
    except Exception as error:  # noqa: BLE001 – a fault of ours costs this document, not the others
        return [to_json(unread(failure(error), source=document.name))]


class Triage:
    """An admin's files in pieces, in any order, and what they say together; `today` is a date, YYYY-MM-DD."""

    def __init__(self, today: str) -> None:
        from ndr_checker.triage import Workspace  # noqa: PLC0415 – most visits never ask for it

        self._workspace = Workspace(today)
        self._file: File | None = None

    def feed(self, name: str, piece: bytes, *, first: bool, last: bool) -> str:
        """Take a piece of a file, `first` and `last` of its pieces; return "null", JSON as all answers are.

        Of a file that fails no more is read: the others were read already, and aren't read again.
        """
        if first:
            self._file = self._workspace.open(name)
        if self._file:
            try:
                self._file.feed(piece)
                if last:
                    self._file.end()
            except Exception as error:  # noqa: BLE001 – a fault of ours costs this file, not the others
                self._failed(self._file, name, failure(error))
                self._file = None
        return "null"

    def _failed(self, file: "File", name: str, sentence: str) -> None:
        if file.found:
            file.found.cut.append(f"{sentence} What was counted before is in the answers.")
        else:
            self._workspace.refuse(name, sentence)

    def result(self) -> str:
        """Return what the files say so far.

        `json`, `markdown` and `csv` as the command prints them, the `questions`, and what goes into the `case`.
        """
        from ndr_checker.triage.answers import QUESTIONS  # noqa: PLC0415 – as above
        from ndr_checker.triage.report import FORMS, to_case  # noqa: PLC0415 – as above

        found = self._workspace.result()
        return json.dumps(
            {
                "questions": QUESTIONS,
                "case": to_case(found),
                **{form: FORMS[form](found) for form in ("json", "markdown", "csv")},
            }
        )


def notes(verdict: Mapping[str, Any], body: bytes, made: Mapping[str, str], hidden: str) -> str:
    """Return the note on a verdict, in each form a JSON list of pieces: `text`, and if private its `kind` and `by`.

    `body` is what was judged, whose addresses are private in the quoted line too; `made` has `site`, `day`, `version`;
    `hidden` are words that the reader wants out of it, between commas.
    """
    from ndr_checker.telling.note import Made, note  # noqa: PLC0415 – most visits never ask for it

    text = body[:_LOOKED_AT].decode(errors="replace")
    known = list(islice(dict.fromkeys(match[0] for match in ADDRESS.finditer(text)), _KNOWN))
    forms: tuple[Form, ...] = ("text", "markdown")
    found = {form: note(verdict, form, known=known, hidden=[hidden], made=Made(**made)) for form in forms}
    return json.dumps({form: [piece._asdict() for piece in pieces] for form, pieces in found.items()})


class Desk:
    """Where the page's worker lays a question and takes the answer away: files of the working directory, in memory.

    `question.json` holds an object with a `kind`, and `body` the bytes that it is about:

    - `text`: the verdict on pasted text, in UTF-8;
    - `file`: the verdict on a file;
    - `mails` with `name`, `first`, `last`: the verdicts on what ends in a piece of a file, or in its end;
    - `triage` with `today`: begin to read an admin's files; `triage-piece` with `name`, `first`, `last`: a piece of
      one; `triage-result`: what they say together. A fresh Python has no files and raises;
    - `note` with `verdict`, `made` and `hidden`: the note for a ticket, in pieces; the body is what was judged;
    - `letter` with `verdict` and `site`: the message to the admin;
    - `case` with `verdict`: what of it goes into the case for Microsoft Support.
    """

    def __init__(self) -> None:
        self._pieces = Pieces("")
        self._triage: Triage | None = None

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
        if kind in ("text", "file"):
            return check(body.decode() if kind == "text" else body)
        if kind == "note":
            return notes(question["verdict"], body, question["made"], question["hidden"])
        if kind == "letter":
            return json.dumps(letter(question["verdict"], question["site"])._asdict())
        if kind == "case":
            return json.dumps(case(question["verdict"]))
        if kind.startswith("triage"):
            return self._triaged(question, body)
        if question["first"]:
            self._pieces = Pieces(question["name"])
        return self._pieces.end() if question["last"] else self._pieces.feed(body)

    def _triaged(self, question: dict[str, Any], body: bytes) -> str:
        if question["kind"] == "triage":
            self._triage = Triage(question["today"])
        if self._triage is None:
            raise LookupError("no files were begun")
        if question["kind"] == "triage-piece":
            return self._triage.feed(question["name"], body, first=question["first"], last=question["last"])
        return self._triage.result() if question["kind"] == "triage-result" else "null"
