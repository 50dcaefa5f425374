"""What stands before a code or reply in its text, and what that makes of it."""

import re

from .wording import LABELS

_SPACE = re.compile(r"\s+")
_BEFORE = 120
_SUBJECT = re.compile(
    r"[ \t]*(?:subject|betreff|objet|oggetto|asunto|onderwerp|assunto|re|fw|fwd|aw|wg) ?:", re.IGNORECASE
)
_SESSION = re.compile(r"^(?:220[ -]|(?:<<< ?)?250[ -]|ehlo |helo |mail from:|rcpt to:)", re.MULTILINE | re.IGNORECASE)


def labelled(text: str, start: int) -> str | None:
    """Return the kind of evidence that the words before `start` make of what stands there; None for plain prose."""
    before = _SPACE.sub(" ", text[max(0, start - _BEFORE) : start])
    return next((kind for kind, label in LABELS if label.search(before)), None)


def in_subject(text: str, at: int) -> bool:
    """Tell whether `at` is in a subject line."""
    return bool(_SUBJECT.match(text, text.rfind("\n", 0, at) + 1, at))


def is_session(text: str) -> bool:
    """Tell whether a text is an SMTP session, of which the last reply counts."""
    return bool(_SESSION.search(text))
