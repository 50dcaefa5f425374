"""Inputs made of real shapes by a grammar of accidents: what mail servers, programs and people do to a bounce.

`made(n)` is the same bytes on every machine. `python -m tools.fuzz.grammar N` judges the first N.
"""

import base64
import quopri
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

from tools.paths import ROOT

from .oracle import faults

_GOLDENS = [
    path.read_bytes() for path in sorted((ROOT / "tests" / "data" / "goldens").iterdir()) if path.suffix != ".json"
]
_DICTIONARY = (ROOT / "tools" / "fuzz" / "tokens.dict").read_text(encoding="ascii").splitlines()
#: libFuzzer's own words, one a line in quotes.
TOKENS = [
    line[1:-1].encode().decode("unicode_escape").encode("latin-1") for line in _DICTIONARY if line.startswith('"')
]
_CHARSETS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp1252", "koi8-r", "gb18030", "iso2022_jp", "nothing")
_MOST = 6
_LONGEST = 48 * 1024

Accident = Callable[[bytes, Random], bytes]


def made(number: int) -> bytes:
    """Return the input of that number: one of our own bounces, after a few accidents."""
    chance = Random(number)  # noqa: S311 – a seed, no secret
    data = chance.choice(_GOLDENS)
    for _ in range(chance.randrange(1, _MOST)):
        data = chance.choice(_ACCIDENTS)(data, chance)[:_LONGEST]
    return data


def _lines(data: bytes, chance: Random) -> bytes:
    """Lose, double or move a line."""
    lines = data.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    line = lines.pop(at)
    copies = chance.choice((0, 1, 2, 2, 50))
    where = chance.choice((at, at, chance.randrange(len(lines) + 1)))
    return b"".join([*lines[:where], *[line] * copies, *lines[where:]])


def _cut(data: bytes, chance: Random) -> bytes:
    """Lose a piece from anywhere, or all from somewhere on."""
    start = chance.randrange(len(data) + 1)
    length = chance.choice((1, 2, 8, 100, len(data)))
    return data[:start] + data[start + length :]


def _token(data: bytes, chance: Random) -> bytes:
    """Put in a word that readers trip over, once or often."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 40)) + data[at:]


def _bytes(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 1, 3, 20))) + data[at + 1 :]


def _digits(data: bytes, chance: Random) -> bytes:
    """Change a digit, so that other codes, dates and lengths come about."""
    places = [at for at, byte in enumerate(data) if byte in b"0123456789"]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + b"%d" % chance.randrange(10) + data[at + 1 :]


def _splice(data: bytes, chance: Random) -> bytes:
    """Take the beginning of one bounce and the end of another."""
    other = chance.choice(_GOLDENS)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _beside(data: bytes, chance: Random) -> bytes:
    return data + chance.choice((b"\n", b"\r\n\r\n", b"\nFrom x Mon Nov 23 10:00:00 2026\n")) + chance.choice(_GOLDENS)


def _newlines(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b" \n", b"=\n", b"\\n", b"\r\r\n", b"<br>")))


def _quoted(data: bytes, chance: Random) -> bytes:
    mark = chance.choice((b"> ", b">> > ", b"| ", b"    ", b"\t", b"# "))
    return b"".join(mark + line for line in data.splitlines(keepends=True))


def _wrapped(data: bytes, chance: Random) -> bytes:
    """Break lines at a width, words or not, as terminals and ticket systems do."""
    width = chance.choice((20, 40, 72, 76))
    return b"\n".join(line[at : at + width] for line in data.splitlines() for at in range(0, len(line) or 1, width))


def _encoded(data: bytes, chance: Random) -> bytes:
    start = chance.choice((0, chance.randrange(len(data) + 1)))
    encode = chance.choice((base64.encodebytes, quopri.encodestring))
    return data[:start] + encode(data[start:])


def _charset(data: bytes, chance: Random) -> bytes:
    try:
        return data.decode("utf-8", "replace").encode(chance.choice(_CHARSETS), "replace")
    except LookupError:
        return data.decode("latin-1").encode("utf-8")


def _mail(data: bytes, chance: Random) -> bytes:
    """Put it into a mail of some type, with a charset and an encoding that may not be true."""
    kinds = (
        b"text/plain",
        b"text/html",
        b"message/rfc822",
        b"message/delivery-status",
        b"multipart/mixed; boundary=b1",
    )
    encodings = (b"7bit", b"base64", b"quoted-printable", b"x-uuencode")
    kind, charset = chance.choice(kinds), chance.choice(_CHARSETS).encode()
    head = b"MIME-Version: 1.0\nContent-Type: %b; charset=%b\n" % (kind, charset)
    opened = b"--b1\n\n" if b"boundary" in kind else b""
    return head + b"Content-Transfer-Encoding: %b\n\n" % chance.choice(encodings) + opened + data


def _markup(data: bytes, chance: Random) -> bytes:
    opened = chance.choice((b"<html><body><pre>", b"<p><b><!--", b"<p><td>", b"<p><a href=https://", b"<b><b><style>"))
    return opened + data + chance.choice((b"</pre>", b"--><p>", b"", b"></a>", b"</style>"))


def _table(data: bytes, chance: Random) -> bytes:
    """Make it a field of a table or of JSON."""
    row = chance.choice((b'"%b","pat@contoso.com"\n', b"date_time,custom_data\n1,%b\n", b'{"value":[{"detail":"%b"}]}'))
    return row.replace(b"%b", data.replace(b'"', chance.choice((b'""', b'\\"', b'"'))))


_ACCIDENTS: tuple[Accident, ...] = (
    *(_lines, _lines, _cut, _cut, _token, _token, _token, _bytes, _digits, _splice, _beside, _newlines, _quoted),
    *(_wrapped, _encoded, _charset, _mail, _mail, _markup, _table),
)


def main() -> int:
    """Judge the first N inputs, keep those that break something, and say how many did, and what one costs."""
    count, folder = int(sys.argv[1]), ROOT / ".cache" / "fuzz" / "broken"
    folder.mkdir(parents=True, exist_ok=True)
    broken, taken = 0, []
    for number in range(count):
        data = made(number)
        start = process_time()
        try:
            found = list(faults(data))
        except Exception as error:  # noqa: BLE001 – that it raises is what is looked for
            found = [repr(error)]
        # Judged twice and reported in three ways: what one verdict costs is less.
        taken.append(process_time() - start)
        if found:
            broken += 1
            path = Path(folder / f"grammar-{number}")
            path.write_bytes(data)
            print(path, *found, sep="\n  ")
    slow = sorted(taken)[count * 99 // 100] * 1000
    print(f"grammar: {count} inputs, {broken} broke something, 99 of 100 took less than {slow:.1f} ms")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
