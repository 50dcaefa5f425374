"""Compile the package and the standard library. Runs inside the very Pyodide that will run them: see compile.mjs."""

import json
import sys
from collections.abc import Iterable
from importlib.util import MAGIC_NUMBER
from pathlib import Path

# Private in pyodide-build, whose exact version is pinned: its command would compile for the host's Python.
from pyodide_build._py_compile import _py_compile_archive  # type: ignore[import-not-found]  # only there inside Pyodide

from pyodide_start import archive
from pyodide_start.import_walk import reachable, stays_home


def run(folder: str, loaded: Iterable[str]) -> None:
    """Replace the archives in `folder` by compiled ones, and write python.json.

    In: stdlib.zip, the library's source, and the package's wheel. `loaded` are the modules that a start loads.
    """
    library, wheel = Path(folder, "stdlib.zip"), next(Path(folder).glob("*.whl"))
    kept = reachable(_sources(library), _sources(wheel), loaded, filter(_is_frozen, loaded))
    library.write_bytes(archive.pack({name: source for name, source in _sources(library).items() if name in kept}))
    for path in (library, wheel):
        _py_compile_archive(path, keep=False, verbose=False, compression_level=0)
    about = {"python": sys.version.split()[0], "magic": MAGIC_NUMBER.hex()}
    Path(folder, "python.json").write_text(json.dumps(about), encoding="utf-8")


def _is_frozen(name: str) -> bool:
    return getattr(sys.modules[name].__spec__, "origin", None) == "frozen"


def _sources(path: Path) -> dict[str, bytes]:
    entries = archive.unpack(path.read_bytes())
    return {name: data for name, data in entries.items() if name.endswith(".py") and not stays_home(name)}
