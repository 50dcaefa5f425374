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
        "fail failed badmail undeliverable undelivered notdelivered bounced bounce rejected refused"
        " nichtzugestellt nonremis nonlivré noentregado nonconsegnato nãoentregue nietbezorgd niedostarczono"
        " недоставлено 未送达 未送達"
        " fehlgeschlagen fehler échec échoué échouée error fallido fallida fallados erro falha falhou falhada"
        " nonriuscito nonriuscita fallito fallita mislukt mislukte niepowodzenie niepowiodłosię сбой неудача неудачно"
        " misslyckades misslyckad mislykkedes mislykket mislyktes epäonnistui selhalo nezdařilose başarısız sikertelen"
        " 失败 失敗 失败的 エラー 실패 실패함"
    ),
    "delivered": (
        "deliver delivered send sent sendexternal filteredasspam duplicatedeliver inbox inboxfolder junkfolder"
        " onpremisesexternal deleteditems folder junked"
        " zugestellt gesendet alsspamgefiltert remis remise livré livrée distribué envoyé entregado entregada enviado"
        " consegnato consegnata recapitato recapitata inviato entregue enviada bezorgd afgeleverd verzonden dostarczono"
        " dostarczona dostarczone wysłano доставлено доставлен отправлено levererad levererat skickat leveret leverad"
        " afleveret levert toimitettu lähetetty doručeno doručena odesláno teslimedildi gönderildi kézbesítve elküldve"
        " 已传递 已送达 已傳遞 已送達 已发送 配信済み 配信 送信済み 배달됨 배달 보냄"
    ),
    "expanded": (
        "expand expanded expanddl"
        " erweitert développé étendu expandido expandida espanso espansa uitgevouwen uitgebreid rozwinięto развернуто"
        " expanderad expanderat udvidet utvidet laajennettu rozbaleno"
        " genişletildi kibontva 已扩展 已展開 展開済み 확장됨"
    ),
    "delayed": (
        "defer deferred delay delayed pending retry waiting"
        " ausstehend verzögert enattente différé pendiente diferido insospeso inattesa posticipato pendente adiado"
        " inbehandeling uitgesteld oczekujące oczekiwanie odroczono ожидание ожидает отложено väntar väntande afventer"
        " venter odottaa čeká čekání beklemede függőben 挂起 待处理 擱置中 保留中 대기중 보류중"
    ),
    "other": (
        "receive submit resolve resolved transfer gettingstatus quarantined quarantine blocked replaced dropped drop"
        " none dsn agentinfo setroute recipientinfo process redirect harareceive hareceive haredirect hadiscard"
        " haredirectfail load notifymapi poisonmessage resubmit resubmitdefer resubmitfail throttle suppressed"
        " transportrule dlprule spam spamdiagnostics journal processlimit ready active connecting suspended"
        " moderatorexpired moderationexpire thread submitted received malware advancedthreatprotection spoof phish"
        " inquarantäne unterquarantänegestellt statuswirdabgerufen empfangen übermittelt aufgelöst"
        " misenquarantaine quarantaine encuarentena inquarantena emquarentena inquarantaine recibir recibido ricevuto"
        " reçu recebido ontvangen odebrano получено mottaget modtaget mottatt vastaanotettu přijato alındı"
        " 已隔离 已隔離 検疫済み 격리됨 已接收 受信済み"
    ),
}
_WORDS: Final = {word: action for action, words in _SAYS.items() for word in words.split()}
#: Of several words in one cell the first of these that is there counts: "Receive, Defer, Fail".
_ORDER: Final = ("failed", "delivered", "expanded", "delayed", "other")
_LONGEST: Final = 200
_PIECE = pattern(r"[,;:|/\[\n]")
_FAILED: Final = frozenset(_SAYS["failed"].split())


def action(state: str) -> str:
    """Return what a status cell says: a DSN's word, `other` for a step on the way, "" for an unknown word."""
    return _said(state[:_LONGEST]) if state else ""


@lru_cache(maxsize=256)  # a long table has few words for what happened
def _said(state: str) -> str:
    pieces = _PIECE.split(state.lower())
    found = {_WORDS.get(_letters(piece), "") for piece in (*pieces, state.lower())}
    if found == {""} and not _FAILED.isdisjoint(map(_letters, state.lower().split())):  # "Fehler bei der Zustellung"
        return "failed"
    return next((said for said in _ORDER if said in found), "")


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())
