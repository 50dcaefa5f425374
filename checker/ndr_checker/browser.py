"""The page's way in: one function, values in and JSON out. Python never imports `js`."""

from .report import to_json
from .verdict import check as _check


def check(data: str | bytes) -> str:
    """Return the verdict on pasted text or a file's bytes as the JSON contract, version 1."""
    return to_json(_check(data))
