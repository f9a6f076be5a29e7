"""California Civil Code 3111(a): the twelve items from a manifest."""

from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.regimes import load_regime

AB = "ca-ab2013"


def item(data: dict[str, Any], field: str) -> Answer:
    return answered(data, field, AB)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def test_the_form_has_the_twelve_items_in_order() -> None:
    numbers = [section.number for section in load_regime(AB).form.sections]
    assert numbers == ["", *(str(number) for number in range(1, 13))]


def test_item_1_takes_a_source_or_an_owner() -> None:
    data = manifest(
        {
            "a": {"title": "A", "kind": "public_dataset", "url": "https://a.example/"},
            "b": {"title": "B", "kind": "licensed", "publisher": "acme"},
            "c": {"title": "C", "kind": "public_dataset"},
            "d": {"title": "D", "kind": "user_data"},
        }
    )
    answer = item(data, "ab.1")
    assert answer.shown == (
        {"dataset": "A", "source": "https://a.example/"},
        {"dataset": "B", "owner": "Acme"},
        {"dataset": "C"},
        {"dataset": "D", "source": "users of the developer's services"},
    )
    assert wanted(answer) == ["/sources/c"]


def test_item_3_gives_ranges_units_and_marks_estimates_of_dynamic_sets() -> None:
    data = manifest(
        {
            "a": {"title": "A", "kind": "offline", "size": {"records": {"between": [10, 20]}}},
            "b": {"title": "B", "kind": "offline", "size": {"images": 4112}, "dynamic": True},
            "c": {"title": "C", "kind": "offline", "size": {"unknown": "not counted"}},
        }
    )
    answer = item(data, "ab.3")
    assert answer.shown == (
        {"dataset": "A", "number": "10 to 20", "unit": "records"},
        {
            "dataset": "B",
            "number": "4 112",
            "unit": "images",
            "estimate": "estimate: the data set is dynamic",
        },
        {"dataset": "C", "number": "not known", "unit": "not known"},
    )
    assert [gap.reason for gap in answer.gaps] == ["not counted"]
    assert item(data, "ab.3.dynamic").shown == "Yes"


def test_item_4_asks_for_types_of_labels_and_characteristics_apart() -> None:
    labelled = filed(one(labels=["sentiment"]), AB)
    assert labelled.value("ab.4.has_labels") == "Yes"
    assert labelled.entries("ab.4.label_types") == ({"dataset": "A", "labels": "sentiment"},)
    without = labelled.form.fields["ab.4.general_characteristics"]
    assert labelled.status(without) is Status.NOT_ASKED
    plain = filed(one(labels={"none": "unlabelled"}, description="Letters."), AB)
    assert plain.value("ab.4.has_labels") == "No"
    assert plain.entries("ab.4.general_characteristics") == (
        {"dataset": "A", "characteristics": "Letters."},
    )


@pytest.mark.parametrize(
    ("field", "gap", "place", "cells"),
    [
        ("ab.1", {"url": {"lost": "w"}}, "/url", {"source": "lost"}),
        ("ab.3", {"size": {"lost": "w"}}, "/size", {"number": "lost", "unit": "lost"}),
        ("ab.4", {"modalities": {"lost": "w"}}, "/modalities", {"types": "lost"}),
        (
            "ab.4.label_types",
            {"labels": {"lost": "w"}, "labelled_by": ["l"]},
            "/labels",
            {"labels": "lost"},
        ),
        (
            "ab.4.general_characteristics",
            {"description": {"lost": "w"}},
            "/description",
            {"characteristics": "lost"},
        ),
        ("ab.11", {"use": {"lost": "w"}}, "/use", {"first_used": "lost"}),
        (
            "ab.11",
            {"use": [{"stage": "pretraining", "first_used": {"lost": "w"}}]},
            "/use/0/first_used",
            {"first_used": "lost"},
        ),
    ],
)
def test_the_cell_of_a_gap_says_its_state(
    field: str, gap: dict[str, Any], place: str, cells: dict[str, str]
) -> None:
    told = {
        "url": "https://a.example",
        "size": {"records": 3},
        "modalities": ["text"],
        "use": [{"stage": "pretraining", "first_used": "2026-02"}],
    }
    more = {"labels": ["topic"]} if "labels" in gap else {"description": "Letters."}
    data = manifest({"a": {"title": "A", **told, **more}, "b": {"title": "B", **gap}})
    answer = item(data, field)
    assert answer.shown is not None
    assert answer.shown[1] == {"dataset": "B", **cells}
    assert [each.pointer for each in answer.gaps] == [f"/sources/b{place}"]
    assert wanted(answer) == []
    if field != "ab.1":  # there the kind would tell it
        del data["sources"]["a"]
        filing = filed(data, AB)
        assert filing.status(filing.form.fields[field]) is Status.GAP


def test_silence_about_labels_is_not_no() -> None:
    answer = item(one(), "ab.4.has_labels")
    assert answer.shown is None
    assert wanted(answer) == ["/sources/a/labels"]


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ({"copyright": "protected"}, "includes protected data"),
        ({"copyright": "mixed"}, "includes protected data"),
        ({"copyright": "public_domain", "patent": "present"}, "includes protected data"),
        (
            {"copyright": "public_domain", "trademark": "absent", "patent": "absent"},
            "entirely in the public domain",
        ),
        ({"copyright": "public_domain", "trademark": "absent"}, None),
        ({}, None),
    ],
)
def test_item_5_is_public_domain_only_where_each_right_is_denied(
    rights: dict[str, str], expected: str | None
) -> None:
    assert item(one(rights=rights), "ab.5").shown == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"kind": "private_third_party", "agreement": {"purchased": True}}, "Yes"),
        ({"kind": "licensed"}, "Yes"),
        ({"kind": "offline"}, "No"),
        ({"kind": "private_third_party"}, None),
        ({"kind": "private_third_party", "agreement": {"withheld": "secret"}}, None),
        (
            {"kind": "private_third_party", "agreement": {"purchased": False, "licensed": False}},
            "No",
        ),
    ],
)
def test_item_6_is_yes_for_an_agreement_or_a_licensed_source(
    source: dict[str, Any], expected: str | None
) -> None:
    assert item(manifest({"a": source}), "ab.6").shown == expected


@pytest.mark.parametrize(
    ("personal", "expected"),
    [
        ("present", "Yes"),
        ({"status": "present", "categories": ["names"]}, "Yes"),
        ("absent", "No"),
        ({"none": "there are no people in it"}, "No"),
        ({"unknown": "not searched"}, None),
        (None, None),
    ],
)
def test_item_7_reads_both_forms_and_takes_no_silence_for_no(
    personal: Any, expected: str | None
) -> None:
    rights = {} if personal is None else {"personal_data": personal}
    assert item(one(rights=rights), "ab.7").shown == expected


def test_one_set_with_personal_information_answers_for_all() -> None:
    data = manifest(
        {
            "a": {"kind": "offline", "rights": {"personal_data": "present"}},
            "b": {"kind": "offline"},
        }
    )
    assert item(data, "ab.7").shown == "Yes"
    assert item(data, "ab.7").how == "1 data set of 2"


def test_item_9_wants_the_purpose_of_each_step() -> None:
    steps = [{"step": "filtering", "purpose": "shorter training"}, {"step": "masking"}]
    filing = filed(one(processing=steps), AB)
    assert filing.value("ab.9") == "Yes"
    assert filing.texts("ab.9.purpose") == ("Filtering: shorter training",)
    assert wanted(filing.answer("ab.9.purpose")) == ["/sources/a/processing/1/purpose"]
    untouched = manifest(dataset={"processing": {"none": "used as it came"}})
    assert item(untouched, "ab.9").shown == "No"


def test_item_10_runs_from_the_earliest_beginning_to_the_latest_end() -> None:
    data = manifest(
        {
            "a": {"kind": "offline", "collected": {"from": "1998", "to": "2023-05"}},
            "b": {"kind": "offline", "collected": {"from": "2020-01-10", "to": "2026-03-02"}},
        }
    )
    assert item(data, "ab.10").shown == "1998 to 2026-03-02"
    assert item(data, "ab.10.ongoing").shown == "No"


def test_item_10_gives_notice_of_ongoing_collection() -> None:
    data = one(collected={"from": "2025-05", "ongoing": True})
    assert item(data, "ab.10").shown == "2025-05 to ongoing"
    assert item(data, "ab.10.ongoing").shown == "Yes"
    assert item(one(), "ab.10.ongoing").shown is None


def test_item_11_takes_the_first_of_several_uses() -> None:
    uses = [
        {"stage": "finetuning", "first_used": "2026-02"},
        {"stage": "pretraining", "first_used": "2025-11-30"},
    ]
    data = manifest({"a": {"kind": "offline", "use": uses}, "b": {"kind": "offline"}})
    answer = item(data, "ab.11")
    assert answer.shown == ({"dataset": "a", "first_used": "2025-11-30"}, {"dataset": "b"})
    assert wanted(answer) == ["/sources/b/use/0/first_used"]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ({"a": {"kind": "synthetic"}}, "used"),
        ({"a": {"kind": "synthetic", "synthetic": {"ongoing": True}}}, "continuously uses"),
        ({"a": {"kind": "offline"}}, "not used"),
        ({"a": {}}, None),
        ({}, None),
    ],
)
def test_item_12_follows_the_kinds_of_sources(
    sources: dict[str, Any], expected: str | None
) -> None:
    assert item(manifest(sources), "ab.12").shown == expected


def test_the_posted_date_is_that_of_the_document() -> None:
    assert item(manifest(document={"updated": "2026-06-30"}), "ab.0.posted").shown == "2026-06-30"
    assert wanted(item(manifest(), "ab.0.posted")) == ["/document/updated"]


@pytest.mark.parametrize(
    ("collected", "gaps", "wants"),
    [
        (None, [], ["/from", "/to"]),
        ({"unknown": "w"}, [""], []),
        ({"from": "2020"}, [], ["/to"]),
        ({"to": "2020"}, [], ["/from"]),
        ({"from": {"lost": "w"}, "to": "2021"}, ["/from"], []),
        ({"from": "2020", "to": {"lost": "w"}}, ["/to"], []),
        ({"from": "2020", "ongoing": True}, [], []),
    ],
)
def test_item_10_tells_what_each_collection_lacks(
    collected: dict[str, Any] | None, gaps: list[str], wants: list[str]
) -> None:
    data = manifest({"a": {"collected": {"from": "2019", "to": "2022"}}, "b": {}})
    data["sources"]["b"] |= {} if collected is None else {"collected": collected}
    answer = item(data, "ab.10")
    place = "/sources/b/collected"
    assert [gap.pointer for gap in answer.gaps] == [place + each for each in gaps]
    assert wanted(answer) == [place + each for each in wants]
    assert str(answer.shown).startswith("2019 to ")
    assert wanted(item(manifest(), "ab.10")) == ["/sources"]


def test_labels_and_who_wrote_them_tell_of_labels() -> None:
    data = one(labels={"unknown": "never looked"})
    assert [gap.pointer for gap in item(data, "ab.4.has_labels").gaps] == ["/sources/a/labels"]
    data = one(labelled_by=["l"])
    assert wanted(item(data, "ab.4.label_types")) == ["/sources/a/labels"]
    data["labellers"] = {"l": {"labels": ["topic"]}}
    answer = item(data, "ab.4.label_types")
    assert answer.shown == ({"dataset": "A", "labels": "topic"},)
    assert answer.origins == ("/sources/a/labelled_by",)


def test_systems_are_models_with_their_versions() -> None:
    data = manifest(models={"m": {"name": "M", "versions": ["1", "2"]}, "n": {"name": "N"}})
    answer = item(data, "ab.0.system")
    assert answer.shown == ("M 1", "M 2", "N")
    assert answer.origins == ("/models/m/versions", "/models/n/name")


@pytest.mark.parametrize(
    "field", ["ab.1", "ab.3", "ab.4", "ab.4.general_characteristics", "ab.10.datasets", "ab.11"]
)
def test_a_data_set_has_the_same_line_however_many_are_like_it(field: str) -> None:
    some = {
        "a": {"title": "A", "kind": "offline", "modalities": ["text"], "size": {"tokens": 1000}},
        "b": {"kind": "public_dataset", "url": "https://b.example/", "content": ["news"]},
        "c": {"title": "C", "kind": "licensed", "creators": ["acme"], "size": {"images": 1234567}},
        "d": {
            "title": "D",
            "collected": {"from": "2024", "to": "2025-03"},
            "use": [{"first_used": "2025-05"}, {"first_used": "2025-02-01"}],
        },
        "e": {"title": "E", "collected": {"ongoing": True, "from": "2024-02"}, "size": {}},
        "f": {
            "size": {"unknown": "not counted"},
            "modalities": {"unknown": "mixed"},
            "use": {"withheld": "secret"},
            "description": {"lost": "with the disk"},
        },
    }
    copies = {f"{key}{at}": source for at in range(3) for key, source in some.items()}
    alone = {
        key: item(manifest({key: source, "told": TOLD}), field) for key, source in copies.items()
    }
    answer = item(manifest({**copies, "told": TOLD}), field)
    lines = [each for key in copies for each in lines_of(alone[key])[:-1]]
    assert lines_of(answer)[:-1] == lines
    assert list(answer.gaps) == [gap for each in alone.values() for gap in each.gaps]
    assert wanted(answer) == [place for each in alone.values() for place in wanted(each)]
    told = [place for each in alone.values() for place in each.origins if "/told/" not in place]
    assert [place for place in answer.origins if "/told/" not in place] == told


TOLD = {
    "title": "Told",
    "kind": "offline",
    "size": {"records": 3},
    "modalities": ["audio"],
    "collected": {"from": "2023", "to": "2024"},
    "use": [{"first_used": "2024"}],
}


def lines_of(answer: Answer) -> list[Any]:
    """Return the lines of a table, none where it is none."""
    return list(answer.shown) if isinstance(answer.shown, tuple) else []
