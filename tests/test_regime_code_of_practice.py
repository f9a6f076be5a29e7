"""Model Documentation Form of the Code of Practice: its data section from a manifest."""

from pathlib import Path
from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.document import read_document

COP = "code-of-practice"
EXAMPLES = Path(__file__).parents[1] / "examples" / "eu"


def item(data: dict[str, Any], field: str) -> Answer:
    return answered(data, field, COP)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def status(data: dict[str, Any], field: str) -> Status:
    filing = filed(data, COP)
    return filing.status(filing.form.fields[field])


def test_the_form_has_its_eight_items_and_says_who_each_is_for() -> None:
    form = load_regime(COP).form
    assert [section.number for section in form.sections] == ["", *map(str, range(1, 9))]
    for_downstream = {"1", "2", "6"}  # Annex XII, 2(c)
    for section in form.sections[1:]:
        assert "AI Office and national authorities" in section.note
        assert ("downstream providers" in section.note) == (section.number in for_downstream)


def test_a_document_says_that_the_form_is_voluntary_and_confidential() -> None:
    text = render_markdown([filed(one(), COP)])
    assert "a voluntary code" in text
    assert "kept in confidence and not published" in text
    assert "It makes no statement about the law" in text


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("0.provider", ["/dataset/publisher"]),
        ("0.models", ["/models"]),
        ("0.version", ["/document/version"]),
        ("0.updated", ["/document/updated"]),
        ("1.modalities", ["/sources/a/modalities"]),
        ("2.provenance", ["/sources/a/kind"]),
        ("3.methods", ["/sources/a/selection"]),
        ("3.annotation", ["/labellers"]),
        ("4.training", ["/dataset/size"]),
        ("4.testing", ["/dataset/splits"]),
        ("4.validation", ["/dataset/splits"]),
        ("5.domains", ["/dataset/content"]),
        ("5.languages", ["/dataset/languages"]),
        ("6.curation", ["/dataset/processing"]),
        ("7.measures", ["/policies/source_screening"]),
        ("8.measures", ["/policies/bias"]),
    ],
)
def test_silence_is_told_where_to_write(name: str, places: list[str]) -> None:
    data = manifest({"a": {"title": "A", "labels": ["topic"]}}, models={})
    del data["dataset"]["publisher"]
    assert wanted(item(data, f"cop.{name}")) == places


def test_synthetic_and_licensed_data_want_models_methods_and_agreements() -> None:
    generated = ["/sources/a/synthetic/generators", "/sources/a/synthetic/method"]
    assert wanted(item(one(kind="synthetic"), "cop.3.synthesis")) == generated
    assert wanted(item(one(kind="licensed"), "cop.3.rights")) == ["/sources/a/agreement"]
    unnamed = one(kind="synthetic", synthetic={"generators": [{"version": "2"}], "method": "M"})
    place = "/sources/a/synthetic/generators/0/name"
    assert wanted(item(unnamed, "cop.3.synthesis")) == [place]


def test_a_manifest_without_sources_is_asked_for_them() -> None:
    for name in ("2.provenance", "3.methods"):
        assert wanted(item(manifest(), f"cop.{name}")) == ["/sources"]


def test_answers_say_where_they_are_from_and_gaps_are_told() -> None:
    data = manifest(
        {
            "a": {"kind": "licensed", "modalities": ["text"], "languages": ["en"]},
            "b": {"kind": "sensor", "size": {"images": 2}},
            "c": {"kind": {"unknown": "of a merger"}, "modalities": {"unknown": "unread"}},
        },
        dataset={"splits": [{"name": "test", "size": {"records": 5}}]},
    )
    for name, origins, gaps in (
        ("1.modalities", ("/sources/a/modalities", "/sources/b/size"), ["/sources/c/modalities"]),
        ("2.provenance", ("/sources/a/kind", "/sources/b/kind"), ["/sources/c/kind"]),
        ("4.testing", ("/dataset/splits/0/size/records",), []),
        ("5.languages", ("/sources/a/languages",), []),
    ):
        answer = item(data, f"cop.{name}")
        assert (answer.origins, [gap.pointer for gap in answer.gaps]) == (origins, gaps)
        assert wanted(answer) == []


def test_the_whole_may_have_no_size_and_a_share_no_name() -> None:
    data = manifest(dataset={"size": {"lost": "a disk"}, "domains": [{"share": 0.5}]})
    answer = item(data, "cop.4.training")
    assert ([gap.pointer for gap in answer.gaps], wanted(answer)) == (["/dataset/size"], [])
    assert item(data, "cop.5.domains").value is None
    assert wanted(item(data, "cop.1.modalities")) == ["/dataset/modalities"]


def test_modalities_are_ticked_and_others_named() -> None:
    data = manifest(
        {
            "a": {"kind": "sensor", "modalities": ["video", "text"]},
            "b": {"kind": "sensor", "size": {"images": 5}},
            "c": {"kind": "sensor", "modalities": ["time_series", "tabular"]},
        }
    )
    value = ("Text", "Images", "Video", "Other (please specify): tabular data, time series")
    assert item(data, "cop.1.modalities").value == value
    data["sources"]["d"] = {"kind": "sensor"}
    answer = item(data, "cop.1.modalities")
    assert (answer.value, wanted(answer)) == (value, ["/sources/d/modalities"])
    data["dataset"]["modalities"] = ["audio"]
    answer = item(data, "cop.1.modalities")
    assert answer.value == ("Text", "Images", "Audio", *value[2:])
    assert wanted(answer) == []


@pytest.mark.parametrize(
    ("source", "option"),
    [
        ({"kind": "own_crawl"}, "Web crawling"),
        (
            {"kind": "own_crawl", "ids": {"common_crawl": "CC-MAIN-2026-10"}},
            "Publicly available data sets",
        ),
        ({"kind": "licensed"}, "Private data sets of third parties"),
        ({"kind": "private_third_party"}, "Private data sets of third parties"),
        ({"kind": "user_data"}, "User data"),
        ({"kind": "public_dataset"}, "Publicly available data sets"),
        ({"kind": "synthetic"}, "Synthetic data"),
        ({"kind": "sensor"}, "Other means (please specify): recorded by instruments"),
        (
            {"kind": "human_commissioned"},
            "Other means (please specify): made by people on commission",
        ),
    ],
)
def test_each_kind_has_its_box(source: dict[str, Any], option: str) -> None:
    answer = item(manifest({"a": source}), "cop.2.provenance")
    assert answer.value == (option,)
    stem = option.partition(":")[0]
    assert stem in load_regime(COP).form.fields["cop.2.provenance"].options


def test_a_source_without_a_kind_leaves_provenance_open() -> None:
    data = manifest({"a": {"kind": "user_data"}, "b": {"title": "B"}})
    answer = item(data, "cop.2.provenance")
    assert answer.value == ("User data",)
    assert wanted(answer) == ["/sources/b/kind"]
    assert wanted(item(manifest(), "cop.2.provenance")) == ["/sources"]


def test_how_a_source_was_obtained_is_its_kind_and_what_is_told() -> None:
    data = manifest(
        {
            "b": {"title": "B", "kind": "public_dataset", "version": "2", "selection": "English."},
            "a": {"title": "A", "kind": "licensed"},
            "c": {
                "title": "C",
                "kind": "own_crawl",
                "crawl": {"crawlers": [{"name": "Bot"}], "robots_txt": "Obeyed."},
            },
            "d": {"title": "D", "kind": "sensor"},
        }
    )
    answer = item(data, "cop.3.methods")
    assert answer.value == (
        "A: licensed by rights holders",
        "B 2: publicly available data set; selected: English.",
        "C: crawled; with Bot; robots.txt: Obeyed.",
        "D: recorded by instruments",
    )
    assert wanted(answer) == ["/sources/a/selection"]
    data["sources"]["a"]["collection_method"] = "Sent by the press on disks."
    assert wanted(item(data, "cop.3.methods")) == []


def test_services_and_generators_tell_how_data_was_obtained() -> None:
    services = [{"name": "Chat", "interaction": "model"}, {"name": "Mail"}]
    data = one(kind="user_data", user_data={"services": services})
    assert item(data, "cop.3.methods").value == ("A: data of users; from Chat and Mail",)
    data = one(kind="synthetic", synthetic={"generators": [{"name": "M"}, {"name": "N"}]})
    answer = item(data, "cop.3.methods")
    assert (answer.value, wanted(answer)) == (("A: generated; with M and N",), [])
    assert wanted(item(one(kind="user_data"), "cop.3.methods")) == ["/sources/a/selection"]


def test_a_gap_stands_in_the_place_of_a_method() -> None:
    answer = item(one(kind="licensed", selection={"unknown": "lost"}), "cop.3.methods")
    assert [gap.pointer for gap in answer.gaps] == ["/sources/a/selection"]
    assert answer.wants == ()


def test_annotation_is_asked_where_there_are_labels_or_labellers() -> None:
    assert status(one(), "cop.3.annotation") is Status.NOT_ASKED
    assert status(one(labels={"none": "none"}), "cop.3.annotation") is Status.NOT_ASKED
    assert status(one(labels=["sentiment"]), "cop.3.annotation") is Status.MISSING
    data = one(labels=["sentiment"])
    data["labellers"] = {
        "l": {
            "title": "L",
            "phase": ["annotation", "validation"],
            "workforce": "vendor",
            "vendors": ["acme"],
            "labels": ["sentiment"],
            "instructions": {"text": "Read twice."},
        }
    }
    line = "L: annotation and validation; by people of a vendor (Acme); labels: sentiment"
    answer = item(data, "cop.3.annotation")
    assert (answer.value, wanted(answer)) == ((f"{line}; instructions: Read twice.",), [])
    data["labellers"] = {"l": {"phase": ["annotation"]}}
    assert item(data, "cop.3.annotation").value == ("l: annotation",)


def test_labellers_that_are_a_gap_are_one() -> None:
    data = one(labels=["sentiment"]) | {"labellers": {"withheld": "a contract"}}
    answer = item(data, "cop.3.annotation")
    assert ([gap.pointer for gap in answer.gaps], answer.wants) == (["/labellers"], ())


def test_synthetic_data_names_models_and_methods() -> None:
    assert status(one(), "cop.3.synthesis") is Status.NOT_ASKED
    block: dict[str, Any] = {"generators": [{"name": "M", "version": "2", "provider": "P"}]}
    data = one(kind="synthetic", synthetic=block)
    answer = item(data, "cop.3.synthesis")
    assert answer.value == ("A: M 2 (P)",)
    assert wanted(answer) == ["/sources/a/synthetic/method"]
    block["method"] = "Prompts."
    assert item(data, "cop.3.synthesis").value == ("A: M 2 (P); Prompts.",)
    block["generators"].append({"name": "N"})
    assert item(data, "cop.3.synthesis").value == ("A: M 2 (P) and N; Prompts.",)
    del block["method"]
    assert item(data, "cop.3.synthesis").value == ("A: M 2 (P) and N",)


def test_rights_are_told_of_third_parties_only_and_left_free() -> None:
    assert status(one(), "cop.3.rights") is Status.NOT_ASKED
    data = one(kind="licensed", agreement={"licensed": True, "with": ["acme"], "purchased": False})
    assert item(data, "cop.3.rights").value == ("A: licensed by agreement with Acme",)
    data["parties"]["acme"] = {"name": {"withheld": "a contract"}}
    assert item(data, "cop.3.rights").value == ("A: licensed by agreement with acme",)
    assert status(one(kind="licensed"), "cop.3.rights") is Status.LEFT_OUT


def test_training_data_is_counted_by_modality_with_its_unit() -> None:
    data = manifest(
        {
            "a": {"kind": "sensor", "size": {"tokens": 5_000, "images": {"about": 12}}},
            "b": {"kind": "sensor", "size": {"tokens": 7_000}},
            "c": {"kind": "sensor", "modalities": ["time_series"], "size": {"records": 9}},
        }
    )
    assert item(data, "cop.4.training").value == (
        {"of": "Text", "number": "12 000", "unit": "tokens"},
        {"of": "Images", "number": "about 12", "unit": "images"},
        {"of": "Time series", "number": "9", "unit": "records"},
    )


def test_text_without_tokens_is_counted_in_words_else_in_records() -> None:
    words = one(modalities=["text"], size={"words": 90})
    assert item(words, "cop.4.training").value == ({"of": "Text", "number": "90", "unit": "words"},)
    records = one(modalities=["text"], size={"records": 3})
    assert item(records, "cop.4.training").value == (
        {"of": "Text", "number": "3", "unit": "records"},
    )
    records["sources"]["b"] = {"kind": "sensor", "modalities": ["text"]}
    answer = item(records, "cop.4.training")
    assert answer.value is None  # a part in records is no size of the whole
    assert wanted(answer) == ["/sources/a/size/tokens", "/sources/b/size/tokens"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("test", "cop.4.testing"),
        ("Evaluation 2", "cop.4.testing"),
        ("held-out", "cop.4.testing"),
        ("validation", "cop.4.validation"),
        ("en_dev", "cop.4.validation"),
        ("val", "cop.4.validation"),
    ],
)
def test_splits_are_told_by_their_names(name: str, field: str) -> None:
    other = ({"cop.4.testing", "cop.4.validation"} - {field}).pop()
    splits = [{"name": "train", "size": {"records": 90}}, {"name": name, "size": {"records": 10}}]
    data = manifest(dataset={"splits": splits})
    value = ({"of": name, "number": "10", "unit": "records"},)
    assert item(data, field).value == value
    assert wanted(item(data, other)) == ["/dataset/splits"]


@pytest.mark.parametrize("name", ["train", "latest", "contest", "interval", "medieval"])
def test_words_that_only_end_like_a_split_are_none(name: str) -> None:
    data = manifest(dataset={"splits": [{"name": name, "size": {"records": 10}}]})
    assert item(data, "cop.4.testing").value is None
    assert item(data, "cop.4.validation").value is None


def test_a_split_without_a_size_wants_it_and_a_gap_answers_both() -> None:
    data = manifest(dataset={"splits": [{"name": "test"}]})
    assert wanted(item(data, "cop.4.testing")) == ["/dataset/splits/0/size"]
    data = manifest(dataset={"splits": [{"name": "test", "size": {"lost": "a disk"}}]})
    answer = item(data, "cop.4.testing")
    assert answer.value == ({"of": "test", "number": "lost", "unit": "lost"},)
    assert ([gap.reason for gap in answer.gaps], wanted(answer)) == (["a disk"], [])
    data = manifest(dataset={"splits": {"not_applicable": "tested on other sets"}})
    for field in ("cop.4.testing", "cop.4.validation"):
        assert status(data, field) is Status.GAP


def test_scope_is_that_of_the_whole_else_that_of_the_sources() -> None:
    data = one(content=["letters"], languages=["en", {"tag": "da"}], modalities=["text"])
    assert item(data, "cop.5.domains").value == ("letters",)
    assert item(data, "cop.5.languages").value == ("English (en)", "Danish (da)")
    data["dataset"] |= {"languages": {"unknown": "mixed"}, "content": {"unknown": "mixed"}}
    for field in ("cop.5.domains", "cop.5.languages"):
        assert (item(data, field).value is not None, item(data, field).gaps) == (True, ())
    data["dataset"]["domains"] = [{"domain": "news", "share": 0.2, "unit": "tokens"}]
    data["dataset"]["languages"] = [{"tag": "en", "share": 0.955}]
    assert item(data, "cop.5.domains").value == ("news, 20 % of tokens",)
    assert item(data, "cop.5.languages").value == ("English (en), 96 % of records",)


def test_regions_are_those_of_the_whole_and_of_the_sources() -> None:
    data = one(coverage={"regions": ["Kenya"]})
    data["dataset"]["coverage"] = {"regions": ["Africa"]}
    data["models"]["n"] = {"name": "N"}
    assert item(data, "cop.5.geography").value == ("Africa", "Kenya")
    assert filed(data, COP, models=["m"]).answer("cop.5.geography").value == ("Kenya",)
    assert status(one(), "cop.5.geography") is Status.LEFT_OUT


def test_languages_are_asked_of_text_and_sound_only() -> None:
    for modality, asked in (("text", True), ("audio", True), ("image", False)):
        found = status(one(modalities=[modality]), "cop.5.languages")
        assert (found is Status.MISSING) == asked


def test_a_step_is_told_once_however_many_sources_went_through_it() -> None:
    step = {"step": "deduplication", "description": "Exact copies.", "purpose": "balance"}
    data = one(processing=[step])
    data["sources"]["b"] = {"kind": "sensor", "processing": [step]}
    data["dataset"]["processing"] = [{"step": "filtering"}]
    assert item(data, "cop.6.curation").value == (
        "Filtering",
        "Deduplication: Exact copies. (balance); for 2 sources",
    )
    data["sources"]["c"] = {"kind": "sensor", "processing": {"unknown": "by others"}}
    assert item(data, "cop.6.curation").gaps == ()
    data["sources"]["b"]["processing"] = []
    data["sources"]["a"]["processing"] = [step, step]  # twice, of one source
    twice = ("Filtering", "Deduplication: Exact copies. (balance)")
    assert item(data, "cop.6.curation").value == twice
    data["dataset"]["processing"] = [step]  # what the whole went through, its sources did
    assert item(data, "cop.6.curation").value == twice[1:]
    assert status(one(), "cop.6.curation") is Status.MISSING
    data = manifest(dataset={"processing": {"none": "used as it was"}})
    assert status(data, "cop.6.curation") is Status.GAP


def test_either_policy_tells_of_unsuitable_sources_and_a_gap_of_all_policies_does() -> None:
    assert wanted(item(one(), "cop.7.measures")) == ["/policies/source_screening"]
    data = one() | {"policies": {"illegal_content": "Lists.", "source_screening": {"none": "no"}}}
    answer = item(data, "cop.7.measures")
    assert (answer.value, answer.gaps) == (("Illegal content: Lists.",), ())
    data = one() | {"policies": {"withheld": "a contract"}}
    assert status(data, "cop.7.measures") is Status.GAP
    assert status(data, "cop.8.measures") is Status.GAP


def test_reviews_of_biases_stand_beside_the_policy() -> None:
    review = {"kind": "bias", "by": "Institute", "outcome": "None found."}
    data = one(reviews=[review, {"kind": "ethics", "by": "Board"}])
    assert item(data, "cop.8.measures").value == ("Review: Institute; None found.",)
    data["policies"] = {"bias": "Compared."}
    answer = item(data, "cop.8.measures")
    assert answer.value == ("Compared.", "Review: Institute; None found.")
    assert answer.origins[-1] == "/policies/bias"
    assert "/sources/a/reviews/0" in answer.origins


def test_what_is_said_of_the_whole_does_not_hold_for_one_of_two_models() -> None:
    use = {"stage": "pretraining"}
    data = manifest(
        {
            "a": {"kind": "sensor", "use": [use | {"model": "m"}], "languages": ["en"]},
            "b": {"kind": "sensor", "use": [use | {"model": "n"}], "languages": ["fr"]},
        },
        dataset={"languages": ["en", "fr"], "modalities": ["text", "video"]},
        models={"m": {"name": "M"}, "n": {"name": "N"}},
    )
    filing = filed(data, COP, models=["m"])
    assert filing.answer("cop.5.languages").value == ("English (en)",)
    assert filing.answer("cop.1.modalities").value is None


def test_the_invented_provider_fills_every_item_but_two_splits() -> None:
    data: Any = read_document(EXAMPLES / "northwind.trainbib.yaml").data
    filing = filed(data, COP, folder=EXAMPLES)
    missing = {field.id for field, found in filing.statuses() if found is Status.MISSING}
    assert missing == {"cop.4.validation"}
    assert wanted(filing.answer("cop.4.testing")) == ["/dataset/splits/1/size"]
    assert len(filing.texts("cop.2.provenance")) == 6
    assert filing.entries("cop.4.training")[0]["number"] == "about 223.6 billion"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.trainbib.yaml")), ids=lambda p: p.name)
def test_the_order_of_sources_does_not_change_the_filing(path: Path) -> None:
    data: Any = read_document(path).data
    before = filed(data, COP)
    data = data | {"sources": dict(reversed(data["sources"].items()))}
    after = filed(data, COP)
    assert after.answers == before.answers
