"""SHA256SUMS: every file of the built site with its hash, as `sha256sum --check` reads it."""

import hashlib
from pathlib import Path
from typing import Final

NAME: Final = "SHA256SUMS"


def text(site: Path) -> str:
    """Return the list of the files in a folder, itself left out."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return "".join(f"{_hash(site / name)}  {name}\n" for name in names if name != NAME)


def read(listed: str) -> dict[str, str]:
    """Return the hash of each file that a list names."""
    rows = (line.split("  ", 1) for line in listed.splitlines())
    return {name: digest for digest, name in rows}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
