"""Make a release of the built site: an archive that runs anywhere, what pip installs, the bill of materials, checksums.

`python -m tools.release site dist` writes them; made again from the same commit they are the same bytes.
"""

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Final

from pyodide_start import archive
from sitebuild.finish import checksums
from tools import package, sbom
from tools.paths import ROOT

_FILE: Final = 0o100644
_README: Final = """The NDR checker for Exchange Online, version {version}, as a folder of files.

Serve the folder "site" with any web server, under any path, and open its address:

    python3 -m http.server --directory site --bind 127.0.0.1 8000

The files are those of the published site: site/SHA256SUMS lists them (cd site && sha256sum --check SHA256SUMS).
Nothing is loaded from elsewhere. Opened as files without a server, browsers refuse to run the checker.
"""


def make(site: Path, dist: Path) -> None:
    """Write the files of a release into the folder `dist`, which is recreated."""
    version = json.loads((site / "version.json").read_text(encoding="utf-8"))["version"]
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    name = f"ndr-checker-site-{version}"
    _archive(site, dist / f"{name}.zip", name, _README.format(version=version))
    package.build(dist)
    (dist / f"ndr-checker-{version}.cdx.json").write_text(sbom.text(ROOT, version), encoding="utf-8")
    (dist / checksums.NAME).write_text(checksums.text(dist), encoding="utf-8")


def _archive(site: Path, path: Path, name: str, readme: str) -> None:
    files = {f"site/{file.relative_to(site).as_posix()}": file for file in site.rglob("*") if file.is_file()}
    files["LICENSE"] = ROOT / "LICENSE"
    content = {inner: file.read_bytes() for inner, file in files.items()} | {"README.txt": readme.encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inner in sorted(content):
            entry = zipfile.ZipInfo(f"{name}/{inner}", archive.EPOCH)
            entry.external_attr = _FILE << 16
            entry.create_system = 3  # Unix, so that the mode counts, wherever the archive is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content[inner])


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
