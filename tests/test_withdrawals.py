"""Withdrawn sets: the bundled list, matching, lists of users, and the way up."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import trainbib.withdrawals
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.schemas import load_schema
from trainbib.settings import Settings
from trainbib.values import parse_date
from trainbib.withdrawals import WithdrawnListError, load_catalogue
from trainbib.withdrawals.catalogue import edition
from trainbib.withdrawals.local import sources_of
from trainbib.withdrawals.names import (
    address,
    doi_of,
    hub_id,
    names_one_of,
    same_version,
    title_words,
    versions_differ,
)

TODAY = date(2026, 11, 22)
BUNDLED = Path(trainbib.withdrawals.__file__).with_name("known_sets.json")
LIST: dict[str, Any] = json.loads(BUNDLED.read_text(encoding="utf-8"))
SETS = load_catalogue().sets
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def found(sources: str, head: str = HEAD, **settings: Any) -> list[Diagnostic]:
    document = parse_document(f"{head}sources:\n{sources}".encode(), path="<test>.yaml")
    report = check(document, Settings(today=TODAY, **settings))
    return [finding for finding in report.diagnostics if finding.code == "RGT008"]


def source(key: str, **fields: str) -> str:
    given_ = {"kind": "public_dataset", "license": "{unknown: terms differ by file}", **fields}
    return f"  {key}: {{{', '.join(f'{name}: {value}' for name, value in given_.items())}}}\n"


# The bundled list


def test_the_bundled_list_is_of_the_published_form() -> None:
    schema = load_schema("withdrawn-list")
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(LIST)] == []


def test_every_set_is_withdrawn_or_leads_somewhere_or_is_led_to() -> None:
    reached = {held.set for known in SETS.values() for held in known.contains}
    assert reached <= SETS.keys()
    idle = {k.id for k in SETS.values() if not k.withdrawn and not k.contains} - reached
    assert idle == set()


def test_every_date_is_a_day_month_or_year_of_the_past() -> None:
    dates = [known.withdrawn.date for known in SETS.values() if known.withdrawn]
    dates += [held.until for known in SETS.values() for held in known.contains]
    for text in filter(None, dates):
        span = parse_date(text)
        assert span is not None
        assert span.first <= TODAY


def test_what_was_only_changed_has_a_date_or_versions_to_tell_copies_by() -> None:
    for known in SETS.values():
        if known.withdrawn is not None and known.withdrawn.changed:
            assert known.withdrawn.date or known.withdrawn.versions, known.id


def test_no_two_sets_are_told_by_the_same_name() -> None:
    names = [title_words(t) for k in SETS.values() for t in {k.title, *k.aliases}]
    spelt = {
        known.id: {title_words(title) for title in (known.title, *known.aliases)}
        for known in SETS.values()
    }
    assert sum(map(len, spelt.values())) == len(set(names))
    hub = [hub_id(v) for k in SETS.values() for scheme, v in k.ids if scheme == "hf"]
    assert len(set(hub)) == len(hub)


def test_no_set_has_a_name_that_anything_might_have() -> None:
    common = {"books", "book", "math", "web", "code", "github", "arxiv", "wikipedia", "reddit"}
    names = {title_words(t) for k in SETS.values() for t in (k.title, *k.aliases)}
    assert names.isdisjoint(common)


def test_every_set_is_found_by_each_of_its_names_and_pages() -> None:
    catalogue = load_catalogue()
    for known in SETS.values():
        entries: list[Mapping[str, object]] = []
        entries.extend({"title": title.upper()} for title in (known.title, *known.aliases))
        entries.extend({"ids": {scheme: value}} for scheme, value in known.ids)
        entries.extend({"url": url} for url in known.urls)
        entries.extend(
            {"url": f"https://huggingface.co/datasets/{value}"}
            for scheme, value in known.ids
            if scheme == "hf" and ":" not in value
        )
        for entry in entries:
            assert catalogue.candidates({"k": entry}) == ["k"], entry
            match = catalogue.match("k", entry)
            assert match is not None, entry
            assert match.known is known, entry


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EleutherAI/Pile", ("eleutherai/pile", "")),
        ("Owner/Name:Config", ("owner/name", "config")),
        ("https://huggingface.co/datasets/Owner/Name", ("owner/name", "")),
        ("https://huggingface.co/datasets/Owner/Name/", ("owner/name", "")),
        ("http://www.huggingface.co/datasets/o/n/tree/main/x", ("o/n", "")),
        ("https://huggingface.co/datasets/o/n/viewer/Book/train?p=3", ("o/n", "book")),
        ("https://huggingface.co/datasets/o/n/viewer/default", ("o/n", "")),
        ("https://hf.co/datasets/eli5", ("eli5", "")),
        ("https://huggingface.co/datasets/eli5/blob/main/README.md", ("eli5", "")),
        ("hf://datasets/o/n/data.parquet", ("o/n", "")),
        ("datasets/o/n", ("o/n", "")),
    ],
)
def test_a_set_on_the_hub_has_one_name_however_it_is_written(
    text: str, expected: tuple[str, str]
) -> None:
    assert hub_id(text) == expected


def test_urls_of_one_page_are_one_address() -> None:
    same = {
        "https://github.com/M-Bain/webvid",
        "http://www.github.com/m-bain/webvid/",
        "https://github.com:443/m-bain/webvid.git",
        "git+https://github.com/m-bain/webvid#readme",
    }
    assert {address(url) for url in same} == {"github.com/m-bain/webvid"}
    assert address("https://a.example/X") != address("https://a.example/x")
    assert address("https://a.example/x?v=1") != address("https://a.example/x?v=2")
    assert address("mailto:a@b.example") == ""
    assert address("https://[half") == ""
    assert address("https://a.example:99999/") == ""


def test_a_doi_is_read_from_its_url() -> None:
    assert doi_of("https://doi.org/10.57967/HF/2497") == "10.57967/hf/2497"
    assert doi_of("doi:10.1/x") == "10.1/x"
    assert doi_of("https://a.example/10.1/x") == ""


@pytest.mark.parametrize(
    ("stated", "listed", "same"),
    [
        ("v1.1", "1.1", True),
        ("1_1", "1.1", True),
        ("1.1.2", "1.1", True),
        ("1.10", "1.1", False),
        ("1", "1.1", False),
        ("v1.2", "1.1", False),
        ("Re-LAION-5B research-safe", "Re-LAION-5B", True),
        ("x", "", False),
    ],
)
def test_versions_are_compared_part_by_part(stated: str, listed: str, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_version(stated, listed) is same


def test_a_version_that_is_less_precise_does_not_differ() -> None:
    assert not versions_differ("v3", "3.1")
    assert not versions_differ("2024", "2024-03")
    assert versions_differ("3.0", "3.1")
    assert versions_differ("3.1", "3.10")
    assert not versions_differ("", "1")


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_versions_knows_no_order(one: str, other: str) -> None:
    assert versions_differ(one, other) == versions_differ(other, one)
    assert not versions_differ(one, one)


@pytest.mark.parametrize(
    ("words", "settles"),
    [
        ("Books3", True),
        ("books3", True),
        ("the Books3 slice", True),
        ("Books slice (Books3)", True),
        ("the_pile_books3", True),
        ("book", True),
        ("the book config", True),
        ("Books", False),
        ("books published after 1950", False),
        ("bookshelf", False),
        ("all adult pages", False),
        ("", False),
        ("the", False),
    ],
)
def test_what_was_removed_is_read_with_care(words: str, settles: bool) -> None:  # noqa: FBT001 - a table
    assert names_one_of(words, SETS["books3"].names, ("book",)) is settles


# Matching


@pytest.mark.parametrize(
    "title",
    [
        "Books",
        "C4 and The Pile",
        "Essays on The Pile",
        "Pile",
        "Math",
        "MATH",
        "Common Pile v0.1",
        "LAION-5B captions",
        "Re-LAION-5B",
        "RedPajama",
        "RedPajama-V2",
        "The Stack v2",
        "BookCorpus2",
        "OpenWebText2",
        "FineWeb",
        "DCLM-Baseline",
    ],
)
def test_titles_that_resemble_are_not_reported(title: str) -> None:
    assert found(source("a", title=title, retrieved="2023-01")) == []


@pytest.mark.parametrize("key", ["books", "pile", "math", "stack", "web"])
def test_common_keys_are_not_reported(key: str) -> None:
    assert found(source(key)) == []


def test_a_title_takes_the_place_of_the_key() -> None:
    assert len(found(source("books3"))) == 1
    assert found(source("books3", title="Books, third delivery")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "null"},
        {"title": "[The Pile]"},
        {"ids": "{hf: [the_pile]}"},
        {"ids": "the_pile"},
        {"url": "{lost: gone}"},
        {"url": '"https://["'},
        {"ids": "{unknown: none found}"},
        {"derived_from": "[{source: 3}, x]"},
        {"removed": "[{what: 3}, x]"},
        {"manifest": "[]"},
    ],
)
def test_what_is_not_well_formed_is_no_match_and_no_crash(fields: dict[str, str]) -> None:
    assert found(source("a", **fields)) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_quick_look_never_loses_a_match(title: str, url: str) -> None:
    catalogue = load_catalogue()
    entry: dict[str, object] = {"title": title, "url": url}
    if catalogue.match("k", entry) is not None:
        assert catalogue.candidates({"k": entry}) == ["k"]


# Real cases


def test_slimpajama_goes_back_to_books3_in_three_hops_and_each_has_its_page() -> None:
    # The public summary of Bielik v3 lists it; whether the books were left out is not stated.
    (finding,) = found(
        source(
            "slimpajama",
            title="SlimPajama-627B",
            url='"https://huggingface.co/datasets/cerebras/SlimPajama-627B"',
            retrieved='"2025"',
        )
    )
    assert finding.message == (
        "source `slimpajama` goes back to Books3, which was taken down (2023-08), 3 hops up"
    )
    hops = [note for note in finding.notes if note.startswith("hop ")]
    assert [hop.split(":")[0] for hop in hops] == ["hop 1", "hop 2", "hop 3"]
    assert all("(https://" in hop for hop in hops)
    assert "RedPajama-Data-1T" in hops[0]
    assert "`book`" in hops[1]
    assert "data of Books3" in hops[2]
    assert any(note.startswith("Books3 was taken down") for note in finding.notes)
    assert any("2026-11-22" in note for note in finding.notes)
    assert '`removed: [{what: "Books3"}]`' in finding.help
    assert "explain" in finding.help


def test_the_pile_is_withdrawn_and_holds_books3() -> None:
    (finding,) = found(source("pile", title="The Pile"))
    assert finding.message == "source `pile` is The Pile, which was taken down (2023-08)"
    assert any("data of Books3" in note for note in finding.notes)
    assert finding.help.startswith("leave it out, or explain")
    (finding,) = found(source("pile", title="The Pile", removed="[{what: Books3}]"))
    assert not any("Books3" in note for note in finding.notes)
    assert found(source("pile", title="The Pile", removed='{none: "The Pile is kept"}')) == []


def test_books3_by_itself() -> None:
    (finding,) = found(source("b", ids="{hf: the_pile_books3}"))
    assert finding.message == "source `b` is Books3, which was taken down (2023-08)"


def redpajama(**fields: str) -> list[Diagnostic]:
    return found(source("rp", ids="{hf: togethercomputer/RedPajama-Data-1T}", **fields))


def test_redpajama_with_and_without_its_books() -> None:
    (finding,) = redpajama()
    assert finding.message.endswith("2 hops up")
    assert len(redpajama(retrieved="2023-05-01")) == 1
    assert len(redpajama(retrieved='"2024"')) == 1  # it may have been in April
    assert redpajama(retrieved="2024-05") == []
    assert redpajama(removed='[{what: "the `book` config"}]') == []
    assert redpajama(removed="[{what: Books3, removed: {records: 196640}}]") == []
    assert len(redpajama(removed="[{what: duplicates}]")) == 1
    page = "https://huggingface.co/datasets/togethercomputer/RedPajama-Data-1T/viewer"
    assert found(source("rp", url=f'"{page}/arxiv"')) == []
    assert len(found(source("rp", url=f'"{page}/book"'))) == 1


def test_laion_is_withdrawn_and_re_laion_is_not() -> None:
    (finding,) = found(source("l", title="LAION-5B"))
    assert "was withdrawn (2023-12-19)" in finding.message
    assert "in its place: Re-LAION-5B" in finding.notes
    assert found(source("l", title="LAION-5B", version="Re-LAION-5B")) == []
    assert found(source("l", url='"https://laion.ai/blog/relaion-5b/"')) == []
    (finding,) = found(source("l", title="LAION-Aesthetics"))
    assert finding.message.endswith("1 hop up")


def test_re_laion_derived_from_laion_settles_it() -> None:
    laion = source("old", title="LAION-5B")
    assert found(laion + source("new", title="Re-LAION-5B", derived_from="[{source: old}]")) == []
    assert len(found(laion + source("new", title="Own", derived_from="[{source: old}]"))) == 1


def test_open_sets_are_not_reported() -> None:
    for name in (
        "common-pile/comma_v0.1_training_dataset",
        "PleIAs/common_corpus",
        "allenai/dolma",
        "allenai/c4",
        "HuggingFaceFW/fineweb-edu",
        "mlfoundations/dclm-baseline-1.0",
        "bigcode/the-stack-v2",
        "OpenAssistant/oasst1",
        "CohereForAI/aya_dataset",
        "databricks/databricks-dolly-15k",
        "togethercomputer/RedPajama-Data-V2",
        "monology/pile-uncopyrighted",
        "uoft-cs/cifar10",
        "laion/relaion2B-en-research-safe",
    ):
        assert found(source("a", ids=f"{{hf: {name}}}", retrieved="2026-01")) == [], name


# Sets that were only changed


@pytest.mark.parametrize(
    ("fields", "reported"),
    [
        ({"retrieved": "2023-12-28"}, True),
        ({"retrieved": "2023-11"}, True),
        ({"retrieved": "2023-12"}, False),  # it may have been on the last day
        ({"retrieved": '"2023"'}, False),
        ({"retrieved": "2024-01-05"}, False),
        ({}, False),
    ],
)
def test_a_corrected_set_is_reported_where_the_copy_is_certainly_older(
    fields: dict[str, str],
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    findings = found(source("u", ids="{hf: openbmb/UltraFeedback}", **fields))
    assert bool(findings) is reported
    if reported:
        assert "as it was before it was corrected (2023-12-29)" in findings[0].message


def test_a_version_says_more_than_a_date() -> None:
    stack = {"ids": "{hf: bigcode/the-stack}"}
    assert len(found(source("s", version="v1.1", retrieved="2026-01", **stack))) == 1
    assert found(source("s", version="v1.2", retrieved="2022-12", **stack)) == []
    assert len(found(source("s", retrieved="2022-12", **stack))) == 1


def test_what_was_taken_out_is_named_where_a_set_goes_on_without_it() -> None:
    crawl = {"ids": "{common_crawl: CC-MAIN-2023-06}", "retrieved": "2023-04"}
    (finding,) = found(source("cc", **crawl))
    assert "had parts taken out (2024-07)" in finding.message
    assert '`removed: [{what: "Danish media"}]`' in finding.help
    assert found(source("cc", removed="[{what: Danish media}]", **crawl)) == []


def test_sets_that_others_took_data_from_are_not_reported_for_a_change() -> None:
    assert found(source("c4", ids="{hf: allenai/c4}", retrieved="2020")) == []


# Along derived_from


def test_a_way_ends_at_the_sources_that_are_used() -> None:
    pile = source("pile", title="The Pile")
    derived = source("clean", derived_from="[{source: pile, relation: filtered}]")
    (finding,) = found(pile + derived)
    assert finding.pointer == "/sources/clean"
    assert finding.notes[0] == "hop 1: source `clean` is derived from `pile` (filtered)"
    assert [related.pointer for related in finding.related] == ["/sources/pile"]
    used = source("pile", title="The Pile", use="[{stage: pretraining}]")
    (finding,) = found(used + derived)
    assert finding.pointer == "/sources/pile"
    assert finding.count == 2


def test_a_removal_anywhere_on_the_way_settles_what_lies_behind_it() -> None:
    pile = source("pile", title="The Pile")
    settled = source("a", derived_from="[{source: pile}]", removed="[{what: pile}]")
    assert found(pile + settled + source("b", derived_from="[{source: a}]")) == []
    other = source("c", derived_from="[{source: pile}]")
    (finding,) = found(pile + settled + other)
    assert finding.pointer == "/sources/c"


def test_a_way_round_a_removal_is_still_a_way() -> None:
    sources = (
        source("pile", title="The Pile")
        + source("clean", derived_from="[{source: pile}]", removed="[{what: The Pile}]")
        + source("raw", derived_from="[{source: pile}]")
        + source("mix", derived_from="[{source: clean}, {source: raw}]")
    )
    (finding,) = found(sources)
    assert finding.pointer == "/sources/mix"
    assert "`raw`" in finding.notes[0]


def test_circles_of_derivation_come_to_an_end() -> None:
    sources = source("a", title="The Pile", derived_from="[{source: b}]", use="[{stage: s}]")
    assert len(found(sources + source("b", derived_from="[{source: a}]"))) == 1


def test_a_long_way_is_told_by_its_ends() -> None:
    steps = "".join(
        source(f"s{n}", derived_from=f"[{{source: {f's{n - 1}' if n else 'pile'}}}]")
        for n in range(3000)
    )
    (finding,) = found(source("pile", title="The Pile") + steps)
    assert finding.message.endswith("3000 hops up")
    assert len(finding.notes) < 25
    assert "hop 1: source `s2999` is derived from `s2998`" in finding.notes
    assert any("2988 more sources" in note for note in finding.notes)
    assert any(note.endswith("`s0` is derived from `pile`") for note in finding.notes)


def test_many_sources_of_one_withdrawn_set_are_one_finding() -> None:
    many = "".join(source(f"s{n}", derived_from="[{source: laion}]") for n in range(200))
    (finding,) = found(source("laion", title="LAION-5B") + many)
    assert finding.count == 200


# Lists of users


def own_list(tmp_path: Path, sets: object, **fields: object) -> Path:
    data = {"trainbib_withdrawn": "1.0", "updated": "2026-11-01", "sets": sets, **fields}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


LISTING = '{"trainbib_withdrawn": "1.0", "updated": "2026", "sets": {"a": {"title": "A", %s}}}'
PAGE = "https://legal.acme.example/17"


def test_a_list_of_ones_own_adds_sets_and_uses_the_lineage_of_the_program(tmp_path: Path) -> None:
    withdrawn = {"status": "withdrawn", "source": PAGE, "date": "2026-10"}
    path = own_list(tmp_path, {"c4": {"title": "C4", "withdrawn": withdrawn}})
    (finding,) = found(source("d", ids="{hf: allenai/dolma}"), withdrawn=(path,))
    assert finding.message.endswith("goes back to C4, which was withdrawn (2026-10), 1 hop up")
    assert "on the list of own.json, 2026-11-01" in finding.notes
    assert len(found(source("p", title="The Pile"), withdrawn=(path,))) == 1


def test_a_list_of_ones_own_replaces_what_the_program_says_of_a_set(tmp_path: Path) -> None:
    path = own_list(tmp_path, {"webvid": {"title": "WebVid-10M"}})
    assert len(found(source("w", title="WebVid-10M"))) == 1
    assert found(source("w", title="WebVid-10M"), withdrawn=(path,)) == []


def test_a_list_may_be_yaml(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        'trainbib_withdrawn: "1.0"\nupdated: 2026-11-01\nsets:\n'
        "  letters: {title: Acme letters, ids: {doi: ['10.1234/L']}, withdrawn: "
        f"{{status: destroyed, source: '{PAGE}'}}}}\n",
        encoding="utf-8",
    )
    (finding,) = found(source("a", url='"https://doi.org/10.1234/l"'), withdrawn=(path,))
    assert "is Acme letters, which was destroyed" in finding.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read: No such file"),
        ("{", "own.json:1:"),
        ("[]", "is not of type 'object'"),
        ('{"trainbib_withdrawn": "1.0", "sets": {}}', "'updated' is a required property"),
        ('{"trainbib_withdrawn": "2.0", "updated": "2026", "sets": {}}', "/trainbib_withdrawn"),
        (
            LISTING % '"withdrawn": {"status": "gone", "source": "https://x.example"}',
            "/sets/a/withdrawn/status: 'gone' is not one of",
        ),
        (
            LISTING % '"contains": [{"set": "nowhere", "source": "https://x.example"}]',
            "`a` contains `nowhere`, which no list has",
        ),
    ],
)
def test_a_fault_in_a_list_is_one_sentence_with_its_place(
    text: str | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(WithdrawnListError) as caught:
        found(source("a"), withdrawn=(path,))
    message = str(caught.value)
    assert says in message
    assert message.startswith(str(path))
    assert "\n" not in message


def test_the_catalogue_of_the_program_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


# Cost


def test_sources_that_are_no_known_sets_are_not_kept() -> None:
    entries = {f"s{n}": {"title": f"Set {n}", "derived_from": []} for n in range(50)}
    looked = sources_of({"sources": entries}, load_catalogue())
    assert looked.sources == {}


def test_an_edition_is_what_the_source_says() -> None:
    stated = edition({"version": "1", "revision": "abc", "retrieved": {"lost": "x"}})
    assert stated.versions == ("1", "abc")
    assert stated.retrieved == ""
    assert not stated.retrieved_before("2024")
