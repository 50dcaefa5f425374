"""codes.json: the front matter of every page, for scripts, ticket macros and the checker in the page."""

import json
from collections.abc import Iterable, Mapping

from ndr_checker.rules.catalogue import Entry


def text(entries: Iterable[Entry], aliases: Mapping[str, tuple[str, ...]]) -> str:
    """Return the file's text. `page` and `aliases` are addresses below the site's root."""
    codes = [{**entry.front, "page": entry.page, "aliases": aliases[entry.code]} for entry in entries]
    return json.dumps({"version": 1, "codes": codes}, ensure_ascii=False, separators=(",", ":")) + "\n"
