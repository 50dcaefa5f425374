"""What readers read is English that a native speaker would write: the pages, the files at the root, the strings."""

from pathlib import Path

import pytest

from tests.support import style
from tests.support.paths import DOCS

ROOT = DOCS.parent
READ = [
    *sorted(DOCS.rglob("*.md")),
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "ARCHITECTURE.md")),
    *sorted((ROOT / "checker" / "web" / "strings").glob("*.mjs")),
    *sorted((ROOT / "checker" / "ndr_checker" / "telling").rglob("*.py")),
    *sorted((ROOT / "sitebuild" / "pages").glob("*.py")),
]

#: The code, without this test's own examples.
CODE = [
    path
    for folder in ("checker", "docs/assets", "sitebuild", "tests", "tools")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".css", ".mjs", ".mts", ".py")
    and "node_modules" not in path.parts
    and path not in (Path(__file__), Path(style.__file__))
]


def test_nothing_reads_as_translated() -> None:
    assert [str(hit) for hit in style.found(ROOT, READ)] == []


def test_no_docstring_and_no_comment_reads_as_translated() -> None:
    assert len(CODE) > 400
    assert [str(hit) for hit in style.found_in_code(ROOT, CODE)] == []


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("a.py", 'A = 1\n\n\ndef f() -> None:\n    """Return what stands in the text."""\n', 'a.py:5: "stands in the"'),
        ("a.py", "A = 1  # mostly one\n", 'a.py:1: "mostly"'),
        ("a.mjs", 'const a = "https://b";\n/* One.\n * It is no link. */\n', 'a.mjs:3: "It is no"'),
        ("a.css", "/* a telephone */\n", 'a.css:1: "telephone"'),
    ],
)
def test_a_word_is_found_in_a_remark(tmp_path: Path, name: str, text: str, hit: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (only,) = style.found_in_code(tmp_path, [tmp_path / name])
    assert str(only).startswith(hit)


def test_what_a_remark_quotes_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('A = "mostly"  # "mostly", `anew`, where there is none\n', encoding="utf-8")
    assert style.found_in_code(tmp_path, [tmp_path / "a.py"]) == []


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("a.md", "One.\n\nThis can be mended.\n", 'a.md:3: "mended": write fix, or correct'),
        ("a.md", '---\n{\n  "description": "It is no block."\n}\n---\n', 'a.md:3: "It is no": write isn\'t a'),
        ("a.mjs", 'export const said = {\n  no: "Ask by another way.",\n};\n', 'a.mjs:2: "by another way"'),
        ("a.py", 'WORDS = {"a": "mostly the admin"}\n', 'a.py:1: "mostly": write usually'),
        ("b.md", "Tell whoever runs your mail.\n", 'b.md:1: "whoever runs": write the person who'),
        ("b.md", "It is a ban and no block.\n", 'b.md:1: "and no block": write or a'),
        ("b.md", "Mail to outside is refused.\n", 'b.md:1: "to outside": write to outside recipients'),
    ],
)
def test_a_word_is_found_with_its_file_and_line(tmp_path: Path, name: str, text: str, hit: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (only,) = style.found(tmp_path, [tmp_path / name])
    assert str(only).startswith(hit)


@pytest.mark.parametrize(
    "text",
    [
        "`mend` and\n\n```text\nmostly\n```\n",
        "[so](mostly.md)\n",
        '---\n{\n  "keywords": ["mend", "mostly"]\n}\n---\n\nFine.\n',
        "There is no longer a limit, and the tenant ID is shown.\n",
    ],
)
def test_code_addresses_and_quotations_are_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert style.found(tmp_path, [tmp_path / "a.md"]) == []
