"""Inputs that are out to break a reader: parts of bounces in any order, between them what has broken other readers."""

from hypothesis import strategies as st

from tests.support.reading import ORIGINAL
from tests.support.strategies import bounces, noise

_CHARACTERS = ["\r\n", "\r", "\n\n", "\0", "\ufeff", "\x1b[31m", "\u202e", "\ud83d", "\u00a0", "\uff15.\uff17.705", "İ"]
_MARKUP = ["<pre>", "</pre>", "<!--", "<style", "<a href='https://x@EXAMPLE.com'>", "</a>", "<blockquote>", "<td "]
_ENCODED = ["=\n", "=3D", "NTUwIDUuNy43MDUgQWNjZXNzIGRlbmllZA==\n", "\\n", "&lt;", "&#x110000;", "&#53;", "&#"]
_WORDS = ["> > ", "Original Message Headers\n", "-----Original Message-----\n", "From x 08:15 2026\n", ORIGINAL]
_FIELDS = ["Status: ", "Subject: ", "Final-Recipient: rfc822;", "to=<a@b.example>, ", "Action: failed\n", "Diagnostic-"]
_CODES = ["550 ", "5.7.705", "5.1.1", "451-4-7-500-699", "2.1.5", " -> ", "http://", "@", "'", ".", "7"]
_HEADS = [
    *("From: MAILER-DAEMON@contoso.com", "To: <a@b.example>", "Subject: Undeliverable: \ud83d", "Return-Path: <>"),
    *("Content-Type: multipart/report; boundary=b1", "Content-Type: message/rfc822", "Content-Type: text/html"),
    *("Content-Type: message/delivery-status", "Content-Type: text/plain; charset=utf-7; boundary=b1", "X-A:\n b"),
    *("Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "MIME-Version: 1.0"),
]

_heads = st.lists(st.sampled_from(_HEADS), min_size=1, max_size=6).map("\n".join)
_parts = st.builds("\n--b1{}\n{}\n\n".format, st.sampled_from(["", "--"]), _heads)
_pieces = st.one_of(
    bounces().map(lambda bounce: bounce.text),
    noise,
    _parts,
    st.text(st.characters(), max_size=20),
    *map(st.sampled_from, (_CHARACTERS, _MARKUP, _ENCODED, _WORDS, _FIELDS, _CODES)),
)
_pasted = st.lists(_pieces, max_size=12).map("".join)
#: Pasted text and raw mail that make no sense; lone surrogates included, which Python has and no file can hold.
soup = st.one_of(_pasted, st.builds("{}\n\n{}".format, _heads, _pasted))
