"""Whose side refused: that of the sender, or that of the recipient whose organization forwards and is blocked."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ndr_checker import check
from tests.support.expectation import judge
from tests.support.reading import ORIGINAL, STATUS, report

ENDPOINT = "Remote Server returned '550 5.7.705 denied' at {}.mail.protection.outlook.com\n"
UNKNOWN = STATUS.replace("5.7.705 Access denied, tenant has exceeded threshold", "5.1.10 Recipient not found").replace(
    "5.7.705", "5.1.10"
)
REFUSED = "mail postfix/smtp[1]: 4F: to=<pat@fabrikam.com>, relay={}, status=bounced (said: 550 5.7.705 denied)"


def _whose(text: str) -> str:
    return str(judge(text)["whose"])


@pytest.mark.parametrize(
    "sender", ["robin@contoso.com", "robin@news.contoso.com", "Robin@CONTOSO.COM", "Robin Roe <robin@contoso.com>"]
)
def test_a_sender_of_the_organization_that_reports_is_on_the_side_that_refused(sender: str) -> None:
    assert _whose(report(to=sender)) == "sender-side"


@pytest.mark.parametrize("sender", ["sam@example.com", "sam@notcontoso.com", "sam@contoso.com.example.com"])
def test_that_a_sender_is_no_part_of_it_proves_nothing(sender: str) -> None:
    assert _whose(report(to=sender)) == "unknown"


@pytest.mark.parametrize("recipient", ["pat@contoso.com", "pat@contoso.com.", '"pat@home"@contoso.com'])
def test_an_outsider_who_wrote_to_the_reporting_organization_is_not_the_one_who_is_blocked(recipient: str) -> None:
    text = report(to="sam@example.com", status=STATUS.replace("pat@fabrikam.com", recipient))
    assert _whose(text) == "recipient-side"


def test_nor_one_whose_mail_it_forwarded_and_whose_own_recipient_only_the_original_names() -> None:
    returned = ORIGINAL.replace("To: pat@fabrikam.com", "To: Kim <kim@example.org>,\n Pat <pat@contoso.com>")
    assert _whose(report(to="sam@example.com", original=returned)) == "recipient-side"


@pytest.mark.parametrize(
    ("reporter", "sender"), [("contoso.onmicrosoft.com", "contoso.com"), ("contoso.com", "contoso.onmicrosoft.com")]
)
def test_an_organization_s_name_at_microsoft_is_known_by_its_first_word(reporter: str, sender: str) -> None:
    text = report(to=f"robin@{sender}").replace("From: postmaster@contoso.com", f"From: postmaster@{reporter}")
    assert _whose(text) == "sender-side"


@pytest.mark.parametrize(
    ("endpoint", "side"),
    [
        ("contoso-com.mail.protection.outlook.com", "sender-side"),
        ("fabrikam-com.mail.protection.outlook.com", "recipient-side"),
        ("fabrikam-com.k-v1.mx.microsoft", "recipient-side"),
    ],
)
def test_the_endpoint_in_the_reply_tells_whose_mail_it_takes(endpoint: str, side: str) -> None:
    assert _whose("from=<robin@contoso.com>\n" + REFUSED.format(endpoint)) == side


def test_an_endpoint_of_a_third_party_tells_nothing() -> None:
    log = "from=<robin@contoso.com>\n" + REFUSED.format("example-org.mail.protection.outlook.com")
    assert _whose(log) == "unknown"


def test_nor_does_it_hide_the_next_one() -> None:
    way = "example-org.mail.protection.outlook.com to fabrikam-com.mail.protection.outlook.com"
    assert _whose("from=<robin@contoso.com>\n" + REFUSED.format(way)) == "recipient-side"


def test_of_a_log_with_several_mails_the_first_one_s_sender_counts() -> None:
    refused = REFUSED.format("contoso-com.mail.protection.outlook.com")
    assert _whose(f"from=<robin@contoso.com>\n{refused}\nfrom=<kim@example.org>\n") == "sender-side"


def test_the_server_that_made_the_report_tells_its_organization() -> None:
    fields = UNKNOWN.replace("AM0CONTOSO0101.eurprd99.prod.outlook.com", "mail.contoso.com")
    assert _whose(f"{fields}\nFrom: robin@contoso.com\n") == "sender-side"


@pytest.mark.parametrize(
    "address",
    ["postmaster@contoso.com", "MAILER-DAEMON@contoso.com", "MicrosoftExchange329e71ec88ae4615bbc36ab6ce@contoso.com"],
)
def test_a_program_that_sends_reports_is_no_sender(address: str) -> None:
    fields = STATUS.replace("AM0CONTOSO0101.eurprd99.prod.outlook.com", "mail.contoso.com")
    assert _whose(f"{fields}\nFrom: {address}\n") == "unknown"


def test_an_endpoint_that_the_report_came_through_is_not_who_refused() -> None:
    assert _whose(f"Received: from fabrikam-com.mail.protection.outlook.com\n{report()}") == "sender-side"


def test_nor_is_one_in_what_came_back() -> None:
    text = f"{STATUS}\nOriginal message headers:\n\nReceived: from fabrikam-com.mail.protection.outlook.com\n{ORIGINAL}"
    assert _whose(text) == "unknown"


def test_an_endpoint_of_neither_side_tells_nothing_without_a_sender() -> None:
    assert _whose(REFUSED.format("contoso-com.mail.protection.outlook.com")) == "unknown"


NAMES = st.from_regex(r"[a-z][a-z0-9]{1,8}(?:-[a-z0-9]{1,8}){0,2}", fullmatch=True)
DOMAINS = st.builds("{}.{}".format, NAMES, st.sampled_from(["com", "org", "de", "co.uk"]))
SUFFIXES = st.from_regex(r"(?:0[a-z0-9]{1,3})?", fullmatch=True)


@given(domain=DOMAINS, suffix=SUFFIXES)
def test_an_endpoint_is_known_by_its_domain_without_hyphens_and_any_suffix(domain: str, suffix: str) -> None:
    label = domain.replace("-", "").replace(".", "-") + suffix
    refused = REFUSED.replace("fabrikam.com", domain).format(f"{label}.mail.protection.outlook.com")
    assert _whose(refused) == "recipient-side"
    assert _whose(f"from=<robin@contoso.com>\n{refused}") == "recipient-side"
    assert _whose(f"from=<robin@{domain}>\n{refused.replace(f'pat@{domain}', 'pat@contoso.com')}") == "sender-side"


@given(domain=DOMAINS, other=DOMAINS, suffix=SUFFIXES)
def test_the_endpoint_of_another_domain_is_no_side_s(domain: str, other: str, suffix: str) -> None:
    assume(domain.replace("-", "") != other.replace("-", ""))
    label = other.replace("-", "").replace(".", "-") + suffix
    assert _whose(REFUSED.replace("fabrikam.com", domain).format(f"{label}.mail.protection.outlook.com")) == "unknown"


@pytest.mark.parametrize("label", ["clubinfo-org1c", "clubinfo-org0", "clubinfo-org0abcd", "clubinfo-orgs", "clubinfo"])
def test_no_other_ending_is_a_suffix(label: str) -> None:
    refused = REFUSED.replace("fabrikam.com", "club-info.org")
    assert _whose(refused.format(f"{label}.mail.protection.outlook.com")) == "unknown"


def test_a_bounce_from_the_recipient_s_endpoint_is_not_the_sender_s_own() -> None:
    host = "clubinfo-org.mail.protection.outlook.com"
    text = f"<anna@club-info.org>: host {host} said: 550 5.7.750 Service unavailable. Client blocked from sending"
    assert _whose(text) == "recipient-side"


def test_the_sender_is_found_in_what_came_back() -> None:
    text = report().replace("To: robin@contoso.com\n", "")
    assert _whose(text) == "sender-side"
    assert _whose(text.replace(ORIGINAL, "Subject: x\n")) == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "550 5.7.705 denied",
        "pat@fabrikam.com\nRemote Server returned '550 5.7.705 denied'",
        STATUS.replace("rfc822;pat@fabrikam.com", "x400;/o=contoso/cn=pat") + ENDPOINT.format("contoso-com"),
        "what is 5.7.705? " + ENDPOINT.format("contoso-com"),
    ],
)
def test_otherwise_it_is_unknown(text: str) -> None:
    assert _whose(text) == "unknown"


@pytest.mark.parametrize("sender", ["robin@contoso.com", "robin@outlook.com"])
def test_a_server_of_microsoft_s_is_nobody_s_own(sender: str) -> None:
    assert _whose(f"{UNKNOWN}\nFrom: {sender}\n") == "unknown"


def test_the_evidence_that_names_the_server_that_refused_is_said() -> None:
    verdict = judge(REFUSED.format("fabrikam-com.mail.protection.outlook.com[192.0.2.1]:25"))
    assert (verdict["whose"], verdict["because"]["whose"]) == ("recipient-side", 0)


def test_a_server_that_only_the_head_of_the_report_names_is_beside_no_evidence() -> None:
    verdict = judge(report(to="robin@contoso.com"))
    assert (verdict["whose"], verdict["because"]["whose"]) == ("sender-side", None)


REPLY = "550 5.7.705 Service unavailable. Access denied, tenant has exceeded threshold."
GOOGLE = f"** {{}} **\n\nYour message couldn't be delivered to pat@fabrikam.com.\n\n{{}}\n\n{REPLY}\n\n"
YAHOO = f"Sorry, we were unable to deliver your message to the following address.\n\n<pat@fabrikam.com>:\n{REPLY}\n\n"
EXCHANGE = (
    "Delivery has failed to these recipients or groups:\n\npat@fabrikam.com\n\n"
    f"{{}}: {{}}\n\npat@fabrikam.com\nRemote Server returned '{REPLY}'\n\nOriginal message headers:\n\n"
)
SORRY = "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients."
NOTICES = [
    GOOGLE.format("Message not delivered", "The response from the remote server was:"),
    GOOGLE.format("Nachricht nicht zugestellt", "Die Antwort des Remote-Servers lautet:"),
    YAHOO,
    EXCHANGE.format("Generating server", "mail.example.org"),
    EXCHANGE.format("Generierender Server", "mail.example.org"),
    EXCHANGE.format("Serveur de génération", "mail.example.org"),
    f"This is the mail system at host mail.example.org.\n\n{SORRY}\n\n<pat@fabrikam.com>: {REPLY}\n\n",
    f"This message was created automatically by mail delivery software.\n\n  pat@fabrikam.com\n    {REPLY}\n\n",
]


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("service", ["gmail.com", "yahoo.co.uk", "web.de", "outlook.com", "icloud.com"])
def test_a_person_with_a_mailbox_at_a_public_service_has_no_organization_that_is_blocked(
    notice: str, service: str
) -> None:
    verdict = judge(f"{notice}From: Robin <robin@{service}>\nTo: pat@fabrikam.com\n")
    assert (verdict["whose"], verdict["acts"][0]) == ("recipient-side", "recipient-admin")


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("reply", ["5.7.705", "5.7.750"])
def test_a_notice_of_a_server_that_isn_t_microsoft_s_leaves_open_whose_organization_is_blocked(
    notice: str, reply: str
) -> None:
    told = notice.replace(
        "Access denied, tenant has exceeded threshold", "Client blocked from sending from unregistered domains"
    )
    text = notice if reply == "5.7.705" else told.replace("5.7.705", reply)
    verdict = judge(f"{text}From: Robin <robin@example.net>\nTo: pat@fabrikam.com\n")
    assert (verdict["whose"], verdict["certainty"], verdict["severity"]) == ("unknown", "likely", "open")
    assert verdict["answer"].startswith(
        "This text doesn't show whose organization is blocked, yours or the recipient's."
    )
    assert not any("our organization is" in verdict[key] for key in ("title", "headline", "says"))


@pytest.mark.parametrize("notice", [notice for notice in NOTICES if "mail.example.org" in notice])
def test_the_sender_s_own_server_hands_its_mail_to_its_own_organization(notice: str) -> None:
    verdict = judge(f"{notice}From: Robin <robin@example.org>\nTo: pat@fabrikam.com\n")
    assert (verdict["whose"], verdict["certainty"], verdict["severity"]) == ("sender-side", "certain", "organization")


@pytest.mark.parametrize(
    "server", ["AM0CONTOSO0101.eurprd99.prod.outlook.com", "AM0CONTOSO0101.eurprd99.prod.exchangelabs.com"]
)
@pytest.mark.parametrize("sender", ["robin@contoso.com", "robin@example.org"])
def test_a_notice_of_exchange_online_is_about_its_sender_s_organization(server: str, sender: str) -> None:
    verdict = judge(f"{EXCHANGE.format('Generating server', server)}From: {sender}\nTo: pat@fabrikam.com\n")
    assert (verdict["certainty"], verdict["severity"]) == ("certain", "organization")


def test_mail_that_a_log_s_server_sent_on_is_no_mailbox_s_own() -> None:
    log = "from=<robin@gmail.com>\n" + REFUSED.format("smtp.example.org")
    assert _whose(log) == "unknown"


def test_nor_is_mail_from_its_own_domain_that_an_organization_has_not_registered() -> None:
    text = EXCHANGE.format("Generating server", "AM0CONTOSO0101.eurprd99.prod.outlook.com").replace(
        REPLY, "550 5.7.750 Client blocked from sending from unregistered domains"
    )
    assert _whose(f"{text}From: robin@gmail.com\nTo: pat@fabrikam.com\n") == "unknown"


@pytest.mark.parametrize(
    "said",
    [
        'Remoteserver hat "{}" zurückgegeben',
        'Der Remote-Server hat "{}" zurückgegeben.',
        "De externe server heeft '{}' geretourneerd",
        "リモート サーバーが '{}' を返しました",
    ],
)
def test_a_notice_in_another_language_names_its_server_and_quotes_the_reply(said: str) -> None:
    notice = EXCHANGE.format("Generierender Server", "AM0CONTOSO0101.eurprd99.prod.outlook.com")
    verdict = judge(notice.replace(f"Remote Server returned '{REPLY}'", said.format(REPLY)))
    assert (verdict["certainty"], verdict["evidence"][0]["kind"]) == ("certain", "remote-reply")
    assert verdict["server"] == "AM0CONTOSO0101.eurprd99.prod.outlook.com"


@pytest.mark.parametrize(
    "named",
    [
        "mx.fabrikam.com. (10): Connection dropped",
        "mx.fabrikam.com 192.0.2.44: timed out",
        "mx.fabrikam.com. 2001:db8::44: unable to read banner",
        "(10) mx.fabrikam.com. [192.0.2.44]:25: socket error",
    ],
)
def test_gmail_names_in_brackets_the_server_that_took_no_connection(named: str) -> None:
    verdict = judge(
        "There was a temporary problem delivering your message to pat@fabrikam.com. Gmail will retry for 46 more hours."
        f"\n\nThe response was:\n\nThe recipient server did not accept our requests to connect. [{named}]"
    )
    assert (verdict["kind"], verdict["whose"]) == ("delay", "recipient-side")
    assert verdict["acts"] == ["itself", "recipient-admin"]


def test_the_name_of_a_server_has_no_label() -> None:
    said = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname={}]"
    assert judge(said.format("ZZ1PR07MB2244.zzzprd07.prod.outlook.com"))["server"] == (
        "ZZ1PR07MB2244.zzzprd07.prod.outlook.com"
    )


_FORWARDED = """\
Delivery has failed to these recipients or groups:

{refused}
Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'

Original message headers:

From: Kim <kim@contoso.com>
To: {to}
Subject: Offer
{field}
"""


@pytest.mark.parametrize(
    ("to", "field", "whose"),
    [
        ("pat@fabrikam.com", "X: y", "unknown"),
        ("pat@fabrikam.com", "Resent-From: <pat@fabrikam.com>", "recipient-side"),
        ("pat@fabrikam.com", "X-MS-Exchange-Inbox-Rules-Loop: pat@fabrikam.com", "recipient-side"),
        ("pat@fabrikam.com", "Cc: old.partner@adatum.com", "unknown"),
        ("list@contoso.com", "X: y", "unknown"),
        ("old.partner@adatum.com", "X: y", "unknown"),
    ],
)
def test_who_passed_a_mail_on_to_an_address_that_it_was_not_written_to_may_be_blocked(
    to: str, field: str, whose: str
) -> None:
    verdict = check(_FORWARDED.format(refused="old.partner@adatum.com", to=to, field=field))
    either = (to, field) == ("pat@fabrikam.com", "X: y")
    assert (verdict.code, verdict.whose, verdict.either_side) == ("5.7.705", whose, either)
    assert verdict.certainty == ("likely" if either else "certain")


def test_a_report_names_for_whom_the_mail_was_before_it_was_forwarded() -> None:
    fields = (
        "Reporting-MTA: dns;FR2P281MB9090.DEUP281.PROD.OUTLOOK.COM\n\nOriginal-Recipient: rfc822;{}\n"
        "Final-Recipient: rfc822;pat@adatum.com\nAction: failed\nStatus: 5.7.705\n"
        "Diagnostic-Code: smtp;550 5.7.705 Access denied, tenant has exceeded threshold\n"
    )
    assert [check(fields.format(to)).whose for to in ("pat@fabrikam.com", "pat@adatum.com")] == [
        "recipient-side",
        "unknown",
    ]


def test_an_endpoint_is_of_the_domains_below_its_own() -> None:
    log = (
        "Nov 24 12:01:01 relay postfix/smtp[7]: 9F1A: to=<pat@fabrikam.com>, relay=contoso-com.mail.protection.outlook"
        ".com[52.101.68.3]:25, dsn=5.7.750, status=bounced (host contoso-com.mail.protection.outlook.com[52.101.68.3] "
        "said: 550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains (in reply to end "
        "of DATA command))\n"
    )
    sent = "Nov 24 12:01:00 relay postfix/qmgr[6]: 9F1A: from=<crm@apps.contoso.com>, size=7, nrcpt=1 (queue active)\n"
    assert check(sent + log).whose == "sender-side"
