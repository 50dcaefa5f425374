"""What a status word of an export says became of the mail.

A list of words never ends, since the admin center writes them in the reader's language. So a reply in the row comes
first (`delivery`), and a word that isn't here is reported with the number of its rows.
"""

from functools import lru_cache
from typing import Final

from ndr_checker.base.pattern import pattern

#: A DSN's word (RFC 3464, section 2.3.3; `delayed` is its word for waiting), or `other` for a step on the way.
#: English: Get-MessageTraceV2's Status, the events of a message tracking log and of a trace's details, EmailEvents'
#: DeliveryLocation. Other languages: the admin center's list.
_SAYS: Final = {
    "failed": (
        "fail failed badmail undeliverable undelivered notdelivered bounced bounce reject rejected refused"
        " softbounce softbounced reboteblando rebotesuave"
        " nichtzugestellt nonremis nonlivré noentregado nonconsegnato nãoentregue nietbezorgd niedostarczono"
        " недоставлено 未送达 未送達"
        " hardbounce hardbounced permanentbounce rebote rebotado devuelto rebond rejeté rimbalzato respinto devolvido"
        " rejeitado unzustellbar abgelehnt geweigerd odrzucono odbita"
        " fehlgeschlagen fehler échec échoué échouée error fallido fallida fallados erro falha falhou falhada"
        " nonriuscito nonriuscita fallito fallita mislukt mislukte niepowodzenie niepowiodłosię сбой неудача неудачно"
        " misslyckades misslyckad mislykkedes mislykket mislyktes epäonnistui selhalo nezdařilose başarısız sikertelen"
        " 失败 失敗 失败的 エラー 실패 실패함"
        " zurückgewiesen rechazado rechazada niedostarczone отклонено отказано avvisad studsad studsade afvist avvist"
        " hylätty nedoručeno odmítnuto teslimedilemedi reddedildi kézbesítetlen elutasítva fejlet feilet eșuat respins"
        " αποτυχία απέτυχε απορρίφθηκε неуспешно gagal ditolak thấtbại נכשל נדחה فشل مرفوض"
        " 拒否 配信不能 配信失敗 送信失敗 退信 投递失败 投遞失敗 发送失败 被拒绝 拒绝 拒絕 반송 반송됨 거부됨 전송실패"
    ),
    "delivered": (
        "deliver delivered delivery send sent sendexternal duplicatedeliver inbox inboxfolder"
        " onpremisesexternal deleteditems folder"
        " zugestellt gesendet"
        " remis remise livré livrée délivré distribué envoyé entregado entregada enviado"
        " consegnato consegnata recapitato recapitata inviato entregue enviada bezorgd afgeleverd verzonden dostarczono"
        " dostarczona dostarczone wysłano доставлено доставлен отправлено levererad levererat skickat leveret leverad"
        " afleveret levert toimitettu lähetetty doručeno doručena odesláno teslimedildi gönderildi kézbesítve elküldve"
        " livrat trimis παραδόθηκε εστάλη terkirim đãgửi נמסר נשלח 送達済み 已投递 投递成功 发送成功 전송됨"
        " 已传递 已送达 已傳遞 已送達 已发送 配信済み 配信 送信済み 배달됨 배달 보냄"
    ),
    "expanded": (
        "expand expanded expanddl"
        " erweitert développé étendu expandido expandida espanso espansa uitgevouwen uitgebreid rozwinięto развернуто"
        " expanderad expanderat udvidet utvidet laajennettu rozbaleno"
        " genişletildi kibontva 已扩展 已展開 展開済み 확장됨"
    ),
    "delayed": (
        "defer deferred deferral delay delayed frozen onhold pending retry waiting sending transient temporary"
        " softreject greylist"
        " ausstehend verzögert enattente différé pendiente diferido insospeso inattesa posticipato pendente adiado"
        " inbehandeling uitgesteld oczekujące oczekiwanie odroczono ожидание ожидает отложено väntar väntande afventer"
        " venter odottaa čeká čekání beklemede függőben 挂起 待处理 擱置中 保留中 대기중 보류중"
    ),
    "other": (
        "receive submit resolve resolved transfer gettingstatus blocked replaced dropped drop"
        " none dsn agentinfo setroute recipientinfo process redirect harareceive hareceive haredirect hadiscard"
        " haredirectfail load notifymapi poisonmessage resubmit resubmitdefer resubmitfail throttle suppressed"
        " transportrule dlprule spam spamdiagnostics journal processlimit ready active connecting suspended"
        " moderatorexpired moderationexpire thread submitted received malware advancedthreatprotection spoof phish"
        " statuswirdabgerufen empfangen übermittelt aufgelöst recibir recibido ricevuto"
        " reçu recebido ontvangen odebrano получено mottaget modtaget mottatt vastaanotettu přijato alındı"
        " 已接收 受信済み"
    ),
}
#: Where a mail is that didn't fail, and that its recipient doesn't see among the others.
_QUARANTINE: Final = (
    "quarantined quarantine inquarantäne unterquarantänegestellt misenquarantaine quarantaine encuarentena inquarantena"
    " emquarentena inquarantaine 已隔离 已隔離 検疫済み 격리됨"
)
_JUNK: Final = "filteredasspam junkfolder junked alsspamgefiltert"
_PLACES: Final = {
    **dict.fromkeys(_QUARANTINE.split(), "in quarantine"),
    **dict.fromkeys(_JUNK.split(), "in the Junk Email folder"),
}
_WORDS: Final = {
    **{word: action for action, words in _SAYS.items() for word in words.split()},
    **dict.fromkeys(_QUARANTINE.split(), "other"),
    **dict.fromkeys(_JUNK.split(), "delivered"),
}
#: Of several words in one cell the first of these that is there counts: "Receive, Defer, Fail".
_ORDER: Final = ("failed", "delivered", "expanded", "delayed", "other")
_LONGEST: Final = 200
_PIECE = pattern(r"[,;:|/(\[\n]")
#: What the words of mail services mean that mean less in Microsoft's exports, where a rule may drop or block a mail.
_SERVICES_SAY: Final = {
    "other": "accepted acc allowed processed queued injected requested injection reception",
    "delivered": "ok success succeeded successful opened click clicked unsubscribed complaint complained loaded",
    "failed": (
        "failure rej drop dropped block blocked suppress suppressed suppression hard soft permanent invalid expired"
        " fatal"
        " bloqueado bloqué blockiert bloccato geblokkeerd zablokowano"
    ),
}
_OF_SERVICES: Final = {word: action for action, words in _SERVICES_SAY.items() for word in words.split()}
#: Before a word for delivered: "Not delivered", "could not be delivered", "no entregado".
_NOT: Final = frozenset(("not", "non", "no", "nicht", "nie", "niet", "não", "pas", "ikke", "inte", "ei", "не", "never"))
#: What the other words of a status are about: "Delivery delayed" was delivered to nobody.
_NOUN: Final = "delivery"
#: What a cell says below a status word in a column's name: "Bounced: Yes".
_FLAGS_SAY: Final = {
    True: "yes y true 1 x ✓ ✔ ✅ ☑ ja sí si oui sim tak да evet はい 是",
    False: "no n false 0 - – ✗ ✘ ❌ ☒ nein non não nao nee nie нет hayır いいえ 否",
}
#: After a mark that is shown as a picture.
_COLOURED: Final = "\ufe0f"
_FLAGS: Final = {word: said for said, words in _FLAGS_SAY.items() for word in words.split()}
#: Mail that its server keeps without trying again: Exim froze it, or somebody put it on hold.
_HELD: Final = frozenset(("frozen", "onhold", "hold", "held"))


def is_held(state: str) -> bool:
    """Return whether a queue's word says that nobody tries to deliver a mail until an admin releases it."""
    return _letters(state.lower()) in _HELD


def flag(cell: str) -> bool | None:
    """Return whether a cell says yes; None where it says neither yes nor no."""
    return _FLAGS.get(cell.replace(_COLOURED, "").strip().lower())


def action(state: str, *, of_service: bool = False) -> str:
    """Return what a status cell says: a DSN's word, `other` for a step on the way, "" for an unknown word.

    `of_service`: whether a mail service wrote it, and not a program of Microsoft's.
    """
    if not state:
        return ""
    said = _said(state[:_LONGEST])
    if of_service and said in ("", "other"):
        return _OF_SERVICES.get(_letters(state.lower())) or _of_services(state.lower().split()) or said
    return said


@lru_cache(maxsize=256)
def place(state: str) -> str:
    """Return where a status cell says that the mail is instead of the inbox; "" where it says nothing of it."""
    pieces = _PIECE.split(state[:_LONGEST].lower())
    return next((found for piece in pieces if (found := _PLACES.get(_letters(piece)))), "")


def is_denied(state: str) -> bool:
    """Return whether words say that something isn't delivered or sent: perhaps it failed, perhaps it waits."""
    words = state[:_LONGEST].lower().split()
    return not _NOT.isdisjoint(words) and "failed" not in {_WORDS.get(_letters(word)) for word in words}


def is_word(state: str) -> bool:
    """Return whether a cell is a status word, with one more at most: "Failed Jobs of Mail" may be a mailbox's name."""
    words = state[:_LONGEST].lower().split()
    names = (_letters("".join(words)), _letters(words[0]) if len(words) == 2 else "")  # noqa: PLR2004
    return any(name in _WORDS or name in _OF_SERVICES for name in names if name)


@lru_cache(maxsize=256)  # a long table has few words for what happened
def _said(state: str) -> str:
    pieces = _PIECE.split(state.lower())
    found = {_WORDS.get(_letters(piece), "") for piece in (*pieces, state.lower())}
    if found == {""}:
        found = _of_words([_letters(word) for word in state.lower().split()])
    return next((said for said in _ORDER if said in found), "")


def _of_words(words: list[str]) -> set[str]:
    """Return what the single words of a status say: "Fehler bei der Zustellung", "Delivery failed", "Not delivered"."""
    found = {_WORDS.get(word, "") for word in words if word != _NOUN}
    if "failed" in found or ("delivered" in found and not _NOT.isdisjoint(words)):
        return {"failed"}
    return found


def _of_services(words: list[str]) -> str:
    """Return what a mail service says of a delivery in words: "Delivery successful"."""
    return next((said for word in words if (said := _OF_SERVICES.get(_letters(word)))), "") if _NOUN in words else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())
