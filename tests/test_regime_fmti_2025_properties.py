"""Foundation Model Transparency Index 2025: processing and properties of the data."""

from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.regimes.fmti_2025.properties import to_one_figure
from trainbib.values import parse_quantity

FMTI = "fmti-2025"
WITHHELD = {"withheld": "a contract"}


def indicator(data: dict[str, Any], name: str) -> Answer:
    return answered(data, f"fmti.{name}", FMTI)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def status(data: dict[str, Any], name: str) -> Status:
    filing = filed(data, FMTI)
    return filing.status(filing.form.fields[f"fmti.{name}"])


def test_methods_of_processing_are_told_once_with_purpose_and_technique() -> None:
    data = one(processing=[{"step": "Deduplication", "purpose": "balance"}])
    data["dataset"]["processing"] = [
        {"step": "deduplication", "software": [{"name": "text-dedup", "version": "1"}]},
        {"step": "filtering"},
    ]
    assert indicator(data, "p1").shown == ("Deduplication", "Filtering")
    purposes, techniques = indicator(data, "p2"), indicator(data, "p3")
    assert purposes.shown == (
        {"method": "Deduplication", "purpose": "balance"},
        {"method": "Filtering"},
    )
    assert wanted(purposes) == ["/dataset/processing/1/purpose"]
    assert techniques.shown is not None
    assert techniques.shown[0] == {"method": "Deduplication", "technique": "with text-dedup 1"}
    assert wanted(techniques) == ["/dataset/processing/1/description"]
    assert status(one(), "p1") is Status.MISSING
    assert status(one(), "p2") is Status.NOT_ASKED


@pytest.mark.parametrize(
    ("quantity", "enough"),
    [
        (7, True),
        (0, True),
        ({"about": 3e12}, True),
        ({"between": [1.0e12, 2.0e12]}, True),
        ({"between": [1.0e12, 2.1e12]}, False),
        ({"between": [9.0e12, 10.9e12]}, False),
        ({"between": [9.0e12, 9.9e12]}, True),
        ({"between": [1e9, 1e12]}, False),
    ],
)
def test_a_size_is_wanted_to_one_significant_figure(quantity: Any, enough: bool) -> None:  # noqa: FBT001 - a table
    parsed = parse_quantity(quantity)
    assert parsed is not None
    assert to_one_figure(parsed) == enough
    answer = indicator(one(modalities=["text"], size={"tokens": quantity}), "r1")
    assert (wanted(answer) == []) == enough


@pytest.mark.parametrize(("share", "listed"), [(0.01, True), (0.0099, False)])
def test_languages_count_from_one_per_cent_on(share: float, listed: bool) -> None:  # noqa: FBT001 - a table
    told = [{"tag": "en", "share": 0.9, "tool": "T"}, {"tag": "da", "share": share}]
    data = one(modalities=["text"])
    data["dataset"]["languages"] = told
    answer = indicator(data, "r2")
    lines = filed(data, FMTI).entries("fmti.r2")
    assert ({"language": "Danish (da)", "share": "1 %", "of": "documents"} in lines) == listed
    assert ("1 language with less than 1 % left out" in answer.how) != listed
    assert indicator(data, "r2.labelling").shown == ("T",)


def test_shares_are_of_documents_and_what_could_not_be_told_is_unknown() -> None:
    data = one(modalities=["text"])
    data["dataset"]["languages"] = [
        {"tag": "und", "share": 0.1},
        {"tag": "en", "share": 0.9, "unit": "tokens"},
    ]
    answer = indicator(data, "r2")
    assert answer.shown == (
        {"language": "English (en)", "share": "90 %", "of": "tokens"},
        {"language": "Unknown", "share": "10 %", "of": "documents"},
    )
    assert wanted(answer) == ["/dataset/languages"]


def test_languages_are_asked_of_text_only() -> None:
    assert status(one(modalities=["image"]), "r2") is Status.NOT_ASKED
    assert status(one(modalities=["text"]), "r2") is Status.MISSING


def test_domains_need_shares() -> None:
    data = one()
    data["dataset"]["domains"] = [{"domain": "code"}, {"domain": "news", "share": 0.4}]
    answer = indicator(data, "r3")
    assert answer.shown == (
        {"domain": "news", "share": "40 %", "of": "documents"},
        {"domain": "code"},
    )
    assert wanted(answer) == ["/dataset/domains/0/share"]


def test_how_languages_were_told_is_asked_for_at_the_first() -> None:
    data = one(modalities=["text"])
    data["dataset"]["languages"] = ["en", "da"]
    answer = indicator(data, "r2.labelling")
    assert (answer.shown, wanted(answer)) == (None, ["/dataset/languages/0/tool"])
    assert wanted(indicator(data, "r2")) == [
        "/dataset/languages/0/share",
        "/dataset/languages/1/share",
    ]


def test_one_independent_third_party_is_enough() -> None:
    data = one()
    data["dataset"]["access"] = [{"who": "Parent", "independent": False}, {"who": "Lab"}]
    assert wanted(indicator(data, "r4")) == ["/dataset/access/1/independent"]
    data["dataset"]["access"].append({"who": "University", "independent": True, "how": "on site"})
    answer = indicator(data, "r4")
    assert (answer.shown, answer.wants) == (({"who": "University", "how": "on site"},), ())
    data["dataset"]["access"] = [{"who": "Parent", "independent": False}]
    assert wanted(indicator(data, "r4")) == ["/dataset/access"]
    data["dataset"]["access"] = {"none": "nobody has"}
    assert status(data, "r4") is Status.GAP


def test_replicability_lists_public_data_and_what_others_can_obtain() -> None:
    data = manifest(
        {
            "p": {"title": "P", "kind": "public_dataset", "ids": {"hf": "acme/p"}},
            "q": {"title": "Q", "kind": "public_dataset"},
            "l": {"title": "L", "kind": "licensed", "availability": "purchase", "contact": "x@y"},
            "m": {"title": "M", "kind": "licensed", "availability": "private"},
            "n": {"title": "N", "kind": "licensed"},
        }
    )
    public = indicator(data, "r5.public")
    assert public.shown == (
        {"data": "P", "where": "https://huggingface.co/datasets/acme/p"},
        {"data": "Q"},
    )
    assert wanted(public) == ["/sources/q/url"]
    obtainable = indicator(data, "r5.obtainable")
    assert obtainable.shown == ({"data": "L", "where": "x@y"},)
    assert wanted(obtainable) == ["/sources/n/availability"]
    for key in ("l", "n"):
        data["sources"][key]["availability"] = "private"
    assert status(data, "r5.obtainable") is Status.NOT_ASKED


def test_shares_that_are_gaps_say_so_in_their_cells() -> None:
    data = one(modalities=["text"])
    data["dataset"]["languages"] = [{"tag": "en", "share": WITHHELD, "unit": "tokens"}]
    data["dataset"]["domains"] = [{"domain": "news", "share": WITHHELD}]
    language, domain = indicator(data, "r2"), indicator(data, "r3")
    assert language.shown == ({"language": "English (en)", "share": "withheld", "of": "tokens"},)
    assert domain.shown == ({"domain": "news", "share": "withheld", "of": "documents"},)
    assert (wanted(language), wanted(domain)) == ([], [])


def test_one_step_that_tells_is_enough_whatever_the_others_withhold() -> None:
    told = {"step": "filtering", "purpose": "balance", "description": "By length."}
    data = one(
        processing=[told, {"step": "filtering", "purpose": WITHHELD, "description": WITHHELD}]
    )
    data["sources"]["b"] = {"kind": "offline", "processing": WITHHELD}
    for name in ("p1", "p2", "p3"):
        assert (status(data, name), indicator(data, name).gaps) == (Status.ANSWERED, ())
    assert indicator(data, "p1").origins == (
        "/sources/a/processing/0/step",
        "/sources/a/processing/1/step",
    )


def test_one_tool_that_tells_languages_is_enough_and_a_gap_of_all_is_one() -> None:
    data = one(modalities=["text"])
    data["dataset"]["languages"] = [
        {"tag": "en", "share": 0.5, "tool": "T"},
        {"tag": "da", "share": 0.5, "tool": WITHHELD},
        {"share": 0.1},  # of which `check` says that it has no tag
    ]
    answer = indicator(data, "r2.labelling")
    assert (answer.shown, answer.gaps) == (("T",), ())
    assert len(filed(data, FMTI).entries("fmti.r2")) == 2
    data["dataset"]["languages"] = WITHHELD
    for name in ("r2", "r2.labelling"):
        assert status(data, name) is Status.GAP


def test_where_data_is_may_be_told_by_a_contact_and_whether_it_can_be_had_be_a_gap() -> None:
    data = one(kind="public_dataset", url={"lost": "moved"}, contact="x@y")
    answer = indicator(data, "r5.public")
    assert (answer.shown, answer.gaps) == (({"data": "A", "where": "x@y"},), ())
    answer = indicator(one(kind="licensed", availability=WITHHELD), "r5.obtainable")
    assert [gap.pointer for gap in answer.gaps] == ["/sources/a/availability"]
    assert wanted(answer) == []


def test_sizes_say_where_they_are_from_and_what_they_leave_out() -> None:
    text = {"kind": "offline", "modalities": ["text"]}
    data = manifest(
        {
            "c": text | {"size": {"tokens": 5}},
            "b": text | {"size": WITHHELD},
            "a": text,
            "w": {"kind": "offline", "modalities": ["tabular"], "size": {"records": 9}},
            "x": {"kind": "offline", "modalities": ["three_d"]},
            "y": {"kind": "offline", "modalities": ["audio"], "size": WITHHELD},
        }
    )
    answer = indicator(data, "r1")
    assert answer.shown == (
        {"modality": "Text", "size": "5", "unit": "tokens"},
        {"modality": "Tabular data", "size": "9", "unit": "records"},
    )
    assert answer.origins == ("/sources/c/size/tokens", "/sources/w/size/records")
    assert [gap.pointer for gap in answer.gaps] == ["/sources/b/size", "/sources/y/size"]
    assert wanted(answer) == ["/dataset/size", "/sources/a/size/tokens"]
    words = indicator(one(modalities=["text"], size={"words": 7}), "r1")
    assert words.origins == ("/sources/a/size/words",)


def test_what_is_asked_for_in_hours_says_so() -> None:
    answer = indicator(one(modalities=["audio"]), "r1")
    assert [want.what for want in answer.wants] == ["how many hours of audio of `a` were used"]
