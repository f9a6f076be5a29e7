"""Sections 2.1 to 2.6 of the EU summary: which source stands where, and what is told of it."""

import random
from typing import Any

import pytest

from disclosures import PROVIDER, answered, filed, manifest, wanted
from trainbib.disclosure.answers import Status

USED = {
    "public_dataset": "eu.2.1.used",
    "licensed": "eu.2.2.1.used",
    "private_third_party": "eu.2.2.2.used",
    "own_crawl": "eu.2.3.used",
    "user_data": "eu.2.4.model_interactions",
    "synthetic": "eu.2.5.used",
    "human_commissioned": "eu.2.6.used",
    "offline": "eu.2.6.used",
    "sensor": "eu.2.6.used",
    "other": "eu.2.6.used",
}
CHAT = {"user_data": {"services": [{"name": "Chat", "interaction": "model"}]}}


def source(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "modalities": ["text"], **more}


def one(kind: str, **more: Any) -> dict[str, Any]:
    return manifest({"s": source(kind, **more)})


@pytest.mark.parametrize("kind", USED)
def test_each_kind_has_one_section(kind: str) -> None:
    more = CHAT if kind == "user_data" else {}
    filing = filed(one(kind, **more))
    yes = {field for field in USED.values() if filing.value(field) == "Yes"}
    assert yes == {USED[kind]}
    assert all(filing.value(field) == "No" for field in set(USED.values()) - yes)


def test_a_snapshot_of_common_crawl_is_public_whoever_is_said_to_have_crawled_it() -> None:
    filing = filed(one("own_crawl", ids={"common_crawl": "CC-MAIN-2024-10"}))
    assert filing.value("eu.2.1.used") == "Yes"
    assert filing.value("eu.2.3.used") == "No"
    assert "Common Crawl" in filing.answer("eu.2.1.used").how
    (entry,) = filing.entries("eu.2.1.large_datasets")
    assert entry["name"] == "s CC-MAIN-2024-10"
    assert entry["link"].endswith("/CC-MAIN-2024-10/index.html")


def test_public_synthetic_sets_and_labels_by_models_are_no_synthetic_data() -> None:
    made = {"generators": [{"name": "G", "on_market": True}]}
    labelled = [{"step": "enrichment", "models": [{"name": "G"}]}]
    data = manifest(
        {
            "public": source("public_dataset", synthetic=made),
            "web": source("own_crawl", processing=labelled),
        }
    )
    filing = filed(data)
    assert filing.value("eu.2.5.used") == "No"
    assert filing.facts["derived.synthetic_from_marketed_gpai"] is False


def test_a_source_of_unknown_kind_leaves_no_room_for_no() -> None:
    data = manifest({"a": source("licensed"), "b": {"title": "B"}, "c": {"kind": {"unknown": "?"}}})
    filing = filed(data)
    assert filing.value("eu.2.2.1.used") == "Yes"
    for field in ("eu.2.1.used", "eu.2.3.used", "eu.2.4.other_services", "eu.2.6.used"):
        answer = filing.answer(field)
        assert answer.value is None
        assert wanted(answer) == ["/sources/b/kind"]
        assert [gap.pointer for gap in answer.gaps] == ["/sources/c/kind"]


def test_without_sources_nothing_is_denied() -> None:
    assert wanted(answered(manifest(), "eu.2.1.used")) == ["/sources"]


def test_the_order_of_sources_changes_no_answer() -> None:
    sources = {
        f"{kind}-{at}": source(
            kind,
            title=f"Set {at} of {kind}",
            url=f"https://sets.example/{at}",
            size={"tokens": 10 * at + 1},
            notes=f"note {at}",
            **(CHAT if kind == "user_data" else {}),
        )
        for kind in USED
        for at in range(2)
    }
    before = filed(manifest(sources))
    for seed in range(5):
        keys = list(sources)
        random.Random(seed).shuffle(keys)  # noqa: S311 - an order, no secret
        after = filed(manifest({key: sources[key] for key in keys}))
        for field in before.form.fields:
            if field.startswith("eu.2"):
                assert before.answer(field) == after.answer(field), field


# --- 2.1


def large(**more: Any) -> dict[str, str]:
    answer = answered(one("public_dataset", **more), "eu.2.1.large_datasets")
    assert isinstance(answer.value, tuple)
    (entry,) = answer.value
    assert not isinstance(entry, str)
    return dict(entry)


def test_a_link_comes_from_the_url_or_an_identifier() -> None:
    assert large(url="https://a.example/x")["link"] == "https://a.example/x"
    assert large(ids={"doi": "10.5/x"})["link"] == "https://doi.org/10.5/x"
    assert large(ids={"hf": "o/n"})["link"] == "https://huggingface.co/datasets/o/n"


@pytest.mark.parametrize(
    ("collected", "shown"),
    [
        ({"from": "2023-10-02", "to": "2024-12"}, "10/2023 to 12/2024"),
        ({"from": "2023", "to": "2024"}, "2023 to 2024"),
        ({"unknown": "the card is silent"}, "not known"),
        ({"lost": "gone"}, "not known"),
        ({"from": {"unknown": "?"}, "to": "2024-12"}, "not known to 12/2024"),
        ({"from": "2023-10", "ongoing": True}, "from 10/2023, still going on"),
    ],
)
def test_without_a_link_description_and_dates_stand_in_its_place(
    collected: Any, shown: str
) -> None:
    entry = large(description="Pages.", collected=collected)
    assert entry == {"name": "s", "description": "Pages.", "collection_dates": shown}


def test_without_a_link_silence_is_wanted_and_not_told_as_not_known() -> None:
    answer = answered(one("public_dataset", size={"tokens": 1}), "eu.2.1.large_datasets")
    assert wanted(answer) == ["/sources/s/description", "/sources/s/collected"]
    withheld = {"collected": {"withheld": "agreement"}, "description": "D"}
    answer = answered(one("public_dataset", **withheld), "eu.2.1.large_datasets")
    assert [gap.state for gap in answer.gaps] == ["withheld"]
    assert answer.value == ({"name": "s", "description": "D", "collection_dates": "withheld"},)


def test_the_cell_of_a_gap_says_its_state() -> None:
    gaps = {"collected": {"from": {"withheld": "agreement"}}, "description": {"lost": "moved"}}
    data = one("public_dataset", size={"tokens": 1}, **gaps)
    answer = answered(data, "eu.2.1.large_datasets")
    cells = {"description": "lost", "collection_dates": "withheld"}
    assert answer.value == ({"name": "s", **cells},)
    assert wanted(answer) == ["/sources/s/collected/to"]
    data["sources"]["s"]["url"] = {"withheld": "agreement"}
    answer = answered(data, "eu.2.1.large_datasets")
    assert answer.value == ({"name": "s", "link": "withheld", **cells},)
    data["sources"]["s"]["ids"] = {"hf": "acme/s"}
    answer = answered(data, "eu.2.1.large_datasets")
    link = "https://huggingface.co/datasets/acme/s"
    assert answer.value == ({"name": "s", "link": link},)
    data = one("sensor", modalities=["three_d"], size={"unknown": "a"}, content={"withheld": "b"})
    answer = answered(data, "eu.1.3.other.entries")
    cells = {"size": "not known", "unit": "not known", "content_types": "withheld"}
    assert answer.value == ({"modality": "3D data", **cells},)
    assert ([gap.reason for gap in answer.gaps], wanted(answer)) == (["a", "b"], [])
    data["sources"]["t"] = {"kind": "sensor", "modalities": ["three_d"]}
    answer = answered(data, "eu.1.3.other.entries")
    assert wanted(answer) == ["/sources/t/size", "/sources/t/content"]


def test_how_a_part_was_selected_is_asked_where_only_a_part_was_used() -> None:
    data = one("public_dataset", url="https://a.example", use=[{"stage": "p", "sampled": 0.1}])
    filing = filed(data)
    assert filing.facts["derived.large_dataset_used_only_in_part"] is True
    assert "/sources/s/selection" in wanted(filing.answer("eu.2.1.large_datasets"))
    assert large(url="https://a.example", selection="German pages")["selection_approach"] == (
        "German pages"
    )
    whole = filed(one("public_dataset", use=[{"stage": "p", "sampled": 1}]))
    assert whole.facts["derived.large_dataset_used_only_in_part"] is False


def test_other_public_sets_are_described_from_their_fields() -> None:
    data = manifest(
        {
            "big": source("public_dataset", size={"tokens": 1000}),
            "small": source(
                "public_dataset",
                title="Small",
                version="1.1",
                size={"tokens": 1},
                content=["fiction"],
                languages=["de", {"tag": "en", "share": 0.5}],
                rights={"personal_data": {"status": "present"}, "copyright": "mixed"},
                authorship=["machine", "model"],
                collected={"from": "2020-01", "to": "2021-02"},
            ),
        }
    )
    assert answered(data, "eu.2.1.other_datasets_description").value == (
        "Small 1.1: text; fiction; personal data, content protected by copyright in part, "
        "machine-generated data, synthetic data; languages: German (de), English (en); "
        "collected: 01/2020 to 02/2021"
    )


def small_sets(**sources: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest of a large public data set and of small ones."""
    big = source("public_dataset", size={"tokens": 10**6})
    told = {
        key: {"kind": "public_dataset", "size": {"tokens": 1}, **each}
        for key, each in sources.items()
    }
    return manifest({"big": big, **told})


def test_sources_that_tell_the_same_are_described_alike_each_at_its_own_place() -> None:
    same = {"rights": {"unknown": "nobody looked"}, "collected": {"to": "2024-10"}}
    text = {"modalities": ["text"]}
    answer = answered(
        small_sets(a=text | same, b=same, c=text | same | {"version": "2"}, d=text | same),
        "eu.2.1.other_datasets_description",
    )
    assert isinstance(answer.shown, str)
    assert answer.shown.split("\n") == [
        f"{name}: text; collected: to 10/2024" for name in ("a", "b", "c 2", "d")
    ]
    assert list(answer.origins) == [
        place
        for key in "abcd"
        for place in (
            f"/sources/{key}/{'size' if key == 'b' else 'modalities'}",
            f"/sources/{key}/collected/to",
        )
    ]
    assert [gap.pointer for gap in answer.gaps] == [f"/sources/{key}/rights" for key in "abcd"]


def test_what_the_whole_set_tells_of_its_sources_is_told_once_and_first() -> None:
    silent = {"size": {"bytes": 0}, "content": ["news"]}
    data = small_sets(a=silent, b=silent)
    data["dataset"]["modalities"] = ["text"]
    data["sources"]["big"]["size"]["bytes"] = 10**6
    answer = answered(data, "eu.2.1.other_datasets_description")
    assert answer.value == "a: text; news\nb: text; news"
    places = ["/dataset/modalities", "/sources/a/content", "/sources/b/content"]
    assert list(answer.origins) == places


def test_a_small_set_of_which_nothing_is_told_is_asked_for_its_content() -> None:
    vague = {"modalities": ["text"], "collected": {"withheld": "agreement"}}
    answer = answered(small_sets(a=vague), "eu.2.1.other_datasets_description")
    assert (answer.value, wanted(answer)) == ("a: text", [])
    data = manifest({key: {"kind": "private_third_party"} for key in "ab"})
    answer = answered(data, "eu.2.2.2.unknown_datasets_description")
    assert {f"/sources/{key}/modalities" for key in "ab"} < set(wanted(answer))


def test_modalities_are_the_form_s_options_and_what_they_ask_to_specify() -> None:
    data = one("licensed")
    data["sources"]["s"]["modalities"] = ["time_series", "audio", "text"]
    assert answered(data, "eu.2.2.1.modalities").value == (
        "Text",
        "Audio",
        "Other (please specify): time series",
    )
    data["sources"]["s"]["modalities"] = {"unknown": "?"}
    assert answered(data, "eu.2.2.1.modalities").gaps[0].pointer == "/sources/s/modalities"


# --- 2.2.2


def test_only_publicly_known_private_sets_are_named() -> None:
    known, secret = {"publicly_known": True}, {"publicly_known": False}
    data = manifest(
        {
            "a": source(
                "private_third_party", title="Known", url="https://k.example", agreement=known
            ),
            "b": source("private_third_party", title="Secret", content=["calls"], agreement=secret),
        }
    )
    filing = filed(data)
    assert filing.entries("eu.2.2.2.known_datasets") == (
        {"name": "Known", "link": "https://k.example"},
    )
    described = filing.answer("eu.2.2.2.unknown_datasets_description")
    assert described.value == "Text; calls"
    assert "Known" in str(dict(filing.answers))
    assert "Secret" not in str(dict(filing.answers))
    assert wanted(described) == ["/sources/b/languages"]
    assert filing.facts["derived.count_publicly_known_private"] == 1
    assert filing.facts["derived.count_not_publicly_known_private"] == 1


def test_a_link_that_is_a_gap_tells_its_state() -> None:
    known = {"publicly_known": True}
    url = {"withheld": "behind a login"}
    filing = filed(
        manifest({"a": source("private_third_party", title="Known", url=url, agreement=known)})
    )
    answer = filing.answer("eu.2.2.2.known_datasets")
    assert answer.value == ({"name": "Known", "link": "withheld"},)
    assert [gap.pointer for gap in answer.gaps] == ["/sources/a/url"]
    summary = {"unknown": "none was found"}
    filing = filed(generated({"name": "G", "on_market": True, "summary": summary}))
    assert filing.entries("eu.2.5.gpai_generators") == ({"name": "G", "summary": "not known"},)


def test_a_private_set_is_not_named_while_nobody_says_that_it_is_known() -> None:
    answer = answered(
        one("private_third_party", title="Secret"), "eu.2.2.2.unknown_datasets_description"
    )
    assert answer.value == "Text"
    assert "/sources/s/agreement/publicly_known" in wanted(answer)


# --- 2.4


def test_both_interactions_are_told_apart() -> None:
    services = [
        {"name": "Chat", "interaction": "model", "description": "The assistant."},
        {"name": "Mail", "interaction": "other_service", "description": "Mail boxes."},
    ]
    data = one("user_data", user_data={"services": services[1:]})
    assert answered(data, "eu.2.4.model_interactions").value == "No"
    assert answered(data, "eu.2.4.other_services").value == "Yes"
    data = one("user_data", user_data={"services": services})
    assert answered(data, "eu.2.4.model_interactions").value == "Yes"
    assert answered(data, "eu.2.4.services_description").value == (
        "Chat: The assistant.\nMail: Mail boxes."
    )


def test_user_data_of_untold_services_is_not_denied() -> None:
    answer = answered(one("user_data"), "eu.2.4.model_interactions")
    assert answer.value is None
    assert wanted(answer) == ["/sources/s/user_data/services"]


# --- 2.5


def generated(*generators: dict[str, Any]) -> dict[str, Any]:
    return one("synthetic", synthetic={"generators": list(generators)})


def test_generators_on_the_market_are_apart_from_others() -> None:
    filing = filed(
        generated(
            {"name": "G", "version": "2", "on_market": True, "summary": "https://g.example"},
            {"name": "Own", "on_market": False, "training_data": "Pages."},
            {"name": "Vague", "training_data": {"unknown": "no card"}},
        )
    )
    assert filing.entries("eu.2.5.gpai_generators") == (
        {"name": "G 2", "summary": "https://g.example"},
    )
    others = filing.answer("eu.2.5.other_generators")
    assert others.value == "Own\nVague"
    assert wanted(others) == ["/sources/s/synthetic/generators/2/on_market"]
    trained = filing.answer("eu.2.5.other_generators_training_data")
    assert trained.value == "Own: Pages."
    assert [gap.reason for gap in trained.gaps] == ["no card"]


def test_synthetic_data_without_a_model_asks_for_it() -> None:
    filing = filed(one("synthetic"))
    field = filing.form.fields["eu.2.5.other_generators"]
    assert filing.status(field) is Status.MISSING
    assert wanted(filing.answer(field.id)) == ["/sources/s/synthetic/generators"]
    only = filed(generated({"name": "G", "on_market": True}))
    assert only.status(field) is Status.NOT_ASKED


# --- 2.6


def labelled(kind: str, **labeller: Any) -> dict[str, Any]:
    return manifest(
        {"s": source(kind, title="Base set", labelled_by=["raters"])},
        labellers={"raters": {"title": "Raters", "phase": ["preference"], **labeller}},
    )


def test_labels_on_commission_are_told_without_the_data() -> None:
    filing = filed(labelled("own_crawl", workforce="vendor", countries=[{"country": "KE"}]))
    assert filing.value("eu.2.6.used") == "Yes"
    assert filing.text("eu.2.6.description") == (
        "Labels on data reported in section 2.3: by Raters (vendor): preferences; Kenya"
    )
    assert filing.value("eu.2.3.used") == "Yes"


def test_citing_rules_name_labellers_too() -> None:
    data = manifest(
        {"s": source("own_crawl")},
        labellers={"raters": {"workforce": "crowd"}},
        files={
            "root": "data",
            "cites": [{"paths": "*", "sources": ["s"], "labellers": ["raters"]}],
        },
    )
    assert answered(data, "eu.2.6.used").value == "Yes"


@pytest.mark.parametrize(
    ("labeller", "used"),
    [
        ({"workforce": "employees", "employer": "acme"}, "Yes"),
        ({"workforce": "employees", "employer": "upstream"}, "No"),
        ({"workforce": "volunteers"}, "No"),
        ({"workforce": "model"}, "No"),
        ({"workforce": "crowd", "phase": ["evaluation"]}, "No"),
        ({"workforce": "vendor"}, None),
    ],
)
def test_labels_of_public_data_may_be_those_of_its_publisher(
    labeller: dict[str, Any], used: str | None
) -> None:
    data = labelled("public_dataset", **labeller)
    data["parties"] = {**PROVIDER, "upstream": {"name": "Upstream"}}
    answer = answered(data, "eu.2.6.used")
    assert answer.value == used
    assert wanted(answer) == ([] if used else ["/labellers/raters/commissioned_by"])


@pytest.mark.parametrize("commissioned", [{}, {"commissioned_by": "acme"}])
def test_commissioned_data_is_described_with_its_people(commissioned: dict[str, str]) -> None:
    data = labelled(
        "human_commissioned", workforce="crowd", description="Rated answers.", **commissioned
    )
    assert answered(data, "eu.2.6.description").value == (
        "Base set: text; by Raters (crowd): preferences; Rated answers"
    )
