"""Datasheets for Datasets: the questions that a manifest can answer."""

from pathlib import Path
from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.document import read_document

SHEET = "datasheet"
EXAMPLES = Path(__file__).parents[1] / "examples" / "eu"


def question(data: dict[str, Any], name: str) -> Answer:
    return answered(data, f"ds.{name}", SHEET)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def whole(**dataset: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline"}}, dataset=dataset)


def status(data: dict[str, Any], name: str) -> Status:
    filing = filed(data, SHEET)
    return filing.status(filing.form.fields[f"ds.{name}"])


def test_the_sheet_has_the_seven_parts_of_the_paper() -> None:
    form = load_regime(SHEET).form
    assert [section.title for section in form.sections] == [
        "", "Motivation", "Composition", "Collection", "Preprocessing, cleaning, labelling",
        "Uses", "Distribution", "Maintenance",
    ]  # fmt: skip
    assert "no law" in form.instrument
    assert "Those that a manifest can answer" in render_markdown([filed(one(), SHEET)])


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("0.version", ["/dataset/version"]),
        ("0.description", ["/dataset/description"]),
        ("1.purpose", ["/dataset/purpose"]),
        ("1.creators", ["/dataset/creators"]),
        ("1.funding", ["/dataset/funding"]),
        ("2.instances", ["/dataset/content"]),
        ("2.count", ["/dataset/size"]),
        ("2.sample", ["/sources/a/selection"]),
        ("2.has_labels", ["/sources/a/labels"]),
        ("2.splits", ["/dataset/splits"]),
        ("2.errors", ["/dataset/limitations"]),
        ("2.people", ["/sources/a/rights/personal_data"]),
        ("3.workers", ["/labellers"]),
        ("3.period", ["/sources/a/collected/from", "/sources/a/collected/to"]),
        ("3.reviews", ["/dataset/reviews"]),
        ("4.steps", ["/dataset/processing"]),
        ("5.used", ["/models"]),
        ("6.availability", ["/dataset/availability"]),
        ("6.where", ["/dataset/url"]),
        ("6.when", ["/dataset/issued"]),
        ("6.license", ["/dataset/license"]),
        ("6.source_licenses", ["/sources/a/license"]),
        ("7.updates", ["/dataset/maintenance"]),
        ("7.previous", ["/dataset/previous"]),
    ],
)
def test_silence_is_told_where_to_write(name: str, places: list[str]) -> None:
    data = one()
    data["models"] = {}
    del data["dataset"]["version"]
    assert wanted(question(data, name)) == places


def test_creators_funders_and_the_publisher_are_named() -> None:
    data = whole(creators=["lab"], funding=[{"by": "acme", "grant": "G-7"}, {"by": "A fund"}])
    data["parties"]["lab"] = {"name": "Lab"}
    assert question(data, "1.creators").value == ("Lab", "Published by Acme")
    assert question(data, "1.funding").value == ("Acme, G-7", "A fund")
    assert wanted(question(whole(), "1.creators")) == ["/dataset/creators"]
    assert status(whole(funding={"none": "own means"}), "1.funding") is Status.GAP
    assert question(whole(creators=["acme"]), "1.creators").value == ("Acme",)


def test_instances_are_counted_in_every_unit_of_the_whole_else_by_modality() -> None:
    data = whole(size={"records": 5, "bytes": 900})
    assert question(data, "2.count").value == (
        {"of": "The whole", "number": "5", "unit": "records"},
        {"of": "The whole", "number": "900", "unit": "bytes"},
    )
    data = one(modalities=["text"], size={"tokens": 7})
    assert question(data, "2.count").value == ({"of": "Text", "number": "7", "unit": "tokens"},)
    data["dataset"]["size"] = {"unknown": "never counted"}
    assert question(data, "2.count").gaps == ()
    assert question(whole(size={"records": 5}), "2.count").origins == ("/dataset/size/records",)
    assert wanted(question(one(modalities=["text"]), "2.count")) == ["/sources/a/size/tokens"]
    assert wanted(question(one(), "2.count")) == ["/dataset/size"]
    assert status(whole(size={"unknown": "never counted"}), "2.count") is Status.GAP
    data = whole(size={"unknown": "never counted"}, modalities=["time_series"])
    assert wanted(question(data, "2.count")) == []  # a gap is an answer


def test_what_the_instances_are_takes_types_of_content() -> None:
    answer = question(one(modalities=["text"]), "2.instances")
    assert (answer.value, wanted(answer)) == (("text",), ["/dataset/content"])
    data = one(modalities=["text"], content=["letters"])
    data["dataset"]["content"] = {"unknown": "mixed"}
    assert question(data, "2.instances").value == ("text", "letters")
    assert question(data, "2.instances").gaps == ()


def test_a_sample_is_told_by_selection_or_by_the_share_that_was_sampled() -> None:
    assert question(one(selection="English pages."), "2.sample").value == ("A: English pages.",)
    use = [{"stage": "pretraining", "sampled": 0.1}]
    answer = question(one(use=use), "2.sample")
    assert answer.value == ("A: 10 % of it was sampled",)
    assert answer.origins == ("/sources/a/use/0/sampled",)
    assert wanted(question(one(), "2.sample")) == ["/sources/a/selection"]
    data = one(selection="All.")
    data["sources"]["b"] = {
        "kind": "other",
        "derived_from": [{"source": "a", "relation": "subset"}],
    }
    assert wanted(question(data, "2.sample")) == ["/sources/b/selection"]


def test_what_the_whole_set_holds_does_not_hold_for_one_of_two_models() -> None:
    data = one(content=["letters"], modalities=["text"])
    data["dataset"] |= {"content": ["songs"], "modalities": ["audio"]}
    data["models"]["n"] = {"name": "N"}
    answer = question(data, "2.instances")
    assert answer.value == ("text, audio", "songs")
    assert answer.origins == ("/dataset/content", "/dataset/modalities")
    part = filed(data, SHEET, models=["m"]).answer("ds.2.instances")
    assert part.value == ("text", "letters")
    assert part.origins == ("/sources/a/content", "/sources")


def test_labels_are_asked_for_where_there_are_some() -> None:
    assert question(one(labels={"none": "plain"}), "2.has_labels").value == "No"
    assert status(one(labels={"none": "plain"}), "2.labels") is Status.NOT_ASKED
    assert question(one(labels=["topic"]), "2.labels").value == (
        {"dataset": "A", "labels": "topic"},
    )


def test_splits_have_their_sizes_and_what_they_are_for() -> None:
    splits = [{"name": "train", "size": {"records": 9, "tokens": 90}}, {"name": "test"}]
    assert question(whole(splits=splits), "2.splits").value == (
        {"split": "train", "size": "90 tokens, 9 records"},
        {"split": "test"},
    )
    assert wanted(question(whole(splits=splits), "2.splits")) == []
    assert status(whole(splits={"none": "one split"}), "2.splits") is Status.GAP


def test_errors_are_limits_and_overlaps() -> None:
    data = one(limitations=["Misspelt."], overlaps=[{"source": "b", "description": "Half."}])
    data["sources"]["b"] = {"title": "B", "kind": "other", "limitations": {"unknown": "unread"}}
    assert question(data, "2.errors").value == ("A: Misspelt.", "A: overlaps with B: Half.")
    assert question(data, "2.errors").gaps == ()
    assert status(whole(limitations={"none": "none known"}), "2.errors") is Status.GAP


PERSONAL: dict[str, Any] = {
    "status": "present",
    "categories": ["names"],
    "special_categories": ["health"],
    "measures": ["masked"],
}


def test_questions_on_people_are_asked_where_there_are_people() -> None:
    on_people = ("2.groups", "2.personal", "3.notice", "3.consent", "7.retention")
    for personal, asked in (("absent", False), (PERSONAL, True)):
        data = one(rights={"personal_data": personal})
        for name in on_people:
            assert (status(data, name) is not Status.NOT_ASKED) == asked
    data = one(rights={"personal_data": PERSONAL})
    assert question(data, "2.personal").value == (
        {"source": "A", "kinds": "names", "sensitive": "health", "measures": "masked"},
    )
    assert wanted(question(data, "2.groups")) == ["/dataset/coverage/demographics"]
    data["dataset"]["coverage"] = {"demographics": {"unknown": "not asked"}}
    assert status(data, "2.groups") is Status.GAP
    data["sources"]["a"]["rights"]["personal_data"] = PERSONAL | {"subjects": "Skippers."}
    assert question(data, "2.groups").value == ("A: Skippers.",)
    assert question(data, "2.groups").gaps == ()
    data["sources"]["b"] = {"kind": "other", "rights": {"personal_data": "absent"}}
    assert len(filed(data, SHEET).entries("ds.2.personal")) == 1
    bare = question(one(rights={"personal_data": "present"}), "2.personal")
    assert (bare.value, wanted(bare)) == (None, ["/sources/a/rights/personal_data/categories"])


def test_people_are_told_by_notices_and_by_how_consent_was_asked() -> None:
    rights: dict[str, Any] = {"personal_data": PERSONAL}
    assert wanted(question(one(rights=rights), "3.notice")) == [
        "/sources/a/rights/consent/mechanism"
    ]
    data = one(kind="user_data", rights=rights)
    assert wanted(question(data, "3.notice")) == ["/sources/a/user_data/notice"]
    data["sources"]["a"]["user_data"] = {"notice": "At sign-up."}
    assert question(data, "3.notice").value == ("A: At sign-up.",)
    data["sources"]["a"]["user_data"]["notice_url"] = {"lost": "moved"}
    assert question(data, "3.notice").gaps == ()
    asked = one(rights={**rights, "consent": {"mechanism": "a form"}})
    assert question(asked, "3.notice").value == ("A: a form",)
    assert wanted(question(asked, "3.consent")) == ["/sources/a/rights/consent/obtained"]


@pytest.mark.parametrize(("obtained", "word"), [(True, "Yes"), (False, "No")])
def test_consent_is_yes_or_no_with_how_and_how_it_is_revoked(obtained: bool, word: str) -> None:  # noqa: FBT001 - a table
    consent = {"obtained": obtained, "mechanism": "a form", "revocation": "by mail"}
    data = one(rights={"personal_data": PERSONAL, "consent": consent})
    assert question(data, "3.consent").value == (
        {"source": "A", "consent": word, "mechanism": "a form", "revocation": "by mail"},
    )
    gap = one(rights={"personal_data": PERSONAL, "consent": {"not_applicable": "dead"}})
    assert status(gap, "3.consent") is Status.GAP


def test_the_cell_of_a_gap_says_its_state() -> None:
    told: dict[str, Any] = {"personal_data": PERSONAL, "consent": {"obtained": True}}
    gap = {"withheld": "a contract"}
    untold = {
        "personal_data": {"status": "present", "categories": gap, "measures": ["masked"]},
        "consent": {"obtained": gap, "mechanism": "a form"},
    }
    data = one(rights=told)
    data["sources"]["b"] = {"title": "B", "kind": "offline", "rights": untold}
    filing = filed(data, SHEET)
    assert filing.entries("ds.2.personal")[1] == {
        "source": "B",
        "kinds": "withheld",
        "measures": "masked",
    }
    assert filing.entries("ds.3.consent")[1] == {
        "source": "B",
        "consent": "withheld",
        "mechanism": "a form",
    }
    for name in ("2.personal", "3.consent"):
        assert (len(question(data, name).gaps), wanted(question(data, name))) == (1, [])


def test_workers_are_told_with_their_pay_and_a_gap_stands_in_its_place() -> None:
    data = one()
    data["labellers"] = {
        "l": {
            "title": "L",
            "workforce": "vendor",
            "vendors": ["acme"],
            "pay": {"model": "hourly", "amount": 9.5, "currency": "EUR", "per": "hour"},
        },
        "m": {"title": "M", "workforce": "volunteers", "pay": {"model": "unpaid"}},
        "n": {"title": "N", "workforce": "crowd", "pay": {"withheld": "a contract"}},
    }
    answer = question(data, "3.workers")
    assert answer.value == (
        {"who": "people of a vendor (Acme)", "work": "L", "pay": "9.5 EUR per hour"},
        {"who": "volunteers", "work": "M", "pay": "unpaid"},
        {"who": "crowd workers", "work": "N", "pay": "withheld"},
    )
    assert [gap.pointer for gap in answer.gaps] == ["/labellers/n/pay"]
    assert wanted(answer) == []
    assert "/labellers/l/pay/amount" in answer.origins
    nobody = one() | {"labellers": {"l": {"pay": {"model": "unpaid"}}}}
    assert wanted(question(nobody, "3.workers")) == ["/labellers/l/workforce"]
    pay: dict[str, Any] = {"low": 9, "high": 20, "currency": "EUR", "per": "hour"}
    data |= {"labellers": data["labellers"] | {"m": {"workforce": "volunteers", "pay": pay}}}
    assert filed(data, SHEET).entries("ds.3.workers")[1]["pay"] == "9 to 20 EUR per hour"
    del data["labellers"]["n"]["pay"]
    assert wanted(question(data, "3.workers")) == ["/labellers/n/pay"]
    assert status(one() | {"labellers": {"none": "nobody"}}, "3.workers") is Status.GAP
    assert wanted(question(one(), "3.workers")) == ["/labellers"]


def test_reviews_are_those_of_ethics_data_protection_and_impact() -> None:
    data = whole(reviews=[{"kind": "quality", "by": "QA"}])
    assert wanted(question(data, "3.reviews")) == ["/dataset/reviews"]
    data["sources"]["a"]["reviews"] = [{"kind": "impact", "outcome": "Low risk."}]
    data["sources"]["b"] = {"kind": "other", "reviews": {"unknown": "of others"}}
    assert question(data, "3.reviews").gaps == ()
    assert question(data, "3.reviews").value == ({"kind": "impact: A", "outcome": "Low risk."},)
    assert status(whole(reviews={"none": "not asked for"}), "3.reviews") is Status.GAP


def test_software_is_asked_for_where_something_was_done() -> None:
    assert status(one(), "4.software") is Status.NOT_ASKED
    data = one(processing=[{"step": "filtering"}])
    assert wanted(question(data, "4.software")) == ["/sources/a/processing/0/software"]
    tool = {"name": "kenlm", "version": "1", "url": "https://kenlm.example/"}
    data = one(processing=[{"step": "filtering", "software": [tool]}])
    data["sources"]["b"] = {
        "kind": "other",
        "processing": [{"step": "x", "software": {"lost": "y"}}],
    }
    answer = question(data, "4.software")
    assert (answer.value, answer.gaps) == (("kenlm 1 https://kenlm.example/",), ())


def test_uses_are_the_models_that_were_trained() -> None:
    data = manifest(models={"m": {"name": "M", "versions": ["1"], "purpose": "Answers."}})
    data["models"]["n"] = {"name": "N", "versions": {"unknown": "many"}}
    answer = question(data, "5.used")
    assert answer.value == ("Trained M (1): Answers.", "Trained N")
    assert (answer.gaps, wanted(answer)) == ((), [])
    assert wanted(question(manifest(models={}), "5.used")) == ["/models"]
    assert status(manifest() | {"models": {"none": "not used"}}, "5.used") is Status.GAP


def test_what_own_licences_forbid_is_told_and_left_free() -> None:
    assert status(one(), "5.forbidden") is Status.LEFT_OUT
    terms = {"LicenseRef-x": {"title": "Terms", "forbids": ["training", "resale"]}}
    data = one() | {"licenses": terms}
    assert question(data, "5.forbidden").value == ("Terms: training; resale",)


def test_distribution_says_to_whom_where_and_under_which_licence() -> None:
    data = whole(
        availability="request",
        access=[{"who": "University", "how": "on site"}],
        ids={"doi": "10.5281/zenodo.1"},
        issued="2026-06",
        license={"expression": "CC-BY-4.0"},
    )
    assert question(data, "6.availability").value == ("On request", "University: on site")
    assert question(data, "6.where").value == ("doi: 10.5281/zenodo.1",)
    assert question(data, "6.when").value == "2026-06"
    assert question(data, "6.license").value == "CC-BY-4.0"
    for name in ("6.license", "6.where", "6.availability"):
        assert wanted(question(data, name)) == []
    assert wanted(question(manifest(), "6.source_licenses")) == ["/sources"]
    assert wanted(question(whole(), "6.license")) == ["/dataset/license"]
    assert wanted(question(whole(), "6.availability")) == ["/dataset/availability"]
    assert wanted(question(whole(), "6.where")) == ["/dataset/url"]
    part = whole(availability={"unknown": "undecided"}, access=[{"who": "University"}])
    assert question(part, "6.availability") == Answer(
        ("University",), origins=("/dataset/access", "/dataset/access/0/who")
    )
    moved = whole(url={"lost": "the site is gone"}, ids={"doi": "10.5281/zenodo.1"})
    assert question(moved, "6.where").gaps == ()


def test_each_source_has_a_licence_or_the_word_for_its_gap() -> None:
    data = manifest(
        {
            "a": {"title": "A", "kind": "other", "license": "MIT"},
            "b": {"title": "B", "kind": "other", "license": {"url": "https://l.example/"}},
            "c": {"title": "C", "kind": "other", "license": {"unknown": "lost"}},
            "d": {"title": "D", "kind": "other", "license": {"expression": {"withheld": "why"}}},
            "e": {"title": "E", "kind": "other"},
        }
    )
    answer = question(data, "6.source_licenses")
    assert answer.value == (
        {"source": "A", "license": "MIT"},
        {"source": "B", "license": "https://l.example/"},
        {"source": "C", "license": "not known"},
        {"source": "D", "license": "withheld"},
        {"source": "E"},
    )
    assert wanted(answer) == ["/sources/e/license"]
    assert [gap.pointer for gap in answer.gaps] == [
        "/sources/c/license",
        "/sources/d/license/expression",
    ]


def test_restrictions_and_archives_are_told_and_left_free() -> None:
    data = one(rights={"restrictions": ["no export"]}, archive="https://archive.example/a")
    assert question(data, "6.restrictions").value == ("A: no export",)
    assert question(data, "4.raw").value == ("A: https://archive.example/a",)
    assert status(one(), "6.restrictions") is Status.LEFT_OUT
    assert status(one(), "4.raw") is Status.LEFT_OUT


def test_how_long_data_on_people_is_kept_is_told_of_the_whole_and_of_sources() -> None:
    data = one(rights={"personal_data": PERSONAL})
    assert wanted(question(data, "7.retention")) == ["/dataset/retention"]
    data["dataset"]["retention"] = {"unknown": "undecided"}
    data["sources"]["a"]["retention"] = "Two years."
    answer = question(data, "7.retention")
    assert (answer.value, answer.gaps) == (("A: Two years.",), ())


def test_who_has_no_publisher_is_asked_for_one() -> None:
    data = one()
    del data["dataset"]["publisher"]
    assert question(data, "7.maintainer").value == "Acme"  # the provider of the model
    data["models"] = {}
    for name in ("7.maintainer", "7.contact"):
        assert wanted(question(data, name)) == ["/dataset/publisher"]


def test_maintenance_names_the_publisher_and_the_version_before() -> None:
    data = whole(
        maintenance="Mended.", previous={"version": "1", "url": "https://a.example/1"}, changes="B."
    )
    assert question(data, "7.maintainer").value == "Acme"
    assert question(data, "7.contact").value == "mailto:data@acme.example"
    assert question(data, "7.previous").value == ("1", "https://a.example/1")
    assert question(data, "7.changes").value == "B."
    assert status(whole(previous={"none": "the first"}), "7.previous") is Status.GAP
    assert status(whole(), "7.changes") is Status.LEFT_OUT


def test_the_invented_provider_fills_the_sheet_but_for_reviews_and_software() -> None:
    data: Any = read_document(EXAMPLES / "northwind.trainbib.yaml").data
    filing = filed(data, SHEET, folder=EXAMPLES)
    missing = {field.id for field, found in filing.statuses() if found is Status.MISSING}
    assert missing == {"ds.3.reviews", "ds.4.software"}
    assert filing.value("ds.2.people") == "Yes"
    assert filing.text("ds.3.period") == "1961 to ongoing"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.trainbib.yaml")), ids=lambda p: p.name)
def test_the_order_of_sources_does_not_change_what_is_answered(path: Path) -> None:
    data: Any = read_document(path).data
    before = filed(data, SHEET)
    after = filed(data | {"sources": dict(reversed(data["sources"].items()))}, SHEET)
    shared = {
        "ds.2.has_labels",
        "ds.2.labels",
        "ds.2.people",
        "ds.3.period",
    }  # of California's list
    for name, answer in before.answers.items():
        if name in shared:
            assert before.status(before.form.fields[name]) == after.status(after.form.fields[name])
        else:
            assert after.answers[name] == answer
