"""Files that aren't read: what each is, by its first bytes, and what to do instead."""

from typing import Final

_COPY: Final = "Open it, select all, copy, and check that text."
_KINDS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", f"This is a PDF file, which can't be read. {_COPY}"),
    (b"!BDN", "This is an Outlook data file (.pst or .ost). Open it in Outlook and save the bounces as files."),
    (b"\x78\x9f\x3e\x22", "This is Outlook's winmail.dat. In Outlook, save the message itself as .msg or .eml."),
    *(
        (magic, "This is a picture, and text in pictures can't be read. Copy the bounce as text, or save the message.")
        for magic in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM\x00\x00")
    ),
    *(
        (magic, "This type of archive can't be opened. Unpack it and check the files in it.")
        for magic in (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ", b"BZh", b"MSCF", b"\x28\xb5\x2f\xfd")
    ),
    (b"SQLite format 3", "This is a database, which can't be read. Export the message as .eml or as text."),
)
_MAGICS: Final = tuple(magic for magic, _ in _KINDS)
#: Entries that tell the files of an Office program from an ordinary zip.
OFFICE: Final = {
    "word/": f"This is a Word document, which can't be read. {_COPY}",
    "xl/": "This is an Excel workbook, which can't be read. Save it as CSV UTF-8, and check that file.",
    "ppt/": f"This is a PowerPoint presentation, which can't be read. {_COPY}",
}
EMPTY: Final = "This file is empty: there is nothing in it to read."
BINARY: Final = "This is a binary file of an unknown type, which can't be read. Save the message as .eml, .msg or text."
OLD_OFFICE: Final = f"This isn't an Outlook message but another kind of Office file, which can't be read. {_COPY}"
DAMAGED: Final = "This archive is damaged or incomplete, so it can't be opened."
ENCRYPTED: Final = "This zip file has a password. Unpack it and check the files in it."
TOO_LARGE: Final = "This archive is too large to read. Unpack it and check its files one by one."
NESTED: Final = "This is an archive inside another archive. Unpack it first."
COULD_NOT: Final = "This file couldn't be read: there isn't enough memory."
TOO_SLOW: Final = "This file couldn't be read: it takes too long."
#: Of a binary file's beginning so many in a hundred are control characters.
_SHARE: Final = 10
_LOOK: Final = 4096
_CONTROLS: Final = bytes({*range(32), 127} - set(b"\t\n\r\f\x1b\0"))
#: How Outlook's .msg begins (MS-CFB, section 2.2).
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
#: What an export of nothing may hold: a mark of the charset, and an end of line.
_NOTHING: Final = b"\xff\xfe\xef\xbb\xbf\r\n\0 "
_FEW: Final = 16


class OverdueError(Exception):
    """Reading takes too long. Only an edge that has a clock raises it, in the midst of reading."""


#: What reading one file may end in, whatever the file; it costs that file alone.
FAILURES: Final = (MemoryError, RecursionError, OverdueError)


def failure(error: BaseException, *, what: str = "file") -> str:
    """Return the sentence for what could not be read: without time or memory, or since the checker failed on it."""
    if isinstance(error, OverdueError):
        return TOO_SLOW
    if isinstance(error, FAILURES):
        return COULD_NOT
    return f"This {what} couldn't be read: the checker failed on it ({type(error).__name__})."


def sentence(start: bytes) -> str | None:
    """Return what a file is that begins so and what to do; None for one that may be read."""
    if len(start) < _FEW and not start.strip(_NOTHING):
        return EMPTY
    if start.startswith(_COMPOUND):
        return None
    if start.startswith(_MAGICS):
        return next(words for magic, words in _KINDS if start.startswith(magic))
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return _KINDS[3][1]
    if start[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return _KINDS[3][1]
    return BINARY if is_binary(start) else None


def is_tar(start: bytes) -> bool:
    """Return whether a file that begins so is a tar file: by its first header's mark and sum (POSIX, ustar)."""
    header = start[:512]
    if header[257:262] != b"ustar":
        return False
    given = header[148:156]
    return given.strip(b" \0").lstrip(b"0") == b"%o" % (sum(header) - sum(given) + len(given) * ord(" "))


def is_binary(start: bytes) -> bool:
    """Return whether a file's first bytes are no text in any charset."""
    look = start[:_LOOK]
    controls = len(look) - len(look.translate(None, _CONTROLS))
    if not controls:
        return False
    zeros = [look[parity::2].count(0) for parity in (0, 1)]
    is_wide = look.startswith(_MARKS) or (max(zeros) * 3 > len(look) and min(zeros) * 20 < max(zeros))
    return not is_wide and (controls + sum(zeros)) * 100 > _SHARE * len(look)
