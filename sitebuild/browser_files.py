"""What the checker in the page loads: its own modules, and the Python that they start.

Every name carries a hash of the content: caches can keep it forever, and files of two builds never mix.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Final

from ndr_checker.rules.catalogue import Entry
from pyodide_start import archive
from pyodide_start.runtime import Runtime

#: What page.mjs imports where it finds a box, and where it finds the workspace.
_BOX: Final = "web/page/journey.mjs"
_WORKSPACE: Final = "web/triage/workspace.mjs"
_IMPORT: Final = re.compile(r'^import [^;]* from "(\.[^"]+\.mjs)";', re.MULTILINE)
#: The modules keep their folders; this one is written here.
_FOLDERS: Final = ("web", "pyodide_start")
_MANIFEST: Final = "pyodide_start/manifest.mjs"
#: Joined in this order into the one style sheet that every page loads.
_STYLES: Final = (
    *("web/parts/tools.css", "web/page/box.css", "web/page/card.css", "web/page/several.css"),
    *("web/share/share.css", "web/guide/guide.css", "web/page/print.css"),
)
_STYLE: Final = "web/check.css"
#: Runs under Node while the site is built.
_BUILD_ONLY: Final = "compile.mjs"
#: From assets/checker/<hash>/pyodide_start/ up to the site's root.
_ROOT: Final = 'export const root = new URL("../../../../", import.meta.url);\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserFiles:
    """`files` maps paths below the site's root to content.

    `folder` is where the checker's own modules are; `style` is the style sheet of every page; `box` and `workspace` are
    the modules that a page with the one or the other needs.
    """

    folder: str
    style: str
    box: tuple[str, ...]
    workspace: tuple[str, ...]
    files: dict[str, bytes]


def browser_files(python: Runtime, checker: Path, entries: Iterable[Entry], repository: str) -> BrowserFiles:
    """Return all files of the checker, whose folder is `checker`. `repository` is the source code's address."""
    entries = tuple(entries)
    packed = archive.pack({**python.code, **_front_matter(entries)})
    # What is compressed is not called .gz: some hosts would have the browser expand that unasked.
    sent = {
        "pyodideJs": ("pyodide", "mjs", python.loader, len(python.loader)),
        "asmJs": ("pyodide.asm", "mjs", python.glue, len(python.glue)),
        "wasm": ("pyodide.asm", "wasm.bin", python.wasm, python.wasm_length),
        "stdlib": ("stdlib", "zip.bin", python.stdlib, python.stdlib_length),
        "checker": ("ndr_checker", "zip.bin", archive.compress(packed), len(packed)),
    }
    files: dict[str, bytes] = {}
    listed: dict[str, dict[str, object]] = {}
    for key, (name, ending, data, length) in sent.items():
        digest = hashlib.sha256(data).hexdigest()
        path = f"assets/python/{name}.{digest[:12]}.{ending}"
        files[path] = data
        listed[key] = {
            "url": path,
            "bytes": len(data),
            "rawBytes": length,
            "sha256": digest,
            "gzip": ending.endswith(".bin"),
        }
    manifest = {
        "version": python.version,
        "repository": repository,
        "pyodide": python.pyodide,
        "python": python.lock["python"],
        "lock": python.lock,
        "files": listed,
    }
    paths = [
        path for name in _FOLDERS for path in sorted((checker / name).rglob("*")) if path.suffix in {".mjs", ".css"}
    ]
    own = {path.relative_to(checker).as_posix(): path.read_bytes() for path in paths if path.name != _BUILD_ONLY}
    exports = {"manifest": manifest, "pages": [entry.code for entry in entries]}
    own[_MANIFEST] = (
        _ROOT.encode()
        + "".join(f"export const {name} = {json.dumps(value, indent=2)};\n" for name, value in exports.items()).encode()
    )
    own[_STYLE] = b"\n".join(own.pop(name) for name in _STYLES)
    folder = f"assets/checker/{_hash(own)}"
    files |= {f"{folder}/{name}": data for name, data in own.items()}
    box, workspace = (tuple(f"{folder}/{name}" for name in _imported(own, entry)) for entry in (_BOX, _WORKSPACE))
    return BrowserFiles(folder=folder, style=f"{folder}/{_STYLE}", box=box, workspace=workspace, files=files)


def _imported(modules: dict[str, bytes], name: str) -> list[str]:
    """Return a module and all that it imports at its start, itself first."""
    found = [name]
    for known in found:
        beside = PurePosixPath(known).parent
        named = (normpath(beside / other) for other in _IMPORT.findall(modules[known].decode()))
        found += [other for other in named if other not in found]
    return found


def _front_matter(entries: Iterable[Entry]) -> dict[str, bytes]:
    """Return the pages as the checker's archive carries them: the rule without the prose."""
    return {
        f"ndr_checker/codes/{entry.code}.md": (
            f"---\n{json.dumps(entry.front, ensure_ascii=False, separators=(',', ':'))}\n---\n".encode()
        )
        for entry in entries
    }


def _hash(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()[:12]
