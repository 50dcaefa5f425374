"""The ways into the checker that are fuzzed: each makes an input of the fuzzer's bytes."""

from collections.abc import Callable

_LINE = b"\n\n550 5.7.705 Access denied, tenant has exceeded threshold\n"
_HTML = b"Return-Path: <>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
#: What a compound file, as Outlook saves a report, begins with ([MS-CFB], section 2.2).
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
#: Comes before what is fuzzed, which therefore can't hide it: its host is always listed.
PLANTED_LINK = b"<p>550 5.7.705 denied</p><a href=https://planted.example/>x</a>\n"
#: A name that no vocabulary has: it never stays readable in a note.
PLANTED_WORD = b" Qzvkeller "
_CSV = b"date_time,sender_address,recipient_address,recipient_status,message_subject,event_id,custom_data\n"


def _headers(data: bytes) -> bytes:
    return b"MIME-Version: 1.0\n" + data + _LINE


def _html(data: bytes) -> bytes:
    return _HTML + data


def _msg(data: bytes) -> bytes:
    return data if data.startswith(_COMPOUND) else _COMPOUND + data


def _csv(data: bytes) -> bytes:
    return data if b"," in data.partition(b"\n")[0] else _CSV + data


def _links(data: bytes) -> bytes:
    return _HTML + PLANTED_LINK + data


def _redaction(data: bytes) -> bytes:
    half = len(data) // 2
    return b"550 5.1.1 " + data[:half] + PLANTED_WORD + data[half:]


def _raw(data: bytes) -> bytes:
    return data


TARGETS: dict[str, Callable[[bytes], bytes]] = {
    "bytes": _raw,
    "headers": _headers,
    "html": _html,
    "msg": _msg,
    "csv": _csv,
    "links": _links,
    "redaction": _redaction,
}
