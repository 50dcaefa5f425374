"""`ndr-checker explain` and `ndr-checker codes`: the pages of the codes."""

import json
import sys
from typing import TYPE_CHECKING

from ndr_checker.judge import check
from ndr_checker.rules import catalogue
from ndr_checker.telling.escape import visible

if TYPE_CHECKING:
    import argparse


def explain(options: "argparse.Namespace") -> int:
    """Print the page of a code; return the exit code."""
    code = meant(options.code)
    if code is None:
        print(
            f"ndr-checker: there is no page for {visible(options.code)}; `ndr-checker codes` lists those that have one",
            file=sys.stderr,
        )
        return 1
    print(catalogue.page(code))
    return 0


def codes(options: "argparse.Namespace") -> int:
    """List all codes that have a page; return the exit code."""
    for entry in catalogue.entries():
        if options.json:
            print(json.dumps({**entry.front, "page": entry.page}, separators=(",", ":")))
        else:
            print(f"{entry.code:<12} {entry.title.partition(': ')[2] or entry.title}")
    return 0


def meant(typed: str) -> str | None:
    """Return the code that was meant: whole, its last numbers, or what a verdict on the words has; it has a page.

    In doubt it is that of the 5.7 family, then the first.
    """
    typed = typed.strip()
    known = [code for entry in catalogue.entries() for code in entry.codes()]
    whole = [code for code in (typed, f"5.7.{typed}", f"5.{typed}") if catalogue.lookup(code)]
    found = next(iter(whole + [code for code in known if code.endswith(f".{typed}")]), None) or check(typed).code
    return found if found and catalogue.lookup(found) else None
