"""The forms in which words are compared: phrases of the catalogue, leads of a notice, replies, lines."""

_QUOTES = (("’", "'"), ("‘", "'"), ("‚", "'"), ("“", '"'), ("”", '"'), ("„", '"'))


def normalise(text: str) -> str:
    """Return text lower-case, quotes straight, runs of white space as one blank."""
    if not text.isascii():
        for curly, straight in _QUOTES:
            text = text.replace(curly, straight)
    return " ".join(text.lower().split())


def lined(text: str) -> str:
    r"""Return text lower-case after a line break, one character longer than it was.

    A pattern that begins with `\n` is tried at each line; one that begins with `^` at each character, and one that
    ignores case has no first letter to look for: together that costs ten times as much.
    """
    # The only letter that grows when it becomes small.
    return "\n" + (text if text.isascii() else text.replace("\u0130", "i")).lower()


def line_around(text: str, at: int) -> tuple[int, int]:
    """Return where the line that holds `at` begins, and where it ends, before its break."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)
