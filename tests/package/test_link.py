"""A link is named by the host that a browser would go to, and not taken for Microsoft's by its looks."""

from base64 import b64encode, urlsafe_b64encode

import pytest

from ndr_checker.base.limits import MAX_LINKS
from ndr_checker.finding.links import host_of, links
from tests.support.expectation import judge
from tests.support.reading import NOTICE, STATUS, message, report


def _links(text: str) -> list[tuple[str, bool]]:
    return [(link.host, link.microsoft) for link in links(message(text))[0]]


@pytest.mark.parametrize(
    ("text", "host", "microsoft"),
    [
        ("https://aka.ms/EXOSmtpErrors", "aka.ms", True),
        ("http://go.microsoft.com/fwlink/?LinkId=524931", "go.microsoft.com", True),
        ("HTTPS://Learn.Microsoft.COM/x", "learn.microsoft.com", True),
        ("<https://security.microsoft.com>.", "security.microsoft.com", True),
        ("(**https://aka.ms**).", "aka.ms", True),
        ("https://support.microsoft.com:443/x", "support.microsoft.com", True),
        ("https://support.microsoft.com.example.com/x", "support.microsoft.com.example.com", False),
        ('https://aka.ms".example.com/x', 'aka.ms".example.com', False),
        ('"https://aka.ms".', "aka.ms", True),
        ("https://support-microsoft.com/x", "support-microsoft.com", False),
        ("https://aka.ms@example.com/x", "example.com", False),
        ("https://aka.ms%2f@example.com/x", "example.com", False),
        (r"https:\\example.com\aka.ms", "example.com", False),
        ("https://example.com\\@aka.ms/x", "example.com", False),
        ("https://example.com?@aka.ms/x", "example.com", False),
        ("https://example.com#@aka.ms/x", "example.com", False),
        ("https://exam%70le.com/x", "example.com", False),
        ("hxxps://example.com/x", "example.com", False),
        ("hTtPs://example.com/x", "example.com", False),
        ("https://sway.office.com/x", "sway.office.com", False),
        ("https:////example.com/x", "example.com", False),
        ("hxxps://support[.]example[.]com/x", "support.example.com", False),
        ("https://[2001:db8::7]:8443/x", "[2001:db8::7]", False),
        ("[https://[2001:db8::7]]", "[2001:db8::7]", False),
        ("https://vi1pr04mb2302.eurprd04.prod.outlook.com", "vi1pr04mb2302.eurprd04.prod.outlook.com", True),
        ("https://prod.outlook.com.example.com", "prod.outlook.com.example.com", False),
        ("https://micros\u043eft.com/x", "xn--microsft-sbh.com", False),
    ],
)
def test_a_link_is_judged_by_its_host(text: str, host: str, microsoft: bool) -> None:  # noqa: FBT001 – a column
    assert _links(f"See {text} for help") == [(host, microsoft)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aka.ms",
        "https://",
        "https://@/",
        "mailto:pat@fabrikam.com",
        "file:///C:/Users/pat/x",
        "C:\\Users\\pat",
        "CONTOSO\\pat",
        "text/plain, and/or, 1.2/3.4, postfix/smtp[12]",
        "pat@fabrikam.com/x",
        "Original message headers:\nX-Mailer: Mailer 6.9 (https://example.org/mailer)\n",
    ],
)
def test_what_is_no_link_to_a_page_is_not_named(text: str) -> None:
    assert _links(text) == []


def test_each_host_is_named_once_in_order() -> None:
    text = "https://b.example.com/1 https://a.example.com/2 https://b.example.com/3"
    assert [host for host, _ in _links(text)] == ["b.example.com", "a.example.com"]


def test_what_came_back_has_no_links_of_the_report() -> None:
    assert _links(report(original="Subject: x\n\nhttps://example.com/x")) == []


@pytest.mark.parametrize("piece", ["notice", "status"])
def test_a_link_in_the_notice_or_in_the_fields_is_the_report_s(piece: str) -> None:
    pieces = {"notice": NOTICE, "status": STATUS}
    pieces[piece] = f"{pieces[piece].rstrip()} https://example.com/x"
    assert _links(report(**pieces)) == [("example.com", False)]


@pytest.mark.parametrize(
    "value",
    [
        "https%3A%2F%2Fexample.com%2Flogin&data=05",
        "https%3a%2f%2fexample.com",
        "http%3A//example.com/x",
        "HTTPS%3A%5C%5Cexample.com%5Cx",
        "https%3A%2F%2Faka.ms%40example.com%2F",
        "https%3A%2F%2Fex%61mple.com%2F",
        "https%3A%2F%2Faka.ms%2F%3Fu%3Dhttps%253A%252F%252Fexample.com%252Fx",
    ],
)
def test_the_target_that_a_redirector_is_given_is_named_too(value: str) -> None:
    redirector = "https://nam02.safelinks.protection.outlook.com/?url="
    for text in (f"See {redirector}{value} today", f"<p>x</p><a href='{redirector}{value}'>x</a>"):
        assert ("example.com", False) in _links(text)


def test_a_code_after_an_encoded_colon_is_no_link() -> None:
    assert _links("Subject%3A 5.7.705 %3A//x and time=08%3A14%3A02") == []


def test_where_html_leads_counts_not_what_it_shows() -> None:
    html = '<p><a href="https://example.com/x">https://aka.ms/y</a></p>'
    assert _links(html) == [("aka.ms", True), ("example.com", False)]


@pytest.mark.parametrize(("original", "said"), [("See https://example.com/x\n", True), ("Hello\n", False)])
def test_it_is_said_that_links_of_what_came_back_are_not_listed(original: str, *, said: bool) -> None:
    verdict = judge(report(original=f"Subject: x\n\n{original}"))
    assert (verdict["links"], any("came back" in defect for defect in verdict["defects"])) == ([], said)


@pytest.mark.parametrize(
    "tag",
    [
        '<a href=" https://example.com/x">x</a>',
        '<a href="https&#58;//example.com/x">x</a>',
        '<a href="&#104;ttps://example.com/x">x</a>',
        '<a href="ht&#9;tps://example.com/x">x</a>',
        '<a href="ht\ntps://example.com/x">x</a>',
        '<a href="//example.com/x">x</a>',
        '<a href="https:example.com/x">x</a>',
        "<a href=https://example.com/x>x</a>",
        '<a data-href="https://aka.ms/x" href="https://example.com/x">x</a>',
        '<a href="https://example.com/x">x',
        '<form action="https://example.com/x">x</form>',
        '<input type="image" formaction="https://example.com/x">',
        '<v:roundrect href="https://example.com/x">x</v:roundrect>',
        '<svg><a xlink:href="https://example.com/x">x</a></svg>',
        '<div style="display:none">https://example.com/x</div>',
        '<a ping="https://example.com/x">x</a>',
        '<iframe srcdoc="<a href=//example.com/x>x</a>"></iframe>',
        '<iframe srcdoc="&lt;form action=&quot;https:example.com&quot;>"></iframe>',
        f'<a href="https&#{"0" * 5000}58;//example.com/x">x</a>',
        f'<a href="https&#X{"0" * 50}3a;//example.com/x">x</a>',
        '<iframe src="data:text/html,<a href=//example.com/x>x</a>"></iframe>',
        '<iframe src="data:text/html,%3Ca%20href%3D%22https%3Aexample.com%22%3E"></iframe>',
        f'<object data="data:text/html;base64,{b64encode(b"<a href=//example.com>").decode()}"></object>',
        '<iframe srcdoc="&lt;iframe srcdoc=&quot;&amp;lt;a href=//example.com&amp;gt;&quot;>"></iframe>',
        '<a href="msteams:/l/x?u=https%3a%2f%2fexample.com">x</a>',
        '<a href="example.com/login">x</a>',
        '<a href="search-ms:query=x&amp;crumb=location:\\\\example.com\\share">x</a>',
    ],
)
def test_html_leads_where_a_browser_goes_however_it_is_written(tag: str) -> None:
    assert _links(f"<html><body><p>Undeliverable</p>{tag}</body></html>") == [("example.com", False)]


@pytest.mark.parametrize("host", ["a" * 1000, "ü" * 1000, "[" + "1" * 1000])
def test_a_host_that_is_no_name_is_cut(host: str) -> None:
    assert host_of(host) == host[:253]


def test_nor_does_one_raise_that_idna_refuses() -> None:
    assert host_of("a..ü") == "a..xn--tda"


def test_of_very_many_hosts_the_first_are_named() -> None:
    assert len(_links(" ".join(f"https://h{n}.example.com/" for n in range(2 * MAX_LINKS)))) == MAX_LINKS


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.example.com", "www.example.com"),
        ("Go to (www.example.com).", "www.example.com"),
        ("Sign in at example.com/release now", "example.com"),
        ("ftp://example.com/x", "example.com"),
        ("file://example.com/x", "example.com"),
        ("file:////example.com/x", "example.com"),
        (r"\\example.com\share", "example.com"),
        (r"\\example.com@SSL\share", "example.com"),
        ("search-ms://example.com/x", "example.com"),
        ("ms-word:ofe|u|https://example.com/x", "example.com"),
        ("https://aka.ms'.example.com/", "aka.ms'.example.com"),
        ("https://aka.ms`.example.com/", "aka.ms`.example.com"),
        ("https://aka.ms|.example.com/", "aka.ms|.example.com"),
        ("https://aka.ms%3a.example.com/", "aka.ms:.example.com"),
        ("https://aka.ms%2f.example.com/", "aka.ms/.example.com"),
        ("https://example.com%2f.prod.outlook.com/", "example.com/.prod.outlook.com"),
        ("https://fa\u00df.example/", "xn--fa-hia.example"),
        ("https://0300.0.0x2.7/", "192.0.2.7"),
        ("https://08.0.2.7/", "08.0.2.7"),
        ("https://256.0.2.7/", "256.0.2.7"),
        (f"https://aka.ms:{'p' * 3000}@example.com/", "example.com"),
    ],
)
def test_a_link_is_found_without_a_scheme_and_however_its_host_is_written(text: str, host: str) -> None:
    assert _links(f"Undeliverable. {text}") == [(host, False)]


@pytest.mark.parametrize(
    "tag",
    [
        '<a title=" href=https://learn.microsoft.com " href="https://example.com/x">x</a>',
        f'<a href{" " * 40}= {" " * 40}"https://example.com/x">x</a>',
        "<!--><a href='https://example.com/x'>x</a><!-- -->",
        "<!---><a href='https://example.com/x'>x</a><!-- -->",
        "<!-- --!><a href='https://example.com/x'>x</a><!-- -->",
        '<a title=">" href="//example.com">x</a>',
        '<a href="https://example.com" href="https://aka.ms">x</a>',
        '<a/href="https:example.com">x</a>',
        "<a\fhref=\\\\example.com\\x>x</a>",
        '<base href="//example.com/"><a href="x">x</a>',
        '<meta http-equiv="Refresh" content="0; URL=\'https://example.com/\'">',
        '<map><area href="https://example.com/"></map>',
        '<button formaction="https://example.com/">x</button>',
        '<title><!--</title><a href="https://example.com/">x</a>',
        '<textarea><a title="</textarea><a href="https://example.com/">x</a>',
        '<svg><![CDATA[><!--]]></svg><a href="https://example.com/">x</a>',
        '<!--[if mso]><v:roundrect href="https://example.com/"></v:roundrect><![endif]-->',
        '<a href="file://example.com/x">x</a>',
        '<a href="https://example.com/x" title="never closed',
    ],
)
def test_a_tag_is_cut_where_a_browser_cuts_it(tag: str) -> None:
    assert _links(f"<html><body><p>Undeliverable</p>{tag}") == [("example.com", False)]


@pytest.mark.parametrize("odd", ["'", "`", '"', "&", ",", ";", ")", "&amp;#47;", "%3a", "%2f", "%40", "|", " "])
def test_a_host_that_is_cut_strangely_is_none_of_microsoft_s(odd: str) -> None:
    for quote in {"'", '"'} - {odd}:
        found = _links(f"<html><body><p>x</p><a href={quote}https://aka.ms{odd}.example.com/{quote}>x</a>")
        assert [microsoft for _, microsoft in found] == [False], found


@pytest.mark.parametrize("divider", ["Original message headers:", "-----Original Message-----", "_" * 32])
def test_a_mail_program_shows_the_links_below_a_divider(divider: str) -> None:
    assert _links(f"Your message couldn't be delivered.\n\n{divider}\nSubject: x\n\nhttps://example.com/") == [
        ("example.com", False)
    ]


def test_of_very_many_hosts_those_that_are_not_microsoft_s_come_first_and_the_rest_are_counted() -> None:
    text = " ".join(f"https://s{n}.prod.outlook.com/" for n in range(MAX_LINKS)) + " https://example.com/"
    verdict = judge(f"550 5.7.705 denied {text}")
    assert verdict["links"][0] == {"host": "example.com", "microsoft": False}
    assert verdict["defects"] == ["Link hosts that aren't listed: 1."]


@pytest.mark.parametrize(
    "target", ["https://example.com/x?a=1", "HTTP://EXAMPLE.COM", '{"u":"https:\\/\\/example.com\\/x"}']
)
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_where_a_redirector_leads_is_named_if_it_is_given_in_base64(target: str, before: str) -> None:
    for encoded in (b64encode, urlsafe_b64encode):
        given = encoded((before + target).encode()).decode().rstrip("=")
        hosts = [("r.example.net", False), ("example.com", False)]
        assert _links(f"https://r.example.net/ck?u={given}&x=1") == hosts
        assert _links(f"https://r.example.net/ck?u=a1{given}") == hosts  # Bing puts two characters before it


@pytest.mark.parametrize(
    "field",
    [
        "Subject: Sign in at https://example.com/x",
        "Subject: Sign in at\n https://example.com/x",
        f"Subject: =?utf-8?B?{b64encode(b'Sign in at https://example.com/x').decode()}?=",
        "Subject: =?utf-8?Q?Sign_in:_https=3A=2F=2Fexample=2Ecom=2Fx?=",
        "List-Unsubscribe: <mailto:pat@fabrikam.com>,\n <https://example.com/x>",
    ],
)
def test_what_a_mail_program_shows_of_the_head_is_read_too(field: str) -> None:
    mail = f"Received: from mail.fabrikam.com\nMIME-Version: 1.0\n{field}\nX-Help: https://never.example\n\n550 5.7.1 x"
    assert _links(mail) == [("example.com", False)]


@pytest.mark.parametrize(
    "given",
    [
        "https%3A%2F%2Fexa-mple.com%2Fx",
        "https%253A%252F%252Fexa-mple.com%252Fx",
        "https%25253A%25252F%25252Fexa-mple.com",
        "https%253A//exa-mple.com",
        "https-3A__exa-2Dmple.com_x",
    ],
)
def test_where_a_redirector_leads_is_named_if_it_is_encoded_once_or_again(given: str) -> None:
    hosts = [("r.example.net", False), ("exa-mple.com", False)]
    assert _links(f"https://r.example.net/go?u={given}&d=1") == hosts


#: What is opened with a click on the attachment, or shown below the mail: the part's head, and its text.
ATTACHED = {
    "a shortcut of Windows": ("application/internet-shortcut; name=a.url", "[InternetShortcut]\nURL={}\n"),
    "a shortcut by its name": ('application/octet-stream; name="Open me.URL"', "[InternetShortcut]\nURL={}\n"),
    "a shortcut of macOS": (
        "application/octet-stream; name=a.webloc",
        "<plist><dict><string>{}</string></dict></plist>",
    ),
    "a shortcut of Linux": ("application/x-desktop; name=a.desktop", "[Desktop Entry]\nType=Link\nURL={}\n"),
    "an appointment's address": ("text/calendar", "BEGIN:VCALENDAR\nURL:{}\nEND:VCALENDAR\n"),
    "an appointment's file": ("text/calendar", "BEGIN:VCALENDAR\nATTACH;FMTTYPE=text/html:{}\nEND:VCALENDAR\n"),
    "an appointment's call": ("text/calendar", "BEGIN:VCALENDAR\nCONFERENCE;VALUE=URI:{}\nEND:VCALENDAR\n"),
    "an appointment's text": ("text/calendar", 'BEGIN:VCALENDAR\nDESCRIPTION;ALTREP="{}":x\nEND:VCALENDAR\n'),
    "a contact's address": ("text/vcard", "BEGIN:VCARD\nitem1.URL;type=pref:{}\nEND:VCARD\n"),
    "a page": ("text/html; name=a.html", "<p><a href='{}'>x</a></p>"),
    "a page by its name": (
        "application/octet-stream; name=a.htm",
        "<body><meta http-equiv=refresh content='0;url={}'>",
    ),
    "a drawing": ("image/svg+xml; name=a.svg", "<svg><a xlink:href='{}'><text>x</text></a></svg>"),
    "a text": ("text/plain; name=a.txt", "See {} for more"),
    "rich text": (
        "application/rtf; name=a.rtf",
        '{{\\rtf1 {{\\field{{\\*\\fldinst HYPERLINK "{}"}}{{\\fldrslt x}}}}}}',
    ),
}


def with_part(part: str) -> str:
    """Return a report with one part more."""
    return report(status=f"{STATUS}\n--b1\n{part}")


@pytest.mark.parametrize("form", ATTACHED)
@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_where_an_attachment_leads_is_named(form: str, encoding: str) -> None:
    kind, text = ATTACHED[form]
    body = text.format("https://example.com/x")
    body = b64encode(body.encode()).decode() if encoding == "base64" else body
    head = f"Content-Type: {kind}\nContent-Disposition: attachment\nContent-Transfer-Encoding: {encoding}"
    assert _links(with_part(f"{head}\n\n{body}")) == [("example.com", False)]


def test_the_colon_that_a_contact_escapes_is_one() -> None:
    card = "Content-Type: text/vcard\n\nBEGIN:VCARD\nURL:https\\://example.com/x\nEND:VCARD\n"
    assert _links(with_part(card)) == [("example.com", False)]


@pytest.mark.parametrize(
    "animation",
    [
        '<set attributeName=href to="{}"/>',
        '<animate attributeName="xlink:href" values="#;{};#"/>',
        '<animate attributeName=href from="{}" to="#"/>',
        '<animate attributeName=href values="&num;&semi;{}"/>',
    ],
)
def test_where_an_animation_of_a_drawing_leads_is_named(animation: str) -> None:
    for url in ("//example.com/x", "https:example.com", "https&colon;//example.com"):
        page = f"<html><body><p>x</p><svg><a href='#'>{animation.format(url)}<text>x</text></a></svg></body></html>"
        assert _links(page) == [("example.com", False)]
