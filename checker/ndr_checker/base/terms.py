"""The words that a verdict's fields are made of, as types; docs/schema/verdict-1.json lists the same."""

from typing import Literal

#: What the input is: a bounce (refused, or still tried), a text that mentions a code, neither, or a code's link.
Kind = Literal["failure", "delay", "mention", "not-a-bounce", "link"]
Certainty = Literal["certain", "likely", "unsure"]
#: Why a verdict on a bounce isn't certain: nothing proves who sent the mail; nothing shows whose organization is
#: blocked; the words are another code's; either side's setup can be the reason; another code competes; the reply is
#: typed, or among a person's sentences; its addresses are made for examples; nothing around it shows that it refused
#: one mail; there is no code. In the JSON, the fact "How sure" says it.
Doubt = Literal[
    "unvouched", "open-side", "other-words", "either-setup", "rivals", "typed", "sample", "unattested", "no-code"
]
#: Whether this message is retried: not if it is permanent.
Permanence = Literal["permanent", "transient"]
#: Who has a mail that was put off: a server, which tries again; one that doesn't run; the client that handed it in.
Holder = Literal["server", "stopped", "client"]
#: What is blocked.
Blocked = Literal[
    "organization", "unregistered-domains", "connector", "sender", "recipient", "ip", "message", "nothing"
]
#: Who acts or lifts a block; `itself`: it ends without anybody.
Actor = Literal["sender", "sender-admin", "recipient", "recipient-admin", "microsoft", "itself"]
#: Whose server refused.
Whose = Literal["sender-side", "recipient-side", "unknown"]
#: How serious it is for the sender: who has to act, or that it is open or about no mail of theirs.
Severity = Literal["organization", "admin", "you", "recipient", "wait", "open", "info"]
#: For whom a step is.
Reader = Literal["sender", "admin", "all"]
#: What can be passed on: a ticket note, a message to the admin, a link, a case for Microsoft Support.
Offer = Literal["note", "letter", "link", "case"]
#: Where a piece of evidence was found, the strongest first.
EvidenceKind = Literal[
    "status-field",
    "diagnostic-code",
    "trace-led",
    "log-reply",
    "remote-reply",
    "notice-line",
    "smtp-reply",
    "phrase",
    "code-alone",
]
