"""The EU form, sections 1 and 3 (C(2025) 8311): whole set, provider, models, processing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures import PROVIDER, answered, filed, manifest, wanted
from trainbib.disclosure.answers import Status
from trainbib.disclosure.regimes.eu_ai_act.sizes import BUCKETS, bucket
from trainbib.values import Quantity


def text(tokens: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "public_dataset", "modalities": ["text"], "size": {"tokens": tokens}, **more}


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (999_999_999, "Less than 1 billion tokens"),
        (10**9, "1 billion to 10 trillion tokens"),
        (10**13, "1 billion to 10 trillion tokens"),
        (10**13 + 1, "More than 10 trillion tokens"),
    ],
)
def test_a_size_on_a_bound_lies_between_the_bounds(tokens: int, expected: str) -> None:
    assert answered(manifest({"a": text(tokens)}), "eu.1.3.text.size").value == expected


@pytest.mark.parametrize(
    ("modality", "unit", "low", "high"),
    [
        ("image", "images", 10**6, 10**9),
        ("audio", "audio_hours", 10**4, 10**6),
        ("video", "video_hours", 10**4, 10**6),
    ],
)
def test_each_modality_has_its_own_bounds(modality: str, unit: str, low: int, high: int) -> None:
    names = BUCKETS[modality][2]
    for size, name in (
        (low - 1, names[0]),
        (low, names[1]),
        (high, names[1]),
        (high + 1, names[2]),
    ):
        data = manifest({"a": {"kind": "offline", "size": {unit: size}}})
        assert answered(data, f"eu.1.3.{modality}.size").value == name


@given(
    st.sampled_from(sorted(BUCKETS)),
    st.floats(0, 1e14, allow_nan=False),
    st.floats(0, 1e14, allow_nan=False),
)
def test_a_class_is_told_only_where_both_bounds_are_in_it(
    modality: str, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    found = bucket(modality, Quantity((low + high) / 2, low, high, exact=False))
    ends = {bucket(modality, Quantity(end, end, end, exact=True)) for end in (low, high)}
    assert None not in ends
    assert found == (ends.pop() if len(ends) == 1 else None)


def test_a_range_over_a_bound_is_no_answer_and_says_what_is_wanted() -> None:
    answer = answered(
        manifest({"a": text({"between": [5 * 10**8, 2 * 10**9]})}), "eu.1.3.text.size"
    )
    assert answer.value is None
    assert wanted(answer) == ["/dataset/size/tokens"]


def test_dynamic_sources_are_left_out_of_the_sum_and_named_in_the_way_to_it() -> None:
    data = manifest({"a": text(9 * 10**8), "b": text(9 * 10**8, dynamic=True)})
    answer = answered(data, "eu.1.3.text.size")
    assert answer.value == "Less than 1 billion tokens"
    assert "without 1 dynamic source" in answer.how


def test_the_size_of_the_whole_set_counts_before_the_sum() -> None:
    data = manifest(
        {"a": text(9 * 10**8), "b": text(9 * 10**8)}, dataset={"size": {"tokens": 10**8}}
    )
    assert answered(data, "eu.1.3.text.size").value == "Less than 1 billion tokens"
    assert answered(data, "eu.1.3.text.size").origins == ("/dataset/size/tokens",)


def test_a_source_of_unknown_size_leaves_a_partial_answer() -> None:
    data = manifest({"a": text(2 * 10**9), "b": text({"unknown": "never counted"})})
    filing = filed(data)
    field = filing.form.fields["eu.1.3.text.size"]
    assert filing.status(field) is Status.PARTIAL
    assert filing.answer(field.id).gaps[0].reason == "never counted"


def test_text_without_tokens_may_be_counted_in_another_unit() -> None:
    data = manifest({"a": {"kind": "offline", "modalities": ["text"], "size": {"words": 5000}}})
    filing = filed(data)
    assert filing.value("eu.1.3.text.size_other_unit") == "5 000 words"
    assert filing.status(filing.form.fields["eu.1.3.text.size"]) is Status.LEFT_OUT


def test_the_other_unit_is_not_asked_where_tokens_are_known() -> None:
    data = manifest({"a": text(10**9, size={"tokens": 10**9, "words": 5})})
    filing = filed(data)
    other = filing.form.fields["eu.1.3.text.size_other_unit"]
    assert filing.status(other) is Status.NOT_ASKED


def test_modalities_are_in_the_order_of_the_form_and_unlisted_ones_are_other() -> None:
    data = manifest(
        {
            "a": {"kind": "sensor", "modalities": ["time_series"]},
            "b": {"kind": "offline", "modalities": ["video", "text"]},
        }
    )
    assert answered(data, "eu.1.3.modalities").value == ("Text", "Video", "Other")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"retrieved": "2025-05-01"}, "05/2025"),
        ({"retrieved": "2025-05", "collected": {"from": "2024", "to": "2025-07-31"}}, "07/2025"),
    ],
)
def test_the_latest_date_is_that_of_retrieval_or_the_end_of_collection(
    dates: Mapping[str, Any], expected: str
) -> None:
    data = manifest({"a": text(1, **dates), "b": text(1, retrieved="2023-01-01")})
    assert answered(data, "eu.1.3.latest_acquisition_date").value == expected


def test_a_year_that_may_hold_the_latest_date_is_not_guessed() -> None:
    data = manifest({"a": text(1, retrieved="2025-05-01"), "b": text(1, retrieved="2025")})
    answer = answered(data, "eu.1.3.latest_acquisition_date")
    assert answer.value == "05/2025"
    assert wanted(answer) == ["/sources/b/retrieved"]
    early = manifest({"a": text(1, retrieved="2025-05-01"), "b": text(1, retrieved="2024")})
    assert not answered(early, "eu.1.3.latest_acquisition_date").wants


def test_sources_of_the_same_dates_are_each_asked_and_told_at_their_own_place() -> None:
    same = {"retrieved": "2025-05-01", "collected": {"to": "2025-05-01"}}
    gap = {"retrieved": {"withheld": "agreement"}}
    told: dict[str, dict[str, Any]] = {"a": same, "z-1": same, "z": same, "g": gap, "h": gap}
    told |= {"b": {"retrieved": "2025"}, "c": {}, "d": {}}
    data = manifest({key: text(1, **each) for key, each in told.items()})
    answer = answered(data, "eu.1.3.latest_acquisition_date")
    assert answer.how.startswith("the latest of 6 dates")
    assert answer.origins == ("/sources/z/retrieved",)  # of the same day, the last place
    assert wanted(answer) == [f"/sources/{key}/retrieved" for key in "bcd"]
    assert [gap.pointer for gap in answer.gaps] == ["/sources/g/retrieved", "/sources/h/retrieved"]


def test_official_languages_of_the_union_come_first() -> None:
    data = manifest({"a": text(1, languages=["zh", "mt", {"tag": "de", "share": 0.2}, "pt-BR"])})
    value = answered(data, "eu.1.3.linguistic_characteristics").value
    assert value == (
        "Official languages of the Union: German (de), Maltese (mt), Portuguese (pt-BR)",
        "Other languages: Chinese (zh)",
    )


def test_shares_of_languages_are_those_of_the_whole_set_only() -> None:
    languages = [{"tag": "de", "share": 0.2, "unit": "tokens"}, {"tag": "ja", "share": 0.8}]
    data = manifest({"a": text(1)}, dataset={"languages": languages})
    value = answered(data, "eu.1.3.linguistic_characteristics").value
    assert value == (
        "Official languages of the Union: German (de), 20 % of tokens",
        "Other languages: Japanese (ja), 80 % of records",
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [([True, False], "Yes"), ([False, False], "No"), ([False, None], None), ([None], None)],
)
def test_continuous_training_takes_a_statement_on_each_model_for_no(
    told: list[bool | None], expected: str | None
) -> None:
    models = {
        f"m{number}": {"name": "M", **({} if each is None else {"continuous_training": each})}
        for number, each in enumerate(told)
    }
    answer = answered(manifest(models=models), "eu.1.3.continuous_training")
    assert answer.value == expected
    assert bool(answer.wants) is (expected is None)


@pytest.mark.parametrize(("updated", "expected"), [("2026-06-30", "30/06/26"), ("2026-06", None)])
def test_the_last_update_is_a_day(updated: str, expected: str | None) -> None:
    answer = answered(manifest(document={"updated": updated}), "eu.header.last_update")
    assert answer.value == expected
    assert wanted(answer) == ([] if expected else ["/document/updated"])


def test_a_representative_is_asked_of_providers_outside_of_the_union_only() -> None:
    inside = filed(manifest())
    field = inside.form.fields["eu.1.1.authorised_representative_name"]
    assert inside.status(field) is Status.NOT_ASKED
    parties = {"acme": {**PROVIDER["acme"], "country": "US", "eu_representative": "rep"}}
    outside = filed({**manifest(), "parties": {**parties, "rep": {"name": "Rep"}}})
    assert outside.value(field.id) == "Rep"
    silent = filed({**manifest(), "parties": {"acme": {"name": "Acme", "country": "US"}}})
    assert silent.status(field) is Status.MISSING


def test_each_model_and_version_is_named_and_dated() -> None:
    models = {
        "a": {"name": "A", "versions": ["1", "1-chat"], "eu_market": "2026-01-02"},
        "b": {"name": "B", "eu_market": {"unknown": "not yet decided"}},
    }
    filing = filed(manifest(models=models))
    assert filing.texts("eu.1.2.model_names") == ("A 1", "A 1-chat", "B")
    assert filing.entries("eu.1.2.placement_date") == (
        {"model": "A", "date": "02/01/26"},
        {"model": "B", "date": "not known"},
    )
    assert filing.answer("eu.1.2.placement_date").gaps[0].reason == "not yet decided"
    undecided = answered(manifest(models={"b": models["b"]}), "eu.1.2.placement_date")
    assert (undecided.value, len(undecided.gaps)) == (None, 1)


def test_a_model_made_from_another_names_it_with_its_summary() -> None:
    base = [
        {"name": "Base", "version": "2", "summary": "https://base.example/summary"},
        {"name": "Other"},
    ]
    filing = filed(manifest(models={"m": {"name": "M", "base": base}}))
    assert filing.texts("eu.1.2.model_dependencies") == ("Base 2", "Other")
    summaries = filing.answer("eu.1.2.model_dependencies_summary_links")
    assert summaries.value == ("https://base.example/summary",)
    assert wanted(summaries) == ["/models/m/base/1/summary"]
    fresh = filed(manifest(models={"m": {"name": "M", "base": {"none": "from the beginning"}}}))
    field = fresh.form.fields["eu.1.2.model_dependencies"]
    assert fresh.status(field) is Status.NOT_ASKED


@pytest.mark.parametrize(
    ("commitments", "expected"),
    [
        ([{"name": "General-Purpose AI Code of Practice", "signed": True}], "Yes"),
        (
            [
                {
                    "name": "General-Purpose AI Code of Practice",
                    "signed": True,
                    "chapters": ["copyright", "safety"],
                }
            ],
            "Yes",
        ),
        (
            [
                {
                    "name": "General-Purpose AI Code of Practice",
                    "signed": True,
                    "chapters": ["safety and security"],
                }
            ],
            "No",
        ),
        ([{"name": "General-Purpose AI Code of Practice", "signed": False}], "No"),
        ({"none": "none was signed"}, "No"),
        ([{"name": "Seoul commitments", "signed": True}], None),
        (None, None),
    ],
)
def test_the_signature_counts_with_the_chapter_on_copyright(
    commitments: Any, expected: str | None
) -> None:
    party = {"name": "Acme", **({} if commitments is None else {"commitments": commitments})}
    data = {**manifest(), "parties": {"acme": party}}
    answer = answered(data, "eu.3.1.cop_signatory")
    assert answer.value == expected
    assert wanted(answer) == ([] if expected else ["/parties/acme/commitments"])


def test_measures_join_the_policy_with_what_was_done_for_sources() -> None:
    reservation = {
        "protocol": "tdmrep",
        "when": ["at_crawl"],
        "by": ["upstream"],
        "action": "removed",
    }
    data = manifest(
        {"a": text(1, rights={"reservations": [reservation]})},
        policies={"reservations": "Every protocol is honoured."},
    )
    assert answered(data, "eu.3.1.tdm_measures").value == (
        "Every protocol is honoured.",
        "tdmrep: 1 source: checked while crawling, by the publisher upstream, removed",
    )


def test_a_gap_is_shown_with_its_reason_and_silence_with_the_place_to_write() -> None:
    told = manifest(policies={"illegal_content": {"withheld": "the filters would be circumvented"}})
    gap = answered(told, "eu.3.2.illegal_content_measures")
    assert (gap.value, gap.gaps[0].state) == (None, "withheld")
    silent = answered(manifest(), "eu.3.2.illegal_content_measures")
    assert wanted(silent) == ["/policies/illegal_content"]


def test_a_filing_for_one_model_counts_the_sources_of_that_model() -> None:
    models = {"a": {"name": "A"}, "b": {"name": "B"}}
    sources = {
        "one": text(5 * 10**8, use=[{"stage": "pretraining", "model": "a"}]),
        "two": text(6 * 10**8, use=[{"stage": "pretraining", "model": "b"}]),
        "both": text(10**8),
    }
    data = manifest(sources, models=models, dataset={"size": {"tokens": 12 * 10**8}})
    filing = filed(data, models=["b"])
    assert filing.answer("eu.1.3.text.size").value == "Less than 1 billion tokens"
    assert filing.texts("eu.1.2.model_names") == ("B",)
    assert filed(data).answer("eu.1.3.text.size").value == "1 billion to 10 trillion tokens"


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_sources_changes_no_answer_of_the_whole(order: list[str]) -> None:
    sources = {
        "a": text(3 * 10**8, retrieved="2025-01", content=["code"], languages=["fr"]),
        "b": text({"about": 4e8}, retrieved="2025-03", content=["press"], languages=["de"]),
        "c": text({"unknown": "lost count"}, collected={"to": "2024"}, languages=["yo"]),
    }
    data = manifest({key: sources[key] for key in order})
    for field in (
        "eu.1.3.text.size",
        "eu.1.3.latest_acquisition_date",
        "eu.1.3.modalities",
        "eu.1.3.linguistic_characteristics",
    ):
        assert answered(data, field).value == answered(manifest(sources), field).value


def test_sound_of_video_is_not_counted_until_somebody_says_so() -> None:
    sources = {
        "v": {
            "kind": "offline",
            "modalities": ["video"],
            "size": {"video_hours": 20_000, "audio_hours": 20_000},
        },
        "w": {"kind": "offline", "modalities": ["audio"], "size": {"audio_hours": 50}},
    }
    answer = answered(manifest(sources), "eu.1.3.audio.size")
    assert answer.value == "Less than 10 000 hours"
    assert wanted(answer) == ["/sources/v/modalities"]
    assert "`v` has a size in `audio_hours`" in answer.wants[0].what
    sources["v"]["modalities"] = ["video", "audio"]
    said = answered(manifest(sources), "eu.1.3.audio.size")
    assert (said.value, said.wants) == ("10 000 to 1 million hours", ())


def test_text_that_is_all_dynamic_has_no_size_and_says_why() -> None:
    data = manifest({"a": text(9, dynamic=True), "b": text(9, dynamic=True)})
    answer = answered(data, "eu.1.3.text.size")
    assert answer.value is None
    assert answer.how == "2 dynamic sources, of changing size, left out of the sum"
    assert answer.how in answer.wants[0].what


def test_a_bound_is_spelled_out() -> None:
    data = manifest({"a": text({"between": [5 * 10**8, 2 * 10**9]})})
    (want,) = answered(data, "eu.1.3.text.size").wants
    assert "surely below or above 1 000 000 000; it is " in want.what


def test_a_collection_that_goes_on_wants_the_day_of_the_last_retrieval() -> None:
    going = {"kind": "offline", "collected": {"from": "2024-01", "ongoing": True}}
    data = manifest({"a": text(5, retrieved="2024-05"), "w": going})
    answer = answered(data, "eu.1.3.latest_acquisition_date")
    assert answer.value == "05/2024"
    assert wanted(answer) == ["/sources/w/retrieved"]
    data["sources"]["w"] = {**going, "retrieved": "2025-02"}
    said = answered(data, "eu.1.3.latest_acquisition_date")
    assert (said.value, said.wants) == ("02/2025", ())


NAME = "eu.1.1.authorised_representative_name"
CONTACT = "eu.1.1.authorised_representative_contact"


@pytest.mark.parametrize(
    ("country", "status", "asks"),
    [
        ("DE", Status.NOT_ASKED, None),
        ("US", Status.MISSING, "/parties/acme/eu_representative"),
        (None, Status.MISSING, "/parties/acme/country"),
        ({"withheld": "secret"}, Status.GAP, None),
    ],
)
def test_without_a_country_nobody_can_tell_whether_a_representative_is_needed(
    country: Any, status: Status, asks: str | None
) -> None:
    party = {key: value for key, value in PROVIDER["acme"].items() if key != "country"}
    if country is not None:
        party["country"] = country
    filing = filed(manifest(parties={"acme": party}))
    for name in (NAME, CONTACT):
        assert filing.status(filing.form.fields[name]) is status
        if asks is not None:
            assert wanted(filing.answer(name)) == [asks]
        if status is Status.GAP:
            assert filing.answer(name).gaps[0].pointer == "/parties/acme/country"
    known = filing.facts.get("provider.established_in_union")
    assert known is ({"DE": True, "US": False}.get(country) if isinstance(country, str) else None)


def test_a_representative_that_is_named_answers_without_a_country() -> None:
    parties = {
        "acme": {"name": "Acme", "eu_representative": "rep"},
        "rep": {"name": "Rep", "contact": "mailto:r@rep.example", "country": "DE"},
    }
    filing = filed(manifest(parties=parties))
    assert filing.text(NAME) == "Rep"
