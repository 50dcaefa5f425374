"""What a name of the command line holds, in pieces; what is no file can't keep the command waiting forever.

A device is never read: `/dev/zero` has no end, and merely opening others makes them act. A pipe is read where somebody
names it, as shells do for `<(…)`: it may take its time, but without a writer it is given up. One that a folder, a
pattern or a list brings in belongs to other programs, and to read from it would take what they wait for.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from io import BufferedReader

#: A file is read in pieces of this size.
_PIECE: Final = 256 * 1024
#: Seconds in which a program that is started beside the command opens its end of a pipe.
_PATIENCE: Final = 2
_PIPE: Final = "a pipe"


def special(name: str) -> str:
    """Return what is there under a name that is neither a file nor a folder; "" for any other name."""
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):  # who opens it says why it can't be read
        return ""
    if stat.S_ISFIFO(mode):
        return _PIPE
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else ""


def is_stream(name: str) -> bool:
    """Return whether a name holds what can be read only once, and by this process."""
    return name == "-" or bool(special(name))


def pieces(name: str) -> Iterator[bytes]:
    """Yield what a name holds, in pieces. Raises OSError."""
    kind = special(name)
    if name == "-" or (kind and _is_standard_input(name)):
        yield from iter(partial(standard_input().read1, _PIECE), b"")
        return
    if kind and kind != _PIPE:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file")
    is_empty = True
    with open(name, "rb", opener=_opened if kind else None) as file:
        for piece in iter(partial(file.read1, _PIECE), b""):
            is_empty = False
            yield piece
    if kind and is_empty:
        raise OSError(errno.EINVAL, "it is a pipe, and nothing was written to it")


def standard_input() -> "BufferedReader":
    """Return the bytes of standard input. Raises OSError if whoever started this has closed it."""
    if not sys.stdin:
        raise OSError(errno.EBADF, "it is closed")
    return cast("BufferedReader", sys.stdin.buffer)


def _is_standard_input(name: str) -> bool:
    """Return whether a name is one of standard input's, as `/dev/stdin` is."""
    try:
        return os.path.samestat(os.stat(name), os.fstat(0))
    except OSError:
        return False


def _opened(name: str, flags: int) -> int:
    """Open a pipe, which would wait for a writer without an end."""
    from select import select  # noqa: PLC0415 – only for a pipe

    pipe = os.open(name, flags | os.O_NONBLOCK)
    select([pipe], [], [], _PATIENCE)
    os.set_blocking(pipe, True)
    return pipe
