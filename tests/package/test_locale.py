"""Notices in the languages that Exchange writes them in: the reply is English in every one, the words round it are not.

Also what wraps a reply: expired messages with their two codes, and another server's reply inside Exchange's own.
"""

from typing import NamedTuple

import pytest

from tests.support.expectation import judge

ADDRESS = "pat@fabrikam.com"
REPLIES = {
    "5.7.705": "550 5.7.705 Access denied, tenant has exceeded threshold",
    "5.7.750": "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains.",
    "5.1.10": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
}


class Words(NamedTuple):
    """What a notice says in one language, in its order; "" where no source has it."""

    subject: str
    lead: str
    diagnostic: str
    server: str
    headers: str


LANGUAGES = {
    "en": Words(
        "Undeliverable:",
        "Delivery has failed to these recipients or groups:",
        "Diagnostic information for administrators:",
        "Generating server:",
        "Original message headers:",
    ),
    "en, 2007": Words("", "Delivery has failed to these recipients or distribution lists:", "", "", ""),
    "en, remote": Words("", "mx.fabrikam.com rejected your message to the following email addresses:", "", "", ""),
    "en, new": Words("", f"Your message to {ADDRESS} couldn't be delivered.", "", "", "Original Message Headers"),
    "fr": Words(
        "Non remis :",
        "Échec de la remise pour ces destinataires ou groupes :",
        "Informations de diagnostic pour les administrateurs :",
        "Serveur de génération :",
        "En-têtes de message d'origine :",
    ),
    "fr, help": Words("", "", "", "", "En-têtes de message originaux"),
    "it": Words(
        "Non recapitabile:",
        "Il recapito non è riuscito per i seguenti destinatari o gruppi:",
        "Informazioni di diagnostica per gli amministratori:",
        "Server di generazione:",
        "Intestazioni originali del messaggio:",
    ),
    "it, list": Words("Impossibile recapitare:", "", "", "", ""),
    "nl": Words(
        "Onbestelbaar:",
        "Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:",
        "Diagnostische gegevens voor beheerders:",
        "Bronserver:",
        "Oorspronkelijke berichtkoppen:",
    ),
    "pt-BR": Words(
        "Não entregue:",
        "Falha na entrega a estes destinatários ou grupos:",
        "Informações de diagnóstico para administradores:",
        "Servidor de origem:",
        "Cabeçalhos originais da mensagem:",
    ),
    "sv": Words(
        "Olevererbart", "", "Diagnostisk information för administratörer", "Genererande server", "Ursprungshuvuden:"
    ),
    "ru": Words(
        "Не удается доставить:",  # noqa: RUF001 – Russian
        "Не удалось выполнить доставку следующим получателям или группам:",  # noqa: RUF001 – Russian
        "Диагностические сведения для администраторов:",
        "Формирующий сервер:",
        "Исходные заголовки сообщения",
    ),
    "es": Words(
        "No se puede entregar:",
        "No se pudo entregar",
        "Información de diagnóstico para los administradores:",
        "Servidor de generación",
        "Encabezados de mensaje originales:",
    ),
    "de": Words(
        "Unzustellbar:",
        "Ihre Nachricht konnte nicht zugestellt werden.",
        "Diagnoseinformationen für Administratoren:",
        "Generierender Server",
        "Ursprüngliche Nachrichtenkopfzeilen",
    ),
    "ja": Words("配信不能:", "", "管理者向けの診断情報", "生成サーバー", "元のメッセージ ヘッダー"),
    "ko": Words("배달되지 않음:", "", "관리자를 위한 진단 정보", "", "원본 메시지 헤더"),
    "zh-CN": Words("未送达:", "", "管理员诊断信息", "生成服务器", "原始邮件头"),
    "zh-TW": Words("", "", "系統管理員的診斷資訊", "產生伺服器", "原始郵件標頭"),
    "da, nb": Words("Kan ikke leveres:", "", "", "", ""),
    "fi": Words("Ei voitu toimittaa:", "", "", "", ""),
    "hu": Words("Kézbesíthetetlen:", "", "", "", ""),
    "pl": Words("Nie można dostarczyć:", "", "", "", ""),
    "cs": Words("Zprávu nelze doručit:", "", "", "", ""),
}

each_language = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


@each_language
@pytest.mark.parametrize("code", REPLIES)
def test_the_remote_server_s_reply_is_found_in_every_language(words: Words, code: str) -> None:
    # In the headers of what came back stands another code.
    text = f"""\
{words.lead}

{ADDRESS}

{words.diagnostic}

{words.server} AM0CONTOSO0101.eurprd99.prod.outlook.com

{ADDRESS}
Remote Server returned '{REPLIES[code]}'

{words.headers or "Original message headers:"}

Received: from AM0CONTOSO0101 (2001:db8::1)
Subject: 550 5.1.1, or was it 5.7.501?
"""
    verdict = judge(text)
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", code, "certain")
    assert [row["address"] for row in verdict["recipients"]] == [ADDRESS]


@pytest.mark.parametrize("language", [name for name, words in LANGUAGES.items() if words.headers])
def test_the_headers_of_what_came_back_are_told_from_the_report_by_their_heading(language: str) -> None:
    words = LANGUAGES[language]
    text = f"{words.lead}\n\n{words.headers}\n\nSubject: about this\nX-Note: 550 5.7.705 Access denied\n"
    assert judge(text)["code"] is None


@pytest.mark.parametrize("language", [name for name, words in LANGUAGES.items() if words.subject])
def test_a_subject_alone_tells_a_bounce_in_every_language(language: str) -> None:
    subject = f"{LANGUAGES[language].subject} Delivery dates"
    mail = f"From: postmaster@contoso.com\nTo: robin@contoso.com\nSubject: {subject}\nMIME-Version: 1.0\n\n{ADDRESS}\n"
    assert judge(mail)["kind"] == "failure"
    assert judge(mail.encode())["code"] is None


EXPIRED = {
    "550 5.4.300 Message expired -> 451 4.4.1 Connection timed out": ("5.4.300", "4.4.1"),
    "550 5.4.300 Message expired -> 450 4.7.500 Server busy": ("5.4.300", "4.7.500"),
    "550 5.4.316 Message expired, connection refused(Socket error code 10061)": ("5.4.316", None),
    "#550 4.4.7 QUEUE.Expired; message expired ##": ("4.4.7", None),
    "550 5.0.350 Remote server returned an error -> 554 5.7.1 Blocked by policy": ("5.0.350", "5.7.1"),
    "550 5.7.350 Remote server returned message detected as spam -> 550 5.7.1 Content refused": ("5.7.350", "5.7.1"),
    "450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required]": ("4.4.317", "5.7.3"),
}
SHAPES = {
    "notice": f"Delivery has failed to these recipients:\n\n{ADDRESS}\nServer at fabrikam.com returned '{{}}'\n",
    "dated": f"Delivery has failed\n\n{ADDRESS}\n20/11/2026 08:14:05 - Server at fabrikam.com returned '{{}}'\n",
    "dsn": f"Final-Recipient: rfc822;{ADDRESS}\nAction: failed\nStatus: {{1}}\nDiagnostic-Code: smtp;{{0}}\n",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reply", EXPIRED)
def test_a_reply_inside_another_is_the_other_server_s(reply: str, shape: str) -> None:
    code, inner = EXPIRED[reply]
    verdict = judge(SHAPES[shape].format(reply, code))
    assert (verdict["kind"], verdict["code"]) == ("failure", code)
    assert [row["code"] for row in verdict["other_codes"]] == ([inner] if inner else [])
    assert [row["address"] for row in verdict["recipients"]] == [ADDRESS]
