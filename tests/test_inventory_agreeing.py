"""Telling without parsing that lines of an inventory say just what files are."""

import os
import tracemalloc
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generated_folders import make
from trainbib.generating import generate
from trainbib.inventory.agreeing import Agreement
from trainbib.inventory.reading import Batch, RawRow, read_batch
from trainbib.inventory.rows import InventoryError, read_inventory
from trainbib.verifying import VerifyError, verify

FILES: dict[str, str | bytes] = {
    "a.jsonl": '{"a": 1}\n' * 3,
    "b.txt": "beta\n",
    "c.bin": bytes(range(256)) * 40,
    "sub/é.csv": "a,b\n1,2\n",
    "sub/z.jsonl": '{"a": 1}\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make(tmp_path / "set", FILES)
    generate(made, jobs=1)
    return made


@pytest.fixture
def inventory(folder: Path) -> Path:
    return folder / "trainbib.files.jsonl"


def parts() -> list[Batch]:
    return [Batch("", ["a.jsonl", "b.txt", "c.bin"]), Batch("sub/", ["z.jsonl", "é.csv"])]


def read(folder: Path) -> list[RawRow]:
    return [row for part in parts() for row in read_batch(f"{folder}", part, "digest").rows]


def test_what_the_tool_writes_agrees_with_what_it_reads(folder: Path, inventory: Path) -> None:
    agreement = Agreement("inventory")
    lines = agreement.lines_for(inventory.read_bytes(), parts())
    assert "\n".join([*lines, ""]).encode() == inventory.read_bytes()
    assert agreement.holds(lines, read(folder))
    assert agreement.holds(lines, read(folder))  # and so it does the next time


@pytest.mark.parametrize(
    "other",
    [
        [],
        parts()[:1],
        [*parts(), Batch("", ["z"])],
        parts()[::-1],
        [Batch("", ["a.jsonl", "b.txt", 'c".bin']), parts()[1]],
        [Batch("", ["a.jsonl", "b.txt", "c.bin"]), Batch("sub/", ["z.jsonl", "\udce9.csv"])],
    ],
    ids=["none", "fewer", "more", "order", "quote", "no UTF-8"],
)
def test_lines_of_other_files_are_looked_at_one_by_one(inventory: Path, other: list[Batch]) -> None:
    assert Agreement.lines_for(inventory.read_bytes(), other) == []


def test_lines_that_are_cut_or_no_text_are_looked_at_one_by_one(inventory: Path) -> None:
    whole = inventory.read_bytes()
    assert Agreement.lines_for(whole[:-1], parts()) == []
    assert Agreement.lines_for(whole.replace("é".encode(), b"\xe9"), parts()) == []


def test_another_size_or_content_and_a_file_that_was_not_read_do_not_agree(
    folder: Path, inventory: Path
) -> None:
    agreement = Agreement("inventory")
    lines = agreement.lines_for(inventory.read_bytes(), parts())
    rows = read(folder)
    assert not agreement.holds(lines, rows[:-1])
    for at, value in ((1, rows[0][1] + 1), (2, sha256().hexdigest())):
        changed: Any = (*rows[0][:at], value, *rows[0][at + 1 :])
        assert not agreement.holds(lines, [changed, *rows[1:]])


# What a line ends with, and whether a strict reader takes it.
RESTS = {
    ',"records":3,"unit":"line"}': True,
    ',"records":3}': True,
    "}": True,
    ',"note":"not counted"}': True,
    ',"records":3,"unit":"line","x":[1, 2]}': True,
    ',"records":03,"unit":"line"}': False,
    ',"records":-3,"unit":"line"}': False,
    ',"unit":"li\tne"}': False,
    ',"unit":""}': False,
    ',"path":"a.jsonl"}': False,
    ',"type":"text/plain"}': False,
    ',"x":NaN}': False,
    "} ": True,  # JSON allows it
    "}x": False,
    "": False,
}


@pytest.mark.parametrize("rest", RESTS, ids=repr)
def test_a_damaged_rest_of_a_line_is_found_as_it_is_by_a_strict_reader(
    folder: Path, inventory: Path, rest: str
) -> None:
    whole = inventory.read_text(encoding="utf-8")
    assert whole.count(',"records":3,"unit":"line"}') == 1
    inventory.write_text(whole.replace(',"records":3,"unit":"line"}', rest), encoding="utf-8")
    agreement = Agreement("inventory")
    lines = agreement.lines_for(inventory.read_bytes(), parts())
    assert agreement.holds(lines, read(folder)) is RESTS[rest]
    if RESTS[rest]:
        assert len(list(read_inventory(inventory))) == len(FILES)
    else:
        with pytest.raises(InventoryError):
            list(read_inventory(inventory))


def test_long_rests_of_lines_are_not_kept() -> None:
    agreement = Agreement("inventory")
    empty = sha256().hexdigest()
    row: Any = ("a", 0, empty, "", None, None, None, None)
    line = f'{{"path":"a","bytes":0,"sha256":"{empty}","type":"text/plain","note":"'
    tracemalloc.start()
    try:
        for number in range(20):
            assert agreement.holds([f'{line}{number}{"x" * 1_000_000}"}}'], [row])
        assert tracemalloc.get_traced_memory()[0] < 2_000_000
    finally:
        tracemalloc.stop()


def test_verifying_finds_the_same_whether_lines_are_parsed_or_not(
    folder: Path, inventory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcome() -> object:
        try:
            return verify(folder / "trainbib.yaml", jobs=1)
        except VerifyError as error:
            return str(error)

    def parsed(_: bytes, __: list[Batch]) -> list[str]:
        return []

    good = inventory.read_bytes()
    lines = good.splitlines(keepends=True)
    outcomes: list[object] = []
    for damaged in (
        good,
        b"".join(lines[:-1]),
        b"".join([*lines, lines[-1]]),
        b"".join(lines[::-1]),
        good.replace(b'"records":3', b'"records":4'),
        good.replace(b'"type":"', b'"type":"\x01', 1),
        good.replace(b'"bytes":5', b'"bytes":6'),
        good.replace(b"}\n", b"}\r\n", 1),
    ):
        inventory.write_bytes(damaged)
        quick = outcome()
        with monkeypatch.context() as patch:
            patch.setattr(Agreement, "lines_for", staticmethod(parsed))
            assert outcome() == quick
        outcomes.append(quick)
    assert len(set(map(repr, outcomes))) == len(outcomes)


def test_a_file_that_is_gone_is_missed_and_the_others_are_verified(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Any, *args: Any, **options: Any) -> int:
        if str(path).endswith("b.txt"):
            raise FileNotFoundError(2, "No such file or directory")
        return opened(path, *args, **options)

    opened = os.open
    monkeypatch.setattr(os, "open", gone)
    result = verify(folder / "trainbib.yaml", jobs=1)
    assert result.intact == len(FILES) - 1
    assert [each.code for each in result.diagnostics] == ["FIL011"]
