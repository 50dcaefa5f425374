"""How the cost grows with the input: each unit that has hung a reader, repeated, in each shape an input comes in.

`python -m tools.fuzz.growth [UNIT …]` measures them. What is linear costs twice as much at twice the size, what is
quadratic four times; between them lies LIMIT. The measure is processor time, the best of several runs taken in turn:
other work on the machine can only add to it, and a ratio over the limit is measured again before it is believed.
(Python's own counters see no time inside a regular expression, and instruction counters aren't on every machine.)
"""

import html
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

from ndr_checker import check

LIMIT = 2.6
#: Under this many seconds nothing is measured: it is over before it can grow.
_LITTLE = 0.004
_TRIES = 8
_PARTS = 190
#: Code points: within the limits of one part, and about those of a head and of markup.
SIZES = (25_000, 150_000)

Shape = Callable[[str], bytes | str]

#: What comes before, what is repeated, what comes after. `№` is the number of the repetition.
UNITS: dict[str, tuple[str, str, str]] = {
    "letters": ("", "A", ""),
    "letters and a stop": ("550 5.7.1 ", "A.", "!"),
    "blanks": ("", " ", "x"),
    "blank lines": ("", " \n", "5.7.1"),
    "hyphens": ("", "-", ""),
    "rules": ("", "--\n", ""),
    "underscores": ("____________________\n", "_", ""),
    "to=": ("", "to=", ""),
    "to= and at signs": ("to=", "@=", ""),
    "to= and addresses": ("", "to=a@b", ""),
    "records without a status": ("", "to=<a@b.example>, x\n", ""),
    "records": ("", "to=<a@b.example>, dsn=5.1.1, status=bounced (550 5.1.1 x)\n", ""),
    "next attempts": ("to=a@b.example ", "nextRetry=1 ", ""),
    "addresses of a next attempt": ("nextRetry=1 to=[", "a@b", ""),
    "what var_dump prints": ("", '["a"]=> string(1) "', ""),
    "what print_r prints": ("Array ( [a] => ", "[a] => b ", ""),
    "a long value of print_r": ("Array ( [a] => ", " [a", ""),
    "marks of Exim's": ("", "a ** ", ""),
    "records of Exim's": ("", "a b\n ** c@d.example ", ""),
    "times in a From line": ("From x ", "00:00 ", "\nbad"),
    "digits in a From line": ("From x 00:00 ", "0", "\nbad"),
    "From lines": ("", "From x 00:00 2026\nA: b\n\n", ""),
    "dots of an address": ("undeliverable x@", "a.", ""),
    "addresses without an end": ("undeliverable ", "x@a.", ""),
    "labels of a host": ("550 5.7.705 mx.microsoft ", "T.", ""),
    "addresses": ("undeliverable\n", "a@b.example\n", ""),
    "labelled addresses": ("undeliverable\n", "to: a@b.example\n", ""),
    "labels": ("undeliverable\n", "to:", "@"),
    "mailto:": ("Recipient:", "mailto:", "@"),
    "codes": ("", "5.7.1 ", ""),
    "codes on lines": ("", "550 5.7.1\n", ""),
    "codes in quotes": ("", "'550 5.7.1 ", ""),
    "a person's words in replies": ("", "550 5.7.1 our own\n", ""),
    "sentences that quote codes": ("", 'it is said to be so in here "550 5.7.1 a" and so on it goes ', ""),
    "codes wrapped": ("550 5.7.350 ", "-> 554 5.7.1 ", ""),
    "codes glued": ("", "550 5.7.1", ""),
    "codes mangled": ("", "451-4-7-500-699\n", ""),
    "replies": ("", "said: 550 x\n", ""),
    "replies alone": ("", "550 x ", "\nEHLO x\n"),
    "a session": ("", "EHLO a\n550 x\n", ""),
    "leads": ("", "returned ", "550"),
    "arrows": ("", "<<<_", "550 5.1.1"),
    "denials": ("", "not the ", "5.7.705"),
    "a denial far off": ("not", " ", "5.7.705"),
    "trace records": ("", "{LED=550 5.7.1 x};", ""),
    "DSN recipients": ("", "Final-Recipient: rfc822;a@b.example\n", ""),
    "DSN groups": ("", "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.1\n\n", ""),
    "DSN states": ("", "Status: 5.1.1\nAction: failed\n", ""),
    "an endless DSN field": ("Status:", " \n", ""),
    "delivery of": ("", "delivery of ", ""),
    "on … wrote": ("", "on ", ""),
    "headings": ("", "Original message headers:\n", ""),
    "older mails": ("", "-----Original Message-----\nx\n", ""),
    "mails answered": ("", "From:\n", ""),
    "a mail answered far off": ("From:\n", " ", ""),
    "heads": ("", "Received: from a\n\n", ""),
    "fields": ("", "A: b\n", ""),
    "folded lines": ("X-A: b", "\n c", "\n\nx"),
    "fields of programs": ("Original message headers:\n", "List-Id:\n a\n", ""),
    "folded blanks": ("X-A: b", "\n ", "\n\nx"),
    "quote marks": ("", "> ", ""),
    "hash marks": ("", "# ", "x"),
    "soft breaks": ("", "=\n", ""),
    "equal signs and blanks": ("=", " ", ""),
    "escaped breaks": ("", "\\n", ""),
    "colours": ("", "\x1b[", ""),
    "nothing to see": ("", "\u200b", ""),
    "digits with nothing between": ("", "\u200b5", ""),
    "full-width codes": ("", "\uff15.\uff17.\uff11 ", ""),
    "carriage returns": ("", "550 5.7.705 x\r\n", ""),
    "base64": ("", "QUJDREVGR0hJSktM\n", ""),
    "one line of base64": ("", "Q", "!"),
    "links": ("", "https://a.example/ ", ""),
    "links without an end": ("", "https://", ""),
    "a link of percent signs": ("https://a", "%41", ""),
    "a link of letters beyond ASCII": ("https://", "\u00e9.", ""),
    "codes in a link": ("https://a.example/?", ";5.7.1", ""),
    "plus signs in links": ("550+5.7.1+", "://+550+5.7.1+", ""),
    "tags": ("", "<a ", ""),
    "tags in tags": ("<a><b><a href=https:", "<a", ""),
    "comments": ("<b><b>", "<!--", ""),
    "styles": ("<b><b>", "<style>", ""),
    "ends of styles": ("<b><b><style>", "</style", ""),
    "entities": ("<b><b>", "&#", ""),
    "boundaries": ("", "--b\n", ""),
    "boundaries glued": ("", "--b", ""),
    "quotes of a table": ("", '""', ""),
    "fields of a table": ("", '"a",', ""),
    "rows of a table": ("", "a,b@c.example,550 5.1.1 x\n", ""),
    "blocks of base64": ("delivery failed\n", "ZXJyb3I6IDUuNy4x\n-\n", ""),
    "older mails with codes": ("delivery failed\n", "-----Original Message-----\nerror: 5.7.1\n", ""),
    "reports side by side": ("delivery failed\n", "Reporting-MTA: x\nerror: 5.7.1\n", ""),
    "notices side by side": ("", "Your message to a№@b.example couldn't be delivered.\n550 5.7.1 x\n", ""),
    "codes that differ": ("", "550 5.№.№\n", ""),
    "recipients that differ": ("", "Final-Recipient: rfc822;a№@b№.example\nAction: failed\nStatus: 5.1.1\n\n", ""),
    "endpoints and recipients": ("", "to: a№@b№.example\n550 5.7.1 x-№.mail.protection.outlook.com\n\n", ""),
    "recipients of a cell": ("", "a№@b.example##Fail;", ""),
    "semicolons": ("", ";", ""),
    "hosts that differ": ("<b><b>", "<a href=https://a№.example/>x</a>", ""),
    "attributes": ("<b><b><a ", "a№=b ", ">"),
    "attributes of every tag": ("<b><b>", "<a href='x' title=\"y\">", ""),
    "quotes of an attribute": ("<b><b><a ", "='\"", ">"),
    "brackets": ("", "[", ""),
    "braces and names": ("", '{"a":', ""),
    "a value of a list that goes on": (
        "RecipientAddress : a@b.example\nStatus           : Failed\nDetail           : x\n",
        f"{' ' * 19}more\n",
        "",
    ),
    "objects that are no JSON": ('{"a":1}\n', '{"a":tru}\n', ""),
    "JSON in strings of JSON": ("", '{"m":"{\\"m\\":\\"550 5.7.1 x@y.example\\"}"}\n', ""),
    "rows that wrap": (
        "Recipient  Status Reason\n---------- ------ ----------\n",
        "a№@b       Failed 550 5.7.1 \n.example           denied    \n",
        "",
    ),
    "log lines in cells": (
        "Line,unit\n",
        '"x: to=<a№@b.example>, dsn=5.1.1, status=bounced (said: ""550 5.1.1 x"")",postfix@-.service\n',
        "",
    ),
    "notices in cells": (
        "Ticket,Requester,Text\n",
        '1,a@b.example,"to c№@d.example\n\nRemote server said ""550 5.7.705 x"""\n',
        "",
    ),
    "titles in cells": ("id,state,title\n", "1,open,NDR with 550 5.7.750 is wrong\n", ""),
    "rows of JSON": ('[["to","status","response"]', ',["a№@b.example","bounced","550 5.1.1 x"]', "]"),
    "tables one below the other": ("", "Recipient,Status\na№@b.example,Failed\n\nwords\n", ""),
    "records of CEF": ("", "CEF:0|V|P|1|1|x|5|duser=a№@b.example msg=550 5.7.1 x act=reject\n", ""),
    "pairs of a record": ("to=a@b.example ", "k№=v ", "reply=550"),
    "objects of YAML": ("", "- recipient: a№@b.example\n  status: failed\n  reason: 550 5.7.1 x\n", ""),
    "elements in elements": ("<rows><row><to>a@b.example</to>", "<a>", "550 5.7.1"),
    "rows of Kusto": ("Timestamp\tRecipientEmailAddress\tDetails\n", "2026-11-23\ta№@b.example\t550 5.7.1\n", ""),
    "bullets in bullets": ("", "  - a№@b.example\n    - 550 5.1.1 x\n", ""),
    "a queue": (
        "-Queue ID-\n",
        "A1 1 Mon Nov 23 10:00:00 s@b.example\n(host x said: 451 4.7.500 x)\n     a№@b.example\n",
        "",
    ),
    "base64 in links": ("", "https://a.example/?u=aHR0cHM6Ly9iLmV4YW1wbGUv ", ""),
    "groups of rich text": ("{\\rtf1\\fromhtml1 ", "{\\*\\htmltag64 <a>}", "550 5.7.1}"),
    "columns": ("", "a@b.example,", "\n"),
}


def _mail(text: str) -> bytes:
    return f'MIME-Version: 1.0\nReturn-Path: <>\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\n{text}'.encode()


def _field(text: str) -> bytes:
    return f"MIME-Version: 1.0\nReturn-Path: <>\nContent-Type: text/plain; {text}\n\n550 5.7.705 x\n".encode()


def _pasted(text: str) -> str:
    return text


def _markup(text: str) -> str:
    return f"<html><body><p>{text}</p><pre>{html.escape(text)}</pre></body></html>"


def _row(text: str) -> bytes:
    quoted = text.replace('"', '""')
    head = "date_time,sender_address,recipient_address,recipient_status,event_id,custom_data\n"
    return f'{head}2026-11-23,a@b.example,c@d.example,Failed,FAIL,"{quoted}"\n'.encode()


def _cut(text: str) -> list[str]:
    """Return a text in as many pieces as a message may have parts."""
    size = len(text) // _PARTS + 1
    return [text[at : at + size] for at in range(0, len(text), size)]


def _parts(text: str) -> bytes:
    return _mail("\n--b\n\n".join(_cut(text)))


def _thread(text: str) -> str:
    return "\n-----Original Message-----\n".join(_cut(text))


def _status(text: str) -> bytes:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/report; boundary="b"\n\n--b\n'
    return f"{head}Content-Type: message/delivery-status\n\n{text}".encode()


def _cell(text: str) -> str:
    row = {"SenderAddress": "a@b.example", "RecipientAddress": text, "Status": "Failed", "Detail": "550 5.7.1 x"}
    return json.dumps([row])


def _mbox(text: str) -> bytes:
    return b"From x Mon Nov 23 10:00:00 2026\n" + _mail(text)


SHAPES: dict[str, Shape] = {
    "mail": _mail,
    "field": _field,
    "pasted": _pasted,
    "markup": _markup,
    "row": _row,
    "mbox": _mbox,
    "parts": _parts,
    "thread": _thread,
    "status": _status,
    "cell": _cell,
}


def grown(unit: str, shape: str, size: int) -> bytes | str:
    """Return the unit repeated to about `size` code points, in a shape."""
    before, repeated, behind = UNITS[unit]
    count = size // len(repeated)
    numbered = (repeated.replace("№", str(number)) for number in range(count))
    return SHAPES[shape](before + ("".join(numbered) if "№" in repeated else repeated * count) + behind)


def ratio(unit: str, shape: str, size: int, *, factor: int = 2, limit: float = LIMIT) -> float:
    """Return how many times as much `factor` times the size costs; 0 where that is negligible."""
    small, large = grown(unit, shape, size), grown(unit, shape, factor * size)
    return times(check, small, large, limit=limit)


def times(work: Callable[[Any], object], small: Any, large: Any, *, limit: float) -> float:
    """Return how many times as much work the large input is; 0 where that is negligible.

    The small one runs twice, since its first run may compile patterns.
    Both run again while the ratio is over the limit: a quiet moment brings it down.
    """
    best = [min(_seconds(work, small), _seconds(work, small)), _seconds(work, large)]
    if best[1] < _LITTLE:
        return 0.0
    for _ in range(_TRIES):
        if best[1] <= limit * best[0]:
            break
        best = [min(old, _seconds(work, data)) for old, data in zip(best, (small, large), strict=True)]
    return best[1] / best[0]


def _seconds(work: Callable[[Any], object], data: Any) -> float:
    start = time.process_time()
    work(data)
    return time.process_time() - start


def steep(units: Iterable[str]) -> Iterator[str]:
    """Yield what grows faster than it may, a sentence each."""
    for unit, shape, size in product(units, SHAPES, SIZES):
        found = ratio(unit, shape, size)
        if found > LIMIT:
            yield f"{unit}, {shape}: {2 * size} code points cost {found:.1f} times as much as {size}"


def main() -> int:
    """Print what grows too fast; the exit code says whether something does."""
    units, count = sys.argv[1:] or list(UNITS), 0
    for sentence in steep(units):
        count += 1
        print(sentence, flush=True)
    print(f"growth: {len(units)} units in {len(SHAPES)} shapes, {count} grow faster than {LIMIT} on doubling")
    return bool(count)


if __name__ == "__main__":
    sys.exit(main())
