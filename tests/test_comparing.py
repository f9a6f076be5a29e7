"""Comparing manifests: the vectors, the laws, places, identities, what can't be compared."""

import json
import random
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.comparing import (
    KINDS,
    Change,
    Comparison,
    ComparisonInputError,
    Level,
    compare,
    kind_of,
)
from trainbib.comparing.identifiers import source_identifiers
from trainbib.comparing.matching import entries, match_sources
from trainbib.comparing.totals import bucket
from trainbib.conformance import schema_findings
from trainbib.document import Document, parse_document
from trainbib.inventory.rows import FileRow
from trainbib.loading import load
from trainbib.pointers import resolve, split
from trainbib.values import parse_quantity

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "v1" / "diffs.json").read_text(encoding="utf-8")
)


def document(text: str, path: str = "manifest.yaml") -> Document:
    suffix = "manifest.json" if text.startswith("{") else path
    return parse_document(text.encode(), path=suffix)


def rows(files: dict[str, str]) -> list[FileRow]:
    made = [
        FileRow(path, len(text.encode()), sha256(text.encode()).hexdigest(), "text/plain")
        for path, text in files.items()
    ]
    return sorted(made, key=lambda row: row.path.encode())


def compared(vector: dict[str, Any], *, swapped: bool = False) -> Comparison:
    sides = ("new", "old") if swapped else ("old", "new")
    old, new = (document(vector[side]) for side in sides)
    if "old_files" not in vector:
        return compare(old, new)
    old_rows, new_rows = (rows(vector[f"{side}_files"]) for side in sides)
    return compare(old, new, old_rows=old_rows, new_rows=new_rows)


def codes(changes: Sequence[Change]) -> list[str]:
    return sorted(change.code for change in changes)


def sources(text: str, version: str = "1.0.0") -> Document:
    head = f'trainbib: "1.0"\ndataset: {{name: example, version: "{version}"}}\n'
    return document(f"{head}sources:\n{text}")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["description"]))
def test_vector(vector: dict[str, Any]) -> None:
    found = compared(vector)
    expected = [
        (change["code"], change["entity"]["kind"], change["entity"]["key"], change["level"])
        for change in vector["changes"]
    ]
    shown = [(c.code, c.entity.kind, c.entity.key, str(c.level)) for c in found.changes]
    assert sorted(shown) == sorted(expected)
    assert found.required_bump == vector["bump"]
    assert bool(found.reformatted) or not vector.get("reformatted")
    if "made" in vector:
        assert (found.made_bump, found.bump_sufficient) == (vector["made"], vector["sufficient"])


def test_vectors_follow_the_schema_and_cover_every_kind() -> None:
    for vector in VECTORS:
        for side in ("old", "new"):
            assert list(schema_findings(document(vector[side]).data)) == [], vector["description"]
    seen = {change["code"] for vector in VECTORS for change in vector["changes"]}
    reformatted = {c.code for vector in VECTORS for c in compared(vector).reformatted}
    assert seen | reformatted == {kind.code for kind in KINDS}


def test_every_change_has_a_level_that_its_kind_allows_and_an_identity_of_its_own() -> None:
    for vector in VECTORS:
        found = compared(vector)
        for change in found.changes:
            assert change.level in kind_of(change.code).levels, change
            assert change.message
            assert change.detail
        assert len({change.id for change in found.changes}) == len(found.changes)


def test_pointers_lead_to_values() -> None:
    for vector in VECTORS:
        old, new = document(vector["old"]).data, document(vector["new"]).data
        for change in compared(vector).changes:
            for data, where in ((old, change.old_pointer), (new, change.new_pointer)):
                if where is not None:
                    resolve(data, split(where))  # raises if it leads nowhere


@pytest.mark.parametrize("side", ["old", "new"])
def test_nothing_changes_from_a_manifest_to_itself(side: str) -> None:
    for vector in VECTORS:
        manifest = document(vector[side])
        found = compare(manifest, manifest)
        assert found.changes == found.reformatted == ()
        assert (found.required_bump, found.made_bump, found.bump_sufficient) == (
            "none",
            "none",
            True,
        )


def test_swapping_both_swaps_what_came_and_went() -> None:
    mirror = {"DIF101": "DIF102", "DIF201": "DIF202", "DIF204": "DIF205"}
    mirror |= {there: here for here, there in mirror.items()}
    unmoved = {"DIF103", "DIF104", "DIF105", "DIF203", "DIF206", "DIF207", "DIF208", "DIF209"}
    for vector in VECTORS:
        there = codes(compared(vector).changes)
        back = codes(compared(vector, swapped=True).changes)
        kept = unmoved | mirror.keys()
        assert sorted(mirror.get(code, code) for code in there if code in kept) == [
            code for code in back if code in kept
        ], vector["description"]


def shuffled(value: Any, dice: random.Random) -> Any:
    """Return the same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        dice.shuffle(items)
        return {key: shuffled(item, dice) for key, item in items}
    return [shuffled(item, dice) for item in value] if isinstance(value, list) else value


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(VECTORS), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_the_format_are_no_change(
    vector: dict[str, Any], dice: random.Random
) -> None:
    before = document(vector["old"])
    text = json.dumps(shuffled(before.data, dice))
    found = compare(before, document(text))
    assert found.changes == ()
    assert codes(found.reformatted) == ["DIF402"]
    after = json.dumps(shuffled(document(vector["new"]).data, dice))
    plain, again = compare(before, document(vector["new"])), compare(before, document(after))
    assert sorted(c.id for c in plain.changes) == sorted(c.id for c in again.changes)


keys = st.sampled_from(["a", "b", "c", "d", "e"])
answers = st.sampled_from(
    [None, "x", "y", {"unknown": "?"}, {"withheld": "!"}, {"none": "-"}, ["x"], ["x", "y"]]
)
sections = st.dictionaries(
    keys,
    st.fixed_dictionaries(
        {"kind": st.just("other")},
        optional={
            "license": st.sampled_from(["MIT", "CC-BY-4.0", {"unknown": "?"}]),
            "content": answers,
            "url": st.sampled_from(["https://a.example/1", "https://a.example/2"]),
            "size": st.fixed_dictionaries({"tokens": st.integers(0, 10**14)}),
            "x-own": st.sampled_from([1, True, 1.5, "1"]),
        },
    ),
    min_size=1,
)


def manifest(of: dict[str, Any]) -> Document:
    data = {"trainbib": "1.0", "dataset": {"name": "n", "version": "1"}, "sources": of}
    return document(json.dumps(data))


@settings(max_examples=150, deadline=None)
@given(sections, sections)
def test_something_changes_exactly_if_the_data_differs(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    found = compare(manifest(old), manifest(new))
    plain = [
        {key: {k: v for k, v in source.items() if v is not None} for key, source in side.items()}
        for side in (old, new)
    ]
    differs = json.dumps(plain[0], sort_keys=True) != json.dumps(plain[1], sort_keys=True)
    assert bool(found.changes) == differs
    back = compare(manifest(new), manifest(old))
    there = {c.entity.key for c in found.changes if c.code == "DIF201"}
    assert there == {c.entity.key for c in back.changes if c.code == "DIF202"}


def test_a_number_and_a_truth_value_are_different() -> None:
    found = compare(sources("  a: {x-on: 1}\n"), sources("  a: {x-on: true}\n"))
    assert codes(found.changes) == ["DIF401"]


def test_changes_are_ordered_by_level_then_code() -> None:
    found = compare(
        sources("  a: {license: MIT, title: A, rights: {holders: [{party: p}]}}\n  b: {}\n"),
        sources("  a: {license: CC-BY-NC-4.0, title: B}\n  c: {}\n"),
    )
    assert [(c.code, c.level) for c in found.changes] == [
        ("DIF101", Level.BREAKING),
        ("DIF202", Level.BREAKING),
        ("DIF301", Level.BREAKING),
        ("DIF201", Level.NOTABLE),
        ("DIF401", Level.INFO),
    ]
    assert found.counts == {"rights": 1, "content": 2, "disclosure": 1, "editorial": 1}
    assert found.levels == {Level.BREAKING: 3, Level.NOTABLE: 1, Level.INFO: 1}
    assert found.worst is Level.BREAKING
    assert found.breaking_without_bump


def test_places_are_found_in_both_versions() -> None:
    old = sources("  a: {license: MIT}\n  gone: {kind: other}\n")
    new = sources("  # moved down\n  a:\n    license: CC-BY-NC-4.0\n  came: {kind: other}\n")
    found = compare(old, new)
    assert all(change.old_place is change.new_place is None for change in found.changes)
    lines = {
        change.code: tuple(
            place.line if place else None for place in (change.old_place, change.new_place)
        )
        for change in found.located(found.changes)
    }
    assert lines == {"DIF101": (4, 6), "DIF202": (5, None), "DIF201": (None, 7)}


def test_identity_does_not_depend_on_lines_or_on_other_changes() -> None:
    old = sources("  a: {rights: {holders: [{party: p, share: 0.5}, {party: q}]}}\n")
    first = compare(old, sources("  a: {rights: {holders: [{party: p, share: 0.4}, {party: q}]}}"))
    text = "  # here\n  z: {}\n  a: {rights: {holders: [{party: q}, {share: 4.0e-1, party: p}]}}\n"
    again = compare(old, sources(text))
    (share,) = first.changes
    assert share.field == "rights.holders[p].share"
    assert share.id in {change.id for change in again.changes}


def test_messages_name_entity_field_and_values() -> None:
    def message(old: str, new: str) -> str:
        (change,) = compare(sources(f"  a: {{{old}}}\n"), sources(f"  a: {{{new}}}\n")).changes
        return change.message

    assert message("license: MIT", "license: CC-BY-NC-4.0") == (
        "the licence of source `a` is more restrictive: MIT → CC-BY-NC-4.0"
    )
    assert message("use: [{stage: s, epochs: 4}]", "use: [{stage: s, epochs: 5}]") == (
        "`use[s].epochs` of source `a` changed: 4 → 5 (+25.0 %)"
    )
    assert message("labels: [x]", 'labels: {lost: "disk failed"}') == (
        "`labels` of source `a` is no longer given: x → lost (disk failed)"
    )
    assert message("languages: [en, de]", "languages: [en, fr]") == (
        "`languages` of source `a` changed: +fr, -de"
    )


def test_digests_are_shown_in_full_in_messages_only() -> None:
    old, new = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
    (change,) = compare(
        sources(f'  a: {{digest: "{old}"}}\n'), sources(f'  a: {{digest: "{new}"}}\n')
    ).changes
    assert change.message.endswith(f"{old} → {new}")
    assert change.detail == f"digest: {old[:19]}… → {new[:19]}…"


def test_the_size_of_a_source_is_one_change() -> None:
    old = "  a: {size: {bytes: 10, records: 4, tokens: {unknown: x}}}\n"
    new = "  a: {size: {bytes: 20, records: 6, tokens: 5}}\n"
    found = compare(sources(old), sources(new))
    assert codes(found.changes) == ["DIF209", "DIF209", "DIF210", "DIF302"]
    change = next(each for each in found.changes if each.code == "DIF210")
    assert (change.field, change.old, change.new) == (
        "size",
        {"bytes": 10, "records": 4},
        {"bytes": 20, "records": 6},
    )
    assert (change.old_pointer, change.new_pointer) == ("/sources/a/size", "/sources/a/size")


def test_an_added_source_says_how_much_of_the_whole_it_is() -> None:
    old = sources("  a: {size: {tokens: 1000000000}}\n")
    new = sources("  a: {size: {tokens: 1000000000}}\n  b: {size: {bytes: 5, tokens: 41000000}}\n")
    change = next(each for each in compare(old, new).changes if each.code == "DIF201")
    assert change.detail == "+5 B, 41 M tokens (+4.1 %)"


def test_totals_have_percentages_and_say_what_they_rest_on() -> None:
    old = sources("  a: {size: {tokens: {about: 4e11}}}\n  b: {size: {bytes: 5}}\n")
    new = sources("  a: {size: {tokens: {about: 5e11}}}\n  b: {size: {bytes: 5}}\n")
    total = next(each for each in compare(old, new).totals if each.unit == "tokens")
    assert (total.basis, total.delta, total.percent) == ("sources", 1e11, 25)
    assert total.approximate
    assert not total.at_least


def test_totals_that_do_not_count_the_same_have_no_difference() -> None:
    text = "  a: {size: {tokens: 1000, tokenizer: %s}}\n"
    found = compare(sources(text % "gpt2"), sources((text % "cl100k_base").replace("1000", "900")))
    (total,) = found.totals
    assert not total.comparable
    assert total.delta is total.percent is None
    assert "DIF209" not in codes(found.changes)


def test_a_sum_is_a_lower_bound_where_a_source_leaves_its_size_open() -> None:
    text = "  a: {size: {tokens: %d}}\n  b: {size: {tokens: {unknown: not counted}}}\n"
    (total,) = compare(sources(text % 2_000_000_000), sources(text % 100)).totals
    assert total.at_least
    assert total.approximate
    assert (total.old_bucket, total.new_bucket) == (None, None)


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("tokens", 10**9 - 1, "less than 1 billion tokens"),
        ("tokens", 10**9, "1 billion to 10 trillion tokens"),
        ("tokens", 10**13, "1 billion to 10 trillion tokens"),
        ("tokens", 10**13 + 1, "more than 10 trillion tokens"),
        ("images", 999_999, "less than 1 million images"),
        ("images", 10**9 + 1, "more than 1 billion images"),
        ("audio_hours", 9_999.9, "less than 10 000 hours"),
        ("video_hours", 1_000_001, "more than 1 million hours"),
        ("tokens", {"between": [10**8, 10**10]}, None),
        ("records", 5, None),
    ],
)
def test_buckets_of_the_eu_summary(unit: str, value: object, expected: str | None) -> None:
    quantity = parse_quantity(value)
    assert quantity is not None
    assert bucket(unit, quantity) == expected


def test_matching_takes_the_strongest_identifier_and_each_source_once() -> None:
    old = {"a": {"ids": {"doi": "10.1/x"}, "url": "https://u.example/1"}}
    new = {
        "b": {"url": "https://u.example/1"},
        "c": {"ids": {"doi": "https://doi.org/10.1/X"}, "url": "https://u.example/2"},
    }
    match = match_sources(entries({"s": old}, "s"), entries({"s": new}, "s"))
    assert match.pairs == (("a", "c"),)
    assert match.added == ("b",)
    assert match.evidence == {"c": "doi 10.1/x"}


def test_a_key_that_stays_is_never_renamed() -> None:
    old = {"a": {"url": "https://u.example/1"}, "b": {}}
    new = {"a": {}, "b": {"url": "https://u.example/1"}}
    match = match_sources(entries({"s": old}, "s"), entries({"s": new}, "s"))
    assert match.renames == {}
    assert match.pairs == (("a", "a"), ("b", "b"))


def test_many_renamed_sources_are_matched_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(source: Any) -> Any:
        nonlocal calls
        calls += 1
        return source_identifiers(source)

    monkeypatch.setattr("trainbib.comparing.matching.source_identifiers", counted)
    old = {f"a{n}": {"url": f"https://u.example/{n}"} for n in range(2_000)}
    new = {f"b{n}": {"url": f"https://u.example/{n}"} for n in range(2_000)}
    match = match_sources(entries({"s": old}, "s"), entries({"s": new}, "s"))
    assert len(match.pairs) == 2_000
    assert calls == 4_000


def test_entries_of_the_wrong_form_are_named_and_not_compared() -> None:
    found = compare(sources("  a: text\n  b: {title: B}\n"), sources("  a: text\n  b: {}\n"))
    assert codes(found.changes) == ["DIF401"]
    assert any("entry `a` of `sources` is no mapping" in reason for reason in found.unchecked)


@pytest.mark.parametrize("hostile", ["sources: [1]", "sources: null", "sources: 5\ndataset: x"])
def test_sections_of_the_wrong_form_never_raise(hostile: str) -> None:
    good = sources("  a: {title: A}\n")
    bad = document(f'trainbib: "1.0"\n{hostile}\nparties: 3\nlabellers: []\nfiles: [x]\n')
    assert codes(compare(good, bad).changes).count("DIF202") == 1
    assert compare(bad, bad).changes == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", r"broken\.yaml, line \d: "),
        ("- x\n", "no manifest"),
        ("title: x\n", "no manifest"),
        ('trainbib: "9.0"\nsources: {}\n', "version 9.0"),
    ],
)
def test_what_is_no_manifest_is_refused_in_one_sentence(
    tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text)
    with pytest.raises(ComparisonInputError, match=reason) as caught:
        compare(file, sources("  a: {}\n"))
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_paths_documents_and_loaded_manifests_are_all_taken(tmp_path: Path) -> None:
    file = tmp_path / "trainbib.yaml"
    file.write_text(
        'trainbib: "1.0"\ndataset: {name: n, version: "1"}\n'
        "sources: {a: {kind: other, license: MIT}}\n"
    )
    ways = (file, str(file), parse_document(file.read_bytes(), path=str(file)), load(file))
    for one in ways:
        assert compare(one, ways[0]).changes == ()
        assert compare(ways[0], one).changes == ()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    good = sources("  a: {}\n")
    with pytest.raises(ComparisonInputError, match="does not exist"):
        compare(tmp_path / "none.yaml", good)
    with pytest.raises(ComparisonInputError, match="is a folder"):
        compare(good, tmp_path)


def test_the_registry_is_in_order_and_complete() -> None:
    ordered = [kind.code for kind in KINDS]
    assert ordered == sorted(set(ordered))
    for kind in KINDS:
        assert kind.level == kind.levels[0]
        assert kind.page.strip()
        assert not kind.summary.endswith(".")
