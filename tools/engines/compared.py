"""Verdicts in Parquet files against those of `check`."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from ndr_checker.row import check_row
from ndr_checker.telling.report import to_json


def faults(mails: Mapping[str, bytes | None], verdicts: Path) -> Iterator[str]:
    """Yield a line for each mail whose verdict is missing, there twice, or not the same bytes of JSON."""
    rows = [row for file in sorted(verdicts.glob("*.parquet")) for row in pq.ParquetFile(file).read().to_pylist()]
    counts = Counter(row["source"] for row in rows)
    yield from (f"{path}: {counts[path]} verdicts" for path in mails if counts[path] != 1)
    yield from (f"{path}: no such mail" for path in counts if path not in mails)
    for row in rows:
        path = row["source"]
        if path in mails and json.dumps(row, separators=(",", ":")) != to_json(check_row(mails[path], source=path)):
            yield f"{path}: another verdict"
