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


def test_nothing_reads_as_translated() -> None:
    assert [str(hit) for hit in style.found(ROOT, READ)] == []


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
