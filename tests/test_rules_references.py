"""What refers to what: places, references, cycles, and manifests up the line."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minimal import overlaid, replacement_of
from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document, read_document
from trainbib.fixing import fixed
from trainbib.rules import lineage
from trainbib.rules.leaves import Leaf, leaves
from trainbib.rules.lineage import follow
from trainbib.rules.places import Places, places_in_schema
from trainbib.rules.ref.cycles import cycles
from trainbib.rules.references import REFERENCES, references_to, referred, similar_key
from trainbib.rules.survey import survey
from trainbib.settings import Settings
from trainbib.values import MAX_INTEGER

TODAY = date(2026, 11, 22)


def test_the_table_of_references_has_every_place_of_the_schema_that_takes_a_key() -> None:
    listed = [place for places in REFERENCES.values() for place in places]
    assert sorted(listed) == sorted(places_in_schema("key"))
    assert len(set(listed)) == len(listed)


def test_places_collect_and_find_the_same() -> None:
    places = Places.of({"one": ["a.*.b[]", "a.*.c"], "two": ["d[].e"]})
    data = {
        "a": {"k": {"b": ["x", 1, {"c": "no"}], "c": "y"}, "x-k": {"c": "free"}, "l": "no"},
        "d": [{"e": "z"}, {"e": ["no"]}, "no"],
    }
    assert places.texts(data) == {"one": {"x", "y"}, "two": {"z"}}
    assert list(places.find(data, lambda _label, _value: True)) == [
        (("a", "k", "b", 0), "x"),
        (("a", "k", "c"), "y"),
        (("d", 0, "e"), "z"),
    ]


def test_the_reason_of_a_gap_is_no_entry_of_a_section() -> None:
    assert referred({"labellers": {"none": "nobody"}, "sources": {"unknown": {"lost": "x"}}}) == {}


def test_references_are_found_with_their_paths() -> None:
    data = {"dataset": {"creators": ["p", "q"]}, "sources": {"p": {"labelled_by": ["p"]}}}
    assert referred(data) == {"parties": {"p", "q"}, "labellers": {"p"}}
    assert list(references_to(data, "parties", {"p"})) == [(("dataset", "creators", 0), "p")]


def test_leaves_come_in_document_order_with_keys_on_demand() -> None:
    data = {"a": ["x", {"b": "y"}], "x-c": "z", "d": "x"}

    def wanted(value: object) -> bool:
        return value in {"x", "y", "z", "b"}

    assert leaves(data, wanted) == [
        Leaf(("a", 0), "x"),
        Leaf(("a", 1, "b"), "y"),
        Leaf(("x-c",), "z"),
        Leaf(("d",), "x"),
    ]
    assert Leaf(("a", 1, "b"), "b", on_key=True) in leaves(data, wanted, keys=True)
    assert [leaf.value for leaf in leaves(data, wanted, extensions=False)] == ["x", "y", "x"]
    assert Leaf(("a", "b", 3), 1).field == "b"


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({}, (False, False, False)),
        ({"a": [{"b": "w"}]}, (True, False, False)),
        ({"w": 1}, (False, False, False)),
        ({"a": MAX_INTEGER, "b": [-MAX_INTEGER, True]}, (False, False, False)),
        ({"a": [[MAX_INTEGER + 1]]}, (False, True, False)),
        ([-MAX_INTEGER - 1, "w"], (True, True, False)),
        ("w", (False, False, False)),
        ({"a": [{"between": "w"}]}, (True, False, True)),
    ],
)
def test_the_survey_sees_words_big_integers_and_ranges(
    data: Any, seen: tuple[bool, bool, bool]
) -> None:
    found_there = survey(data, {"w"})
    assert (found_there.words, found_there.big_integers, found_there.ranges) == seen


def test_a_similar_key_is_one_with_a_few_other_letters() -> None:
    keys = ["wikipedia-2024", "wikipedia-2025", "books", "Harbour"]
    assert similar_key("wikipedia-2023", keys) in keys[:2]
    assert similar_key("harbour", keys) == "Harbour"
    assert similar_key("something-else", keys) is None


GRAPHS = st.dictionaries(
    st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=7
)


@given(GRAPHS)
def test_the_groups_are_the_nodes_that_reach_themselves(graph: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph.get(start, ()))
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting.extend(graph.get(node, ()))
        return seen

    groups = {frozenset(n for n in reached(m) if m in reached(n)) for m in graph if m in reached(m)}
    found = cycles(graph)
    assert {frozenset(group) for group in found} == groups
    assert len(found) == len(groups)
    order = list(graph)
    assert [group[0] for group in found] == sorted((g[0] for g in found), key=order.index)


def test_a_long_chain_does_not_overflow() -> None:
    chain = {str(number): [str(number + 1)] for number in range(20_000)}
    assert cycles(chain) == []
    assert len(cycles(chain | {"20000": ["0"]})[0]) == 20_001


def pointing(*paths: str, digest: str | None = None) -> str:
    """Return a manifest whose sources point to other manifests."""
    pin = f', digest: "{digest}"' if digest else ""
    entries = "".join(
        f"  s{n}: {{kind: other, license: CC0-1.0, manifest: {{path: {path}{pin}}}}}\n"
        for n, path in enumerate(paths)
    )
    return overlaid(f"sources:\n{entries}")


def lay_out(folder: Path, **manifests: str) -> Path:
    for name, text in manifests.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "root.yaml"


def found(manifest: Path, code: str, **options: Any) -> list[Diagnostic]:
    report = check(manifest, Settings(today=TODAY, **options))
    return [finding for finding in report.diagnostics if finding.code == code]


def test_a_fault_further_up_is_reported_at_the_pin_with_its_hop(tmp_path: Path) -> None:
    manifest = lay_out(
        tmp_path, root=pointing("b.yaml"), b=pointing("c.yaml"), c=pointing("gone.yaml")
    )
    (finding,) = found(manifest, "REF009")
    assert finding.pointer == "/sources/s0/manifest/path"
    assert "`gone.yaml`, which does not exist" in finding.message
    assert "2 hops up" in finding.message


def test_another_digest_is_shown_whole_and_offered_as_a_fix(tmp_path: Path) -> None:
    pinned = "sha256:" + "0" * 64
    manifest = lay_out(tmp_path, root=pointing("b.yaml", digest=pinned), b=overlaid(""))
    actual = canonical_digest(read_document(tmp_path / "b.yaml").data)
    (finding,) = found(manifest, "REF009")
    assert finding.notes == (f"pinned: {pinned}", f"found:  {actual}")
    assert finding.fix is not None
    assert replacement_of(finding.fix) == actual
    assert not finding.fix.safe


def test_another_digest_further_up_has_no_fix_here(tmp_path: Path) -> None:
    pinned = "sha256:" + "0" * 64
    manifest = lay_out(
        tmp_path, root=pointing("b.yaml"), b=pointing("c.yaml", digest=pinned), c=overlaid("")
    )
    (finding,) = found(manifest, "REF009")
    assert finding.pointer == "/sources/s0/manifest/path"
    assert finding.fix is None


def test_manifests_in_a_circle_are_reported_and_end(tmp_path: Path) -> None:
    manifest = lay_out(tmp_path, root=pointing("b.yaml"), b=pointing("c.yaml", "root.yaml"))
    lay_out(tmp_path, c=pointing("b.yaml"))
    messages = [finding.message for finding in found(manifest, "REF008")]
    assert len(messages) == 2
    here = "`manifest` of source `s0`"
    assert f"{here} leads back to this manifest, by way of `b.yaml`" in messages
    assert f"{here} leads to `b.yaml`, which leads back to itself, by way of `c.yaml`" in messages


def test_a_manifest_that_points_to_itself(tmp_path: Path) -> None:
    manifest = lay_out(tmp_path, root=pointing("root.yaml"))
    (finding,) = found(manifest, "REF008")
    assert finding.message.endswith("leads back to this manifest")
    assert finding.notes == ()


def test_a_manifest_that_is_there_and_cannot_be_read_is_not_missing(tmp_path: Path) -> None:
    manifest = lay_out(tmp_path, root=pointing("b.yaml"), b="sources: [")
    (finding,) = found(manifest, "REF009")
    assert finding.label == "cannot be used"
    assert finding.help == "mend b.yaml: `trainbib check` says what is wrong with it"
    (tmp_path / "b.yaml").unlink()
    (finding,) = found(manifest, "REF009")
    assert finding.label == "not found"


def test_a_manifest_is_read_once_however_many_point_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counting(path: Path) -> Any:
        read.append(path.name)
        return read_document(path)

    monkeypatch.setattr(lineage, "read_document", counting)
    manifest = lay_out(
        tmp_path,
        root=pointing("b.yaml", "c.yaml", "b.yaml"),
        b=pointing("d.yaml"),
        c=pointing("d.yaml"),
        d=overlaid(""),
    )
    assert follow(read_document(manifest)).faults == []
    assert sorted(read) == ["b.yaml", "c.yaml", "d.yaml"]


def test_depth_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = {f"m{n}": pointing(f"m{n + 1}.yaml") for n in range(12)}
    manifest = lay_out(tmp_path, root=pointing("m0.yaml"), **chain)
    stopped = follow(read_document(manifest))
    assert (stopped.faults, stopped.unfollowed) == ([], 1)
    monkeypatch.setattr(lineage, "MAX_HOPS", 20)
    (fault,) = follow(read_document(manifest)).faults
    assert "12 hops up" in fault.message
    monkeypatch.setattr(lineage, "MAX_MANIFESTS", 3)
    assert follow(read_document(manifest)).unfollowed == 1


def test_a_manifest_too_large_to_follow_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lineage, "MAX_BYTES", 10)
    manifest = lay_out(tmp_path, root=pointing("b.yaml"), b=overlaid(""))
    (finding,) = found(manifest, "REF009")
    assert "too many to follow" in finding.message


def test_what_is_not_a_manifest_is_an_error_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "surrogate.json").write_text('{"a": "\\ud800"}', encoding="utf-8")
    manifest = lay_out(tmp_path, root=pointing("folder", "binary", "surrogate.json", '"a\\0b"'))
    assert [finding.pointer for finding in found(manifest, "REF009")] == [
        f"/sources/s{n}/manifest/path" for n in range(4)
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    manifest = lay_out(tmp_path, root=pointing("pipe"))
    (finding,) = found(manifest, "REF009")
    assert finding.message.endswith("`pipe`, which is not a file")


def test_a_link_out_of_the_folder_is_not_opened(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    lay_out(tmp_path, secret=overlaid(""))
    (inside / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    manifest = lay_out(inside, root=pointing("link.yaml"))
    (finding,) = found(manifest, "REF009")
    assert "leads out of the folder" in finding.message


@pytest.mark.parametrize("path", ["../up.yaml", "/etc/hostname", "C:/up.yaml", "a/../../up.yaml"])
def test_a_path_out_of_the_folder_is_left_to_the_schema(path: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    manifest = lay_out(tmp_path / "in", root=pointing(f'"{path}"'))
    assert found(manifest, "REF009") == []
    assert len(found(manifest, "FIL003")) == 1


def test_nothing_is_opened_without_a_file_or_against_the_users_wish(tmp_path: Path) -> None:
    text = pointing("gone.yaml")
    assert found(lay_out(tmp_path, root=text), "REF009", use_disk=False) == []
    document = parse_document(text.encode(), path="<stdin>")
    assert all(
        finding.code != "REF009" for finding in check(document, Settings(today=TODAY)).diagnostics
    )


MERGED = """\
trainbib: "1.0"
dataset: {name: example, version: "1", publisher: q, creators: [p, q]}
parties:
  p: {name: Harbour Press Ltd}
  q: {name: "Harbour Press, Limited", country: IE}
sources:
  a: {kind: other, license: CC0-1.0, ids: {doi: 10.5555/x}}
  b: {kind: other, license: CC0-1.0, url: "https://doi.org/10.5555/X"}
  c:
    kind: other
    license: CC0-1.0
    derived_from:
      - {source: b, relation: subset}
files:
  root: data
  cites:
    - {paths: "x/**", sources: [a, b]}
    - {paths: "y/**", sources: [b, c]}
"""


def test_two_entries_become_one_with_what_refers_to_them() -> None:
    document = parse_document(MERGED.encode(), path="trainbib.yaml")
    result = fixed(document, Settings(today=TODAY), unsafe=True)
    data: Any = parse_document(result.text.encode(), path="trainbib.yaml").data
    assert data["dataset"] == {
        "name": "example",
        "version": "1",
        "publisher": "p",
        "creators": ["p"],
    }
    assert data["parties"] == {"p": {"name": "Harbour Press Ltd", "country": "IE"}}
    assert list(data["sources"]) == ["a", "c"]
    assert data["sources"]["a"]["url"] == "https://doi.org/10.5555/X"
    assert data["sources"]["c"]["derived_from"] == [{"source": "a", "relation": "subset"}]
    assert [rule["sources"] for rule in data["files"]["cites"]] == [["a"], ["a", "c"]]
    assert {found.code for found in result.applied} == {"KEY005", "KEY007"}


ALIKE = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  a: {kind: other, ids: {doi: 10.5555/x}}
  b: {kind: other, title: Letters, url: "https://doi.org/10.5555/X"}
  c: {kind: other, title: Letters, ids: {doi: 10.5555/x}}
  d: {kind: other, derived_from: [{source: b, relation: subset}]}
files:
  root: data
  cites:
    - {paths: "x/**", sources: [b, c]}
    - {paths: "y/**", sources: [c, d, b]}
    - {paths: "z/**", sources: [c, a]}
"""


def test_three_entries_become_one_at_once() -> None:
    document = parse_document(ALIKE.encode(), path="trainbib.yaml")
    report = check(document, Settings(today=TODAY))
    (found,) = (each for each in report.diagnostics if each.code == "KEY005")
    assert found.fix is not None
    assert found.fix.description == "merge `b` and `c` into `a`"
    result = fixed(document, Settings(today=TODAY), unsafe=True)
    data: Any = parse_document(result.text.encode(), path="trainbib.yaml").data
    address = "https://doi.org/10.5555/X"
    assert data["sources"] == {
        "a": {"kind": "other", "ids": {"doi": "10.5555/x"}, "title": "Letters", "url": address},
        "d": {"kind": "other", "derived_from": [{"source": "a", "relation": "subset"}]},
    }
    assert [rule["sources"] for rule in data["files"]["cites"]] == [["a"], ["d", "a"], ["a"]]


@pytest.mark.parametrize(
    "change",
    [
        ("title: Letters, ids", "title: Papers, ids"),  # b and c contradict each other
        ("title: Letters, url", "overlaps: [{source: c}], url"),
        ("title: Letters, ids", "overlaps: [{source: b}], ids"),
        ("title: Letters, ids", "overlaps: [{source: a}], ids"),
        ("subset}]", "subset}, {source: c, relation: subset}]"),
    ],
)
def test_three_entries_are_not_merged_if_two_cannot_be(change: tuple[str, str]) -> None:
    assert change[0] in ALIKE
    document = parse_document(ALIKE.replace(*change).encode(), path="trainbib.yaml")
    found = [d for d in check(document, Settings(today=TODAY)).diagnostics if d.code == "KEY005"]
    assert [diagnostic.fix for diagnostic in found] == [None]


def test_of_many_entries_that_are_merged_some_are_named() -> None:
    each = "".join(f"  s{n}: {{kind: other, url: 'https://x.example/a'}}\n" for n in range(7))
    document = parse_document(overlaid(f"sources:\n{each}").encode(), path="trainbib.yaml")
    report = check(document, Settings(today=TODAY))
    (fix,) = (found.fix for found in report.diagnostics if found.code == "KEY005")
    assert fix is not None
    assert fix.description == "merge `s1`, `s2`, `s3` and 3 more into `s0`"


@pytest.mark.parametrize(
    "change",
    [
        ("license: CC0-1.0, url", "license: MIT, url"),  # they contradict each other
        ("ids: {doi: 10.5555/x}", "ids: {doi: 10.5555/x}, overlaps: [{source: b}]"),
        ("- {source: b, relation: subset}", "- {source: b}\n      - {source: a}"),
    ],
)
def test_entries_that_say_different_things_are_not_merged(change: tuple[str, str]) -> None:
    document = parse_document(MERGED.replace(*change).encode(), path="trainbib.yaml")
    found = [d for d in check(document, Settings(today=TODAY)).diagnostics if d.code == "KEY005"]
    assert [diagnostic.fix for diagnostic in found] == [None]


def test_keys_that_differ_in_case_alone_are_merged_if_they_say_the_same() -> None:
    text = overlaid(
        "sources:\n  Wiki: {kind: other, license: CC0-1.0}\n"
        "  wiki: {kind: other, license: CC0-1.0, title: W}\n"
    )
    result = fixed(parse_document(text.encode(), path="m.yaml"), Settings(today=TODAY), unsafe=True)
    data: Any = parse_document(result.text.encode(), path="m.yaml").data
    assert data["sources"] == {"Wiki": {"kind": "other", "license": "CC0-1.0", "title": "W"}}


def test_a_key_is_repaired_with_what_refers_to_it() -> None:
    text = overlaid(
        "sources:\n  web crawl: {kind: other, license: CC0-1.0}\n"
        "files:\n  root: data\n  cites: [{paths: '**', sources: [web crawl]}]\n"
    )
    document = parse_document(text.encode(), path="m.yaml")
    first = check(document, Settings(today=TODAY)).diagnostics[0]
    assert first.fix is not None
    assert len(first.fix.steps) == 2
    result = fixed(document, Settings(today=TODAY), unsafe=True)
    assert result.text == text.replace("web crawl", "web-crawl")


@pytest.mark.parametrize(
    ("code", "text", "mended"),
    [
        (
            "REF002",
            (
                "sources:\n  News: {kind: other, license: CC0-1.0}\n"
                "  news: {kind: other, license: CC0-1.0}\n"
                '  "extra news": {kind: other, license: CC0-1.0}\n'
                "files: {root: d, cites: [{paths: '**', sources: [extra-news, nwes]}]}\n"
            ),
            ("extra-news, nwes", "extra news"),
        ),
        (
            "REF005",
            (
                "parties:\n  acme: {name: A}\n  harbour: {name: H}\n"
                "sources:\n  s: {kind: other, license: CC0-1.0, publisher: somebody}\n"
            ),
            ("publisher: somebody", "publisher: acme"),
        ),
        (
            "REF007",
            (
                "licenses:\n  LicenseRef-Harbour: {title: H, text: h.txt}\n"
                "sources:\n  s: {kind: other, license: LicenseRef-Something}\n"
            ),
            ("LicenseRef-Something", "MIT"),
        ),
        (
            "REF007",
            (
                "licenses:\n  Acme-1.0: {title: H, text: h.txt}\n"
                "sources:\n  s: {kind: other, license: Acmee-1.0}\n"
            ),
            ("Acmee-1.0", "MIT"),
        ),
    ],
)
def test_nothing_is_removed_as_unused_while_a_reference_leads_nowhere(
    code: str, text: str, mended: tuple[str, str]
) -> None:
    def fixes(text: str) -> list[bool]:
        document = parse_document(text.encode(), path="m.yaml")
        found = check(document, Settings(today=TODAY)).diagnostics
        return [each.fix is not None for each in found if each.code == code]

    text = overlaid(text)
    assert set(fixes(text)) == {False}
    assert set(fixes(text.replace(*mended))) == {True}


def test_what_a_dangling_name_may_mean_outlives_the_doubtful_repairs() -> None:
    text = overlaid(
        "dataset: {name: example, version: '1', license: LicenseRef-Acmee}\n"
        "licenses:\n  LicenseRef-Acme: {title: Acme, text: a.txt}\n"
        "sources:\n  News: {kind: other, license: CC0-1.0}\n"
        "  books: {kind: other, license: CC0-1.0}\n"
        "files: {root: d, cites: [{paths: '**', sources: [books, zzz]}]}\n",
    )
    result = fixed(parse_document(text.encode(), path="m.yaml"), Settings(today=TODAY), unsafe=True)
    data: Any = parse_document(result.data, path="m.yaml").data
    assert list(data["licenses"]) == ["LicenseRef-Acme"]
    assert "News" in data["sources"]
