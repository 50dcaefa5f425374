"""The inputs that the fuzzers have found and that are kept: one archive, in it `<target>/<name>`."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.paths import ROOT

ARCHIVE: Final = ROOT / "tools" / "fuzz" / "corpus.zip"
#: The first day that a zip can name, so that the same inputs make the same file.
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def read(target: str = "") -> dict[str, bytes]:
    """Return the inputs of a target, or of all, by their names in the archive."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        names = [name for name in archive.namelist() if not target or name.startswith(f"{target}/")]
        return {name: archive.read(name) for name in names}


def write(inputs: Mapping[str, bytes]) -> None:
    """Rewrite the archive."""
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(inputs):
            archive.writestr(zipfile.ZipInfo(name, _DAY), inputs[name], zipfile.ZIP_DEFLATED)


def unpack(folder: Path, target: str = "") -> list[Path]:
    """Write the inputs as files into a folder, and return their paths."""
    paths = []
    for name, data in read(target).items():
        path = folder / name.replace("/", "-")
        path.write_bytes(data)
        paths.append(path)
    return paths
