"""Verifying: everything that differs, in one run."""

import json
import os
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generated_folders import make
from trainbib.generating import generate
from trainbib.inventory import audit, read_inventory, write_inventory
from trainbib.pointer_files import pointer_in
from trainbib.verifying import Verification, VerifyError, verify

FILES: dict[str, str | bytes] = {
    "a.txt": "alpha\n",
    "b.txt": "beta\n",
    "sub/c.txt": "gamma\n",
    "sub/d.bin": bytes(range(256)) * 40,
    "twin-1": "same",
    "twin-2": "same",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make(tmp_path / "set", FILES)
    generate(made, today=date(2026, 11, 22), jobs=1)
    return made


def run(folder: Path, **options: Any) -> Verification:
    return verify(folder / "trainbib.yaml", jobs=1, **options)


def found(verification: Verification) -> list[tuple[str, str]]:
    return [(d.code, d.message.partition(":")[0]) for d in verification.diagnostics]


def test_an_untouched_folder_matches(folder: Path) -> None:
    verification = run(folder)
    assert verification.matches
    assert (verification.files, verification.intact) == (6, 6)
    assert verification.bytes == sum(len(content) for content in FILES.values())


def test_all_that_differs_is_found_in_one_run(folder: Path) -> None:
    (folder / "a.txt").write_text("alphA\n", encoding="utf-8")
    (folder / "b.txt").write_text("beta and more\n", encoding="utf-8")
    (folder / "sub" / "c.txt").rename(folder / "c-moved.txt")
    (folder / "twin-2").unlink()
    (folder / "new.txt").write_text("new\n", encoding="utf-8")
    verification = run(folder)
    assert sorted(found(verification)) == [
        ("FIL001", "twin-2"),
        ("FIL002", "new.txt"),
        ("HSH001", "a.txt"),
        ("HSH002", "b.txt"),
        ("HSH006", "sub/c.txt"),
    ]
    assert verification.intact == 2
    changed = next(d for d in verification.diagnostics if d.code == "HSH001")
    assert all(len(note.rpartition("sha256:")[2]) == 64 for note in changed.notes)


def test_files_that_change_places_are_changed_not_moved(folder: Path) -> None:
    (folder / "a.txt").rename(folder / "x")
    (folder / "b.txt").rename(folder / "a.txt")
    (folder / "x").rename(folder / "b.txt")
    assert sorted(found(run(folder))) == [("HSH002", "a.txt"), ("HSH002", "b.txt")]


def test_of_two_equal_files_each_is_matched_once(folder: Path) -> None:
    (folder / "twin-1").rename(folder / "moved-1")
    (folder / "twin-2").rename(folder / "moved-2")
    (folder / "moved-3").write_text("same", encoding="utf-8")
    assert found(run(folder)) == [("HSH006", "twin-1"), ("HSH006", "twin-2"), ("FIL002", "moved-3")]


def test_the_files_may_be_elsewhere(folder: Path, tmp_path: Path) -> None:
    elsewhere = make(tmp_path / "elsewhere", FILES)
    assert run(folder, root=elsewhere).matches


def test_an_inventory_that_was_tampered_with_is_found(folder: Path) -> None:
    inventory = folder / "trainbib.files.jsonl"
    rows = [json.loads(line) for line in inventory.read_text(encoding="utf-8").splitlines()]
    rows[0]["records"] = 99
    lines = [json.dumps(row, separators=(",", ":")) for row in rows]
    inventory.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (finding,) = run(folder).diagnostics
    assert (finding.code, finding.pointer) == ("HSH007", "/files/inventory/digest")


def test_a_link_out_of_the_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("alpha\n", encoding="utf-8")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "secret")
    assert found(run(folder)) == [("FIL003", "a.txt")]


def test_what_is_no_regular_file_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert found(run(folder)) == [("FIL011", "pipe")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("trainbib.yaml", "a: [", "cannot be parsed"),
        ("trainbib.yaml", 'trainbib: "1.0"\nfiles: {root: .}\n', "pins no inventory"),
        ("trainbib.files.jsonl", None, "not there"),
        ("trainbib.files.jsonl", "{}\n", "line 1"),
    ],
)
def test_what_cannot_be_verified_against_is_said(
    folder: Path, name: str, text: str | None, message: str
) -> None:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(VerifyError, match=message):
        run(folder)


def test_a_root_out_of_the_folder_is_refused(folder: Path) -> None:
    manifest = folder / "trainbib.yaml"
    text = manifest.read_text(encoding="utf-8").replace("root: .\n", "root: ..\n")
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(VerifyError, match="leads out"):
        run(folder)


def test_a_folder_that_is_not_there_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="--root"):
        run(folder, root=tmp_path / "nowhere")


def pointer_to(content: bytes) -> str:
    digest = sha256(content).hexdigest()
    head = "version https://git-lfs.github.com/spec/v1\noid sha256:"
    return f"{head}{digest}\nsize {len(content)}\n"


def test_a_pointer_in_the_place_of_a_file_is_told_from_damage(folder: Path) -> None:
    content = FILES["sub/d.bin"]
    assert isinstance(content, bytes)
    (folder / "sub" / "d.bin").write_text(pointer_to(content), encoding="utf-8")
    (folder / "b.txt").write_text(pointer_to(b"other"), encoding="utf-8")
    verification = run(folder)
    assert sorted({code for code, _ in found(verification)}) == ["FIL006", "HSH002"]
    (finding,) = [d for d in verification.diagnostics if d.code == "FIL006"]
    assert finding.message == "2 files are pointers of Git LFS, not data: b.txt, sub/d.bin"
    assert finding.notes == ("1 of all pointers stand for the very content of the inventory",)
    assert "git lfs pull" in finding.help


def test_a_pointer_of_git_annex_is_told_too(folder: Path) -> None:
    digest = sha256(b"gamma\n").hexdigest()
    text = f"/annex/objects/SHA256E-s6--{digest}.txt\n"
    (folder / "sub" / "c.txt").write_text(text, encoding="utf-8")
    (finding,) = [d for d in run(folder).diagnostics if d.code == "FIL006"]
    assert "git annex get" in finding.help
    assert finding.notes[0].startswith("1 of all")


@pytest.mark.parametrize(
    ("content", "program", "digest"),
    [
        (pointer_to(b"x").encode(), "Git LFS", sha256(b"x").hexdigest()),
        (b"version https://git-lfs.github.com/spec/v1\nsize 3\n", "Git LFS", None),
        (b"/annex/objects/MD5E-s3--d41d8cd98f00b204e9800998ecf8427e.bin", "git-annex", None),
        (b"version 2\n", None, None),
        (b"see /annex/objects/", None, None),
        (b"/annex/objects/" + bytes(1 << 16), None, None),
        (b"", None, None),
    ],
)
def test_pointers_are_known_by_their_beginning(
    content: bytes, program: str | None, digest: str | None
) -> None:
    pointer = pointer_in(content)
    assert (pointer.program if pointer else None) == program
    assert (pointer.sha256 if pointer else None) == digest


def retype(folder: Path, types: dict[str, str]) -> None:
    """Write other media types into the inventory, and pin it."""
    inventory = folder / "trainbib.files.jsonl"
    rows = [row._replace(type=types.get(row.path, row.type)) for row in read_inventory(inventory)]
    digest = write_inventory(rows, inventory)
    manifest = folder / "trainbib.yaml"
    text = re.sub(
        r"digest: sha256:\w+", f"digest: {digest}", manifest.read_text(encoding="utf-8"), count=1
    )
    manifest.write_text(text, encoding="utf-8")


def test_types_that_another_program_wrote_are_held_against_the_content(folder: Path) -> None:
    retype(folder, {"a.txt": "image/png", "sub/c.txt": "text/csv", "twin-1": "application/x-own"})
    assert found(run(folder)) == [("FIL007", "a.txt")]


def test_of_many_small_files_some_are_looked_at_and_large_ones_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_LARGE", 1000)
    monkeypatch.setattr(audit, "_FEW", 3)
    small: dict[str, str | bytes] = {f"{i:03}.txt": f"file {i}" for i in range(12)}
    large: dict[str, str | bytes] = {f"large-{i}.txt": f"{i}" * 2000 for i in range(4)}
    folder = make(tmp_path / "many", small | large)
    generate(folder, today=date(2026, 11, 22), jobs=1)
    retype(folder, dict.fromkeys([*small, *large], "image/png"))
    named = [name for code, name in found(run(folder)) if code == "FIL007"]
    assert named == ["000.txt", "004.txt", "008.txt", *large]


def test_rows_that_no_search_comes_upon_are_found_all_the_same(tmp_path: Path) -> None:
    names = [*(f"a{number:03}" for number in range(256)), "b"]
    folder = make(tmp_path / "many", dict.fromkeys(names, ""))
    made = generate(folder, jobs=1)
    text = made.manifest.read_text(encoding="utf-8")
    made.manifest.write_text(
        re.sub("(?m)^ +(digest|roots|paths|contents): sha256.*\\n| +roots:\\n", "", text)
    )
    *lines, last = made.inventory.read_bytes().splitlines(keepends=True)
    assert run(folder).matches
    for count in range(1, 16):  # where rows are out of order, chance says where a search ends
        hidden = [last.replace(b'"b"', f'"aa{number:03}"'.encode()) for number in range(count)]
        made.inventory.write_bytes(b"".join([*lines, last.replace(b'"b"', b'"c"'), *hidden, last]))
        with pytest.raises(VerifyError, match="line 258: path 'aa000' comes after 'c'"):
            run(folder)


def test_what_leads_round_in_a_circle_is_refused(folder: Path) -> None:
    (folder / "round").symlink_to("round")
    manifest = folder / "trainbib.yaml"
    text = manifest.read_text(encoding="utf-8")
    for here, there in (("path: trainbib.files.jsonl", "path: round"), ("root: .", "root: round")):
        assert text.count(here) == 1
        manifest.write_text(text.replace(here, there), encoding="utf-8")
        with pytest.raises(VerifyError, match="path 'round' is led round in a circle by links"):
            run(folder)
    (folder / "round").unlink()
    (folder / "round").symlink_to("..")
    with pytest.raises(VerifyError, match="'round' leads out of the manifest's folder"):
        run(folder)


def test_a_digest_that_is_withheld_states_nothing_and_one_of_another_kind_is_wrong(
    folder: Path,
) -> None:
    manifest = folder / "trainbib.yaml"
    text = manifest.read_text(encoding="utf-8")
    for pinned, codes in (('{withheld: "a contract"}', []), ("{a: b}", ["HSH007"] * 3)):
        changed = re.sub("(digest|paths|contents): sha256.*", rf"\1: {pinned}", text)
        manifest.write_text(changed, encoding="utf-8")
        assert [code for code, _ in found(run(folder))] == codes


def test_a_carriage_return_between_values_is_what_it_is_in_json(folder: Path) -> None:
    inventory, manifest = folder / "trainbib.files.jsonl", folder / "trainbib.yaml"
    inventory.write_bytes(inventory.read_bytes().replace(b",", b",\r", 1))
    manifest.write_text(re.sub("digest: .*", "", manifest.read_text(encoding="utf-8")))
    assert [row.path for row in read_inventory(inventory)] == sorted(FILES)
    assert run(folder).matches
