"""Inputs of 50 MB that are made to exhaust a reader get a verdict, in bounded memory; a bounce in a heap is found."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.expectation import judge
from tools.benchmarks.hostile import KINDS
from tools.benchmarks.mail import LINE, report
from tools.benchmarks.process import Worker, workers
from tools.benchmarks.variants import OURS

pytestmark = pytest.mark.long

_MB = 1024 * 1024
#: What is read of these doesn't reach the report: it is over a limit, and the verdict says so.
_CLIPPED = {"empty-parts", "nested-multipart", "base64-garbage", "open-comments"}
#: The kinds that hold other codes, or none.
_OTHER = {"codes": "5.7.1", "recipients": "5.7.1", "noise": None, "nested-mail": None}

_BESIDE = b'From: postmaster@contoso.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
_NOTICE = b"--b\nContent-Type: text/plain\n\n" + LINE
_HEADERS = b"".join(b"X-Filler-%d: %s\n" % (n, b"x" * 60) for n in range(14_500))
_ATTACHED = b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + (
    b"QUJD" * 19 + b"\n"
) * (20 * _MB // 77)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """Start a process that measures itself."""
    with workers([OURS]) as started:
        yield started[OURS]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read where Linux has it")
@pytest.mark.parametrize("kind", KINDS)
def test_fifty_megabytes_of_it_take_less_than_200_mb_and_raise_nothing(
    kind: str, worker: Worker, tmp_path: Path
) -> None:
    path = tmp_path / kind
    path.write_bytes(KINDS[kind](50 * _MB))
    answer = worker.judge([path])
    path.unlink()
    assert (answer["failed"], answer["why"]) == ([], "")
    assert answer["memory"] < 200 * _MB


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_in_two_megabytes_of_it_is_found_or_the_verdict_says_what_was_left_out(kind: str) -> None:
    answer = judge(KINDS[kind](2 * _MB))
    if kind in _CLIPPED:
        assert answer["code"] is None
        assert answer["defects"]
    else:
        assert answer["code"] == _OTHER.get(kind, "5.7.705")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_HEADERS + report(0), id="behind a megabyte of headers"),
        pytest.param(
            report(0).replace(b"\n\n", b"\n" + _HEADERS + b"\n", 1), id="with a megabyte of headers at its end"
        ),
        pytest.param(
            re.sub(rb"X-Filler-\d+", b"Received: by mx", _HEADERS) + report(0), id="behind a megabyte of Received"
        ),
        pytest.param(_BESIDE + _NOTICE + b"--b\n" + _ATTACHED + b"--b--\n", id="before 20 MB of attachment"),
        pytest.param(_BESIDE + b"--b\n" + _ATTACHED + _NOTICE + b"--b--\n", id="behind 20 MB of attachment"),
        pytest.param(
            report(0).replace(b"--b0--", b"--b0\n" + _ATTACHED + b"--b0--"), id="a report with 20 MB beside it"
        ),
        pytest.param(report(0).replace(b"--b0--", _ATTACHED + b"--b0--"), id="a report with 20 MB in what came back"),
    ],
)
def test_the_verdict_is_the_same_in_a_heap(data: bytes) -> None:
    assert len(data) >= _MB
    answer = judge(data)
    assert (answer["kind"], answer["code"], answer["certainty"]) == ("failure", "5.7.705", "likely")
    assert len(json.dumps(answer)) < 16 * 1024
