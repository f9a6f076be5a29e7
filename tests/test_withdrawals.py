"""Withdrawn sets: the bundled list, matching, lists of users, and the way up."""

import json
from pathlib import Path

import pytest

from trainbib.diagnostics import Diagnostic
from withdrawn_sets import found, source

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
    assert any("2026-11-23" in note for note in finding.notes)
    assert '`removed: [{what: "Books3"}]`' in finding.help
    assert finding.help.endswith("silence this and say why: `trainbib: ignore[RGT008] …`")


def test_the_pile_is_withdrawn_and_holds_books3() -> None:
    (finding,) = found(source("pile", title="The Pile"))
    assert finding.message == "source `pile` is The Pile, which was taken down (2023-08)"
    assert any("data of Books3" in note for note in finding.notes)
    assert finding.help.startswith("leave it out, or if it stays in, silence this and say why")
    (finding,) = found(source("pile", title="The Pile", removed="[{what: Books3}]"))
    assert not any("Books3" in note for note in finding.notes)
    assert found(source("pile", title="The Pile", removed="[{what: The Pile}]")) == []


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
    assert redpajama(removed="[{what: Books slice (Books3)}]") == [], "one part by two names"
    assert redpajama(removed="[{what: the book part of RedPajama-1T}]") == []
    assert len(redpajama(removed="[{what: duplicates}]")) == 1


@pytest.mark.parametrize(
    "what",
    [
        "GitHub code that quotes Books3",
        "duplicates between Books3 and C4",
        "duplicates of Books3",
        "pages that mention Books3",
        "books3 was NOT removed",
        "nothing of Books3",
        "a part of Books3",
        "some subsets from Books3",
    ],
)
def test_what_names_a_set_beside_something_else_declares_that_and_settles_nothing(
    what: str,
) -> None:
    assert len(redpajama(removed=f'[{{what: "{what}"}}]')) == 1


@pytest.mark.parametrize(
    "gap",
    [
        '{none: "nobody knows whether Books3 is in it"}',
        "{none: Books3}",
        "{unknown: Books3}",
        '{none: "Books3 is in it; see the legal note"}',
    ],
)
def test_a_gap_says_of_nothing_that_it_was_removed(gap: str) -> None:
    assert len(redpajama(removed=gap)) == 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("publisher", "by its publisher:"),
        ("hosts", "by its hosts:"),
        ("court", "by a court:"),
        ("Court", "by a court:"),
        ("rights_holder", "by a rights holder:"),
        ("its publisher", "by its publisher:"),
        ("a court in Hamburg", "by a court in Hamburg:"),
        ("Danish Rights Alliance", "by Danish Rights Alliance:"),
    ],
)
def test_who_acted_is_said_as_one_would(by: str, said: str, tmp_path: Path) -> None:
    withdrawn = {"status": "removed", "by": by, "reason": "privacy", "source": "https://a.example/"}
    known = {"acme": {"title": "Acme Set", "withdrawn": withdrawn}}
    own = tmp_path / "own.json"
    own.write_text(
        json.dumps({"trainbib_withdrawn": "1.0", "updated": "2026-11-01", "sets": known})
    )
    (finding,) = found(source("a", title="Acme set"), withdrawn=(own,))
    assert any(f"was taken down {said} privacy" in note for note in finding.notes)
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


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": "IBM Diversity in Faces"}, "which is disputed (2020-01)"),
        ({"title": "OkCupid 70k users"}, "which was taken down (2016-05)"),
        ({"title": '"Facebook public profiles (P. Warden)"'}, "which was destroyed (2010)"),
        ({"ids": "{hf: datamol-io/safe-gpt}", "retrieved": "2025-03"}, "before it was corrected"),
    ],
)
def test_sets_that_went_otherwise_than_by_their_publisher_are_known(
    fields: dict[str, str], says: str
) -> None:
    (finding,) = found(source("s", **fields))
    assert says in finding.message


def test_the_corrected_set_of_molecules_is_not_reported() -> None:
    assert found(source("s", ids="{hf: datamol-io/safe-gpt}", retrieved="2026-02")) == []
