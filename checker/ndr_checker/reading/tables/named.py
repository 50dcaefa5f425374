"""What the name of a column says, in the languages of the services' own pages."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ndr_checker.base.pattern import pattern

from .columns import ROLES, column

#: Words for a reply's code in the name of its column; a code, a status or an error may be anything's.
_OF_REPLY: Final = "dsn enhanced smtp reply ndr diagnostic"
_TOKEN = pattern(r"[A-Z]{2,}(?![a-z])|[^\W\d_][^\W\d_A-Z]*")
#: Words in the names of columns, in the languages of the services' own pages, for what the names in `columns` leave
#: open: Amazon SES, Brevo, Mailgun, Mailjet, Postmark, SendGrid, Mimecast, Proofpoint, Elastic, Postfix.
_WORDS: Final = {
    "recipient": "to rcpt recipient recipients receiver destination addressee duser",
    "sender": "from frm sender source mailfrom suser",
    "other": "reply return user owner login",
    "subject": "subject subj sub title campaign topic asunto betreff objet oggetto assunto onderwerp",
    "state": (
        "status state event action act dlv result outcome disposition verdict type bounce severity delivery"
        " zustand estado stato état statut stan tila stav durum"
    ),
    "reason": (
        "reason response error detail details description message diagnostic diag comment reply info raw text note"
        " remark grund fehler motivo raison motif erreur errore erro reden powód причина"
    ),
    "code": (
        f"code status error {_OF_REPLY}"
        " código codice kod kód koodi код コード エラーコード 代码 代碼 错误代码 錯誤代碼 코드"
    ),
    "reply": _OF_REPLY,
    "time": "utc",
    "id": "messageid msgid mid qid queueid",
}
_TOKENS: Final = {role: frozenset(words.split()) for role, words in _WORDS.items()}
#: Those that a name in small letters, with nothing between its words, may end in: "rejinfo", "bouncereason".
_SHORTEST: Final = 4
_ENDING: Final = {
    role: tuple(sorted(word for word in _TOKENS[role] if len(word) >= _SHORTEST))
    for role in ("state", "reason", "code")
}
#: What only mail has, in the name of a column or in a status. Stems: "bounced", "undeliverable", "rebotado".
OF_MAIL: Final = (
    "bounc", "hardbounc", "softbounc", "undeliver", "deferr", "ndr", "rebot", "rimbalz", "unzustellbar",
    "nondeliver", "rejet", "respint", "mailer", "dsn",
)  # fmt: skip
#: What no mail has: money. The services of payments list addresses beside "Failed".
_MONEY: Final = (
    "amount price currency gross net fee paid invoice betrag preis währung montant prix devise importe precio moneda"
    " importo prezzo valuta valor preço moeda bedrag prijs kwota cena waluta сумма цена валюта 金额 价格 금액"
)
OF_MONEY: Final = frozenset(_MONEY.split())


@lru_cache(maxsize=512)
def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a column's name in lower case: `recipient_address`, `RecipientAddress`, `To Address`."""
    return tuple(word.lower() for word in _TOKEN.findall(name))


def is_named(name: str, role: str) -> bool:
    """Return whether a column's name says that it has this role."""
    words = tokens(name)
    if role in ("recipient", "sender") and not _TOKENS["other"].isdisjoint(words):
        return False
    if role == "id":
        return column(name) in ROLES["message"] or "".join(words).endswith(tuple(_TOKENS["id"]))
    if role == "recipient" and (column(name) in ("email", "emailaddress") or _is_of_somebody(words)):
        return False
    if column(name) in ROLES.get(role, ()) or not _TOKENS[role].isdisjoint(words):
        return True
    return role in _ENDING and len(words) == 1 and words[0].endswith(_ENDING[role])


def _is_of_somebody(words: Sequence[str]) -> bool:
    """Return whether a column's name has a "to" that isn't a mail's: `assigned_to`, `report_to`."""
    *others, last = words or ("",)
    return last == "to" and bool(others) and "mail" not in others[-1] and _TOKENS["recipient"].isdisjoint(others)
