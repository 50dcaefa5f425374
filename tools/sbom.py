"""The bill of materials (CycloneDX 1.6), from the locks: what the site is built with, and which of it the site carries.

https://cyclonedx.org/docs/1.6/json/
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

_LOCKS: Final = ("requirements/dev.txt", "requirements/pyodide-build.txt")
_PINNED: Final = re.compile(r"^([\w.-]+)==(\S+)(.*(?:\n +--hash.*)*)", re.MULTILINE)
#: What the site carries to its readers, with its licence; the rest only helps to build and to test.
_CARRIED: Final[Mapping[str, str]] = {"pyodide": "MPL-2.0", "mkdocs-material": "MIT"}
_OWN: Final = "ndr-checker"


def text(root: Path, version: str) -> str:
    """Return the bill of materials of the project at `root`."""
    found = {component["purl"]: component for component in (*_python(root), *_npm(root))}
    components = [found[purl] for purl in sorted(found)]
    own = {"type": "application", "bom-ref": _OWN, "name": _OWN, "version": version, "licenses": _license("MIT")}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [
            {"ref": _OWN, "dependsOn": [row["bom-ref"] for row in components if row["scope"] == "required"]}
        ],
    }
    return json.dumps(bill, indent=2) + "\n"


def _python(root: Path) -> Iterator[dict[str, Any]]:
    for lock in _LOCKS:
        for name, version, rest in _PINNED.findall((root / lock).read_text(encoding="utf-8")):
            hashes = [{"alg": "SHA-256", "content": digest} for digest in re.findall("sha256:([0-9a-f]{64})", rest)]
            yield _component(name, version, f"pkg:pypi/{name.lower()}@{version}", hashes)


def _npm(root: Path) -> Iterator[dict[str, Any]]:
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path:  # the project itself has none
            name = path.rpartition("node_modules/")[2]
            digest = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
            purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
            yield _component(name, package["version"], purl, [{"alg": "SHA-512", "content": digest}])


def _component(name: str, version: str, purl: str, hashes: list[dict[str, str]]) -> dict[str, Any]:
    carried = {"licenses": _license(_CARRIED[name])} if name in _CARRIED else {}
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "required" if carried else "excluded",
        "hashes": hashes,
        **carried,
        "purl": purl,
    }


def _license(name: str) -> list[dict[str, dict[str, str]]]:
    return [{"license": {"id": name}}]
