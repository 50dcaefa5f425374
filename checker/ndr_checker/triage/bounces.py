"""Bounces among the files: each gives the code and the reason of one mail."""

from typing import TYPE_CHECKING

from ndr_checker.base.pattern import pattern
from ndr_checker.judge import decide
from ndr_checker.reading.files.intake import inside

from .book import RANKS, Delivery

if TYPE_CHECKING:
    from .workspace import Found, Workspace

_ID = pattern(r"(?:^|\n)(?:message-id|in-reply-to):\s{0,9}<([^>\s]{1,400})>", 2)
_MAIL = pattern(r'"(?:internetMessageHeaders|body)"\s{0,9}:', 2)


def is_mail(text: str) -> bool:
    """Return whether a text of JSON holds mails, not rows."""
    return bool(_MAIL.search(text))


def read(data: bytes, name: str, workspace: "Workspace", found: "Found") -> None:
    """Count the bounces in a file; what is no bounce is named."""
    found.format, found.rows_of = "bounces", "deliveries"
    named = ((document.name, message) for document in inside(data, name) for message in document.messages())
    for source, message in named:
        verdict = decide(message, source=source)
        found.rows += 1
        if verdict.kind not in ("failure", "delay") or not found.clock:
            continue
        found.used += 1
        originals = "\n".join(part.view.text for part in message.parts if part.role == "original")
        match = _ID.search(originals) or _ID.search("\n".join(part.view.text for part in message.parts))
        time = workspace.stamps.stamp(verdict.time or "", found.clock)
        sender = verdict.sender.address.lower() if verdict.sender else ""
        for address, code, action in [(r.address, r.code, r.action) for r in verdict.recipients] or [("", None, None)]:
            workspace.book.add(
                Delivery(
                    id="",
                    message=(match[1] if match else source).lower(),
                    sender=sender,
                    recipient=address.lower(),
                    rank=RANKS.get(action or "failed", 0),
                    time=time,
                    code=code or verdict.code or "",
                    client="",
                    connector="",
                    direction="",
                )
            )
    if not found.used:
        found.format, found.rows = "no rows and no bounce", 0
        workspace.defects.append(f"{found.name}: nothing in it was recognized, so it wasn't used.")
