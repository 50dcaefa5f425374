"""One Content-Security-Policy for every page: no inline script but the theme's three, nothing from or to elsewhere.

- The same string on all pages: with instant navigation the first page's policy stays while scripts of later pages run,
  and a differing one would be put on top of it and intersect.
- The checker's worker starts from a blob, because a page's policy binds that and does not bind a worker loaded by URL.
- `'wasm-unsafe-eval'` lets Python start; there is neither `'unsafe-inline'` nor `'unsafe-eval'`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sitebuild.build_error import BuildError
from sitebuild.finish import finished_page

_CHARSET: Final = '<meta charset="utf-8">'


def policy(pages: Mapping[str, str]) -> str:
    """Return the policy for these pages (path -> HTML). Raises BuildError for what a page may not hold."""
    hashes: set[str] = set()
    faults: list[str] = []
    for path, html in pages.items():
        found, wrong = finished_page.read(html)
        hashes |= found
        faults += [f"{path}: {fault}" for fault in wrong]
        if html.count(_CHARSET) != 1:
            faults.append(f"{path}: {_CHARSET} must be there once, since the policy goes after it")
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
