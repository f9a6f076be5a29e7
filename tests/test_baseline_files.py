"""Findings on several files are known by the files, not by how many they are nor by their order."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from small_manifests import TODAY, lay_out
from trainbib.baseline import Baseline, fingerprints, without
from trainbib.checking import Report, check
from trainbib.diagnostics import FEW, Diagnostic
from trainbib.settings import Settings
from trainbib.verifying import verify

SOUND = {"0.txt": "sound", "zz.txt": "sound, too"}
LONG = "long enough that nobody would take it for chance, wherever it may stand besides " * 3

Lay = Callable[[Path, Sequence[str]], Path]
"""Lays out a folder in which these files are at fault, and returns its manifest."""


def missing(folder: Path, names: Sequence[str]) -> Path:
    return lay_out(folder, SOUND | dict.fromkeys(names, "x"), on_disk=SOUND)


def not_listed(folder: Path, names: Sequence[str]) -> Path:
    return lay_out(folder, SOUND, on_disk=SOUND | dict.fromkeys(names, "x"))


def resized(folder: Path, names: Sequence[str]) -> Path:
    listed = SOUND | dict.fromkeys(names, "x")
    return lay_out(folder, listed, on_disk=SOUND | dict.fromkeys(names, f"{len(names)} now"))


def uncited(folder: Path, names: Sequence[str]) -> Path:
    cites: list[dict[str, Any]] = [{"paths": list(SOUND), "sources": ["a"]}]
    return lay_out(folder, SOUND | dict.fromkeys(names, "x"), on_disk={}, cites=cites)


def clashing(folder: Path, names: Sequence[str]) -> Path:
    listed = SOUND | {each: "x" for name in names for each in (name, name.upper())}
    return lay_out(folder, listed, on_disk={})


def pointers(folder: Path, names: Sequence[str]) -> Path:
    types = dict.fromkeys(names, "text/x-git-lfs-pointer")
    return lay_out(folder, SOUND | dict.fromkeys(names, "x"), on_disk={}, types=types)


def misnamed(folder: Path, names: Sequence[str]) -> Path:
    listed = {f"{name}.jpg": "x" for name in names}
    return lay_out(folder, SOUND | listed, on_disk={}, types=dict.fromkeys(listed, "text/html"))


def in_both_splits(folder: Path, names: Sequence[str]) -> Path:
    listed = {f"{split}/{name}": name + LONG for name in names for split in ("test", "train")}
    cites = [
        {"paths": f"{split}/**", "sources": ["a"], "split": split} for split in ("train", "test")
    ]
    return lay_out(folder, listed | {"train/0": LONG}, on_disk={}, cites=cites)


def linked_outside(folder: Path, names: Sequence[str]) -> Path:
    manifest = lay_out(folder, SOUND)
    for name in names:
        (folder / "data" / name).symlink_to(folder.parent / "m.json")
    return manifest


CASES = [
    ("FIL001", missing),
    ("FIL002", not_listed),
    ("FIL003", linked_outside),
    ("FIL004", clashing),
    ("FIL006", pointers),
    ("FIL007", misnamed),
    ("FIL010", in_both_splits),
    ("HSH002", resized),
    ("REF003", uncited),
]


class Folders:
    """Lays out folders, and says what a check finds in them as if all were one.

    Args:
        top: Where they are made.
        code: The check.
        lay: Lays one out.
    """

    def __init__(self, top: Path, code: str, lay: Lay) -> None:
        self._top, self._code, self._lay = top, code, lay
        (top / "m.json").touch()

    def found(self, *names: str) -> Report:
        """Return what is found where these files are at fault."""
        folder = self._top / str(len(list(self._top.iterdir())))
        folder.mkdir()
        checked = check(self._lay(folder, names), Settings(today=TODAY))
        found = tuple(each for each in checked.diagnostics if each.code == self._code)
        return replace(checked, path=str(self._top / "m.json"), diagnostics=found)

    def taken(self, report: Report) -> Baseline:
        """Return the baseline in which that is known."""
        return Baseline(self._top).taken([report])

    def fresh(self, before: Report, after: Report) -> int:
        """Return how many findings are new, by a revision before and by a baseline alike."""
        by_revision = without(after, fingerprints(before)).diagnostics
        assert self.taken(before).applied(after).diagnostics == by_revision
        return len(by_revision)


@pytest.fixture(params=CASES, ids=[code for code, _ in CASES])
def folders(request: pytest.FixtureRequest, tmp_path: Path) -> Folders:
    return Folders(tmp_path, *request.param)


def test_another_file_is_new_and_one_less_is_not(folders: Folders) -> None:
    known = folders.found("b.txt", "d.txt")
    (finding,) = known.diagnostics
    assert folders.fresh(known, known) == 0
    assert folders.fresh(known, folders.found("b.txt")) == 0
    assert folders.fresh(known, folders.found("d.txt")) == 0
    assert folders.fresh(known, folders.found("b.txt", "c.txt", "d.txt")) == 1
    assert folders.fresh(known, folders.found("a.txt", "d.txt")) == 1
    other = folders.found("a.txt")
    assert folders.fresh(known, other) == 1
    assert other.diagnostics[0].fingerprint == finding.fingerprint


def test_very_many_files_are_known_by_how_many_they_are(folders: Folders) -> None:
    names = [f"{number:03}.txt" for number in range(FEW + 3)]
    known = folders.found(*names[1:-1])
    baseline = folders.taken(known)
    assert len(next(iter(baseline.manifests.values()))) == 1
    assert folders.fresh(known, folders.found(*names)) == 1
    some = folders.found(*names[1:9])
    assert folders.fresh(known, some) == 0
    left = baseline.pruned([some])
    assert left.stale(some) == {}
    assert left.applied(some).diagnostics == ()
    assert len(left.applied(folders.found(*names[1:19])).diagnostics) == 1


def test_what_is_only_counted_by_now_is_not_taken_for_gone(folders: Folders) -> None:
    names = [f"{number:03}.txt" for number in range(FEW + 3)]
    baseline = folders.taken(folders.found("005.txt", "006.txt"))
    many = folders.found(*names)
    assert len(baseline.applied(many).diagnostics) == 1
    assert baseline.stale(many) == {}
    assert baseline.pruned([many]) == baseline
    none = folders.found()
    assert len(baseline.stale(none)) == 2
    assert baseline.pruned([none]).manifests == {}


def test_what_is_no_longer_at_fault_is_stale_by_itself(folders: Folders) -> None:
    known = folders.taken(folders.found("a.txt", "b.txt", "c.txt"))
    now = folders.found("b.txt")
    assert len(known.stale(now)) == 2
    assert known.applied(now).diagnostics == ()
    left = known.pruned([now])
    assert left.stale(now) == {}
    assert left == folders.taken(now)


def verified(folder: Path, listed: dict[str, str], on_disk: dict[str, str]) -> list[Diagnostic]:
    folder.mkdir()
    return list(verify(lay_out(folder, listed, on_disk=on_disk), jobs=1).diagnostics)


def test_what_verify_finds_is_known_by_the_file(tmp_path: Path) -> None:
    listed = {"a": "1", "b": "22", "c": "3", "d": "4444", "m": "moved and found again"}
    there = {"a": "2", "b": "1", "n": "moved and found again", "z": "new"}
    marks = {
        (each.code, each.message.partition(":")[0]): each.fingerprint
        for each in verified(tmp_path / "one", listed, there)
    }
    assert {code for code, _ in marks} == {"HSH001", "HSH002", "HSH006", "FIL001", "FIL002"}
    assert len(set(marks.values())) == len(marks)
    more = verified(tmp_path / "two", listed | {"0": "gone"}, there | {"b": "333", "y": "another"})
    again = {(each.code, each.message.partition(":")[0]): each.fingerprint for each in more}
    assert again.items() >= marks.items()
    assert len(set(again.values())) == len(again)


def test_pointers_that_verify_finds_are_known_by_the_files(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n"
    listed = {name: f"data of {name}" for name in "abc"}

    def found(name: str, *missing: str) -> Diagnostic:
        there = listed | {each: pointer.format("0" * 64) for each in missing}
        of_code = [d for d in verified(tmp_path / name, listed, there) if d.code == "FIL006"]
        return of_code[0]

    two, one = found("two", "a", "b"), found("one", "b")
    assert one.fingerprint == two.fingerprint
    assert set(one.member_fingerprints) < set(two.member_fingerprints)
    assert (one.count, two.count) == (1, 2)
