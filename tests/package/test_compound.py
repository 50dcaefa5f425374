"""A compound file gives its streams, and nothing in one holds the reader up."""

import struct

import olefile  # type: ignore[import-untyped]  # stubs exist, but take names for bytes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker.reading.outlook import compound as reader
from ndr_checker.reading.outlook.compound import Compound
from tests.support.compound_file import Storage, compound

SMALL, LARGE = b"small stream", bytes(range(256)) * 40
TREE: Storage = {
    "first": SMALL,
    "second": LARGE,
    "empty": b"",
    "inside": {"third": b"c" * 4095, "deeper": {"fourth": b"d" * 4096}},
    **{f"row {i:03}": b"%d" % i for i in range(200)},
}
#: 8 MB of table need a list of its sectors beyond the header's 109.
LISTED: Storage = {"big": bytes(8_000_000), "behind": b"behind it"}
ALL = 1 << 30


def _read(data: bytes, *path: str) -> bytes | None:
    return Compound(data).read(tuple(name.upper() for name in path), ALL)


def _with(data: bytes, offset: int, *numbers: int) -> bytes:
    new = struct.pack(f"<{len(numbers)}I", *numbers)
    return data[:offset] + new + data[offset + len(new) :]


@pytest.mark.parametrize("shift", [9, 12])
@pytest.mark.parametrize("branch", [False, True], ids=["balanced", "one branch"])
def test_the_streams_are_those_that_olefile_reads(shift: int, *, branch: bool) -> None:
    data = compound(TREE, shift=shift, branch=branch)
    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_INCORRECT) as peer:
        paths = peer.listdir()
        assert len(paths) == 205
        assert [path for path in paths if _read(data, *path) != peer.openstream(path).read()] == []


def test_a_file_of_more_than_seven_megabytes_is_read_to_its_end() -> None:
    data = compound(LISTED)
    assert _read(data, "behind") == b"behind it"
    assert _read(data, "big") == bytes(8_000_000)
    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_INCORRECT) as peer:
        assert peer.openstream("behind").read() == b"behind it"


def test_a_tree_of_one_branch_may_be_longer_than_python_recurses() -> None:
    data = compound({f"{i:05}": b"%d" % i for i in range(5000)}, branch=True)
    assert _read(data, "04999") == b"4999"


def test_names_are_found_whatever_their_case() -> None:
    assert _read(compound({"__SubStg": b"x"}), "__substg") == b"x"


def test_of_a_stream_no_more_is_read_than_asked() -> None:
    file = Compound(compound(TREE))
    assert file.read(("SECOND",), 10) == LARGE[:10]
    assert file.read(("FIRST",), 3) == b"sma"
    assert not file.damaged


def test_a_stream_that_is_not_there_is_none() -> None:
    assert _read(compound(TREE), "fifth") is None
    assert _read(compound(TREE), "empty") == b""


def test_the_storages_come_sorted_and_only_from_right_below() -> None:
    file = Compound(compound({"a#2": {}, "a#10": {"a#3": {}}, "a#1": {}, "b": {}, "a": b""}))
    assert file.storages((), "A#") == [("A#1",), ("A#10",), ("A#2",)]
    assert file.storages(("A#10",), "A#") == [("A#10", "A#3")]


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"x" * 600, compound(TREE)[:512]])
def test_what_is_no_compound_file_is_damaged_and_empty(data: bytes) -> None:
    file = Compound(data)
    assert file.damaged or file.read(("FIRST",), ALL) is None


def test_a_file_that_was_cut_off_gives_what_is_left_and_says_so() -> None:
    whole = compound({"one": b"1" * 5000, "two": b"2" * 5000})
    moved = compound({"one": b"1" * 5000}) + b"2" * 100
    assert Compound(moved).read(("ONE",), ALL) == b"1" * 5000
    assert whole.index(b"2" * 512) > whole.index(b"1" * 512)
    # Without the sectors of the second stream's chain: its entry says that it is longer than the file.
    at = whole.index("two".encode("utf-16-le")) + 120
    file = Compound(_with(whole, at, 1 << 31))
    data = file.read(("TWO",), ALL)
    assert data is not None
    assert data.startswith(b"2" * 5000)
    assert file.damaged


def test_a_chain_that_bites_its_tail_ends_there_and_is_said() -> None:
    data = compound({"loop": b"x" * 51_200})
    table = data.rindex(struct.pack("<3I", 1, 2, 3))
    file = Compound(_with(data, table + 4 * 50, 20))
    found = file.read(("LOOP",), ALL)
    assert found is not None
    assert len(found) == 51 * 512
    assert file.damaged


def test_the_list_of_the_table_s_sectors_may_name_itself_for_ever() -> None:
    # 2 kB that hold olefile up for minutes: the list goes on in a sector that says that it goes on in itself.
    data = compound({"x": b"x"})
    own = len(data) // 512 - 1
    data += struct.pack("<128I", *[0] * 127, own)
    table = struct.unpack_from("<I", data, 76)[0]
    assert _read(_with(_with(data, 68, own, 1 << 30), 76, *[table] * 109), "x") == b"x"


def test_all_streams_together_give_no_more_than_the_file_has() -> None:
    data = compound({f"{i:02}": b"y" * 5000 for i in range(20)})
    for i in range(20):  # every one begins where the first does, and claims to be as long as all
        at = data.index(f"{i:02}".encode("utf-16-le") + bytes(4)) + 116
        data = _with(data, at, 0, len(data))
    file = Compound(data)
    assert sum(len(file.read((f"{i:02}",), ALL) or b"") for i in range(20)) <= len(data)
    assert file.damaged


def test_of_a_directory_without_end_only_so_many_entries_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_STREAMS", 50)
    file = Compound(compound(TREE, branch=True))
    assert file.read(("EMPTY",), ALL) == b""
    assert file.read(("ROW 199",), ALL) is None


@given(st.data())
def test_no_change_of_its_bytes_makes_the_reader_raise(data: st.DataObject) -> None:
    whole = bytearray(compound({"one": b"1" * 5000, "in": {"two": b"2" * 70}}))
    for _ in range(data.draw(st.integers(1, 12))):
        at = 4 * data.draw(st.integers(0, len(whole) // 4 - 1))
        number = data.draw(st.one_of(st.integers(0, 40), st.sampled_from([0xFFFFFFFF, 0xFFFFFFFE, 1 << 31, 1 << 16])))
        whole[at : at + 4] = struct.pack("<I", number)
    file = Compound(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    for path in (("ONE",), ("IN", "TWO")):
        found = file.read(path, ALL)
        assert found is None or len(found) <= len(whole)
    assert isinstance(file.storages((), ""), list)
