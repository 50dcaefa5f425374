"""codes.json: the front matter of every page, for scripts, ticket macros and the checker in the page."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from ndr_checker.judge import of_code
from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.case import case
from ndr_checker.telling.letter import letter

#: What the page puts its own code and address for.
_CODE: Final = "{code}"
_ROOT: Final = "{root}"


def text(entries: Iterable[Entry], aliases: Mapping[str, tuple[str, ...]]) -> str:
    """Return the file's text. `page` and `aliases` are addresses below the site's root."""
    codes = [
        {**entry.front, "page": entry.page, "aliases": aliases[entry.code], "card": _card(entry)} for entry in entries
    ]
    return json.dumps({"version": 1, "codes": codes}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _card(entry: Entry) -> dict[str, object]:
    """Return what the page shows for a link to the code, without Python: the verdict's fields that aren't empty."""
    verdict = of_code(_CODE, entry).to_dict()
    passed = {"letter": letter(verdict, _ROOT)._asdict(), "case": case(verdict)}
    offered = {name: words for name, words in passed.items() if name in of_code(_CODE, entry).offers}
    said = {field: value for field, value in verdict.items() if value and field not in ("version", "code")}
    return said | offered
