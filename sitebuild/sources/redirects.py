"""Addresses that lead on to others, as docs/redirects.json has them.

- `codes`: which other addresses a code's page has (see alias.py);
- `moved`: what has been published and is elsewhere now, `old/` or `page/#old` -> `new/` or `page/#new` (see moved.py).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sitebuild.build_error import BuildError

_NAME: Final = r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
_CODE_START: Final = re.compile(r"[0-9.]*")
_PATTERN: Final = re.compile(rf"(?:{_NAME}/)*(?:\{{code\}}|\{{last\}})/")
#: An id that begins with ndr- belongs to the page's own scripts.
_ADDRESS: Final = re.compile(rf"(?:{_NAME}/)*(?:#(?!ndr-){_NAME})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirects:
    """What docs/redirects.json says."""

    codes: Mapping[str, list[str]]
    moved: Mapping[str, str]


def load(path: Path) -> Redirects:
    """Return what the file says. Raises BuildError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        redirects = Redirects(codes=found["codes"], moved=found["moved"])
        wrong = [*_misshapen(redirects)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(f"{path.name}: {error!r}: write an object with codes and moved") from error
    if wrong:
        raise BuildError("\n".join(f"{path.name}: {fault}" for fault in wrong))
    return redirects


def _misshapen(redirects: Redirects) -> Iterator[str]:
    for start, addresses in redirects.codes.items():
        if not _CODE_START.fullmatch(start):
            yield f'codes: "{start}" must be the beginning of a code, such as 5.7.7'
        for address in addresses:
            if not _PATTERN.fullmatch(address):
                yield f'codes: "{address}" must be an address such as codes/{{code}}/ or {{last}}/'
    for pair in redirects.moved.items():
        for address in pair:
            if not _ADDRESS.fullmatch(address):
                yield f"{address}: write an address below the site's root, such as unblock/ or unblock/#after"
