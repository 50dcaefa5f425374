"""Imports point one way: from what the program's edges do down to what all of it rests on."""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

from tests.support.paths import ROOT

#: The folders and modules of two packages, the lowest first: each imports from its own layer and those before it.
_LAYERS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "ndr_checker": (
        ("base",),
        ("rules",),
        ("reading",),
        ("finding",),
        ("judging",),
        ("verdict",),
        ("ruling",),
        ("telling",),
        ("judge",),
        ("triage",),
        ("__init__",),
        ("command",),
        ("row",),
        ("workers",),
        ("browser", "__main__", "columns"),
        ("duckdb",),
    ),
    "sitebuild": (
        ("__init__", "build_error", "markup"),
        ("sources",),
        ("pages",),
        ("browser_files",),
        ("finish",),
        ("adapter",),
        ("hook",),
    ),
}
#: What our packages may import of each other.
_MAY: Final[Mapping[str, set[str]]] = {
    "ndr_checker": set(),
    "pyodide_start": {"ndr_checker"},
    "sitebuild": {"ndr_checker", "pyodide_start"},
    "tools": {"ndr_checker", "pyodide_start", "sitebuild"},
    "tests": {"ndr_checker", "pyodide_start", "sitebuild", "tools"},
}
#: What a module at the edge needs from outside: an extra of the package, imported nowhere else.
_EXTRA: Final = {
    "ndr_checker.columns": {"pyarrow"},
    "ndr_checker.duckdb": {"duckdb", "pyarrow"},
}
#: Arrows that close a circle, since what is read can hold what reads it: a packed file is opened where mail is read.
_AGAIN: Final = {"ndr_checker.reading.message": "ndr_checker.reading.files.intake"}


@cache
def _modules() -> Mapping[str, Path]:
    """Return all modules of ours by their dotted names."""
    homes = {name: ROOT / "checker" if name in {"ndr_checker", "pyodide_start"} else ROOT for name in _MAY}
    return {
        ".".join(path.relative_to(home).with_suffix("").parts): path
        for name, home in homes.items()
        for path in sorted((home / name).rglob("*.py"))
    }


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_modules()[module].read_text(encoding="utf-8"))


@cache
def _imports(module: str, *, types: bool = True) -> frozenset[str]:
    """Return the dotted names that a module imports, anywhere in it; without `types`, only those that it runs."""
    nodes: list[ast.AST] = [_tree(module)]
    found: set[str] = set()
    while nodes:
        node = nodes.pop()
        found.update(_named(module, node))
        if types or not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            nodes += ast.iter_child_nodes(node)
    return frozenset(found)


def _named(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = module.split(".")[: -node.level] if node.level else []
        start = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            whole = f"{start}.{alias.name}"
            yield whole if {whole, f"{whole}.__init__"} & _modules().keys() else start


@cache
def _ours(module: str, *, types: bool = True) -> set[str]:
    """Return the modules of ours that a module imports; a package is its `__init__`."""
    known = _modules()
    return {
        found for name in _imports(module, types=types) for found in (name, f"{name}.__init__") if found in known
    } - {module}


def _layers(package: str) -> dict[str, str]:
    """Return the layer that each module of a package is in."""
    return {module: module.split(".")[1] for module in _modules() if module.startswith(f"{package}.")}


@pytest.mark.parametrize("package", _LAYERS)
def test_each_part_of_a_package_has_its_layer(package: str) -> None:
    assert set(_layers(package).values()) == {name for names in _LAYERS[package] for name in names}


@pytest.mark.parametrize("package", _LAYERS)
def test_a_package_imports_only_from_its_own_layer_and_those_below(package: str) -> None:
    ranks = {name: rank for rank, names in enumerate(_LAYERS[package]) for name in names}
    layers = _layers(package)
    upwards = [
        f"{module} imports {other}"
        for module in layers
        for other in sorted(_ours(module) & layers.keys())
        if ranks[layers[other]] > ranks[layers[module]]
    ]
    assert upwards == []


def test_the_package_needs_nothing_but_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"ndr_checker"}
    wrong = {
        f"{module} imports {name}"
        for module in _modules()
        if module.startswith("ndr_checker.")
        for name in _imports(module)
        if name.split(".")[0] not in allowed | _EXTRA.get(module, set())
    }
    assert wrong == set()


@pytest.mark.parametrize("package", _MAY)
def test_a_folder_imports_only_from_those_below_it(package: str) -> None:
    wrong = {
        f"{module} imports {other}"
        for module in _modules()
        if module.split(".")[0] == package
        for other in _ours(module)
        if other.split(".")[0] not in _MAY[package] | {package}
    }
    assert wrong == set()


def test_tests_share_only_what_is_in_support() -> None:
    wrong = {
        f"{module} imports {other}"
        for module in _modules()
        if module.startswith("tests.")
        for other in _ours(module)
        if other.startswith("tests.") and not other.startswith("tests.support.")
    }
    assert wrong == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: _ours(module, types=False) - {_AGAIN.get(module)} for module in _modules()}
    try:
        order = [*TopologicalSorter(graph).static_order()]
    except CycleError as error:
        pytest.fail(f"a circle: {' <- '.join(error.args[1])}", pytrace=False)
    assert len(order) == len(graph) > 100


def test_nothing_changes_where_python_looks_for_modules() -> None:
    wrong = {
        f"{module}:{node.lineno}"
        for module in _modules()
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Attribute)
        and node.attr == "path"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("module", "line", "found"),
    [
        ("ndr_checker.base.limits", "from ndr_checker.judge import check", {"ndr_checker.judge"}),
        ("ndr_checker.base.limits", "from .pattern import pattern", {"ndr_checker.base.pattern"}),
        ("ndr_checker.base.limits", "from ..reading import mime", {"ndr_checker.reading.mime"}),
        ("ndr_checker.base.limits", "import ndr_checker.reading.mime as m", {"ndr_checker.reading.mime"}),
        ("ndr_checker.base.limits", "import requests", {"requests"}),
    ],
)
def test_every_way_to_write_an_import_is_seen(module: str, line: str, found: set[str]) -> None:
    (node,) = ast.parse(line).body
    assert set(_named(module, node)) == found
