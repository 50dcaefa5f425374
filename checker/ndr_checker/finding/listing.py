"""Whether a text is source code or a configuration: a reply in its quotes is what a program would say."""

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.pattern import pattern

#: A line of code by what it begins with: a comment, a bracket, an assignment, a call, a keyword.
_BEGINS = pattern(
    r"[ \t]{0,160}(?:#\S|//|/\*|\*|;|==>|[{}\])@]|<[?%]"
    r"|(?:\w{1,40}[ \t]{1,20}){0,3}[\w.$-]{1,60}[ \t]{0,40}(?::?=[ \t]|\()"
    r"|(?:return|def|elif|import|const|func|function|raise|throw|filter|table|pki|listen|action|accept|deny|require|warn"
    r"|match)\b)"
)
#: How such a line may end.
_ENDS = ("{", "}", ";", "(", "[", ",", "\\", ":")
_LINES = 3


def in_code(text: str, at: int) -> bool:
    """Tell whether `at` is in a line of code, as two thirds of the text's lines, three at least, look to be."""
    end = text.find("\n", at)
    if not _is_code(text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]):
        return False
    lines = [line for line in text[:MAX_LEAD].split("\n") if line.strip()]
    return len(lines) >= _LINES and 3 * sum(map(_is_code, lines)) >= 2 * len(lines)


def _is_code(line: str) -> bool:
    return line.rstrip().endswith(_ENDS) or bool(_BEGINS.match(line))
