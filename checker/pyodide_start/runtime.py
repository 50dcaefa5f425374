"""The Python that browsers run: Pyodide from the npm package, with a standard library and a checker compiled for it.

Compiling takes seconds, so the result is kept in .cache under the hash of all it is made from.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyodide_start import archive, wheel
from pyodide_start.import_walk import stays_home

_HERE: Final = Path(__file__).parent
_WASM: Final = "pyodide.asm.wasm"
_LIBRARY: Final = "python_stdlib.zip"
#: Seconds after which what was compiled of other sources goes.
_KEPT: Final = 86_400
_PROGRAMS: Final = ("archive.py", "compile.mjs", "compile_inside.py", "import_walk.py", "runtime.py", "wheel.py")


class NoRuntime(Exception):  # noqa: N818 – its message is a sentence that begins there
    """There is no Python to send to browsers; the message says why, and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What a start of Python needs.

    `wasm` and `stdlib` are gzip members, `code` maps paths to the package's modules, `lock` is what Pyodide's own lock
    file says of the runtime.
    """

    version: str
    pyodide: str
    lock: Mapping[str, str]
    loader: bytes
    glue: bytes
    wasm: bytes
    wasm_length: int
    stdlib: bytes
    stdlib_length: int
    code: Mapping[str, bytes]


def runtime(root: Path, *, compiled: bool) -> Runtime:
    """Return the runtime of the project at `root`: compiled, or as Pyodide ships it. Raises NoRuntime."""
    npm = root / "node_modules" / "pyodide"
    version = _checked_version(root, npm)
    made = _made(root, npm) if compiled else _stock(root, npm)
    about = json.loads((made / "about.json").read_text(encoding="utf-8"))
    return Runtime(
        version=about["version"],
        pyodide=version,
        lock=_lock(npm),
        loader=(npm / "pyodide.mjs").read_bytes(),
        glue=(npm / "pyodide.asm.mjs").read_bytes(),
        wasm=(made / "wasm.gz").read_bytes(),
        wasm_length=(npm / _WASM).stat().st_size,
        stdlib=(made / "stdlib.zip.gz").read_bytes(),
        stdlib_length=about["stdlib"],
        code=archive.unpack((made / "code.zip").read_bytes()),
    )


def _checked_version(root: Path, npm: Path) -> str:
    """Return Pyodide's version, once its files are proved to be those that were reviewed."""
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    if not (npm / "package.json").is_file():
        raise NoRuntime("node_modules/pyodide is missing: run `make setup`")
    found = str(json.loads((npm / "package.json").read_text(encoding="utf-8"))["version"])
    if found != wanted:
        raise NoRuntime(f"node_modules holds pyodide {found}, package.json names {wanted}: run `make setup`")
    for line in (_HERE / "pyodide.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        if hashlib.sha256((npm / name).read_bytes()).hexdigest() != digest:
            raise NoRuntime(
                f"{name} of pyodide {found} is not the one in checker/pyodide_start/pyodide.sha256: if you changed the "
                "version, write that list anew with sha256sum in node_modules/pyodide, else run `npm ci`"
            )
    return found


def _made(root: Path, npm: Path) -> Path:
    """Return the folder that holds the compiled parts."""
    tools = root / ".cache" / "pyodide-build"
    if not (tools / "pyodide_build").is_dir():
        raise NoRuntime(".cache/pyodide-build is missing: run `make setup`")
    inputs = [
        *sorted((root / "checker" / "ndr_checker").rglob("*.py")),
        *(_HERE / name for name in _PROGRAMS),
        *(root / name for name in ("pyproject.toml", "requirements/pyodide-build.txt")),
        _HERE / "pyodide.sha256",
    ]
    key = hashlib.sha256()
    for path in inputs:
        key.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    made = root / ".cache" / "runtime" / key.hexdigest()[:16]
    if not made.is_dir():
        made.parent.mkdir(parents=True, exist_ok=True)
        for other in made.parent.iterdir():
            if time.time() - other.stat().st_mtime > _KEPT:  # a younger one may belong to a build that runs beside this
                shutil.rmtree(other, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=made.parent) as work:
            _compile(root, npm, tools, Path(work))
            # In one step, so that a build that was stopped leaves nothing half made.
            try:
                (Path(work) / "made").rename(made)
            except OSError:
                if not made.is_dir():  # else a build beside this one was faster
                    raise
    return made


def _stock(root: Path, npm: Path) -> Path:
    """Return a folder like that of `_made` with nothing compiled and nothing left out."""
    made = root / ".cache" / "runtime" / "stock"
    made.mkdir(parents=True, exist_ok=True)
    stdlib = (npm / _LIBRARY).read_bytes()
    with tempfile.TemporaryDirectory() as work:
        built = wheel.build(root, Path(work))
        code = {name: data for name, data in archive.unpack(built.read_bytes()).items() if name.endswith(".py")}
    _write(made, npm, built, stdlib, code)
    return made


def _write(made: Path, npm: Path, built: Path, stdlib: bytes, code: Mapping[str, bytes]) -> None:
    """Write what `runtime` reads; `built` is the wheel, `stdlib` a zip."""
    (made / "stdlib.zip.gz").write_bytes(archive.compress(stdlib))
    (made / "wasm.gz").write_bytes(archive.compress((npm / _WASM).read_bytes()))
    (made / "code.zip").write_bytes(archive.pack(code))
    about = {"version": built.name.split("-")[1], "stdlib": len(stdlib)}
    (made / "about.json").write_text(json.dumps(about), encoding="utf-8")


def _compile(root: Path, npm: Path, tools: Path, work: Path) -> None:
    shutil.copyfile(npm / _LIBRARY, work / "stdlib.zip")
    built = wheel.build(root, work)
    node = shutil.which("node")
    if node is None:
        raise NoRuntime("Node.js is missing: install version 20 or newer")
    command = [node, str(_HERE / "compile.mjs"), *(str(folder.resolve()) for folder in (npm, tools, work))]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode:
        raise NoRuntime(f"Pyodide could not compile the checker:\n{run.stdout}")
    about = json.loads((work / "python.json").read_text(encoding="utf-8"))
    stdlib = archive.unpack((work / "stdlib.zip").read_bytes())
    code = {
        name: data
        for name, data in archive.unpack(next(work.glob("*.whl")).read_bytes()).items()
        if name.endswith(".pyc") and not stays_home(name)
    }
    _check_bytecode(_lock(npm)["python"], about, stdlib | code)
    made = work / "made"
    made.mkdir()
    _write(made, npm, built, archive.pack(stdlib), code)


def _lock(npm: Path) -> dict[str, str]:
    return dict(json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))["info"])


def _check_bytecode(python: str, about: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    """Raise NoRuntime unless every file is bytecode of the Python that Pyodide's own lock file names."""
    if about["python"] != python:
        raise NoRuntime(f"the checker was compiled by Python {about['python']}, the browser runs {python}")
    wrong = [name for name, data in files.items() if data[:4].hex() != about["magic"]]
    if wrong or not files:
        raise NoRuntime(f"no bytecode of Python {python}: {', '.join(wrong) or 'nothing was compiled'}")
