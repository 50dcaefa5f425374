"""Words that read as translated, kept out of everything that a reader reads; each rule says what to write instead.

Code, addresses and quoted replies are left alone: Markdown's code, and in Python and JavaScript all but the strings.
In the code itself, the docstrings and comments are read.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

#: What is found, and what a native speaker would write.
RULES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bmend(?:s|ed|ing)?\b", "fix, or correct"),
        (
            r"\bstands? (?:in for\b|in the|in a|on the|on a|on its|among|beside|behind|before|at the)",
            "is, or is listed",
        ),
        (r"\b(?:it|this|that|which) is no (?!longer|t\b|one\b|way\b|need\b|limit\b|other\b|such\b)", "isn't a"),
        (r"(?<!there )\b(?:is|are) (?-i:none)(?:\b(?! of)|[.,;])", "isn't one"),
        (r"\btells (?:which|whether|why|that|nothing|what|how|more)\b", "says, or shows"),
        (r"\bbehind (?:the (?:@|arrow|code|number|reply|colon)|it (?:stands|decides))", "after"),
        (r"\bby another way\b", "by phone or chat"),
        (r"\bwhoever must\b", "the person who must"),
        (r"\bfor ever\b", "forever"),
        (r"\b(?:and|with) its like\b|\band the like\b", "and similar ones"),
        (r"\bmostly\b", "usually"),
        (r"\bcommonest\b", "most common"),
        (r"\banew\b", "again"),
        (r"\bseldom\b", "rarely"),
        (r"\blooks? (?:what|whether|who|which|why)\b", "check, or see"),
        (r"\btelephone\b", "phone"),
        (r"\be-mail\b", "email"),
        (r"\bMicrosoft's (?:own )?(?:pages|texts?|topic) (?:name|tell)s? ", "say what Microsoft says"),
        (r"\ban? (?:page|product|server|address|text|table|article|topic) of Microsoft's\b", "a Microsoft …"),
        (
            r"\b(?:own|whole|other|that|this|recipient's) tenant\b(?! (?:id|allow|external|outbound|restricted))",
            "organization",
        ),
        (r"\bMind that\b", "leave it out"),
        (r"\bslip of the pen\b", "typing error"),
        (r"(?:[;,] |^)else (?=[a-z])(?!if\b)", "otherwise"),
        (r"\bthe way out\b", "how to get unblocked, or the unblock guide"),
        (r"\bwhoever (?:runs|looks|manages|writes|wants|wrote|made|uses)\b", "the person who, or the admin of"),
        (r"\bfor want of\b", "because there is no"),
        (r"\bsp(?:eaks?|oke|oken) of\b", "mention, or be about"),
        (r"\bplays? (?:no|a) part\b", "matter"),
        (r"\b(?:is|are|isn't|aren't) (?:tried again|put off)\b", "retry, or delay"),
        (r"\bpassing (?:fault|error|delay|problem|refusal)\b", "brief, or temporary"),
        (r"\b(?:is|are|was|were) barred\b|\bbarred (?:organization|tenant)\b", "blocked"),
        (r"\bthe admin over there\b", "the recipient's admin"),
        (r"\blook(?:s|ed)? after\b", "manage"),
        (r"\bat times\b", "sometimes"),
        (r"\b(?:go|goes|went) round\b", "loop, or go around"),
        (r"\bof one's own\b", "your own"),
        (r"\bno word of\b", "nothing from"),
        (r"\band no (?:block|ban|quota)\b|\bno (?:tenant|spam) block\b", "or a, or not a"),
        (r"\bin (?:one|a further) go\b", "at once, or in another batch"),
        (r"\bas it stands\b", "unchanged"),
        (r"\b(?:puts?|sets?) (?:it |that |this )?right\b", "fix"),
        (r"\b(?:answers?|pages?|guide|verdict) rests? on\b", "be based on"),
        (r"\b(?:verdict|page) bears\b", "have"),
        (r"\bwords of (?:others|its own)\b", "other words, or its own words"),
        (r"\bto outside\b(?! (?:addresses|recipients))", "to outside recipients, or outside"),
    )
)
_FRONT: Final = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_KEPT: Final = re.compile(
    r"^ *(?:>\s*)?(`{3,})[^\n]*\n.*?^ *\1`*[ \t]*$|`[^`\n]+`|\]\([^)\n]*\)|<[^>\n]+>|https?://\S+",
    re.MULTILINE | re.DOTALL,
)
#: What a page quotes, not what it says.
_QUOTED: Final = re.compile(
    r'^  "(?:sources|keywords|phrases|unchecked)": .*$|"phrases": \[[^\]]*\]|\{"title": .*$', re.MULTILINE
)
_STRING: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
#: What a comment names or quotes.
_NAMED: Final = re.compile(r'`[^`\n]+`|(?<!")"[^"\n]+"(?!")|\'[^\'\n]+\'(?!\w)')
_COMMENT: Final = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
#: Yields the prose of a text, with the line where each piece begins.
_Reader = Callable[[str], Iterator[tuple[int, str]]]


class Found(NamedTuple):
    """A word that reads as translated, and where it is."""

    path: str
    line: int
    words: str
    instead: str

    def __str__(self) -> str:
        return f'{self.path}:{self.line}: "{self.words}": write {self.instead}'


def found(root: Path, paths: list[Path]) -> list[Found]:
    """Return all that the rules find in these files."""
    return _in_files(root, paths, {"py": _python, "mjs": _script}, _markdown)


def found_in_code(root: Path, paths: list[Path]) -> list[Found]:
    """Return all that the rules find in the docstrings and comments of these files."""
    return _in_files(root, paths, {"py": _remarks}, _slashed)


def _in_files(root: Path, paths: list[Path], readers: dict[str, _Reader], other: _Reader) -> list[Found]:
    return [
        hit
        for path in paths
        for prose in readers.get(path.suffix[1:], other)(path.read_text(encoding="utf-8"))
        for hit in _hits(path.relative_to(root).as_posix(), *prose)
    ]


def _hits(name: str, line: int, prose: str) -> Iterator[Found]:
    for rule, instead in RULES:
        for hit in rule.finditer(prose):
            yield Found(name, line + prose.count("\n", 0, hit.start()), hit[0].strip(" ;,"), instead)


def _markdown(text: str) -> Iterator[tuple[int, str]]:
    """Yield a page's words; what isn't prose is blanked, so that lines stay what they are."""
    front = _FRONT.match(text)
    quoted = _QUOTED.sub(_blank, front[0]) if front else ""
    yield 1, quoted + _KEPT.sub(_blank, text[len(quoted) :])


def _script(text: str) -> Iterator[tuple[int, str]]:
    for string in _STRING.finditer(text):
        yield text.count("\n", 0, string.start()) + 1, string[1] or string[2] or ""


def _python(text: str) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that aren't docstrings."""
    tree = ast.parse(text)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def _remarks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings and comments of a module, without what they quote."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    for token in tokens:
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.lstrip("r")[:3] == '"""'):
            yield token.start[0], _NAMED.sub(_blank, token.string)


def _slashed(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a script or of a style sheet, without what they quote."""
    for comment in _COMMENT.finditer(text):
        yield text.count("\n", 0, comment.start()) + 1, _NAMED.sub(_blank, comment[0])


def _blank(kept: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", kept[0])
