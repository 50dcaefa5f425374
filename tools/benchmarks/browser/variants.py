"""What runs Python in the page, and the files it needs besides the site's own.

Each variant puts its own script in the place of the built page's client.mjs and leaves the rest as it is.
"""

import hashlib
import json
import re
from pathlib import Path

from tools.benchmarks.process import PACKAGES
from tools.paths import ROOT

OURS, STOCK, MICROPIP, PYSCRIPT, FLOOR = "ours", "stock", "micropip", "pyscript", "javascript"
ALL = (OURS, STOCK, MICROPIP, PYSCRIPT, FLOOR)
#: Below these addresses lies what is loaded for Python's sake.
_PYTHON = ("assets/python/", "bench/")
_HERE = Path(__file__).parent
_EXPORT = re.compile(r"^export (?:async )?(?:function|let|const) (\w+)", re.MULTILINE)
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')


def is_python(address: str, variant: str) -> bool:
    """Return whether a variant loads that address for Python's sake."""
    return variant != FLOOR and address.startswith(_PYTHON)


def swapped(variant: str, site: Path, work: Path) -> dict[str, Path]:
    """Return which files are at which addresses of the site; `work` is a folder for what has to be written."""
    if variant == OURS:
        return {}
    client = next(site.glob("assets/checker/*/pyodide_start/client.mjs"))
    stand_in = work / "client.mjs"
    own = (_HERE / ("pyscript.mjs" if variant == PYSCRIPT else "client.mjs")).read_text(encoding="utf-8")
    stand_in.write_text(with_all_exports(own, client.read_text(encoding="utf-8")), encoding="utf-8")
    files = {str(client.relative_to(site)): stand_in}
    if variant == FLOOR:
        return files | {"bench/worker.mjs": _HERE / "javascript.mjs"}
    files |= _python(site, work)
    if variant == PYSCRIPT:
        # It evaluates strings as JavaScript, which the site's policy forbids: so it gets the page without one.
        page = work / "index.html"
        page.write_text(_POLICY.sub("", (site / page.name).read_text(encoding="utf-8"), count=1), encoding="utf-8")
        core = PACKAGES / "node_modules" / "@pyscript" / "core" / "dist"
        files |= {f"bench/pyscript/{path.name}": path for path in core.iterdir()}
        return files | {"": page}
    return files | {"bench/worker.mjs": _HERE / f"{variant}.mjs"}


def with_all_exports(module: str, other: str) -> str:
    """Return the module with the exports that only the other one has; they do nothing."""
    missing = [name for name in _EXPORT.findall(other) if name not in _EXPORT.findall(module)]
    return module + "".join(f"export function {name}() {{}}\n" for name in missing)


def _python(site: Path, work: Path) -> dict[str, Path]:
    """Return stock Pyodide, the site's wheel, and micropip with a lock file that holds this one's hash."""
    pyodide = ROOT / "node_modules" / "pyodide"
    files = {f"bench/pyodide/{path.name}": path for path in pyodide.iterdir()}
    micropip = next((PACKAGES / "wheels").glob("micropip-*.whl"))
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"]["micropip"] |= {
        "file_name": micropip.name,
        "sha256": hashlib.sha256(micropip.read_bytes()).hexdigest(),
    }
    changed = work / "pyodide-lock.json"
    changed.write_text(json.dumps(lock), encoding="utf-8")
    return files | {
        f"bench/pyodide/{micropip.name}": micropip,
        f"bench/pyodide/{changed.name}": changed,
        # The name has no version, so that the scripts can hold it.
        "bench/ndr_checker-0-py3-none-any.whl": next(site.glob("downloads/ndr_checker-*.whl")),
    }
