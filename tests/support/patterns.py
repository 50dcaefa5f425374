"""Every regular expression of the package, and each as JavaScript writes it, for the checker of patterns there is.

Run as a program, it prints the patterns as JSON: `[{"name": ..., "source": ..., "flags": ...}]`.
"""

import ast
import hashlib
import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.support.paths import GOLDENS, ROOT

if TYPE_CHECKING:
    from types import FrameType

PACKAGE = ROOT / "checker" / "ndr_checker"
_FUNCTIONS = frozenset({"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """A regular expression: `name` is `room.module.CONSTANT` or `room.module.function`, the rest is JavaScript's."""

    name: str
    source: str
    flags: str


def identity(pattern: Mapping[str, str]) -> str:
    """Return how the locks in tests/data name a pattern: by its name, and a hash of its flags and its source."""
    digest = hashlib.sha256(f"{pattern['flags']} {pattern['source']}".encode()).hexdigest()
    return f"{pattern['name']} {digest[:16]}"


def patterns() -> list[Pattern]:
    """Return the patterns of the package: those made while it is imported and judges the goldens, and literals."""
    found = set(_literals())

    def noting(make: Callable[..., Any]) -> Callable[..., Any]:
        def noted(text: Any, flags: int = 0, **how: Any) -> Any:
            owner = _owner()
            if owner and isinstance(text, str | bytes):
                found.add(_pattern(owner, text, flags))
            return make(text, flags, **how)

        return noted

    for name in [name for name in sys.modules if name.startswith("ndr_checker")]:
        del sys.modules[name]
    lazy = importlib.import_module("ndr_checker.base.pattern")  # reads no pattern itself
    kept = (lazy.__name__, "ndr_checker.base")
    for name in [name for name in sys.modules if name.startswith("ndr_checker") and name not in kept]:
        del sys.modules[name]
    with patch("re.compile", noting(re.compile)), patch.object(lazy, "pattern", noting(lazy.pattern)):
        package = importlib.import_module("ndr_checker")
        for module in pkgutil.walk_packages(package.__path__, "ndr_checker."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        for path in sorted(GOLDENS.iterdir()):
            package.check(path.read_bytes())
    return sorted(found)


def _owner() -> str:
    """Return the name of what is being compiled: the constant that it is for, or the function that does it."""
    inside = []
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 – who calls is not to be had otherwise
    while frame and Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
        inside.append(frame)
        frame = frame.f_back
    if inside and Path(inside[0].f_code.co_filename) == PACKAGE / "base" / "pattern.py":
        return ""  # compiles what was noted when it was made
    for caller in inside:
        path = Path(caller.f_code.co_filename)
        if caller.f_code.co_name == "<module>":
            return f"{_module(path)}.{_assigned(path, caller.f_lineno)}"
    return f"{_module(Path(inside[0].f_code.co_filename))}.{inside[0].f_code.co_name}" if inside else ""


def _module(path: Path) -> str:
    """Return the dotted name of a module, without that of the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _assigned(path: Path, line: int) -> str:
    """Return the name that the statement on a line of a module gives a value."""
    for node in _tree(path).body:
        if node.lineno <= line <= (node.end_lineno or 0):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    return name
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    return name
    raise LookupError(f"{path.name}:{line} compiles a pattern for nothing that has a name")


def _literals() -> Iterator[Pattern]:
    """Yield the patterns that are handed to a function of `re` where it is called."""
    for path in _modules():
        for node in ast.walk(_tree(path)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=function),
                    args=[ast.Constant(value=str(text)), *_],
                ) if function in _FUNCTIONS:
                    yield _pattern(f"{_module(path)}.{_assigned(path, node.lineno)}", text, 0)


def _only_matched(name: str) -> bool:
    """Return whether a pattern is tried at one place of a text alone, and never looked for in it."""
    module, _, constant = name.rpartition(".")
    own = PACKAGE / f"{module.replace('.', '/')}.py"
    paths = [own] if constant.startswith("_") else _modules()
    used = {use for path in paths for use in _uses(path).get(constant, ())}
    return bool(used) and used <= {"match", "fullmatch"}


@cache
def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def _uses(path: Path) -> Mapping[str, set[str]]:
    """Return what a module does with each name: the attributes that it asks for, and "handed on" to a function."""
    uses = defaultdict(set)
    for node in ast.walk(_tree(path)):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                uses[name].add(attribute)
            case ast.Call(args=arguments):
                for argument in arguments:
                    if isinstance(argument, ast.Name):
                        uses[argument.id].add("handed on")
    return uses


def _pattern(name: str, text: str | bytes, flags: int) -> Pattern:
    """Write a pattern as JavaScript has it.

    Python's own parser reads it, so inline flags, comments and names are gone. What JavaScript lacks is written as
    something that can only cost more: possessive repeats and atomic groups as plain ones, `(?i:...)` as `i` for all.
    """
    parsed = parser.parse(text, int(flags))
    seen = parsed.state.flags
    source, lines = _written(parsed), seen & re.MULTILINE
    if _only_matched(name):
        source, lines = f"^(?:{source})", lines and set("^$") & set(source)
    written = ("i" if seen & re.IGNORECASE or "(?i:" in str(text) else "") + ("m" if lines else "")
    return Pattern(name, source, written + ("s" if seen & re.DOTALL else ""))


def _written(tokens: Any) -> str:
    return "".join(_token(code, value) for code, value in tokens)


def _token(code: Any, value: Any) -> str:  # noqa: C901, PLR0911 – a row a kind of token
    if code is op.LITERAL:
        return _character(value)
    if code is op.NOT_LITERAL:
        return f"[^{_character(value)}]"
    if code is op.ANY:
        return "."
    if code is op.IN:
        return _set(value)
    if code is op.AT:
        return _AT[value]
    if code is op.BRANCH:
        return f"(?:{'|'.join(_written(branch) for branch in value[1])})"
    if code is op.SUBPATTERN:
        group, _, _, inside = value
        return f"({'' if group else '?:'}{_written(inside)})"
    if code is op.ATOMIC_GROUP:
        return f"(?:{_written(value)})"
    if code in _REPEATS:
        least, most, inside = value
        count = f"{{{least},{'' if most is op.MAXREPEAT else most}}}"
        return f"(?:{_written(inside)}){count}{_REPEATS[code]}"
    if code in _ASSERTIONS:
        direction, inside = value
        return f"(?{'<' if direction < 0 else ''}{_ASSERTIONS[code]}{_written(inside)})"
    if code is op.GROUPREF:
        return f"\\{value}(?:)"
    raise NotImplementedError(str(code))


def _character(number: int) -> str:
    if chr(number).isascii() and (chr(number).isalnum() or chr(number) in " @<>:;,='\"_%&#!~`"):
        return chr(number)
    return f"\\u{min(number, 0xFFFF):04x}"


def _set(items: Any) -> str:
    written = ""
    for code, value in items:
        if code is op.NEGATE:
            written += "^"
        elif code is op.LITERAL:
            written += _character(value)
        elif code is op.RANGE:
            written += f"{_character(value[0])}-{_character(value[1])}"
        else:
            written += _CATEGORIES[value]
    return f"[{written}]"


#: Letters, digits and white space of all the world are more than JavaScript's: classes that overlap here, do there.
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s\x1c-\x1f\x85",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w\u00aa-\uffff",
    op.CATEGORY_NOT_WORD: r"\W",
}
_AT = {
    op.AT_BEGINNING: "^",
    op.AT_BEGINNING_STRING: r"(?<![^])",
    op.AT_BOUNDARY: r"\b",
    op.AT_NON_BOUNDARY: r"\B",
    op.AT_END: "$",
    op.AT_END_STRING: r"(?![^])",
}
_REPEATS = {op.MAX_REPEAT: "", op.MIN_REPEAT: "?", op.POSSESSIVE_REPEAT: ""}
_ASSERTIONS = {op.ASSERT: "=", op.ASSERT_NOT: "!"}


if __name__ == "__main__":
    print(json.dumps([asdict(pattern) for pattern in patterns()]))
