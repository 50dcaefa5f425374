"""Archives that come out the same to the byte, whenever and wherever they are made."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from typing import Final

#: The first moment that a zip can name.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip of the entries, sorted and stored: it is compressed as a whole, which is smaller."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), entries[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the entries of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def compress(data: bytes) -> bytes:
    """Return the data as a gzip member: hosts that don't compress .wasm or .zip still send the small form."""
    return gzip.compress(data, compresslevel=9, mtime=0)
