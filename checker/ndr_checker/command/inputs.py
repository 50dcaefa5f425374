"""Which files are meant: names, folders, patterns that no shell has expanded, and lists of names."""

import errno
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from ndr_checker.telling.escape import visible

from .records import Record, refused, unreadable
from .source import pieces, special

#: No name is longer.
_LONGEST: Final = 64 * 1024
#: How a list begins that PowerShell or an editor wrote with a mark of its charset.
_MARKS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


def inputs(names: Iterable[str | list[Record]]) -> Iterator[str | list[Record]]:
    """Yield the files that names mean, in order, and a record for a name that means none.

    Of a folder, every file in it and below it by its name, without hidden files. Folders of a Maildir begin with a dot,
    so they are read; links to folders aren't, since they can lead round.
    """
    for name in names:
        if not isinstance(name, str):
            yield name
        elif os.path.isdir(name):
            found = _inside(name)
            first = next(found, None)
            yield first or refused(f"{visible(name)} is a folder without files")
            yield from found
        elif name != "-" and _is_pattern(name) and not os.path.lexists(name):
            yield from _matching(name)
        else:
            yield name


def listed(name: str) -> Iterator[str | list[Record]]:
    """Yield the names in a list: one a line, or between NUL bytes as `find -print0` writes them; `-` is standard input.

    A list that can't be read is a record.
    """
    try:
        yield from map(_unless_special, _names(pieces(name)))
    except OSError as error:
        yield unreadable(name, error)


def _names(pieces: Iterator[bytes]) -> Iterator[str]:
    start = next(pieces, b"")
    for mark, codec in _MARKS:
        if start.startswith(mark):
            text = b"".join((start, *pieces))[len(mark) :].decode(codec, "replace")
            yield from filter(None, text.splitlines())
            return
    between, rest = b"\0" if b"\0" in start else b"\n", b""
    for piece in chain([start], pieces, [between]):
        *names, rest = (rest + piece).split(between)
        if len(rest) > _LONGEST:
            raise OSError(errno.EINVAL, "it isn't a list of names")
        yield from (os.fsdecode(name) for name in (name.rstrip(b"\r") for name in names) if name)


def _is_pattern(name: str) -> bool:
    return any(sign in name for sign in "*?[")


def _matching(pattern: str) -> Iterator[str | list[Record]]:
    from glob import glob  # noqa: PLC0415 – most shells expand patterns themselves

    found = sorted(glob(pattern, recursive=True))
    # Without a match it is the name of a file that isn't there.
    yield from inputs(map(_unless_special, found)) if found else (pattern,)


def _unless_special(name: str) -> str | list[Record]:
    """Return a name that nobody typed, or why it isn't read."""
    kind = special(name)
    return refused(f"{visible(name)} is {kind}, not a file") if kind and name != "-" else name


def _inside(folder: str) -> Iterator[str | list[Record]]:
    """Yield the files in a folder, and a record for each folder that can't be listed."""
    errors: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        folders.sort()
        paths = (os.path.join(place, name) for name in sorted(names) if not name.startswith("."))
        yield from map(_unless_special, paths)
    yield from (unreadable(error.filename, error) for error in errors)
