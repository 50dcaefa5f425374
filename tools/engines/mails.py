"""The mails that the engines judge: the goldens and the corpus, varied, with what goes wrong in a data lake."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from tools.paths import ROOT

_FOLDERS: Final = (ROOT / "tests" / "data" / "goldens", ROOT.parent / "shared" / "corpus" / "samples")
_PARTS: Final = 8
_ROWS: Final = 400


def write(folder: Path) -> dict[str, bytes | None]:
    """Write the mails into files of a folder; return them by their paths."""
    folder.mkdir()
    found: dict[str, bytes | None] = {}
    rows = _mails()
    for part in range(_PARTS):
        mails = _odd() if part == 0 else {}
        mails |= {f"{part}/{number}.eml": mail for number, mail in enumerate(islice(rows, _ROWS))}
        table = pa.table({"path": list(mails), "content": pa.array(mails.values(), pa.binary())})
        pq.write_table(table, folder / f"{part}.parquet")
        found |= mails
    return found


def _mails() -> Iterator[bytes]:
    """Yield mails without end, no two of them the same."""
    paths = [path for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*"))]
    samples = [path.read_bytes() for path in paths if path.is_file() and path.suffix != ".json"]
    for number, sample in enumerate(cycle(samples)):
        yield sample.replace(b"example.com", b"n%d.example.com" % number)


def _odd() -> dict[str, bytes | None]:
    """Return a null, an empty mail, and mails that are long, deep or damaged: all in one part, which so is skewed."""
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (depth, depth) for depth in range(2_000))
    return {
        "null.eml": None,
        "empty.eml": b"",
        "long.eml": b"From: a@example.com\n\n550 5.7.705 Access denied\n" + b"x" * 20_000_000,
        "deep.eml": deep,
        "nul.eml": bytes(range(256)) * 1_000,
        "packed.zip": b"PK\x03\x04" + b"\0" * 1_000,
    }
