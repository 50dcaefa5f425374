"""Inputs made to exhaust a reader: each kind is a function of the size in bytes, in `KINDS` by its name."""

from collections.abc import Callable
from functools import partial
from hashlib import shake_256

from .mail import LINE, report

_HEAD = b"From: postmaster@contoso.com\nTo: user@contoso.com\nMIME-Version: 1.0\n"
_PLAIN = b"Content-Type: text/plain\n\n"
_HTML = b"Content-Type: text/html\n\n"
_QUOTED = b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
_ENCODED = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
_MIXED = b'Content-Type: multipart/mixed; boundary="b"\n\n'
_STATUS = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns;mail.contoso.com\n\n"


def _filled(before: bytes, unit: bytes, after: bytes, size: int) -> bytes:
    """Repeat the unit between head and tail until the size is reached."""
    room = size - len(_HEAD) - len(before) - len(after)
    return _HEAD + before + unit * (room // len(unit)) + after


def _header(before: bytes, unit: bytes, size: int) -> bytes:
    """Fill one header field; the report's line is in the body."""
    return _filled(before, unit, b"\n\n" + LINE, size)


def _body(before: bytes, unit: bytes, size: int) -> bytes:
    """Fill the body; the report's line is its last."""
    return _filled(before, unit, b"\n" + LINE, size)


def _attachment(size: int) -> bytes:
    part = b"--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
    return _filled(_MIXED + b"--b\n" + _PLAIN + LINE + part, b"QUJD" * 19 + b"\n", b"--b--\n", size)


def _nested(size: int) -> bytes:
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(size // 60))
    return _HEAD + opened + _PLAIN + LINE


def _noise(size: int) -> bytes:
    return shake_256(b"the same noise in every run").digest(size)


KINDS: dict[str, Callable[[int], bytes]] = {
    "many-headers": partial(_header, b"", b"X-Spam: yes\n"),
    "long-subject": partial(_header, b"Subject: ", b"word "),
    "folded-subject": partial(_header, b"Subject: x\n", b" y\n"),
    "encoded-words": partial(_header, b"Subject: ", b"=?utf-8?q?a?= "),
    "address-commas": partial(_header, b"Cc: ", b","),
    "address-comments": partial(_header, b"Cc: ", b"("),
    "semicolons": partial(_header, b"Content-Type: text/plain", b";"),
    "parameters": partial(_header, b"Content-Type: text/plain", b"; a=b"),
    "empty-parts": partial(_body, _MIXED, b"--b\n\n"),
    "nested-multipart": _nested,
    "nested-mail": partial(_body, b"", b"Content-Type: message/rfc822\n\n"),
    "attachment": _attachment,
    "base64-garbage": partial(_body, _ENCODED, b"%=A=\n"),
    "soft-breaks": partial(_body, _QUOTED, b"=\n"),
    "one-line": partial(_body, _PLAIN, b"x"),
    "blank-lines": partial(_body, _PLAIN, b"\r"),
    "quote-marks": partial(_body, _PLAIN, b"> > > >\n"),
    "angle-brackets": partial(_body, _HTML, b"<"),
    "open-comments": partial(_body, _HTML, b"<!--"),
    "codes": partial(_body, _PLAIN, b"550 5.7.1 "),
    "recipients": partial(_body, _STATUS, b"Final-Recipient: rfc822;a@fabrikam.com\nAction: failed\nStatus: 5.7.1\n\n"),
    "noise": _noise,
}

#: What every worker reads first, so that nobody's imports are counted.
WARM_UP = report(0)
