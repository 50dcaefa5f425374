"""Compare a published site with a build on this machine, asking for each address as a reader's browser would.

`verify.py https://contoso.github.io/ndr/ site` names every address whose answer isn't the build's: another content,
type or status, a redirect, or a header that makes a browser do more than show the file.
A host that answers you otherwise than its other readers can't be found out from one place.
"""

import hashlib
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urljoin

from ndr_checker.telling.escape import visible
from sitebuild.finish import checksums
from tools.published import Answer, AskError, ask

#: Taken by the host instead of shown.
_CONSUMED: Final = "_headers"
_INDEX: Final = "index.html"
_NOT_FOUND: Final = "404.html"
#: No such address is ever published.
_NOWHERE: Final = "no-such-page-0f3a9c/"
_AT_ONCE: Final = 8
#: Differences that are printed, the characters of each, and the bytes of a published list that are read.
_LINES: Final = 200
_WIDTH: Final = 300
_LIST: Final = 4_000_000

#: What a browser wants files for, by the end of their names; anything else it fetches.
_DESTS: Final = {
    ".html": "document", ".js": "script", ".mjs": "script", ".css": "style", ".png": "image", ".svg": "image",
}  # fmt: skip
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SCRIPT: Final = frozenset({"text/javascript", "application/javascript"})
#: By the end of a file's name. Browsers do by the type what they would not do by the name.
_TYPES: Final = {
    ".html": frozenset({"text/html"}),
    ".js": _SCRIPT,
    ".mjs": _SCRIPT,
    ".css": frozenset({"text/css"}),
    ".json": frozenset({"application/json"}),
    ".svg": frozenset({"image/svg+xml"}),
    ".png": frozenset({"image/png"}),
    ".xml": frozenset({"application/xml", "text/xml"}),
}
#: What a browser would show as a page or run, so no type for any other file.
_ACTIVE: Final = _SCRIPT | {
    "application/xhtml+xml", "application/xml", "image/svg+xml", "multipart/x-mixed-replace", "text/html", "text/xml",
}  # fmt: skip
_CHARSETS: Final = frozenset({"", "utf-8"})
#: A browser acts on these: it goes elsewhere, loads more, keeps or reports something, or saves instead of showing.
_ACTING: Final = (
    "accept-ch", "attribution-reporting-register-source", "attribution-reporting-register-trigger", "clear-site-data",
    "content-disposition", "content-location", "content-security-policy-report-only", "critical-ch",
    "integrity-policy", "link", "location", "nel", "observe-browsing-topics", "origin-trial", "refresh", "report-to",
    "reporting-endpoints", "sec-session-registration", "service-worker-allowed", "set-cookie", "sourcemap",
    "speculation-rules", "use-as-dictionary", "x-sourcemap",
)  # fmt: skip
_POLICY: Final = "content-security-policy"


class Wanted(NamedTuple):
    """What an address has to answer: the file it is made from, in the build's folder, and the status.

    `folder`: it is a folder's without its slash, which a host may also redirect there, or not know.
    """

    address: str
    file: str
    status: int = 200
    folder: bool = False


def addresses(names: set[str]) -> list[Wanted]:
    """Return every address at which a reader or a browser can find one of these files."""
    found = [Wanted(name, name) for name in names - {_CONSUMED}]
    found += [Wanted(name.removesuffix(_INDEX), name) for name in names if f"/{name}".endswith(f"/{_INDEX}")]
    found += [
        Wanted(name.removesuffix(f"/{_INDEX}"), name, folder=True) for name in names if name.endswith(f"/{_INDEX}")
    ]
    found += [Wanted(_NOWHERE, _NOT_FOUND, 404)] if _NOT_FOUND in names else []
    return sorted(found)


def differences(url: str, site: Path) -> Iterator[str]:
    """Yield what is different between the site at `url`, which ends with a slash, and the one in a folder."""
    built = checksums.read((site / checksums.NAME).read_text(encoding="utf-8"))
    yield from (f"{name}: published, but not in the build" for name in sorted(_listed(url).keys() - built.keys()))
    policy = _policy(site)
    wanted = addresses({*built, checksums.NAME})
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for one, wrong in zip(wanted, pool.map(lambda one: _wrong(url, site, one, policy), wanted), strict=True):
            yield from (f"/{one.address}: {fault}" for fault in wrong)


def _listed(url: str) -> dict[str, str]:
    """Return the published list of checksums; what is wrong with it shows when it is compared as a file."""
    try:
        return checksums.read(ask(url + checksums.NAME, _LIST).body.decode())
    except (AskError, ValueError):
        return {}


def _policy(site: Path) -> str:
    """Return the policy that a host sends which reads the file `_headers`."""
    lines = (line.strip() for line in (site / _CONSUMED).read_text(encoding="utf-8").splitlines())
    return next(line.partition(": ")[2] for line in lines if line.lower().startswith(f"{_POLICY}: "))


def _wrong(url: str, site: Path, wanted: Wanted, policy: str) -> list[str]:
    body = (site / wanted.file).read_bytes()
    address = url + quote(wanted.address)
    try:
        answer = ask(address, len(body), _DESTS.get(Path(wanted.file).suffix, "empty"))
    except AskError as error:
        return [str(error)]
    if wanted.folder and answer.status in _REDIRECTS:
        to = answer.headers.pop("location", ["nowhere"])
        wrong = [f"it redirects to {one}" for one in to if urljoin(address, one) != f"{address}/"]
        return [*wrong, *_acting(answer, policy)]
    if wanted.folder and answer.status == HTTPStatus.NOT_FOUND:
        return _wrong(url, site, Wanted(wanted.address, _NOT_FOUND, answer.status), policy)
    return [*_faults(answer, wanted, body, policy)]


def _faults(answer: Answer, wanted: Wanted, body: bytes, policy: str) -> Iterator[str]:
    if answer.status != wanted.status:
        yield f"status {answer.status} instead of {wanted.status}"
    if len(answer.body) > len(body):
        yield f"it is longer than the {len(body)} bytes of the build"
    elif answer.body != body:
        yield f"sha256 {_digest(answer.body)}, the build has {_digest(body)}"
    yield from _of_type(answer, wanted.file)
    yield from _acting(answer, policy)


def _acting(answer: Answer, policy: str) -> Iterator[str]:
    for name in _ACTING:
        for value in answer.headers.get(name, ()):
            yield f"the header {name}: {value}"
    if any(value != policy for value in answer.headers.get(_POLICY, ())):
        yield f"another {_POLICY} than the file {_CONSUMED} says"


def _of_type(answer: Answer, file: str) -> Iterator[str]:
    sent = answer.headers.get("content-type", [""])
    kind, _, parameters = sent[0].partition(";")
    name, _, charset = parameters.strip().partition("=")
    known = _TYPES.get(Path(file).suffix)
    kind = kind.strip().lower()
    fits = kind in known if known else bool(kind) and kind not in _ACTIVE
    charset = charset.strip('"').lower() if name.strip().lower() == "charset" else name
    if len(sent) > 1 or not fits or charset not in _CHARSETS:
        yield f"the type {', '.join(sent) or 'none'}"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def main(url: str, site: Path) -> str | None:
    """Print what is different; return how it ended unless all is equal."""
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        return f"{url} must begin with https:// and end with a slash"
    built = json.loads((site / "version.json").read_text(encoding="utf-8"))
    found = [*differences(url, site)]
    for line in found[:_LINES]:
        print(visible(line)[:_WIDTH])
    if found[_LINES:]:
        print(f"and {len(found) - _LINES} more")
    if found:
        return f"{len(found)} differences between {url} and the build of {built['commit'] or 'no single commit'}"
    print("Every published address answers with the build's file")
    return None


if __name__ == "__main__":
    arguments = ArgumentParser(description="Compare a published site with a build on this machine.")
    arguments.add_argument("url", help="where the site is published; ends with a slash")
    arguments.add_argument("site", type=Path, help="the folder of the build")
    sys.exit(main(**vars(arguments.parse_args())))
