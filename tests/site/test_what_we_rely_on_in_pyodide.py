"""What we rely on in Pyodide, and how we would notice: checker/pyodide_start/README.md, row by row."""

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

_START = Path("checker/pyodide_start")
_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_OPTIONS = ("createPyodideModule", "lockFileContents", "indexURL", "packageBaseUrl", "stdLibURL")
#: Starts Python as worker.mjs does, and prints what came of it.
_PROGRAM = """
import { pathToFileURL } from "node:url";
const [folder] = process.argv.slice(1);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const { default: create } = await import(pathToFileURL(`${folder}/pyodide.asm.mjs`));
let returned = false;
const { API, FS } = await new Promise((resolve, reject) => {
  const createPyodideModule = async (settings) => {
    resolve(await create(settings));
    return new Promise(() => {});
  };
  const lockFileContents = { info: JSON.parse(process.env.INFO), packages: {} };
  loadPyodide({ createPyodideModule, indexURL: folder, lockFileContents }).then(() => (returned = true), reject);
});
FS.mkdirTree("made/here");
FS.writeFile("made/here/module.py", "answer = 42");
const [status, said] = API.rawRun(`
import sys
bridge, path = "pyodide.ffi" in sys.modules or "js" in sys.modules, list(sys.path)
sys.path.insert(0, "made/here")
from module import answer
import json
with open("said.json", "w") as file:
    json.dump({"answer": answer, "bridge": bridge, "path": path, "python": sys.version.split()[0]}, file)
`);
const [wrong] = API.rawRun("raise ValueError('on purpose')");
const found = { status, said, wrong, returned, ...JSON.parse(FS.readFile("said.json", { encoding: "utf8" })) };
FS.unlink("said.json");
console.log(JSON.stringify({ ...found, left: FS.readdir("made/here") }));
process.exit(0);
"""

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def npm(repo: Path) -> Path:
    """Return the folder of the npm package."""
    return repo / "node_modules" / "pyodide"


@pytest.fixture(scope="module")
def started(npm: Path) -> dict[str, Any]:
    """Return what a start without the bridge to JavaScript gives."""
    info = json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    run = subprocess.run(
        [shutil.which("node") or "node", "--input-type=module", "--eval", _PROGRAM, npm],
        env={"INFO": json.dumps(info)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_files_are_those_that_were_reviewed(npm: Path, repo: Path) -> None:
    lines = (repo / _START / "pyodide.sha256").read_text(encoding="utf-8").splitlines()
    reviewed = {name: digest for digest, name in map(str.split, lines)}
    assert reviewed == {name: hashlib.sha256((npm / name).read_bytes()).hexdigest() for name in _FILES}


def test_the_library_is_whole_and_source(npm: Path) -> None:
    names = zipfile.ZipFile(npm / "python_stdlib.zip").namelist()
    assert {"email/parser.py", "json/__init__.py", "encodings/__init__.py"} <= set(names)
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_lock_file_names_the_python_that_runs(npm: Path, started: dict[str, Any]) -> None:
    lock = json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["info"]["python"] == started["python"]


def test_the_private_compiler_of_pyodide_build_is_where_it_was(repo: Path) -> None:
    source = (repo / ".cache/pyodide-build/pyodide_build/_py_compile.py").read_text(encoding="utf-8")
    (parameters,) = re.findall(r"^def _py_compile_archive\((.*?)\) ->", source, re.MULTILINE | re.DOTALL)
    assert {"keep", "verbose", "compression_level"} <= set(re.findall(r"\w+", parameters))


def test_a_start_that_is_not_let_finish_has_python_and_no_bridge(started: dict[str, Any]) -> None:
    assert (started["returned"], started["bridge"]) == (False, False)


def test_python_is_run_by_rawrun_which_says_whether_it_failed(started: dict[str, Any]) -> None:
    assert started["status"] == 0
    assert started["wrong"] != 0


def test_the_file_system_takes_modules_and_the_working_directory_is_on_no_path(started: dict[str, Any]) -> None:
    assert started["answer"] == 42
    assert "" not in started["path"]
    assert "module.py" in started["left"]


@pytest.mark.parametrize("option", _OPTIONS)
def test_the_loader_knows_the_option(npm: Path, option: str) -> None:
    assert option in (npm / "pyodide.mjs").read_text(encoding="utf-8")


def test_the_wasm_is_instantiated_while_it_streams(npm: Path) -> None:
    scripts = "".join((npm / name).read_text(encoding="utf-8") for name in ("pyodide.mjs", "pyodide.asm.mjs"))
    assert "WebAssembly.instantiateStreaming" in scripts


def test_the_page_names_every_file_and_interface(repo: Path) -> None:
    page = (repo / _START / "README.md").read_text(encoding="utf-8")
    for name in (*_FILES, "_py_compile_archive", *_OPTIONS, "rawRun", "mkdirTree", "instantiateStreaming"):
        assert f"{name}`" in page, name
