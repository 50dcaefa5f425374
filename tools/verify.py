"""Compare a published site with a build on this machine, file by file.

`verify.py https://contoso.github.io/ndr/ site` fetches every file that either list of checksums names, and names those
that differ, are missing or are too many.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from sitebuild.finish import checksums

#: Taken by the host instead of shown.
_CONSUMED: Final = "_headers"
_SECONDS: Final = 30
_AT_ONCE: Final = 8


def differences(url: str, site: Path) -> Iterator[str]:
    """Yield what is different between the site at `url`, which ends with a slash, and the one in a folder."""
    built = checksums.read((site / checksums.NAME).read_text(encoding="utf-8"))
    try:
        published = checksums.read(_fetch(url, checksums.NAME).decode())
    except (URLError, ValueError) as error:
        yield f"{checksums.NAME}: {error}: the published site says not what it holds"
        published = {}
    yield from (f"{name}: published, but not in the build" for name in sorted(published.keys() - built.keys()))
    names = sorted(built.keys() - {_CONSUMED})
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for name, wrong in zip(names, pool.map(lambda name: _wrong(url, name, built[name]), names), strict=True):
            if wrong:
                yield f"{name}: {wrong}"


def _wrong(url: str, name: str, wanted: str) -> str:
    try:
        found = hashlib.sha256(_fetch(url, name)).hexdigest()
    except URLError as error:
        return f"{error}"
    return "" if found == wanted else f"sha256 {found}, the build has {wanted}"


def _fetch(url: str, name: str) -> bytes:
    # Nothing between here and the host may answer from what it has kept.
    asked = Request(url + quote(name), headers={"Cache-Control": "no-cache"})  # noqa: S310 – main() takes http only
    with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 – as above
        return bytes(answer.read())


def main(url: str, site: Path) -> str | None:
    """Print what is different; return how it ended unless all is equal."""
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        return f"{url} must begin with https:// and end with a slash"
    built = json.loads((site / "version.json").read_text(encoding="utf-8"))
    found = [*differences(url, site)]
    print("\n".join(found) or "Every published file is equal to the build")
    if found:
        return f"{len(found)} differences between {url} and the build of {built['commit'] or 'no single commit'}"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
