"""The bounces that the pages show."""

import re

from ndr_checker.rules.catalogue import Entry, page

_FENCE = re.compile(r"^```ndr\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(entry: Entry) -> list[str]:
    """Return the bounces in a page's fences."""
    return _FENCE.findall(page(entry.code))
