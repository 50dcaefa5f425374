"""The form in which words are compared: phrases of the catalogue, leads of a notice, replies."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"'})


def normalise(text: str) -> str:
    """Return text lower-case, quotes straight, runs of white space as one blank."""
    return " ".join(text.translate(_QUOTES).lower().split())
