"""The files that the workspace's page lets a reader try: three days at Contoso Dairy (see organization.py).

Run as a program, it writes them to docs/samples/.
"""

from collections.abc import Iterator
from itertools import count

from tests.support import organization as org
from tests.support.organization import FAILED, MAILS, RELAY, SCANNER, Mail
from tests.support.paths import DOCS

_OFFICE = ("lena@contoso.example", "orders@contoso.example", "sales@contoso.example")
_BURST = {3: 9, 4: 14, 5: 17, 6: 26, 7: 11}


def _mails() -> Iterator[Mail]:
    numbers = count(100)

    def mail(time: str, sender: str, to: str, state: str, *way: str) -> Mail:
        number = next(numbers)
        return Mail(number, f"2026-09-{time}:{number * 7 % 60:02}Z", sender, to, state, *way)

    for day in (2, 3, 4):
        for hour in range(6, 19):
            for at, sender in enumerate(_OFFICE[: 1 + (hour * 5 + day) % 3]):
                yield mail(f"{day:02}T{hour:02}:{11 + 13 * at}", sender, f"ann{at}@fabrikam.example", "delivered")
            if hour % 2:
                state = "failed" if (3, 6) < (day, hour) < (4, 10) else "delivered"
                time = f"{day:02}T{hour:02}:40"
                yield mail(time, "press@scan.contoso.example", "bob@adatum.example", state, SCANNER, "Scanners")
    for hour, many in _BURST.items():
        for at in range(many):
            state, time = "failed" if hour > 5 else "delivered", f"03T{hour:02}:{at * 2 + 1:02}"
            yield mail(time, "win@big-prize.example", f"to{at}@tailspin.example", state, RELAY, "tmp-relay")


def files() -> dict[str, bytes]:
    """Return the sample's files by their names below docs/samples/."""
    mails = sorted((*MAILS, *_mails()), key=lambda mail: mail.time)
    return {
        "dairy-trace.csv": org.text(org.trace(mails), newline="\n", quoted=False).encode(),
        "dairy-accepted.csv": org.text(org.ACCEPTED, newline="\n").encode(),
        "dairy-connectors.json": org.objects(org.CONNECTORS).encode(),
        "dairy-detail.csv": org.text(org.details(FAILED[0]), newline="\n").encode(),
        "dairy-audit.csv": org.text(org.AUDIT, newline="\n").encode(),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (DOCS / "samples" / name).write_bytes(data)
