"""Inputs for the properties: bounces of our own making, built from parts; `soup` has those that try to break things."""

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st

from ndr_checker.rules.catalogue import entries
from tests.support.paths import GOLDENS as FOLDER
from tests.support.reading import report


class Bounce(NamedTuple):
    """A bounce, the code and the reply that it was built with, and whom it names as recipient (None: nobody)."""

    text: str
    code: str
    reply: int
    recipient: str | None


PAGES = [entry for entry in entries() if not entry.code.startswith("2")]
CODES = sorted({code for page in PAGES for code in page.codes()})

codes = st.sampled_from(CODES)
domains = st.sampled_from(
    ["contoso.com", "fabrikam.com", "mail.wingtiptoys.com", "tailspintoys.com", "b\u00fccher.contoso.com"]
)
addresses = st.builds(
    "{}@{}".format, st.from_regex(r"[a-z]{1,8}([._+-][a-z0-9]{1,6})?", fullmatch=True).filter(str.islower), domains
)
_numbers = {"5": st.sampled_from([550, 554, 501]), "4": st.sampled_from([451, 421])}
#: A code after its reply code and before some words.
replies = codes.flatmap(lambda code: st.builds("{} {} Refused".format, _numbers[code[0]], st.just(code)))
#: Neither a code nor a word of a refusal: what people and programs write round a bounce.
noise = st.sampled_from(
    [
        "Hello Sam,",
        "since Monday this comes back, please have a look.",
        "Thanks, Kim",
        "Kim Miller, Contoso Ltd., 12 High Street, phone +1 555 0100",
        "The meeting is moved to 10.30, room 5.7, and 4.50 EUR a head is fine.",
        "Our server is 192.0.2.55 and 5.7.70.5 was the old one; PHP 5.5.9 runs there.",
        "Ticket #571750 of 2026-11-23, priority 2 (5/7)",
        "https://portal.example.com/tickets/4711",
        "Größe 12 €, “quoted”, it’s fine – 了解しました",
        "",
    ]
)
#: Two sentences or a long one, of an article or of a report, none of them in words that the rules know.
sentences = st.sampled_from(
    [
        "The service stops all outgoing mail of an organization whose mailboxes send more than they usually do.",
        "Dienst und Postfach bleiben getrennt: Der eine nimmt die Nachricht an, das andere bewahrt sie auf.",
        "W takim przypadku trzeba najpierw zmienić hasło, a dopiero potem poprosić o zdjęcie blokady.",
        "Ha a fiókot feltörték, a jelszó cseréje után egy napon belül újra lehet levelet küldeni belőle.",
        "När spärren väl är borta dröjer det upp till en timme innan posten börjar gå som vanligt igen.",
        "Администратор снимает ограничение вручную после того, как устранит причину.",
        "管理者は原因を取り除いてから制限の解除を依頼し、しばらく待つ必要があるため注意してください。",
        "관리자는 먼저 암호를 바꾼 다음 제한을 풀어 달라고 요청하고 한 시간 정도 기다려야 합니다.",
        "ผู้ดูแลระบบต้องเปลี่ยนรหัสผ่านก่อนแล้วจึงขอให้ปลดล็อกบัญชีดังกล่าว",
    ]
)
chatter = st.lists(noise, min_size=1, max_size=4).map("\n".join)


_SERVER = "AM0CONTOSO0101.eurprd99.prod.outlook.com"
_HOST = "mx.example.net[192.0.2.10]"


def _smtp_line(reply: str, _: str) -> str:
    return reply


def _outlook(reply: str, address: str) -> str:
    server = f"Diagnostic information for administrators:\n\nGenerating server: {_SERVER}\n\n"
    return f"{server}{address}\nRemote Server returned '{reply}'\n"


def _notice(reply: str, address: str) -> str:
    return (
        f"Your message to {address} couldn't be delivered.\n\nMore Info for Admins\n\nSent by: robin@contoso.com\n"
        f"Recipient Address: {address}\nError: {reply}\nMessage rejected by: {_SERVER}\n"
    )


def _fields(reply: str, address: str) -> str:
    action = "failed" if reply.startswith("5") else "delayed"
    status = f"Action: {action}\nStatus: {reply.split(' ', 2)[1]}\nDiagnostic-Code: smtp;{reply}\n"
    return f"Final-Recipient: rfc822;{address}\n{status}"


def dsn(*told: tuple[str, str]) -> str:
    """Return a raw report with the fields of each reply and address."""
    return report(status="Reporting-MTA: dns;mx.contoso.com\n\n" + "\n".join(_fields(*row) for row in told))


def _dsn(reply: str, address: str) -> str:
    return dsn((reply, address))


def _postfix(reply: str, address: str) -> str:
    number, code, _ = reply.split(" ", 2)
    status = "bounced" if number.startswith("5") else "deferred"
    return (
        f"Nov 20 08:15:31 mx postfix/smtp[2211]: 4F1C92A: to=<{address}>, relay={_HOST}:25, delay=1.2,"
        f" dsn={code}, status={status} (host {_HOST} said: {reply} (in reply to end of DATA command))\n"
    )


def _exim(reply: str, address: str) -> str:
    mark = "**" if reply.startswith("5") else "=="
    return (
        f"2026-11-20 08:15:31 1uAbCd-01Xy-2Z {mark} {address} R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10]:"
        f" SMTP error from remote mail server after end of data: {reply}\n"
    )


def _remote(reply: str, address: str) -> str:
    return f"I'm sorry to have to tell you:\n\n<{address}>: host {_HOST} said:\n    {reply}\n"


def _trace(reply: str, _: str) -> str:
    return (
        f"Reason: [{{LED={reply}}};{{MSG=}};{{FQDN=mx.example.net}};{{IP=192.0.2.10}};{{LRT=11/20/2026 8:15:31 AM}}]\n"
    )


#: Each shape puts a whole reply and a recipient into its own words.
Shape = Callable[[str, str], str]
#: A log says of each recipient in a line what became of the mail.
LOGS: tuple[Shape, ...] = (_postfix, _exim)
#: A reply alone may be what a person says of the report below it; the other shapes are reports.
REPORTS: tuple[Shape, ...] = (_outlook, _notice, _dsn, _remote, _trace, *LOGS)
SHAPES: tuple[Shape, ...] = (_smtp_line, *REPORTS)
_NAMELESS = (_smtp_line, _trace)


@st.composite
def bounces(draw: st.DrawFn, shapes: tuple[Shape, ...] = SHAPES) -> Bounce:
    """Build a bounce of one of the shapes, with any code that has a page, in the page's words or in none of them."""
    page = draw(st.sampled_from(PAGES))
    code, shape, address = draw(st.sampled_from(page.codes())), draw(st.sampled_from(shapes)), draw(addresses)
    reply = draw(_numbers[code[0]])
    phrases = [phrase for meaning in page.meanings for phrase in meaning.phrases]
    words = draw(st.sampled_from(["Refused", "Access denied", *phrases]))
    server = draw(st.sampled_from(["", f" [{_SERVER}]", " AS(8500)"]))
    text = shape(f"{reply} {code} {words}{server}", address)
    return Bounce(text, code, reply, None if shape in _NAMELESS else address)


#: Bounces that a person copies out of a window; raw mail isn't.
pasted = bounces(tuple(shape for shape in SHAPES if shape is not _dsn))
#: The goldens that are text of one mail.
GOLDENS = tuple(sorted(FOLDER.glob("*.txt")))
