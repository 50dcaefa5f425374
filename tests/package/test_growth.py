"""The cost of an input grows with its size, not with the square of it; `python -m tools.fuzz.growth` measures it."""

import gzip
from collections.abc import Callable
from itertools import product

import pytest

from ndr_checker.reading.files.intake import inside
from ndr_checker.triage import Workspace
from tools.fuzz.growth import SHAPES, UNITS, ratio, times

_SIZE = 2_000
_FACTOR = 16
#: Linear is 16 times as much, quadratic 256: what other work on the machine adds can't reach this.
_LIMIT = 64


def test_there_are_enough_units_and_shapes() -> None:
    assert len(UNITS) >= 60
    assert len(SHAPES) >= 4


#: Units that fill the lists of a verdict, in the shapes that multiply them.
_MANY = ("codes on lines", "records", "DSN groups", "replies", "notices side by side", "codes that differ", "links")
_MULTIPLIED = [*product(_MANY, ("parts", "thread")), ("recipients that differ", "status"), ("DSN groups", "status")]
_MULTIPLIED += [("recipients of a cell", "cell"), ("semicolons", "cell"), ("endpoints and recipients", "parts")]


@pytest.mark.parametrize(("unit", "shape"), _MULTIPLIED)
def test_nor_do_parts_sections_cells_and_recipients(unit: str, shape: str) -> None:
    assert ratio(unit, shape, _SIZE, factor=_FACTOR, limit=_LIMIT) < _LIMIT


@pytest.mark.parametrize("unit", UNITS)
def test_sixteen_times_the_text_costs_nowhere_near_the_square(unit: str) -> None:
    assert ratio(unit, "pasted", _SIZE, factor=_FACTOR, limit=_LIMIT) < _LIMIT


def _rows(*rows: str) -> str:
    head = "Received,SenderAddress,RecipientAddress,Status,MessageId,FromIP,Detail\n"
    return head + "".join(f"{row}\n" for row in rows)


_FAILED = "2026-11-20T08:41:12Z,a@b.example,c@d.example,Failed,<1@x>,192.0.2.1,550 5.7.750 x"


def _mails(count: int, part: str, put: str) -> str:
    """Return a trace of so many mails, of which a part is another one in each: `put` with its number."""
    puts = (put.format(at=at, high=at >> 8, low=at & 255) for at in range(count))
    return _rows(*(_FAILED.replace("<1@x>", f"<{at}@x>").replace(part, put) for at, put in enumerate(puts)))


def _acts(count: int) -> str:
    """Return an audit log in which an account makes so many connectors."""
    said = '{{""UserId"":""a@b.example"",""Operation"":""New-InboundConnector"",""ObjectId"":""c{}""}}'
    rows = (f'2026-11-20T08:00:00Z,a@b.example,New-InboundConnector,"{said.format(at)}"\n' for at in range(count))
    return f"CreationDate,UserIds,Operations,AuditData\n{''.join(rows)}"


def _connectors(count: int) -> str:
    rows = (f"c{at},OnPremises,True,10.{at >> 8}.{at & 255}.1,2026-11-20T08:00:00Z\n" for at in range(count))
    return f"Name,ConnectorType,Enabled,SenderIPAddresses,WhenCreatedUTC\n{''.join(rows)}"


#: What an admin's folder may hold, so many times.
_FOLDERS: dict[str, Callable[[int], tuple[str, ...]]] = {
    "connectors, acts, and mail by each": lambda count: (
        _acts(count),
        _connectors(count),
        _mails(count, "192.0.2.1", "10.{high}.{low}.1"),
    ),
    "connectors with one network, and clients in it": lambda count: (
        _connectors(count).replace(".1,2026", ".0/8,2026"),
        _mails(count, "192.0.2.1", "10.{high}.{low}.1"),
    ),
    "sender domains": lambda count: (_mails(count, "@b.", "@b{at}."),),
    "status words": lambda count: (_mails(count, "Failed", "failing{at}"),),
    "commas at a row's end": lambda count: (_rows(_FAILED + "," * 8 * count),),
    # The larger of them is longer than a quotation mark may swallow.
    "quotation marks that are never closed": lambda count: (_rows(*[f'a"{"b" * 128},"'] * count),),
    "objects in an object": lambda count: (f'[{{"SenderAddress":"a@b.example"}},{{"a":[{"[1]," * 16 * count}1]}}]',),
}
#: So small that also the smaller folder comes in several, and what waits for the next one is seen to wait.
_PIECE = 4096


@pytest.mark.parametrize("name", _FOLDERS)
def test_nor_does_a_folder_of_exports(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ndr_checker.triage.workspace._LOOK", _PIECE)  # a shorter file is read at its end, whole

    def triage(files: tuple[str, ...]) -> None:
        workspace = Workspace("2026-11-30")
        for text in files:
            file, data = workspace.open("x"), text.encode()
            for at in range(0, len(data), _PIECE):
                file.feed(data[at : at + _PIECE])
            file.end()
        workspace.result()

    folder = _FOLDERS[name]
    assert times(triage, folder(256), folder(256 * _FACTOR), limit=_LIMIT) < _LIMIT


_BEGUN = {
    "a log": f"Nov 20 08:41:12 mx postfix/smtp[1]: A: {'x' * 1_100_000}",
    "a list of JSON": f'[{{"a":"{"x" * 1_100_000}',
    "an mbox": f"From x Fri Nov 20 08:41:12 2026\nFrom: a@b.example\n\n{'x' * 1_100_000}",
}


@pytest.mark.parametrize("name", _BEGUN)
def test_nor_does_a_gzip_file_of_very_many_members(name: str) -> None:
    begun, member = gzip.compress(_BEGUN[name].encode()), gzip.compress(b"x")
    read = lambda data: list(inside(data))  # noqa: E731
    assert times(read, begun + member * 2000, begun + member * 2000 * _FACTOR, limit=_LIMIT) < _LIMIT
