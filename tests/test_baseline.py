"""Baselines: what is known stays known through edits, and one more is new."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from small_manifests import TODAY, lay_out
from trainbib.baseline import Baseline, BaselineError, read_baseline, without
from trainbib.checking import Report, check
from trainbib.schemas import load_schema
from trainbib.selection import Selection
from trainbib.settings import Settings

HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\nsources:\n'


def checked(folder: Path, sources: str, name: str = "trainbib.yaml") -> Report:
    path = folder / name
    path.write_text(HEAD + sources, encoding="utf-8")
    return check(path, Settings(today=date(2026, 11, 22)))


def taken(folder: Path, *reports: Report) -> Baseline:
    path = folder / "known.json"
    path.write_text(Baseline(folder).taken(reports).text(), encoding="utf-8")
    return read_baseline(path)


def test_what_is_known_is_not_reported_wherever_it_moves(tmp_path: Path) -> None:
    known = taken(tmp_path, checked(tmp_path, "  a: {kind: other}\n"))
    moved = checked(
        tmp_path, "  # a word\n  b: {kind: other, license: CC0-1.0}\n  a: {kind: other}\n"
    )
    applied = known.applied(moved)
    assert applied.diagnostics == ()
    assert applied.known is not None
    assert [found.code for found in applied.known] == ["LIC001"]
    assert not applied.valid


def test_one_more_of_the_same_cause_is_new(tmp_path: Path) -> None:
    cited = "  a: {kind: other, license: CC0-1.0}\nfiles:\n  root: .\n  cites:\n"
    rule = "    - {paths: '**', sources: [gone]}\n"
    known = taken(tmp_path, checked(tmp_path, cited + rule))
    more = known.applied(checked(tmp_path, cited + rule + rule))
    assert [found.count for found in more.diagnostics if found.code == "REF001"] == [2]


def test_what_a_check_knows_that_could_not_look_is_neither_gone_nor_pruned(tmp_path: Path) -> None:
    known = taken(tmp_path, checked(tmp_path, "  a: {kind: other}\n"))
    looked = checked(tmp_path, "  a: {kind: other, license: CC0-1.0}\n")
    away = replace(looked, unsettled=frozenset({"LIC001"}))
    assert known.stale(away) == {}
    assert known.pruned([away]) == known
    assert [item.code for item in known.stale(looked).values()] == ["LIC001"]
    assert known.pruned([looked]).manifests == {}


def test_the_number_of_an_item_is_no_identity(tmp_path: Path) -> None:
    rule = "    - {{paths: '{}', sources: [{}]}}\n"
    source = "  a: {kind: other, license: CC0-1.0}\nfiles:\n  root: .\n  cites:\n"
    before = checked(tmp_path, source + rule.format("**", "gone"))
    known = taken(tmp_path, before)
    after = checked(tmp_path, source + rule.format("x/**", "a") + rule.format("**", "gone"))
    fresh = {found.code for found in known.applied(after).diagnostics}
    assert "REF001" not in fresh


def test_what_is_gone_is_stale_until_it_is_pruned(tmp_path: Path) -> None:
    known = taken(tmp_path, checked(tmp_path, "  a: {kind: other}\n"))
    mended = checked(tmp_path, "  a: {kind: other, license: CC0-1.0}\n")
    assert [item.code for item in known.stale(mended).values()] == ["LIC001"]
    assert known.pruned([mended]).manifests == {}


def test_pruning_adds_nothing(tmp_path: Path) -> None:
    known = taken(tmp_path, checked(tmp_path, "  a: {kind: other}\n"))
    worse = checked(tmp_path, "  a: {kind: other}\n  b: {kind: other}\n")
    assert known.pruned([worse]) == known
    assert known.taken([worse]) != known


def test_other_manifests_stay_unless_they_are_said_to_be_gone(tmp_path: Path) -> None:
    one = checked(tmp_path, "  a: {kind: other}\n")
    two = checked(tmp_path, "  a: {kind: other}\n", "two.trainbib.yaml")
    known = taken(tmp_path, one, two)
    assert known.pruned([one]) == known
    assert known.away() == known.gone([tmp_path], recursive=True) == []
    (tmp_path / "two.trainbib.yaml").unlink()
    assert known.pruned([one]) == known
    gone = known.gone([tmp_path], recursive=False)
    assert list(known.pruned([one], gone).manifests) == ["trainbib.yaml"]


@pytest.mark.parametrize(
    ("folders", "recursive", "gone"),
    [
        (["."], False, ["a.trainbib.yaml"]),
        (["."], True, ["a.trainbib.yaml", "in/a.trainbib.yaml", "in/deep/a.trainbib.yaml"]),
        (["in"], False, ["in/a.trainbib.yaml"]),
        (["in", ".hidden"], True, [".h", "in/a.trainbib.yaml", "in/deep/a.trainbib.yaml"]),
        (["other"], True, []),
        ([], True, []),
    ],
)
def test_gone_is_what_a_look_through_folders_would_have_found(
    tmp_path: Path, *, folders: list[str], recursive: bool, gone: list[str]
) -> None:
    names = ["a.trainbib.yaml", "in/a.trainbib.yaml", "in/deep/a.trainbib.yaml", ".hidden/a.yaml"]
    known = Baseline(tmp_path, {name: {} for name in names})
    found = known.gone([tmp_path / each for each in folders], recursive=recursive)
    assert sorted(name.replace(".hidden/a.yaml", ".h") for name in found) == gone
    assert known.away() == names


def test_the_file_follows_its_schema_and_is_sorted(tmp_path: Path) -> None:
    one = checked(tmp_path, "  b: {kind: other, titel: x}\n  a: {kind: other}\n")
    text = Baseline(tmp_path).taken([one]).text()
    Draft202012Validator.check_schema(load_schema("baseline"))
    Draft202012Validator(load_schema("baseline")).validate(json.loads(text))
    assert text == Baseline(tmp_path).taken([one]).text()
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ":1:2: the baseline cannot be read: not JSON"),
        ("", ":1:1: the baseline cannot be read: the file is empty; get the file back, or"),
        ("<<<<<<< ours", ":1:1: the baseline cannot be read: not JSON"),
        ("[" * 100_000, "containers are nested more than 64 deep; get the file back"),
        ("9" * 5000, "`9999999999.*` is beyond what a double-precision float holds"),
        ("null", "the baseline is `null`; it takes a mapping"),
        ("[]", ":1:1: the baseline is a list; it takes a mapping; get the file back, or remove it"),
        ('{"version": "2", "manifests": {}}', ":1:13: `version` is `2`; this program reads `1`"),
        (
            '{"version": "1", "manifests": {"m": {}, "m": {}}}',
            ":1:41: the field `m` is given twice; get the file back, or remove it and",
        ),
        (
            '{"version": "1", "manifests": {"m": {"0123456789abcdef": {"code": "x", "count": 0}}}}',
            r":1:67: .* is `x`; it takes a code such as LIC001 \(and 1 more fault\)",
        ),
        ('{"version": 1, "manifests": {}}', "is the number `1`; this program reads the text `1`"),
        ('{"version": "1", "manifests": {"\\ud800": {}}}', "half a character"),
        (
            '{"version": "1", "manifests": {"m": {"x": {"code": "LIC001", "count": 1}}}}',
            "`manifests.m` has the key `x`; it takes the fingerprints of findings",
        ),
    ],
)
def test_what_is_no_baseline_is_refused_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(BaselineError, match=said) as raised:
        read_baseline(path)
    assert str(path) in str(raised.value)
    assert str(raised.value).endswith("remove it and write a new one with `trainbib baseline`")


def test_a_path_that_no_file_has_is_no_baseline() -> None:
    with pytest.raises(BaselineError, match="cannot read the baseline"):
        read_baseline(Path("a\0b"))


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    known = taken(tmp_path, checked(tmp_path, "  a: {kind: other}\n"))
    path = tmp_path / "known.json"
    path.write_text(known.text(), encoding="utf-8-sig")
    assert read_baseline(path) == known


def test_a_baseline_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="does not exist"):
        read_baseline(tmp_path / "known.json")


def test_without_anything_known_all_is_new(tmp_path: Path) -> None:
    report = checked(tmp_path, "  a: {kind: other}\n")
    fresh = without(report, Counter())
    assert fresh.diagnostics == report.diagnostics
    assert fresh.known == ()


def test_what_is_known_of_files_outlives_a_check_without_them(tmp_path: Path) -> None:
    path = lay_out(tmp_path, {"a.txt": "one\n", "b.txt": "two\n"}, on_disk={"a.txt": "one\n"})
    settings = Settings(today=TODAY)
    known = Baseline(tmp_path).taken([check(path, settings)])
    (tmp_path / "data").rename(tmp_path / "away")
    away = check(path, settings)
    assert known.stale(away) == {}
    assert known.pruned([away]) == known
    (tmp_path / "away").rename(tmp_path / "data")
    ignoring = check(path, Settings(today=TODAY, selection=Selection(ignore=("FIL",))))
    assert known.stale(ignoring) == {}
    (tmp_path / "data" / "b.txt").write_text("two\n")
    assert [item.code for item in known.stale(check(path, settings)).values()] == ["FIL001"]
