"""A page's scripts named in its head, so that a browser asks for all of them at once; and the theme's runs last.

Chromium looks ahead for nothing once it has met a policy in the page, and each import of a module costs one more way.
The theme's script takes longest: run where it is, it would keep the checker waiting that a reader may paste into.
"""

import re
from collections.abc import Iterable
from typing import Final

_THEME: Final = re.compile(r'<script (src="([^"]+/bundle\.[^"]+)">)')


def named(html: str, modules: Iterable[str]) -> str:
    """Return the page with its theme's script and the `modules`, by their addresses, named in its head."""
    links = [f'<link rel="preload" as="script" href="{address}">' for _, address in _THEME.findall(html)]
    html = _THEME.sub(r"<script defer \1", html)
    links += [f'<link rel="modulepreload" href="{address}">' for address in modules]
    return html.replace("</head>", f"{''.join(links)}</head>", 1)
