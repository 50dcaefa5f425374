"""The walk over imports decides what of the standard library browsers get: nothing reachable may be missing."""

import pytest

from pyodide_start import import_walk

LIBRARY = {
    "encodings/__init__.py": b"",
    "encodings/koi8_r.py": b"import codecs",
    "codecs.py": b"",
    "pyodide/__init__.py": b"",
    "outer/__init__.py": b"from .inner import name",
    "outer/inner.py": b"from . import other",
    "outer/deep/__init__.py": b"",
    "outer/deep/leaf.py": b"from .. import other",
    "outer/other.py": b"",
    "side.py": b"",
    "lazy.py": b"def f():\n    try:\n        import hidden\n    except ImportError:\n        pass",
    "hidden.py": b"",
    "named.py": b"import importlib\nmodule = importlib.import_module('chosen')",
    "chosen.py": b"",
    "typed.py": b"import typing\nif typing.TYPE_CHECKING:\n    import unused\nelse:\n    import used",
    "used.py": b"",
    "unused.py": b"",
    "script.py": b"if __name__ == '__main__':\n    import unused",
    "started.py": b"",
    "argparse.py": b"import unused",
    "half.py": b"def main():\n    import argparse",
}
OUTER = {"outer/__init__.py", "outer/inner.py", "outer/other.py", "outer/deep/__init__.py", "outer/deep/leaf.py"}
ALWAYS = {"encodings/__init__.py", "encodings/koi8_r.py", "codecs.py"}


def reached(source: str, loaded: tuple[str, ...] = (), frozen: tuple[str, ...] = ()) -> set[str]:
    """Return what a package of one file reaches beyond what is always kept."""
    return import_walk.reachable(LIBRARY, {"ndr_checker/view.py": source.encode()}, loaded, frozen) - ALWAYS


def test_charsets_are_kept_whole_and_pyodide_s_bridge_to_javascript_stays_out() -> None:
    assert import_walk.reachable(LIBRARY, {}, (), ()) == ALWAYS


def test_what_a_start_loads_is_kept() -> None:
    assert reached("", loaded=("started", "built_into_the_interpreter")) == {"started.py"}


@pytest.mark.parametrize(
    ("source", "files"),
    [
        ("import side", {"side.py"}),
        ("def f():\n    import side", {"side.py"}),
        ("from lazy import f", {"lazy.py", "hidden.py"}),
        ("import named", {"named.py", "chosen.py"}),
        ("import outer.deep.leaf", OUTER),
        ("import typed", {"typed.py", "used.py"}),
        ("import script", {"script.py"}),
        ("from . import message\nfrom .view import View", set()),
        ("import half", {"half.py"}),
    ],
)
def test_an_import_is_followed_wherever_it_is(source: str, files: set[str]) -> None:
    assert reached(source) == files


def test_a_package_that_needs_what_is_left_out_is_refused_with_the_reason() -> None:
    with pytest.raises(import_walk.BarredError, match=r"ndr_checker/view\.py imports argparse, .* no command line"):
        reached("def f():\n    import argparse")


def test_what_is_left_out_stays_out_even_where_a_stock_start_loads_it() -> None:
    assert reached("", loaded=("argparse",)) == set()


def test_what_the_interpreter_carries_inside_is_not_sent_but_what_it_imports_is() -> None:
    assert reached("import lazy", loaded=("lazy",), frozen=("lazy",)) == {"hidden.py"}
