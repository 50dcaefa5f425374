"""What a browser loads to run the checker: Pyodide's own files, a cut and compiled standard library, the package."""

import gzip
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sitebuild.sources.strict_catalogue import load
from tests.support import built_python

#: Names that mails carry, and a text that the charset can write.
CHARSETS = {
    "us-ascii": "tenant",
    "utf-8": "Überlauf 配信不能",
    "utf-7": "Überlauf",
    "utf-16": "配信不能",
    "utf-32-le": "配信不能",
    "iso-8859-1": "échec",
    "iso-8859-2": "zprávu nelze doručit",
    "iso-8859-7": "αποτυχία",
    "iso-8859-15": "échec €",
    "windows-1250": "nie można dostarczyć",
    "windows-1251": "не удалось выполнить доставку",
    "windows-1252": "Überlauf “€”",
    "windows-1256": "فشل التسليم",
    "windows-1258": "không",
    "koi8-r": "не удалось",
    "koi8-u": "не вдалося",
    "mac-roman": "échec",
    "cp437": "échec",
    "cp866": "не удалось",
    "tis-620": "ไม่สามารถ",
    "gb2312": "未送达",
    "gbk": "无法传递",
    "gb18030": "无法传递€",
    "hz": "无法",
    "big5": "無法傳遞",
    "big5-hkscs": "無法傳遞",
    "iso-2022-jp": "配信不能",
    "shift_jis": "配信不能",
    "cp932": "配信不能",
    "euc-jp": "配信不能",
    "euc-kr": "배달되지 않음",
    "ks_c_5601-1987": "배달되지 않음",
    "iso-2022-kr": "배달",
    "johab": "배달",
}
#: The two that only Windows has.
WINDOWS = {"encodings.mbcs", "encodings.oem"}


class Bundle:
    """The files that the built site sends to run Python, by their names in the manifest."""

    def __init__(self, site: Path) -> None:
        (path,) = site.glob("assets/checker/*/pyodide_start/manifest.mjs")
        found = re.search(r"^export const manifest = (\{.*?\n\});", path.read_text(), re.DOTALL | re.MULTILINE)
        assert found
        self.folder = site
        self.manifest: dict[str, Any] = json.loads(found[1])

    def path(self, name: str) -> Path:
        """Return where a file is."""
        return self.folder.joinpath(self.manifest["files"][name]["url"]).resolve()

    def expanded(self, name: str) -> bytes:
        """Return a file as the browser sees it."""
        data = self.path(name).read_bytes()
        return gzip.decompress(data) if self.manifest["files"][name]["gzip"] else data

    def archive(self, name: str) -> zipfile.ZipFile:
        """Return a file that is a zip."""
        return zipfile.ZipFile(io.BytesIO(self.expanded(name)))


@pytest.fixture(scope="module")
def bundle(site: Path) -> Bundle:
    """Return what the built site sends."""
    return Bundle(site)


def test_the_manifest_tells_each_file_s_length_and_hash_and_the_name_carries_the_hash(bundle: Bundle) -> None:
    assert set(bundle.manifest["files"]) == {"pyodideJs", "asmJs", "wasm", "stdlib", "checker"}
    for name, file in bundle.manifest["files"].items():
        data = bundle.path(name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert file["sha256"] == digest
        assert digest[:12] in file["url"]
        assert file["bytes"] == len(data)
        assert file["rawBytes"] == len(bundle.expanded(name))


def test_the_runtime_is_the_npm_package_s_own(bundle: Bundle, repo: Path) -> None:
    npm = repo / "node_modules" / "pyodide"
    for name, file in {"pyodideJs": "pyodide.mjs", "asmJs": "pyodide.asm.mjs", "wasm": "pyodide.asm.wasm"}.items():
        assert bundle.expanded(name) == (npm / file).read_bytes()
    assert bundle.manifest["pyodide"] == json.loads((repo / "package.json").read_bytes())["dependencies"]["pyodide"]


def test_all_that_is_sent_is_bytecode_of_the_very_python_that_runs_it(bundle: Bundle, site: Path) -> None:
    version, magic = built_python.run(
        site,
        """
import sys, _imp
def main(_):
    return sys.version.split()[0], _imp.pyc_magic_number_token.to_bytes(4, "little").hex()
""",
    )
    assert version == bundle.manifest["python"] == bundle.manifest["lock"]["python"]
    for name in ("stdlib", "checker"):
        archive = bundle.archive(name)
        assert not [file for file in archive.namelist() if file.endswith(".py")]
        compiled = [file for file in archive.namelist() if file.endswith(".pyc")]
        assert compiled
        assert {archive.read(file)[:4].hex() for file in compiled} == {magic}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_checker_is_sent_with_every_page_s_front_matter_and_no_prose(bundle: Bundle) -> None:
    archive = bundle.archive("checker")
    pages = [name for name in archive.namelist() if not name.endswith(".pyc")]
    assert pages == sorted(f"ndr_checker/codes/{entry.code}.md" for entry in load())
    for entry in load():
        opening, front, closing, rest = archive.read(f"ndr_checker/codes/{entry.code}.md").decode().split("\n")
        assert (opening, closing, rest) == ("---", "---", "")
        assert json.loads(front) == entry.front


def test_every_module_of_the_cut_library_can_be_imported(bundle: Bundle, site: Path) -> None:
    names = [
        name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
        for name in bundle.archive("stdlib").namelist()
    ]
    failed = built_python.run(
        site,
        """
def main(names):
    failed = []
    for name in names:
        try:
            __import__(name)
        except ImportError:
            failed.append(name)
    return failed
""",
        names,
    )
    assert set(failed) == WINDOWS


def test_every_charset_of_the_full_library_is_still_there(bundle: Bundle, repo: Path) -> None:
    full = zipfile.ZipFile(repo / "node_modules" / "pyodide" / "python_stdlib.zip").namelist()
    codecs = {f"{name}c" for name in full if name.startswith("encodings/") and name.endswith(".py")}
    assert len(codecs) > 100
    assert codecs - set(bundle.archive("stdlib").namelist()) == set()


def test_the_charsets_that_mails_carry_decode(site: Path) -> None:
    wrong = built_python.run(
        site,
        """
def main(cases):
    return [charset for charset, text, data in cases if bytes.fromhex(data).decode(charset) != text]
""",
        [(charset, text, text.encode(charset).hex()) for charset, text in CHARSETS.items()],
    )
    assert wrong == []


def test_a_traceback_still_names_the_line(site: Path) -> None:
    file, line = built_python.run(
        site,
        """
import json
def main(_):
    try:
        json.loads("{")
    except ValueError as error:
        last = error.__traceback__
        while last.tb_next:
            last = last.tb_next
        return last.tb_frame.f_code.co_filename, last.tb_lineno
""",
    )
    assert file.endswith("json/decoder.py")
    assert line > 1
