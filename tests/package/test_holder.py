"""Who has a mail that was put off, and what a reader hears of it."""

import pytest

from ndr_checker import check
from ndr_checker.base.terms import Holder
from ndr_checker.verdict import Verdict

REPLY = "451 4.7.1 Try again later"


def _fact(verdict: Verdict) -> str | None:
    return next((fact.text for fact in verdict.facts if fact.name == "This message"), None)


@pytest.mark.parametrize(
    "text",
    [
        f"Error message is `{REPLY} (Net::SMTPServerBusy)`, so the job should run again.",
        f"Exception: Net::SMTPServerBusy\n{REPLY} (Net::SMTPServerBusy)",
        f"Symfony\\Component\\Mailer\\Exception\\TransportException\n\n{REPLY}",
        f"com.sun.mail.smtp.SMTPSendFailedException: {REPLY}",
        f"Servidor: 454\nRespuesta del servidor: {REPLY}\nId. de error de Windows Live Mail: 0x800CCC79\nPuerto: 465",
        f"Beim Senden der Nachricht ist ein Fehler aufgetreten. Der Mail-Server antwortete: {REPLY}",
        f"An error occurred while sending mail. The mail server responded: {REPLY}. Please check the message.",
        "SMTP-Fehler (451): Empfänger kim@fabrikam.com konnte nicht hinzugefügt werden (4.7.1 Try again later)",
        f"smtplib.SMTPDataError: (451, b'{REPLY[4:]}')",
    ],
)
def test_a_program_or_a_mail_app_still_has_its_mail(text: str) -> None:
    verdict = check(f"{text}\n")
    assert (verdict.kind, verdict.holder) == ("delay", "client")
    assert "no server keeps the mail" in (verdict.notice or "")
    assert str(_fact(verdict)).startswith("No server keeps it")


@pytest.mark.parametrize(
    "text",
    [
        f"host mx.fabrikam.com[192.0.2.44] said: {REPLY} (in reply to RCPT TO command)",
        f"<kim@fabrikam.com>: host mx.fabrikam.com[192.0.2.44] said: {REPLY}",
        f"H=mx.fabrikam.com [192.0.2.44]: SMTP error from remote mail server after RCPT TO:<kim@fabrikam.com>: {REPLY}",
        f"Remote Server returned '{REPLY}'",
        f"Status: 4.7.1\nDiagnostic-Code: smtp; {REPLY}",
        f"{{LED={REPLY}}};{{FQDN=mx.fabrikam.com}}",
        f"{REPLY}\nMessage could not be delivered for 4 hours\nMessage will be retried for 5 days",
        f"SMTP error, 3 attempts remaining: {REPLY}",
        f"SMTP-Fehler, noch 3 Versuche übrig: {REPLY}",
    ],
)
def test_a_server_has_the_mail_that_it_says_another_one_put_off(text: str) -> None:
    verdict = check(f"{text}\n")
    assert (verdict.kind, verdict.holder) == ("delay", "server")
    assert _fact(verdict) == "The mail server keeps retrying."


@pytest.mark.parametrize(
    "text",
    [
        REPLY,
        f'I only see this in the log: level=warning msg="[smtpd] response (192.0.2.9) {REPLY}"',
        f"mx postfix/smtpd[2]: NOQUEUE: reject: RCPT from mail.contoso.com[192.0.2.3]: {REPLY}",
        f"RCPT TO:<kim@fabrikam.com>\n{REPLY}",
    ],
)
def test_where_a_text_does_not_show_who_has_the_mail_both_are_told(text: str) -> None:
    verdict = check(f"{text}\n")
    assert (verdict.kind, verdict.holder) == ("delay", None)
    assert "A program or a mail app that got this reply" in (verdict.notice or "")
    assert str(_fact(verdict)).startswith("A mail server that was sending it keeps retrying; a program")


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("Mails are getting retried even though the server says {}", "server"),
        ("Atenção: com mais 4 tentativas restantes. Erro: {}", "server"),
        ("Ancora 2 tentativi rimanenti. Errore SMTP: {}", "server"),
        ("It should not be retried: {}", None),
        ("It will not be retried: {}", None),
        ("0 attempts remaining: {}", None),
        ("I will try again tomorrow: {}", None),
    ],
)
def test_a_text_may_say_that_a_final_refusal_is_retried(said: str, holder: Holder | None) -> None:
    verdict = check(said.format("554 5.7.1 This message does not meet our delivery requirements") + "\n")
    assert (verdict.kind, verdict.holder) == ("failure", holder)
    assert str(_fact(verdict)).startswith("The text says" if holder else "It won't be retried")


def test_nobody_sends_what_waits_in_a_queue_that_is_stopped() -> None:
    queue = (
        "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
        "A4C3CC01969      573 Mon Nov 23 16:53:24  sam@contoso.com\n"
        "(connect to mx.fabrikam.com[192.0.2.44]:25: Operation timed out)\n"
        "                                         kim@fabrikam.com\n"
    )
    down = f"postqueue: warning: Mail system is down -- accessing queue directly\n{queue}"
    assert [check(text).holder for text in (queue, down)] == ["server", "stopped"]
    assert "isn't running" in (check(down).notice or "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(host mx.fabrikam.com[192.0.2.44] refused to talk to me: 554 IP=192.0.2.1 - no mail from you)", "delay"),
        ("host mx.fabrikam.com[192.0.2.44] refused to talk to me: 554 IP=192.0.2.1 - no mail from you", "delay"),
        ("<kim@fabrikam.com>: host mx.fabrikam.com[192.0.2.44] refused to talk to me: 554 no mail from you", "failure"),
        (
            "Zurück kam folgende Meldung:\n\nhost mx.fabrikam.com[192.0.2.44] refused to talk to me: 554 No mail",
            "failure",
        ),
        ("Mon message m'est revenu :\n\nhost mx.fabrikam.com[192.0.2.44] said: 450 4.7.1 Refused", "failure"),
        ("Po pięciu dniach wiadomość wróciła:\n\nhost mx.fabrikam.com[192.0.2.44] said: 450 4.7.1 Refused", "failure"),
        ("The server gave up after five days:\n\nhost mx.fabrikam.com[192.0.2.44] said: 450 4.7.1 Refused", "failure"),
        ("We see it in the queue:\n\nhost mx.fabrikam.com[192.0.2.44] said: 450 4.7.1 Refused", "delay"),
    ],
)
def test_what_a_text_says_of_its_mail_counts_more_than_the_number(text: str, kind: str) -> None:
    assert check(f"{text}\n").kind == kind
