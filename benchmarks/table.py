"""The figures as Markdown tables, and their place in the page about them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from .row import Row

_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
_HOSTILE, _MEMORY = "hostile-", "-memory"
_TIMES = {"s", "ms"}


def tables(all_rows: Sequence[Row]) -> Iterator[str]:
    """Write a table of the plain works, and one of the hostile inputs with a column a variant."""
    plain = [row for row in all_rows if not row.work.startswith(_HOSTILE)]
    if plain:
        yield from _line(("work", "variant", "median", "ratio", "runs"))
        yield from _line(["---", "---", "---:", "---:", "---:"])
        for row in plain:
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            yield from _line((row.work, row.variant, _figure(row), ratio, str(row.n)))
        yield ""
    yield from _hostile([row for row in all_rows if row.work.startswith(_HOSTILE)])


def _hostile(found: Sequence[Row]) -> Iterator[str]:
    works = {work: {row.variant: row for row in group} for work, group in groupby(found, lambda row: row.work)}
    if not works:
        return
    variants = list(next(iter(works.values())))
    yield from _line(["hostile input", *variants])
    yield from _line(["---", *["---:"] * len(variants)])
    for work, times in works.items():
        if not work.endswith(_MEMORY):
            peaks = works[work + _MEMORY]
            cells = [_pair(times[variant], peaks[variant]) for variant in variants]
            yield from _line([work.removeprefix(_HOSTILE), *cells])
    yield ""


def _pair(time: Row, peak: Row) -> str:
    return time.note or f"{_figure(time)}, {_figure(peak)}"


def _figure(row: Row) -> str:
    if row.median is None:
        return row.note
    return f"{row.median:.{2 if row.unit in _TIMES else 0}f} {row.unit}"


def _line(cells: Iterable[str]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def put(page: Path, all_rows: Sequence[Row], *, day: str, machine: str) -> None:
    """Replace the figures in a page. Raises ValueError where their place isn't marked."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{page} has no lines {_BEGIN} and {_END}: put them where the figures belong")
    body = "\n".join([f"Measured on {day}: {machine}.", "", *tables(all_rows)])
    page.write_text(f"{before}{begin}\n\n{body}\n{end}{after}", encoding="utf-8")
