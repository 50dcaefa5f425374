"""`make bench` in small: two mails and a start or two; nothing here depends on how long anything takes."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tools.benchmarks import chart, row, table
from tools.benchmarks.browser.server import BenchServer, Line
from tools.benchmarks.browser.variants import FLOOR, OURS, STOCK, is_python, with_all_exports

_SMALL = ["--rounds=1", "--starts=1", "--mails=2", "--megabytes=0.01", "--variant=ours", "--variant=email"]
_WORKS = ["classify", "start", "mbox", "jobs", "hostile"]
_PARTS = ("chart", "browser", "build", "classifier", "exports", "hostile")
_RUNS = {OURS: [900.0, 1000.0, 5000.0], STOCK: [3000.0, 4000.0, 3500.0], FLOOR: [100.0, 90.0, 95.0]}
_COLD = row.rows("browser-cold", "ms", _RUNS, STOCK)


def _blank(folder: Path) -> Path:
    """Return a page with a place for each part; the picture's folder is there too."""
    path = folder / "about" / "page.md"
    for name in ("about", "assets"):
        (folder / name).mkdir()
    places = "".join(f"<!-- {name} -->\nyesterday\n<!-- end of {name} -->\n\n" for name in _PARTS)
    path.write_text(f"Before.\n\n{places}After.\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with places for figures, and the classifier's in them; results.json lies beside it."""
    path = _blank(tmp_path_factory.mktemp("bench"))
    out = path.with_name("results.json")
    command = [
        sys.executable,
        "-m",
        "tools.benchmarks",
        *_WORKS,
        *_SMALL,
        "--generated",
        f"--out={out}",
        f"--page={path}",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return path


@pytest.fixture(scope="module")
def results(page: Path) -> Mapping[str, Any]:
    """Return what results.json holds."""
    found: dict[str, Any] = json.loads(page.with_name("results.json").read_text(encoding="utf-8"))
    return found


def test_results_have_the_day_the_machine_and_rows(results: Mapping[str, Any]) -> None:
    assert list(results) == ["date", "machine", "rows"]
    for found in results["rows"]:
        assert {"work", "variant", "median", "unit", "n", "ratio"} <= found.keys() <= {*found, "note", "failed"}
        assert found["n"] == 1
        assert (found["median"] is None) == bool(found.get("note")), found


def test_every_work_is_measured_for_the_checker(results: Mapping[str, Any]) -> None:
    works = {found["work"] for found in results["rows"] if found["variant"] == "ours" and found["median"] is not None}
    assert {"classify-generated", "start", "mbox", "mbox-memory"} <= works
    assert len([work for work in works if work.startswith("hostile-") and not work.endswith("-memory")]) == 22


def test_a_ratio_is_null_where_the_reference_is_not_installed(results: Mapping[str, Any]) -> None:
    compared = {"start", "jobs-mbox", "jobs-mbox-memory", "jobs-folder", "jobs-folder-memory"}
    assert {found["work"] for found in results["rows"] if found["ratio"] is not None} == compared


def test_what_a_variant_cannot_read_is_beside_its_time(page: Path, results: Mapping[str, Any]) -> None:
    shares = {found["variant"]: found["failed"] for found in results["rows"] if "failed" in found}
    assert shares == {"ours": 0, "email": 0}
    assert re.search(r"\| classify-generated \| ours \| .* ms \|  \| 0.0% \| 1 \|", page.read_text(encoding="utf-8"))


def test_the_page_keeps_its_words_and_gets_the_new_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "| classify-generated | ours |" in text
    assert "| nested-mail |" in text


def test_a_part_of_the_page_that_was_not_measured_keeps_its_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("yesterday") == len(_PARTS) - 2
    assert "<!-- browser -->\nyesterday" in text


def test_a_row_is_the_median_and_its_ratio_to_the_reference() -> None:
    assert [(found.variant, found.median, found.n, found.ratio) for found in _COLD] == [
        (OURS, 1000, 3, 0.286),
        (STOCK, 3500, 3, 1),
        (FLOOR, 95, 3, 0.027),
    ]


def test_a_variant_that_failed_has_a_note_and_neither_median_nor_ratio() -> None:
    rows = row.rows("mbox", "s", {"a": [1.0, 2.0], "b": [1.0]}, "b", {"a": "crash"})
    assert [(found.median, found.ratio, found.note) for found in rows] == [(None, None, "crash"), (1, 1, "")]


def test_the_browsers_table_has_a_line_a_work_and_a_column_a_variant() -> None:
    assert table.tables(_COLD)["browser"] == [
        "| work | ours | stock | javascript | runs |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| browser-cold | 1,000 ms (0.29) | 3,500 ms (1.00) | 95 ms (0.03) | 3 |",
        "",
    ]


def test_the_figures_can_be_put_into_the_page_again_and_nothing_else_changes(tmp_path: Path) -> None:
    page = _blank(tmp_path)
    table.put(page, _COLD, day="2026-11-23", machine="a machine")
    once = page.read_text(encoding="utf-8")
    table.put(page, _COLD, day="2026-11-23", machine="a machine")
    assert page.read_text(encoding="utf-8") == once
    assert "Measured on 2026-11-23: a machine." in once
    assert once.count("](../assets/benchmarks.svg#only-") == 2
    assert "1.00 s</text>" in (tmp_path / table.PICTURE).read_text(encoding="utf-8")


def test_a_page_without_a_place_for_the_figures_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("No place.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="<!-- browser -->"):
        table.put(page, _COLD, day="2026-11-23", machine="a machine")


def test_the_published_page_has_a_place_for_each_part(repo: Path) -> None:
    text = (repo / "docs" / "about" / "benchmarks.md").read_text(encoding="utf-8")
    for name in _PARTS:
        assert text.count(f"<!-- {name} -->") == text.count(f"<!-- end of {name} -->") == 1, name


def test_the_chart_says_every_figure_to_those_who_do_not_see_it() -> None:
    shown = chart.markdown("Seconds to the first verdict", table.drawn(_COLD), "a.svg")
    (words,) = set(re.findall(r"!\[([^]]*)\]", shown))
    assert words == "Seconds to the first verdict. Nothing cached: ours 1.00 s, stock 3.50 s, javascript 0.10 s."


def test_the_bars_of_a_chart_are_as_long_as_their_figures() -> None:
    drawn = chart.svg({"Heading": {"a": 1.0, "b": 2.0}, "Other": {"a": 50.0, "b": 100.0}}, strong="a")
    lengths = [float(length) for length in re.findall('<rect [^>]*width="([^"]*)"', drawn)]
    assert lengths[0] * 2 == lengths[1]
    assert lengths[:2] == lengths[2:]


def test_the_chart_is_as_high_as_the_page_makes_room_for_and_escapes_its_words() -> None:
    groups = {"<b>": {"a&b": 1.0, "c": 2.0}}
    drawn = chart.svg(groups, strong="a&b")
    (height,) = re.findall(r'<svg [^>]*height="([0-9]+)"', drawn)
    assert f'height="{height}"' in chart.markdown("Title", groups, "a.svg")
    assert "&lt;b&gt;" in drawn
    assert "a&amp;b" in drawn


def test_the_floor_loads_nothing_of_python() -> None:
    assert is_python("assets/python/pyodide.mjs", OURS)
    assert is_python("bench/pyodide/pyodide.mjs", STOCK)
    assert not is_python("assets/site.css", OURS)
    assert not is_python("bench/worker.mjs", FLOOR)


def test_the_server_sends_wasm_as_gzip_a_zip_as_it_is_and_notes_both(tmp_path: Path) -> None:
    for name in ("a.wasm", "a.zip"):
        (tmp_path / name).write_bytes(bytes(10_000))
    with BenchServer(tmp_path) as server:
        wasm, kind, compressed = server.answer("/ndr/a.wasm")
        assert (kind, compressed) == ("application/wasm", True)
        assert wasm is not None
        assert len(wasm) < 100
        assert server.answer("/ndr/a.zip") == (bytes(10_000), "application/octet-stream", False)
        assert server.answer("/ndr/b.zip")[0] is None
        assert server.sent == [("a.wasm", len(wasm)), ("a.zip", 10_000), ("b.zip", 0)]


def test_the_server_puts_a_variants_file_in_the_place_of_the_sites(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("ours", encoding="utf-8")
    (tmp_path / "other.txt").write_text("theirs", encoding="utf-8")
    with BenchServer(tmp_path) as server:
        server.swapped = {"bench/new": tmp_path / "other.txt"}
        assert server.answer("/ndr/bench/new")[0] == b"theirs"
        assert server.answer("/ndr/")[2], "the page is compressed"


def test_the_line_is_shared_by_all_that_use_it() -> None:
    line = Line(speed=1e9, delay=0)
    line.carry(1_000)
    first = line.free
    line.carry(1_000)
    assert line.free >= first + 1_000 / 1e9


def test_a_stand_in_offers_all_that_the_module_in_its_place_offered() -> None:
    own = "export let running = false;\nexport async function check() {}\n"
    other = "export let running = true;\nexport function check() {}\nexport function listen() {}\n"
    assert with_all_exports(own, other) == f"{own}export function listen() {{}}\n"
