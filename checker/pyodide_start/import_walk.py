"""Which modules of the standard library the checker can reach: every import that anything reachable could make.

Runs inside Pyodide, since only that Python can read the source of its own library.

- An import counts wherever it is, in a function too, but not under `if TYPE_CHECKING` or `if __name__ == ...`.
- The walk starts from what is loaded once Python is up, every charset, what C code imports, and every import of the
  package. Pyodide's own modules are its bridge to JavaScript, which the worker does without.
- Left out is what the interpreter carries frozen inside, and what BARRED names, with the reason.
  A package that imports one of these itself fails the build.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

#: Kept whole: a bounce may name any charset.
_WHOLE: Final = "encodings"

#: Imported by C code by name, where no walk sees it.
_FROM_C: Final = ("_pylong", "numbers")

#: Module (with all below it) -> why the checker can't need it in a worker.
BARRED: Final[Mapping[str, str]] = {
    "_py_abc": "its compiled twin is built in",
    "_pydatetime": "its compiled twin is built in",
    "_pyrepl": "nobody sits at a prompt",
    "_strptime": "no time is read by a format",
    "argparse": "there is no command line",
    "getopt": "there is no command line",
    "importlib": "the interpreter carries inside what finds modules",
    "inspect": "nothing looks at Python's own objects",
    "linecache": "there is no source to quote",
    "locale": "there is one locale",
    "ntpath": "this is not Windows",
    "pydoc": "nobody sits at a prompt",
    "rlcompleter": "nobody sits at a prompt",
    "subprocess": "WebAssembly has one process",
    "traceback": "the interpreter can print a short one by itself",
    "tracemalloc": "memory is not traced",
}


#: Parts of our package that the page has no use for: the command line, and tables of mails.
_AT_HOME: Final = (
    *("ndr_checker/__main__.", "ndr_checker/command/"),
    *("ndr_checker/columns.", "ndr_checker/duckdb.", "ndr_checker/row.", "ndr_checker/workers."),
)


def stays_home(path: str) -> bool:
    """Return whether a file of the wheel, by its path in it, stays out of the page."""
    return path.startswith(_AT_HOME)


class BarredError(Exception):
    """The package imports a module that the site leaves out."""


def reachable(
    library: Mapping[str, bytes], package: Mapping[str, bytes], loaded: Iterable[str], frozen: Iterable[str]
) -> set[str]:
    """Return the files of `library` that can be reached.

    `library` and `package` map paths of .py files to their source, `loaded` are the modules that a start loads,
    `frozen` those that it loads from inside the interpreter.
    """
    modules = {_module(path): path for path in library}
    own = {_module(path) for path in package}
    kept = {name for name in loaded if name in modules and not _barred(name)}
    kept |= {name for name in modules if name.partition(".")[0] == _WHOLE and not _barred(name)}
    kept |= {name for name in _FROM_C if name in modules}
    for path, source in package.items():
        for name in _imports(path, source) - own:
            if reason := _barred(name):
                raise BarredError(f"{path} imports {name}, which the site leaves out: {reason}; see BARRED")
            kept |= {name} & modules.keys()
    waiting = sorted(kept)
    while waiting:
        path = modules[waiting.pop()]
        for name in sorted(_imports(path, library[path])):
            if name in modules and name not in kept and not _barred(name):
                kept.add(name)
                waiting.append(name)
    return {modules[name] for name in kept - set(frozen)}


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _barred(name: str) -> str | None:
    return next((why for barred, why in BARRED.items() if f"{name}.".startswith(f"{barred}.")), None)


def _imports(path: str, source: bytes) -> set[str]:
    """Return every module that the file may import, with the packages above each; some may be no modules."""
    found: set[str] = set()
    package = _module(path) if path.endswith("/__init__.py") else _module(path).rpartition(".")[0]
    for node in _live(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join((*above, node.module) if node.module else above)
            found.add(base)
            found.update(f"{base}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Call) and _called(node.func) in {"import_module", "__import__"}:
            found.update(str(word.value) for word in node.args[:1] if isinstance(word, ast.Constant))
    return {name[:end] for name in found for end in (*_dots(name), len(name))}


def _live(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.If) and _never(child.test):
            for other in child.orelse:
                yield other
                yield from _live(other)
        else:
            yield from _live(child)


def _never(test: ast.expr) -> bool:
    words = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return words in ({"TYPE_CHECKING"}, {"typing", "TYPE_CHECKING"}, {"__name__"})


def _called(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _dots(name: str) -> list[int]:
    return [at for at, letter in enumerate(name) if letter == "."]
