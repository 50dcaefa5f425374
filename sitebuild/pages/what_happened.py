"""What a bounce tells, in the few words that fit into a row of an index."""

from ndr_checker.rules.catalogue import Entry, Meaning
from ndr_checker.telling.words import sentence


def what_happened(entry: Entry, meaning: Meaning | None = None) -> str:
    """Return the page's title; for one of several meanings of a code, its headline."""
    words = (meaning and meaning.headline) or entry.title.removeprefix(f"{entry.code}: ")
    return sentence(words).replace("|", "\\|")
