"""The rules on files and digests."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_manifests import TODAY, checked, found, lay_out, manifest
from trainbib.checking import check
from trainbib.diagnostics import Replace
from trainbib.inventory import FileRow
from trainbib.media_families import BY_ENDING, BY_TYPE, broken_promises
from trainbib.rules.disk import compare_with_disk
from trainbib.rules.file_tally import FileTally, folded
from trainbib.rules.hsh import hsh007_inventory_digest_mismatch
from trainbib.settings import Settings
from trainbib.verifying import verify

MANY = {f"part-{i:02}.txt": f"text {i}\n" for i in range(12)}


def test_a_folder_that_fits_its_inventory(tmp_path: Path) -> None:
    assert checked(lay_out(tmp_path, MANY), "FIL", "HSH") == []


def test_all_that_differs_is_found_in_one_run_and_grouped(tmp_path: Path) -> None:
    there = {f"new-{i}.txt": "" for i in range(7)} | {
        name: text + "!" for name, text in list(MANY.items())[:6]
    }
    report = check(lay_out(tmp_path, MANY, on_disk=there), Settings(today=TODAY))
    by_code = {d.code: d for d in report.diagnostics if d.code[:3] in {"FIL", "HSH"}}
    assert list(by_code) == ["FIL001", "FIL002", "HSH002"]
    assert by_code["FIL001"].message.startswith("6 of the 12 files")
    assert by_code["FIL001"].notes[0].endswith("and 1 more")
    assert by_code["FIL002"].message.startswith("7 files in `data` are not")
    assert "`part-00.txt`: 7 bytes listed, 8 found" in by_code["HSH002"].notes
    assert by_code["HSH002"].notes[-1] == "and 1 more"


def test_without_the_folder_nothing_is_said_about_it(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY, on_disk={})
    assert checked(path, "FIL", "HSH") == []
    assert any("data" in reason for reason in check(path, Settings(today=TODAY)).unchecked)


def test_the_folder_is_left_alone_if_asked(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY, on_disk={"other.txt": ""})
    report = check(path, Settings(today=TODAY, use_disk=False))
    assert not [d for d in report.diagnostics if d.code in {"FIL001", "FIL002", "HSH002"}]


def test_names_that_cannot_be_printed_stay_on_one_line(tmp_path: Path) -> None:
    strange = {"a\nb.txt": "x", "tab\t.txt": "y", "größe.txt": "z"}
    report = check(lay_out(tmp_path, strange, on_disk={"c.txt": ""}), Settings(today=TODAY))
    (missing,) = [d for d in report.diagnostics if d.code == "FIL001"]
    (note,) = missing.notes
    assert note == r"`a\nb.txt`, `größe.txt`, `tab\t.txt`"


NAMES = st.dictionaries(st.text("ab/", min_size=1, max_size=4), st.integers(0, 3), max_size=8)


@given(NAMES, NAMES)
def test_the_comparison_counts_each_file_once(
    listed: dict[str, int], on_disk: dict[str, int]
) -> None:
    rows = [FileRow(path, size, "0" * 64, "text/plain") for path, size in listed.items()]
    compared = compare_with_disk(rows, on_disk)
    common = listed.keys() & on_disk.keys()
    assert compared.listed == len(listed)
    assert compared.missing == len(listed) - len(common)
    assert compared.extra == len(on_disk) - len(common)
    assert compared.resized == sum(listed[path] != on_disk[path] for path in common)


def rule(paths: str | list[str], **fields: Any) -> dict[str, Any]:
    return {"paths": paths, "sources": ["a"]} | fields


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        ([rule("**"), rule("part-0*.txt", split="test")], []),
        ([rule("**"), rule("part-*.txt", split="test"), rule("*", sources={"none": "texts"})], []),
        ([rule("**"), rule("*", sources=["b"])], [0]),
        ([rule("part-0*.txt", split="test"), rule("**")], [0]),
        ([rule("part-0?.txt"), rule("part-00.txt"), rule("part-*.txt")], [0, 1]),
        ([rule("part-0?.txt"), rule("part-00.txt"), rule("part-01.txt")], []),
        ([rule("part-00.txt"), rule("part-00.txt")], [0]),
        ([rule("nothing-*"), rule("**")], []),
    ],
)
def test_rules_that_never_hold_by_the_inventory(
    tmp_path: Path, cites: list[dict[str, Any]], expected: list[int]
) -> None:
    path = lay_out(tmp_path, MANY, cites=cites)
    pointers = [f"/files/cites/{index}" for index in expected]
    got = [pointer for code, pointer in checked(path, "FIL") if code == "FIL005"]
    assert got == pointers


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        ([rule("a/*"), rule("a/*")], {0: [1]}),
        ([rule(["a/*", "b/*"]), rule(["b/*", "a/*", "c"])], {0: [1]}),
        ([rule(["a/*", "b/*"]), rule("a/*")], {}),
        ([rule("a/*"), rule("b"), rule(["x", "**"]), rule("a/*")], {0: [2], 1: [2]}),
        ([rule("**/x"), rule("*")], {}),
        ([rule("["), rule("**")], {}),
    ],
)
def test_rules_that_never_hold_by_their_patterns(
    cites: list[dict[str, Any]], expected: dict[int, list[int]]
) -> None:
    diagnostics = found(manifest(files={"root": "data", "cites": cites}), "FIL005")
    got = {d.pointer: [r.pointer for r in d.related] for d in diagnostics}
    assert got == {
        f"/files/cites/{index}": [f"/files/cites/{taker}" for taker in takers]
        for index, takers in expected.items()
    }


def test_files_of_the_set_against_the_inventory(tmp_path: Path) -> None:
    cites = [rule("**"), rule("part-00.txt", sources={"none": "documentation of the set"})]

    def reported(files: object) -> bool:
        path = lay_out(tmp_path, MANY, cites=cites, size={"files": files})
        return ("FIL009", "/dataset/size/files") in checked(path, "FIL")

    assert [reported(files) for files in (10, 11, 12, 13)] == [True, False, False, True]
    assert not reported({"about": 10})


def test_bytes_of_the_set_against_the_inventory(tmp_path: Path) -> None:
    total = sum(len(text) for text in MANY.values())

    def reported(**size: Any) -> bool:
        path = lay_out(tmp_path, MANY, size=size)
        return ("FIL009", "/dataset/size/bytes") in checked(path, "FIL")

    assert not reported(bytes=total, compressed=True)
    assert reported(bytes=total + 1, compressed=True)
    assert reported(bytes=total - 1, compressed=True)
    assert not reported(bytes=total * 4)


@pytest.mark.parametrize(
    ("pins", "expected"),
    [
        ({"files": 13}, [("FIL009", "/files/inventory/files")]),
        ({"bytes": 1}, [("FIL009", "/files/inventory/bytes")]),
        ({"digest": "sha256:" + "0" * 64}, [("HSH007", "/files/inventory/digest")]),
        (
            {"roots": {"paths": "sha256:" + "0" * 64, "contents": "sha256:" + "1" * 64}},
            [
                ("HSH007", "/files/inventory/roots/paths"),
                ("HSH007", "/files/inventory/roots/contents"),
            ],
        ),
    ],
)
def test_pins_that_do_not_fit(
    tmp_path: Path, pins: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert checked(lay_out(tmp_path, MANY, pins=pins), "FIL", "HSH") == expected


def test_roots_of_large_inventories_are_left_to_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"paths": "sha256:" + "0" * 64, "contents": "sha256:" + "0" * 64}
    path = lay_out(tmp_path, MANY, pins={"roots": wrong})
    monkeypatch.setattr(hsh007_inventory_digest_mismatch, "MOST_FILES", 11)
    assert checked(path, "HSH") == []
    assert {d.code for d in verify(path).diagnostics} == {"HSH007"}


def test_an_inventory_that_cannot_be_read_is_no_cause_for_other_findings(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY)
    (tmp_path / "files.jsonl").write_text("not json\n", encoding="utf-8")
    assert checked(path, "FIL", "HSH") == [
        ("FIL011", "/files/inventory/path"),
        ("HSH007", "/files/inventory/digest"),
    ]
    (tmp_path / "files.jsonl").unlink()
    assert checked(path, "FIL", "HSH") == [("FIL013", "/files/inventory/path")]
    assert any("files.jsonl" in reason for reason in check(path, Settings(today=TODAY)).unchecked)


def test_verify_reports_what_it_cannot_read(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY)
    (tmp_path / "data" / "link.txt").symlink_to("nowhere.txt")
    assert [d.code for d in verify(path).diagnostics] == ["FIL011"]


def test_verify_reports_a_link_that_leads_out_of_the_root(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY)
    (tmp_path / "secret.txt").write_text("not yours\n", encoding="utf-8")
    (tmp_path / "data" / "link.txt").symlink_to("../secret.txt")
    assert [d.code for d in verify(path).diagnostics] == ["FIL003"]


@pytest.mark.parametrize(
    ("digest", "name"), [("md5:" + "0" * 32, "MD5"), ("sha1:" + "0" * 40, "SHA-1")]
)
def test_weak_digests_are_found_wherever_a_digest_may_stand(digest: str, name: str) -> None:
    data = manifest(
        licenses={"LicenseRef-x": {"title": "X", "text": "x.txt", "digest": digest}},
        sources={
            "a": {
                "kind": "other",
                "digest": digest,
                "license": {
                    "expression": "LicenseRef-x",
                    "observations": [{"at": "paper", "digest": digest}],
                },
            }
        },
        labellers={"l": {"workforce": "crowd", "instructions": {"digest": digest}}},
    )
    findings = found(data, "HSH004")
    assert {finding.pointer for finding in findings} == {
        "/labellers/l/instructions/digest",
        "/licenses/LicenseRef-x/digest",
        "/sources/a/digest",
        "/sources/a/license/observations/0/digest",
    }
    assert all(name in finding.message for finding in findings)


# Paths that clash.


def clashes(tmp_path: Path, *paths: str) -> list[str]:
    listed = {path: f"content of {path}" for path in paths}
    report = check(lay_out(tmp_path, listed, on_disk={}), Settings(today=TODAY))
    found_ = [d for d in report.diagnostics if d.code == "FIL004"]
    return list(found_[0].notes) if found_ else []


@pytest.mark.parametrize(
    ("paths", "note"),
    [
        (("a.txt", "A.txt"), "`A.txt` and `a.txt`"),
        (("Data/x", "data/X"), "`Data/x` and `data/X`"),
        (("caf\u00e9", "cafe\u0301"), r"`cafe\u0301` and `caf\xe9`"),
        (("stra\u00dfe", "STRASSE"), r"`STRASSE` and `stra\xdfe`"),
        (("stra\u00dfe", "strasse"), r"`strasse` and `stra\xdfe`"),
        (("\u00c9t\u00e9", "\u00e9T\u00c9"), r"`\xc9t\xe9` and `\xe9T\xc9`"),
    ],
)
def test_paths_that_clash(tmp_path: Path, paths: tuple[str, ...], note: str) -> None:
    assert clashes(tmp_path, *paths) == [note]


@pytest.mark.parametrize(
    "paths", [("a.txt", "b.txt"), ("A.txt", "b.txt"), ("a/A", "a/B", "A/C"), ("\u00e9", "e")]
)
def test_paths_that_do_not_clash(tmp_path: Path, paths: tuple[str, ...]) -> None:
    assert clashes(tmp_path, *paths) == []


LETTERS = "aAbB\u00e9\u00c9e\u0301\u00dfsS\u212ak"


@given(st.sets(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=12))
def test_the_tally_suspects_whatever_clashes(paths: set[str]) -> None:
    tally = FileTally()
    for path in sorted(paths, key=str.encode):
        tally.add(FileRow(path, 1, "0" * 64, "text/plain"), None)
    forms = Counter(map(folded, paths))
    clashing = {form for form, count in forms.items() if count > 1}
    plain = {path for path in paths if hash(path) in tally.foreign}
    suspected = tally.clashes | {hash(path) for path in plain}
    assert {hash(form) for form in clashing} <= suspected
    assert all(tally.clashes for form in clashing if form not in plain)


# What the files are, and what is in them.


def test_pointers_are_counted_and_named(tmp_path: Path) -> None:
    listed = {f"{i}.bin": f"pointer {i}" for i in range(7)} | {"a.txt": "text"}
    types = {f"{i}.bin": "text/x-git-lfs-pointer" for i in range(7)}
    report = check(lay_out(tmp_path, listed, on_disk={}, types=types), Settings(today=TODAY))
    (finding,) = [d for d in report.diagnostics if d.code == "FIL006"]
    assert finding.message.startswith("7 files of the inventory are pointers of Git LFS")
    assert finding.notes == ("`0.bin`, `1.bin`, `2.bin`, `3.bin`, `4.bin` and 2 more",)
    assert "git lfs pull" in finding.help


@pytest.mark.parametrize(
    ("name", "media", "reported"),
    [
        ("a.jpg", "text/html", True),
        ("a.JPEG", "image/png", True),
        ("a.parquet", "application/json", True),
        ("a.gz", "text/plain", True),
        ("a.gz", "application/gzip,application/jsonl", False),
        ("a.jpg", "application/octet-stream", False),
        ("a.jpg", "text/x-git-lfs-pointer", False),
        ("a.wav", "audio/x-wav", False),
        ("a.npz", "application/zip", False),
        ("a.csv", "application/json", False),
        ("jpg", "text/html", False),
        ("jpg/a", "text/html", False),
    ],
)
def test_names_that_promise_another_type(
    tmp_path: Path, name: str, media: str, *, reported: bool
) -> None:
    path = lay_out(tmp_path, {name: "content"}, on_disk={}, types={name: media})
    assert (("FIL007", "/files/inventory") in checked(path, "FIL")) is reported


@pytest.mark.parametrize("ending", sorted(BY_ENDING))
def test_every_ending_promises_a_type_that_agrees_with_it(ending: str) -> None:
    types = {media for media, name in BY_TYPE.items() if name == BY_ENDING[ending]}
    assert types
    assert list(broken_promises({(ending, media) for media in types})) == []


LINES = {"1.jsonl": "{}\n" * 3, "2.jsonl": "{}\n" * 4}
JSON_LINES = dict.fromkeys(LINES, "application/jsonl")


def records(tmp_path: Path, stated: dict[str, Any], **options: Any) -> list[str]:
    sources = {"a": {"kind": "other", "license": "CC0-1.0", "size": stated}}
    sources["a"] |= options.pop("source", {})
    path = lay_out(tmp_path, LINES, on_disk={}, types=JSON_LINES, sources=sources, **options)
    return [pointer for code, pointer in checked(path, "FIL") if code == "FIL008"]


def test_records_of_a_source_against_its_files(tmp_path: Path) -> None:
    here = ["/sources/a/size/records"]
    assert records(tmp_path, {"records": 7}) == []
    assert records(tmp_path, {"records": 6}) == here
    assert records(tmp_path, {"records": 8}) == []
    assert records(tmp_path, {"records": 8}, size={"files": 2}) == here
    assert records(tmp_path, {"records": 8}, size={"files": 3}) == []
    assert records(tmp_path, {"records": {"about": 10}}, size={"files": 2}) == []
    assert records(tmp_path, {"records": {"unknown": "not counted yet"}}) == []
    assert records(tmp_path, {"records": 6}, source={"selection": "the first file"}) == []


def test_records_of_a_source_whose_files_cite_others_too_are_left_alone(tmp_path: Path) -> None:
    cites = [rule("1.jsonl"), {"paths": "2.jsonl", "sources": ["a", "b"]}]
    other = {"b": {"kind": "other", "license": "CC0-1.0"}}
    sources = {"a": {"kind": "other", "license": "CC0-1.0", "size": {"records": 1}}} | other
    path = lay_out(tmp_path, LINES, on_disk={}, types=JSON_LINES, sources=sources, cites=cites)
    assert not [code for code, _ in checked(path, "FIL") if code == "FIL008"]
    cites[1] = {"paths": "2.jsonl", "sources": ["b"]}
    path = lay_out(tmp_path, LINES, on_disk={}, types=JSON_LINES, sources=sources, cites=cites)
    assert [code for code, _ in checked(path, "FIL") if code == "FIL008"] == ["FIL008"]


def test_the_number_that_was_counted_is_offered(tmp_path: Path) -> None:
    sources = {"a": {"kind": "other", "license": "CC0-1.0", "size": {"records": 6}}}
    path = lay_out(tmp_path, LINES, on_disk={}, types=JSON_LINES, sources=sources)
    report = check(path, Settings(today=TODAY))
    (finding,) = [d for d in report.diagnostics if d.code == "FIL008"]
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.steps == (Replace("/sources/a/size/records", 7),)


def test_files_and_bytes_of_a_source_against_the_inventory(tmp_path: Path) -> None:
    total = sum(map(len, LINES.values()))

    def reported(stated: dict[str, Any], **dataset: Any) -> list[str]:
        sources = {"a": {"kind": "other", "license": "CC0-1.0", "size": stated}}
        path = lay_out(tmp_path, LINES, on_disk={}, sources=sources, **dataset)
        return [pointer for code, pointer in checked(path, "FIL") if code == "FIL009"]

    assert reported({"files": 2}) == []
    assert reported({"files": 1}) == ["/sources/a/size/files"]
    assert reported({"files": 3}) == []
    assert reported({"files": 3}, size={"files": 2}) == [
        "/dataset/size/files",
        "/sources/a/size/files",
    ]
    assert reported({"bytes": total - 1, "compressed": True}) == ["/sources/a/size/bytes"]
    assert reported({"bytes": total - 1}) == []


# Splits.

LONG = "the same text in two files, and long enough that nobody would take it for chance " * 2
SPLITS = [rule("train/**", split="train"), rule("test/**", split="test")]


@pytest.mark.parametrize(
    ("listed", "pairs"),
    [
        ({"train/1": LONG, "test/1": LONG}, ["`test/1` and `train/1`"]),
        (
            {"train/1": LONG, "train/2": LONG, "test/1": LONG, "test/2": LONG},
            ["`test/1` and `train/1`", "`test/2` and `train/1`"],
        ),
        ({"train/1": LONG, "test/1": LONG + "."}, []),
        ({"train/1": LONG, "train/2": LONG, "test/1": "other" + LONG}, []),
        ({"test/1": LONG, "test/2": LONG}, []),
        ({"train/1": "yes", "test/1": "yes"}, []),
    ],
)
def test_equal_files_in_two_splits(
    tmp_path: Path, listed: dict[str, str], pairs: list[str]
) -> None:
    path = lay_out(tmp_path, listed, on_disk={}, cites=SPLITS)
    report = check(path, Settings(today=TODAY))
    notes = [note for d in report.diagnostics if d.code == "FIL010" for note in d.notes]
    assert notes == pairs


def test_what_is_said_of_the_overlap_stands_beside_what_was_found(tmp_path: Path) -> None:
    listed = {"train/1": LONG, "test/1": LONG}
    path = lay_out(tmp_path, listed, on_disk={}, cites=SPLITS, train_test_overlap="None known.")
    report = check(path, Settings(today=TODAY))
    (finding,) = [d for d in report.diagnostics if d.code == "FIL010"]
    assert finding.notes[-1] == "`dataset.train_test_overlap` says: None known."
