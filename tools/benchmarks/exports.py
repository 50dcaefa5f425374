"""An admin's long exports: the command, DuckDB on the same CSV (exports.sql), and the page.

DuckDB answers a part of the questions, by a query that was written for this comparison.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tools.browsers import chrome
from tools.serve import running

from . import build
from .browser import visit
from .browser.server import BenchServer
from .process import ndr_checker, spent
from .row import MB, Row, rows
from .variants import OURS

DUCKDB, PAGE = "DuckDB", "the page"
_QUERY = Path(__file__).with_name("exports.sql")
_ACCEPTED = (
    "DomainName,MatchSubDomains,SendingFromDomainDisabled\ncontoso.example,False,False\nshop.example,True,False\n"
)
_TRACE = "MessageTraceId,MessageId,Received,SenderAddress,RecipientAddress,FromIP,ToIP,Subject,Status,Size\n"
_REPORT = (
    "date_time_utc,client_ip,connector_id,source,event_id,message_id,network_message_id,recipient_address,"
    "recipient_status,message_subject,sender_address,return_path,directionality,custom_data\n"
)
_REFUSED = "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains"
#: Rows of the custom data of an extended report are long.
_CUSTOM = "S:AMA=SUM|v=0|action=|error=|atch=0;" * 55
#: Messages of each export: 28 MB, 56 MB in UTF-16, 100 MB.
_MESSAGES = {"exports-trace": 130_000, "exports-report": 4_200, "exports-log": 160_000}


class _Spent(NamedTuple):
    seconds: float
    memory: float


class _Mail(NamedTuple):
    number: int
    time: datetime
    sender: str
    client: str
    failed: bool

    @property
    def recipient(self) -> str:
        return f"r{self.number}@d{self.number % 300}.fabrikam.example"


Read = Callable[[Sequence[Path]], _Spent]


def run(rounds: int) -> list[Row]:
    """Return each variant's processor seconds and memory for each export."""
    found: dict[str, dict[str, list[_Spent]]] = {work: {} for work in _MESSAGES}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ndr-bench-")))
        accepted = _written(folder)
        read = stack.enter_context(_page())
        for number in range(rounds):
            print(f"  {number + 1}", file=sys.stderr)
            for work, runs in found.items():
                files = [folder / f"{work}.csv", accepted]
                runs.setdefault(OURS, []).append(_command(_our_command(files)))
                if work == "exports-trace":
                    runs.setdefault(DUCKDB, []).append(_command(_their_command(folder)))
                runs.setdefault(PAGE, []).append(read(files))
    return [row for work, runs in found.items() for row in _rows(work, runs)]


def _rows(work: str, runs: dict[str, list[_Spent]]) -> list[Row]:
    seconds = {variant: [one.seconds for one in given] for variant, given in runs.items()}
    memory = {variant: [one.memory for one in given] for variant, given in runs.items()}
    reference = DUCKDB if DUCKDB in runs else ""
    return rows(work, "s", seconds, reference) + rows(f"{work}-memory", "MB", memory, reference)


def _our_command(files: Sequence[Path]) -> list[str]:
    return [*ndr_checker(), "triage", "--json", *map(str, files)]


def _their_command(folder: Path) -> list[str]:
    query = _QUERY.read_text(encoding="utf-8").replace("FOLDER", str(folder))
    return [sys.executable, "-c", "import sys, duckdb; print(duckdb.sql(sys.argv[1]).fetchall())", query]


def _command(command: Sequence[str]) -> _Spent:
    """Return the processor seconds of a command and its memory in MB. Raises RuntimeError where it fails."""
    found = spent(command)
    if found.failed:
        raise RuntimeError(f"{command[0]} failed")
    return _Spent(found.processor, found.memory / MB)


@contextmanager
def _page() -> Iterator[Read]:
    """Build, serve and open the site; what is given reads files in a fresh page whose Python is warm."""
    browser = chrome.find_whole()
    if browser is None:
        raise FileNotFoundError("No browser found: run `make test`, which installs one")
    with ExitStack() as stack:
        site, profile = (Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ndr-bench-"))) for _ in range(2))
        server = stack.enter_context(running(BenchServer(site)))
        build.build(site, server.url)
        playwright = stack.enter_context(sync_playwright())

        def read(files: Sequence[Path]) -> _Spent:
            with visit.visit(playwright, browser, profile, eager=False) as page:
                page.goto(f"{server.url}triage/")
                page.locator(".ndr-triage[data-wired]").wait_for()
                page.get_by_role("button", name="Try it with sample files").click()
                page.locator(".ndr-triage[data-state=answered]").wait_for()
                page.locator("#ndr-triage-clear").click()
                before = visit.processor_seconds(profile)
                page.locator("#ndr-triage-file").set_input_files(files)
                page.locator(".ndr-triage[data-state=answered]").wait_for()
                return _Spent(visit.processor_seconds(profile) - before, visit.highest_memory(profile) / MB)

        yield read


def _mails(count: int) -> Iterator[_Mail]:
    """Yield a server's mail, a relay's and 500 people's, three seconds apart; the first two fail after a day."""
    for number in range(count):
        time = datetime(2026, 9, 1) + timedelta(seconds=3 * number)  # noqa: DTZ001 – exports name no zone
        blocked = number * 3 > 24 * 3600 or count < 24 * 3600 // 3
        if number % 5 < 2:  # noqa: PLR2004 – two of five
            sender, client = (
                ("press@scan.contoso.example", "198.51.100.7"),
                ("win@prize.example", "203.0.113.130"),
            )[number % 2]
            yield _Mail(number, time, sender, client, blocked and number % 3 > 0)
        else:
            yield _Mail(number, time, f"user{number % 500}@contoso.example", "", failed=False)


def _written(folder: Path) -> Path:
    """Write the exports; return the list of accepted domains."""
    for work, lines, encoding in (
        ("exports-trace", _trace, "utf-8"),
        ("exports-report", _report, "utf-16-le"),
        ("exports-log", _log, "ascii"),
    ):
        with (folder / f"{work}.csv").open("w", encoding=encoding) as file:
            file.writelines(lines(_mails(_MESSAGES[work])))
    accepted = folder / "accepted.csv"
    accepted.write_text(_ACCEPTED, encoding="utf-8")
    return accepted


def _trace(mails: Iterator[_Mail]) -> Iterator[str]:
    yield _TRACE
    for mail in mails:
        time = f"{mail.time.month}/{mail.time.day}/{mail.time.year} {mail.time:%I:%M:%S %p}"
        state = "Failed" if mail.failed else "Delivered"
        cells = (
            *(f"7c1d0000-aaaa-4bbb-8ccc-{mail.number:012}", f"<{mail.number}.x@contoso.example>", time, mail.sender),
            *(mail.recipient, mail.client, "", f"Invoice {mail.number} of this month", state, "48231"),
        )
        yield ",".join(f'"{cell}"' for cell in cells) + "\n"


def _report(mails: Iterator[_Mail]) -> Iterator[str]:
    yield _REPORT
    for mail in mails:
        last = ("FAIL", f"[{{LED={_REFUSED}}}]") if mail.failed else ("SENDEXTERNAL", "250 2.1.5 Ok")
        for event, status in (("RECEIVE", ""), ("AGENTINFO", ""), last):
            cells = (
                *(
                    mail.time.isoformat() + ".000Z",
                    mail.client,
                    "",
                    "SMTP",
                    event,
                    f"<{mail.number}.x@contoso.example>",
                ),
                *(f"7c1d0000-aaaa-4bbb-8ccc-{mail.number:012}", mail.recipient, status, "Invoice", mail.sender),
                *(mail.sender, "Originating", _CUSTOM),
            )
            yield ",".join(f'"{cell}"' for cell in cells) + "\n"


def _log(mails: Iterator[_Mail]) -> Iterator[str]:
    for mail in mails:
        at, queue = f"{mail.time:%b %e %H:%M:%S} gw postfix", f"4{mail.number:09X}"
        said = f"bounced (host mx[192.0.2.1] said: {_REFUSED} (in reply to end of DATA command))" * mail.failed
        yield (
            f"{at}/smtpd[11]: {queue}: client=gw[{mail.client or '192.0.2.9'}]\n"
            f"{at}/cleanup[12]: {queue}: message-id=<{mail.number}.x@contoso.example>\n"
            f"{at}/qmgr[13]: {queue}: from=<{mail.sender}>, size=48231, nrcpt=1 (queue active)\n"
            f"{at}/smtp[14]: {queue}: to=<{mail.recipient}>, relay=mx.fabrikam.example[192.0.2.1]:25, delay=0.5,"
            f" delays=0.1/0/0.2/0.2, dsn={'5.7.750' if mail.failed else '2.6.0'},"
            f" status={said or f'sent (250 2.6.0 <{mail.number}.x@contoso.example> queued mail for delivery)'}\n"
            f"{at}/qmgr[13]: {queue}: removed\n"
        )
