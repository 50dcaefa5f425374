"""One Content-Security-Policy for every page: nothing inline but what the theme brings, nothing from or to elsewhere.

- The same string on all pages: with instant navigation the first page's policy stays while scripts of later pages run,
  and a differing one would be put on top of it and intersect.
- The checker's worker starts from a blob, because a page's policy binds that and does not bind a worker loaded by URL.
- `'wasm-unsafe-eval'` lets Python start; there is neither `'unsafe-inline'` nor `'unsafe-eval'`.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Final

from sitebuild.build_error import BuildError

_CHARSET: Final = '<meta charset="utf-8">'
_EXECUTED: Final = {None, "", "text/javascript", "module"}
#: More would mean that some inline script differs from page to page.
_MOST_HASHES: Final = 8


def policy(pages: Mapping[str, str]) -> str:
    """Return the policy for these pages (path -> HTML). Raises BuildError for what no policy of ours allows."""
    hashes: set[str] = set()
    faults: list[str] = []
    for path, html in pages.items():
        reader = _Inline()
        reader.feed(html)
        reader.close()
        hashes |= reader.hashes
        faults += [f"{path}: {fault}" for fault in reader.faults]
        if html.count(_CHARSET) != 1:
            faults.append(f"{path}: {_CHARSET} must stand there once, the policy goes behind it")
    if len(hashes) > _MOST_HASHES:
        faults.append(f"{len(hashes)} inline scripts that differ: one depends on the page, which no policy allows")
    if faults:
        raise BuildError("\n".join(faults))
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self' 'wasm-unsafe-eval'", *sorted(hashes))),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def with_policy(html: str, words: str | None) -> str:
    """Return the page with the policy `words`, if any, and without referrers: before anything that they bind."""
    rule = f'<meta http-equiv="Content-Security-Policy" content="{words}">' if words else ""
    return html.replace(_CHARSET, f'{_CHARSET}{rule}<meta name="referrer" content="no-referrer">', 1)


def headers(words: str, lasting: Iterable[str]) -> str:
    """Return the `_headers` file, for hosts that read it: what a page can't say of itself, and what caches may keep."""
    rules = {
        "/*": {
            "Content-Security-Policy": f"{words}; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        },
        **{path: {"Cache-Control": "public, max-age=31536000, immutable"} for path in lasting},
    }
    return "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
        for path, fields in rules.items()
    )


class _Inline(HTMLParser):
    """Collects the hashes of a page's inline scripts, and the inline styles and handlers that may not be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.hashes: set[str] = set()
        self.faults: list[str] = []
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"<{tag} {name}={value!r}> is inline: use a class or a module")
        if tag == "style":
            self.faults.append("<style> is inline: use a file")
        if tag == "script" and "src" not in names and names.get("type") in _EXECUTED:
            self._script = []

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            digest = hashlib.sha256("".join(self._script).encode()).digest()
            self.hashes.add(f"'sha256-{base64.b64encode(digest).decode()}'")
            self._script = None
