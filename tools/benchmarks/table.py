"""The figures as Markdown tables, and their places in the page about them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from . import chart
from .browser.variants import OURS
from .row import Row

_BROWSER, _HOSTILE, _MEMORY = "browser-", "hostile-", "-memory"
_DIGITS = {"s": 2, "ms": 2}
#: Below the site's root.
PICTURE: Final = "assets/benchmarks.svg"
#: What the picture shows, and what it calls each.
_DRAWN = {
    "browser-cold": "Nothing cached",
    "browser-again": "Again, the browser restarted",
    "browser-cold-9mbit": "Nothing cached, 9 Mbit/s and 60 ms",
    "browser-cold-cpu4": "Nothing cached, the processor four times slower",
}


def tables(all_rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return the lines of the tables by part of the page, for the parts that there are rows for."""
    browser = [row for row in all_rows if row.work.startswith(_BROWSER)]
    hostile = [row for row in all_rows if row.work.startswith(_HOSTILE)]
    build = [row for row in all_rows if row.work.startswith("site-")]
    exports = [row for row in all_rows if row.work.startswith("exports-")]
    rest = [row for row in all_rows if row not in (*browser, *hostile, *build, *exports)]
    found = {
        "browser": [*_by_variant(browser)],
        "build": [*_plain(build)],
        "classifier": [*_plain(rest)],
        "exports": [*_plain(exports)],
        "hostile": [*_hostile(hostile)],
    }
    return {name: lines for name, lines in found.items() if lines}


def drawn(all_rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the seconds to the first verdict that the picture shows: heading -> variant -> seconds."""
    seconds = {
        heading: {row.variant: row.median / 1000 for row in all_rows if row.work == work and row.median is not None}
        for work, heading in _DRAWN.items()
    }
    return {heading: figures for heading, figures in seconds.items() if figures}


def _by_variant(rows: Sequence[Row]) -> Iterator[str]:
    """Write a line a work and a column a variant: the figure, and in brackets its ratio."""
    if not rows:
        return
    variants = list(dict.fromkeys(row.variant for row in rows))
    yield from _line(["work", *variants, "runs"])
    yield from _line(["---", *["---:"] * len(variants), "---:"])
    for work, group in groupby(rows, lambda row: row.work):
        by_variant = {row.variant: row for row in group}
        cells = [_with_ratio(by_variant[variant]) for variant in variants]
        yield from _line([work, *cells, str(max(row.n for row in by_variant.values()))])
    yield ""


def _with_ratio(row: Row) -> str:
    return _figure(row) if row.ratio is None else f"{_figure(row)} ({row.ratio:.2f})"


def _plain(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    share = any(row.failed is not None for row in rows)
    yield from _line(("work", "variant", "median", "ratio", *(["can't read"] if share else []), "runs"))
    yield from _line(["---", "---", "---:", "---:", *(["---:"] if share else []), "---:"])
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        failed = "" if row.failed is None else f"{row.failed:.1%}"
        yield from _line((row.work, row.variant, _figure(row), ratio, *([failed] if share else []), str(row.n)))
    yield ""


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
    if row.work.startswith(_BROWSER) and row.unit == "ms":
        return f"{row.median:,.0f} ms"
    return f"{row.median:,.{_DIGITS.get(row.unit, 0)}f} {row.unit}"


def _line(cells: Iterable[str]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def put(page: Path, all_rows: Sequence[Row], *, day: str, machine: str) -> None:
    """Replace the parts of a page that there are rows for, and the picture in `assets` beside the page's folder.

    Raises ValueError where their place isn't marked.
    """
    text = page.read_text(encoding="utf-8")
    measured = f"Measured on {day}: {machine}."
    found = {name: "\n".join([measured, "", *lines]) for name, lines in tables(all_rows).items()}
    if groups := drawn(all_rows):
        found["chart"] = f"{chart.markdown('Seconds to the first verdict', groups, f'../{PICTURE}')}\n"
    for name, body in found.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, opened, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (opened and closed):
            raise ValueError(f"{page} has no lines {begin} and {end}: put them where the figures belong")
        text = f"{before}{begin}\n\n{body}\n{end}{after}"
    page.write_text(text, encoding="utf-8")
    if groups:
        (page.parent.parent / PICTURE).write_text(chart.svg(groups, OURS), encoding="utf-8")
