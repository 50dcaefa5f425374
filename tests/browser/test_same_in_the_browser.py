"""The page's own worker in Chromium gives the JSON that the package gives outside, byte for byte."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ndr_checker.browser import check
from tests.support.checker_page import CheckerPage, shared_page
from tests.support.corpus import CORPUS
from tests.support.golden import INPUTS

_ASK = """
async ([client, data, isText]) => {
  const { check } = await import(client);
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const parse = JSON.parse;
  let raw = "";
  JSON.parse = (text) => parse((raw = text));
  try {
    await check(isText ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : bytes);
  } finally {
    JSON.parse = parse;
  }
  return raw;
}
"""


@pytest.fixture(scope="module")
def ask(browser: Browser, server: str, site: Path) -> Iterator[Callable[[bytes | str], str]]:
    """Start the built checker once; what is returned asks it and gives its answer as the worker has sent it."""
    (client,) = site.glob("assets/checker/*/pyodide_start/client.mjs")
    with shared_page(browser, server) as page:
        CheckerPage(page, server)

        def asked(data: bytes | str) -> str:
            raw = base64.b64encode(data.encode() if isinstance(data, str) else data).decode()
            return str(page.evaluate(_ASK, [f"{server}{client.relative_to(site)}", raw, isinstance(data, str)]))

        yield asked


def _different(paths: list[Path], ask: Callable[[bytes | str], str]) -> list[str]:
    cases: dict[str, bytes | str] = {}
    for path in paths:
        data = path.read_bytes()
        cases[f"{path.name} as a file"] = data
        cases[f"{path.name} as text"] = data.decode("utf-8", errors="replace")
    return [name for name, case in cases.items() if ask(case) != check(case)]


def test_every_golden_gets_the_same_json(ask: Callable[[bytes | str], str]) -> None:
    assert json.loads(ask("550 5.7.705 tenant has exceeded threshold"))["code"] == "5.7.705"
    assert _different(INPUTS, ask) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not on this machine")
def test_every_sample_of_the_corpus_gets_the_same_json(ask: Callable[[bytes | str], str]) -> None:
    samples = sorted(path for path in (CORPUS / "samples").rglob("*") if path.is_file())
    assert len(samples) >= 300
    assert _different(samples, ask) == []
