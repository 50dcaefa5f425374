"""What docs/redirects.json says has moved: pages and ids that were published, and where they lead on to.

An old page keeps its address and takes the `#id` along.
An old id keeps its place in its page: unseen until a link leads there, and then it leads on.
"""

from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Final

_END: Final = "</article>"


def faults(moved: Mapping[str, str], ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield what is wrong with what has moved. `ids` are the ids of each page that is there."""
    for old, new in moved.items():
        (page, _, name), (target, _, anchor) = old.partition("#"), new.partition("#")
        if target not in ids or (anchor and anchor not in ids[target]):
            yield f"{old}: {new} doesn't exist: give the page or the id that is there now"
        if name and page not in ids:
            yield f"{old}: {page} is no longer a page: say where the page has moved, then where its id has"
        if name in ids[page] if name and page in ids else page in ids:
            yield f"{old}: it exists again: remove the redirect"


def page(old: str, new: str, title: str, site_url: str) -> str:
    """Return the page that is at `old` and leads on to `new`, which has the title.

    The script keeps the `#id`; a refresh can't, so it is in `noscript`, where it can't overtake the script.
    """
    root = "../" * old.count("/")
    title, link = escape(title), escape(f"{root}{new}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
<title>{title}</title>
<link rel="canonical" href="{escape(site_url + new.partition("#")[0])}">
<script type="module" src="{root}assets/redirect.mjs"></script>
</head>
<body>
<p><a href="{link}">{title}</a></p>
</body>
</html>
"""


def with_old_ids(html: str, path: str, moved: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Return the page at `path` with the ids that have left it.

    A browser shows what is hidden `until-found` once a link names its id; site.mjs then leads on.
    """
    root = "../" * path.count("/") or "./"
    marks = "".join(
        f'<p class="ndr-moved" id="{escape(old.partition("#")[2])}" hidden="until-found">This is now at '
        f'<a href="{escape(f"{root}{new}")}">{escape(titles[new.partition("#")[0]])}</a>.</p>\n'
        for old, new in moved.items()
        if "#" in old and old.partition("#")[0] == path
    )
    return html.replace(_END, marks + _END, 1) if marks else html
