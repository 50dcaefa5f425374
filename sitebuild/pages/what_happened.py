"""What a bounce tells, in the few words that fit into a row of an index."""

from ndr_checker.rules.catalogue import Entry, Meaning
from ndr_checker.telling.words import sentence


def what_happened(entry: Entry, meaning: Meaning) -> str:
    """Return the page's title; where a code means several things, the first sentence about this one."""
    words = entry.title.removeprefix(f"{entry.code}: ") if len(entry.meanings) == 1 else meaning.says.split(". ")[0]
    return sentence(words.removesuffix(".")).replace("|", "\\|")
