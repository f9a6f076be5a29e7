"""Foundation Model Transparency Index 2025: its data indicators from a manifest."""

from pathlib import Path
from typing import Any

import pytest

from disclosures import TODAY, answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.regimes.fmti_2025.volumes import largest
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.document import read_document

FMTI = "fmti-2025"
EXAMPLES = Path(__file__).parents[1] / "examples" / "eu"


def indicator(data: dict[str, Any], name: str) -> Answer:
    return answered(data, f"fmti.{name}", FMTI)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def status(data: dict[str, Any], name: str) -> Status:
    filing = filed(data, FMTI)
    return filing.status(filing.form.fields[f"fmti.{name}"])


def test_there_are_the_twenty_indicators_in_their_order() -> None:
    form = load_regime(FMTI).form
    rows = [row.id for section in form.sections if section.number for row in section.rows]
    assert rows == [
        *(f"a{number}" for number in range(1, 13)),
        *(f"p{number}" for number in range(1, 4)),
        *(f"r{number}" for number in range(1, 6)),
    ]
    own = [f for f in form.fields.values() if not f.id.startswith("fmti.0.")]
    assert len({field.source for field in own}) == 20  # the index's own names
    assert all(field.required for field in form.fields.values())


def test_a_document_says_that_the_index_is_no_law_and_that_it_is_no_score() -> None:
    text = render_markdown([filed(one(), FMTI)])
    assert "and no law" in text
    assert "not a score of it" in text


@pytest.mark.parametrize(
    ("source", "method"),
    [
        ({"kind": "public_dataset"}, "Existing public data sets"),
        (
            {"kind": "own_crawl", "ids": {"common_crawl": "CC-MAIN-2026-10"}},
            "Existing public data sets",
        ),
        ({"kind": "own_crawl"}, "Crawling of the web"),
        ({"kind": "user_data"}, "Data from own products and services"),
        ({"kind": "licensed"}, "Licences for existing data of others"),
        ({"kind": "private_third_party"}, "Licences for existing data of others"),
        ({"kind": "human_commissioned"}, "People who make or annotate new data"),
        ({"kind": "synthetic"}, "Models that generate new data"),
        ({"kind": "offline"}, "Other methods (please specify): digitising"),
    ],
)
def test_each_kind_is_a_method_of_acquisition(source: dict[str, Any], method: str) -> None:
    assert indicator(manifest({"a": source}), "a1").shown == (method,)


def test_preferences_on_synthetic_data_are_two_methods() -> None:
    data = manifest({"a": {"kind": "synthetic", "labelled_by": ["l"]}})
    data["labellers"] = {"l": {"workforce": "vendor", "phase": ["preference"]}}
    assert indicator(data, "a1").shown == (
        "People who make or annotate new data",
        "Models that generate new data",
    )


def sized(count: int, **changed: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest with public data sets of 1000, 2000 … tokens."""
    sources = {
        f"s{at}": {
            "title": f"Set {at}",
            "kind": "public_dataset",
            "modalities": ["text"],
            "size": {"tokens": 1000 * (at + 1)},
        }
        for at in range(count)
    }
    for key, more in changed.items():
        sources[key] |= more
    return manifest(sources)


def names(answer: Answer) -> list[str]:
    value = answer.shown if isinstance(answer.shown, tuple) else ()
    return [each["source"] for each in value if not isinstance(each, str)]


def test_the_five_largest_are_named_by_volume() -> None:
    answer = indicator(sized(7), "a2")
    assert names(answer) == ["Set 6", "Set 5", "Set 4", "Set 3", "Set 2"]
    assert answer.shown is not None
    assert answer.shown[0] == {"source": "Set 6", "volume": "7 000 tokens"}
    assert answer.how == "5 of 7 sources, by volume, each modality ranked apart"
    assert indicator(sized(5), "a2").how == "all there are: 5 sources"


def test_of_five_nobody_has_to_know_the_sizes_and_of_six_somebody_has() -> None:
    answer = indicator(sized(5, s2={"size": {}}), "a2")
    assert names(answer) == ["Set 4", "Set 3", "Set 1", "Set 0", "Set 2"]
    assert wanted(answer) == []
    answer = indicator(sized(6, s2={"size": {}}), "a2")
    assert wanted(answer) == ["/sources/s2/size/tokens"]
    answer = indicator(sized(6, s2={"size": {"unknown": "lost"}}), "a2")
    assert [gap.pointer for gap in answer.gaps] == ["/sources/s2/size"]


def test_a_collection_is_one_source_and_its_size_the_sum() -> None:
    more = {"collection": "Pile"}
    answer = indicator(sized(6, s0=more, s1=more, s2=more), "a2")
    assert names(answer) == ["Pile", "Set 5", "Set 4", "Set 3"]
    assert answer.shown is not None
    assert answer.shown[0] == {"source": "Pile", "volume": "6 000 tokens"}


def test_modalities_are_ranked_apart() -> None:
    data = sized(6)
    data["sources"]["i"] = {
        "title": "I",
        "kind": "public_dataset",
        "modalities": ["image"],
        "size": {"images": 1},
    }
    assert names(indicator(data, "a2")) == ["Set 5", "Set 4", "Set 3", "Set 2", "Set 1", "I"]


def test_the_order_of_sources_does_not_matter_for_the_largest() -> None:
    data = sized(9, s3={"size": {"tokens": 9000}})
    turned = data | {"sources": dict(reversed(data["sources"].items()))}
    assert indicator(data, "a2") == indicator(turned, "a2")


def test_indicators_are_asked_of_methods_that_were_used() -> None:
    for name in ("a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12"):
        assert status(one(), name) is Status.NOT_ASKED
    assert status(one(kind="own_crawl"), "a3") is Status.MISSING
    assert status(one(kind="user_data"), "a5") is Status.MISSING


def test_a_crawler_has_a_name_and_a_way_to_opt_out() -> None:
    crawl: dict[str, Any] = {"crawlers": [{"name": "Bot", "url": "https://bot.example/"}]}
    answer = indicator(one(kind="own_crawl", crawl=crawl), "a3")
    assert answer.shown == ({"crawler": "Bot", "opt_out": "https://bot.example/"},)
    assert wanted(answer) == ["/sources/a/crawl/robots_txt"]
    crawl["robots_txt"] = "Obeyed."
    answer = indicator(one(kind="own_crawl", crawl=crawl), "a3")
    assert answer.shown == ({"crawler": "Bot", "opt_out": "Obeyed.\nhttps://bot.example/"},)
    assert wanted(answer) == []


def test_a_crawl_without_crawlers_and_a_crawler_without_a_name_are_asked_for() -> None:
    answer = indicator(one(kind="own_crawl", crawl={"robots_txt": "Obeyed."}), "a3")
    assert (answer.shown, wanted(answer)) == (None, ["/sources/a/crawl/crawlers"])
    crawl = {"crawlers": [{"purpose": "news"}, {"user_agent": "Bot/1"}], "robots_txt": "Obeyed."}
    answer = indicator(one(kind="own_crawl", crawl=crawl), "a3")
    assert answer.shown == ({"crawler": "Bot/1", "opt_out": "Obeyed."},)
    assert wanted(answer) == ["/sources/a/crawl/crawlers/0/name"]


def test_usage_data_names_products_and_notices() -> None:
    services = [{"name": "Chat", "interaction": "model"}]
    data = one(kind="user_data", user_data={"services": services})
    assert names(indicator(data, "a4")) == ["Chat"]
    bare = indicator(one(kind="user_data"), "a4")
    assert (names(bare), wanted(bare)) == (["A"], ["/sources/a/user_data/services"])
    assert wanted(indicator(data, "a5")) == ["/sources/a/user_data/notice"]
    data["sources"]["a"]["user_data"]["notice"] = "A pop-up."
    assert indicator(data, "a5").shown == ({"source": "Chat", "notice": "A pop-up."},)


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        ({"price": {"amount": 18.5, "currency": "EUR", "unit": "hour"}}, "18.5 EUR per hour"),
        (
            {"price": {"amount": 9, "currency": "USD", "unit": "million_tokens"}},
            "9 USD per million tokens",
        ),
        (
            {"price": {"amount": 5_000, "currency": "USD", "unit": "lump_sum"}},
            "5 000 USD in one sum",
        ),
        ({"compensation": "A share of sales."}, "A share of sales."),
        (
            {"compensation": "A share of sales.", "price": {"withheld": "clause 4"}},
            "A share of sales.",
        ),
    ],
)
def test_compensation_is_a_price_or_words(agreement: dict[str, Any], words: str) -> None:
    data = one(kind="licensed", agreement={"with": ["acme"], **agreement})
    assert indicator(data, "a7").shown == ({"source": "Acme", "compensation": words},)
    assert names(indicator(data, "a6")) == ["Acme"]
    assert indicator(data, "a7").gaps == ()


def test_a_licensor_is_the_other_side_else_the_publisher_else_the_creators() -> None:
    data = one(kind="licensed")
    data["parties"] |= {"pub": {"name": "Pub"}, "author": {"name": "Author"}}
    assert wanted(indicator(data, "a6")) == ["/sources/a/agreement/with"]
    assert indicator(data, "a6").shown is None
    for more, name in (
        ({"creators": ["author"]}, "Author"),
        ({"publisher": "pub"}, "Pub"),
        ({"agreement": {"with": ["acme"]}}, "Acme"),
    ):
        data["sources"]["a"] |= more
        assert names(indicator(data, "a6")) == [name]


def test_a_contract_that_forbids_to_tell_is_an_answer() -> None:
    for agreement in (
        {"price": {"withheld": "clause 4"}},
        {"compensation": {"withheld": "clause 4"}},
    ):
        data = one(kind="licensed", agreement={"with": ["acme"], **agreement})
        assert status(data, "a7") is Status.GAP
    silent = indicator(one(kind="licensed", agreement={"with": ["acme"]}), "a7")
    assert wanted(silent) == ["/sources/a/agreement/compensation"]


def test_synthetic_data_is_by_its_models_each_with_a_purpose() -> None:
    block: dict[str, Any] = {"generators": [{"name": "M"}, {"name": "N"}]}
    data = one(kind="synthetic", synthetic=block)
    assert names(indicator(data, "a11")) == ["M", "N"]
    assert wanted(indicator(data, "a12")) == ["/sources/a/synthetic/purpose"]
    nameless = one(kind="synthetic", synthetic={"generators": {"withheld": "a contract"}})
    assert status(nameless, "a11") is Status.GAP
    unnamed = ["/sources/a/synthetic/generators"]
    assert wanted(indicator(one(kind="synthetic"), "a11")) == unnamed
    assert wanted(indicator(one(kind="synthetic"), "a12")) == unnamed
    block["purpose"] = "Dialogue."
    assert indicator(data, "a12").shown == (
        {"source": "M", "purpose": "Dialogue."},
        {"source": "N", "purpose": "Dialogue."},
    )


@pytest.mark.parametrize(
    ("kind", "name", "places"),
    [
        ("own_crawl", "a3", ["/sources/a/crawl/robots_txt", "/sources/a/crawl/crawlers"]),
        ("user_data", "a5", ["/sources/a/user_data/notice"]),
        ("licensed", "a6", ["/sources/a/agreement/with"]),
        ("licensed", "a7", ["/sources/a/agreement/compensation"]),
        ("human_commissioned", "a8", ["/labellers"]),
        ("human_commissioned", "a9", ["/labellers"]),
        ("human_commissioned", "a10", ["/labellers"]),
        ("synthetic", "a11", ["/sources/a/synthetic/generators"]),
        ("synthetic", "a12", ["/sources/a/synthetic/generators"]),
        ("offline", "p1", ["/dataset/processing"]),
        ("offline", "r1", ["/dataset/size"]),
        ("offline", "r2", ["/dataset/languages"]),
        ("offline", "r2.labelling", ["/dataset/languages"]),
        ("offline", "r3", ["/dataset/domains"]),
        ("offline", "r4", ["/dataset/access"]),
        ("public_dataset", "r5.public", ["/sources/a/url"]),
        ("licensed", "r5.obtainable", ["/sources/a/availability"]),
    ],
)
def test_silence_is_told_where_to_write(kind: str, name: str, places: list[str]) -> None:
    assert status(one(kind=kind), name) is Status.MISSING
    assert wanted(indicator(one(kind=kind), name)) == places


def test_who_names_nobody_and_nothing_is_asked_for_it() -> None:
    data = manifest(models={})
    del data["dataset"]["publisher"]
    assert wanted(indicator(data, "0.developer")) == ["/dataset/publisher"]
    assert wanted(indicator(data, "0.models")) == ["/models"]
    assert wanted(indicator(data, "0.updated")) == ["/document/updated"]
    assert wanted(indicator(data, "a1")) == ["/sources"]
    assert wanted(indicator(manifest({"a": {"title": "A"}}), "a1")) == ["/sources/a/kind"]


WITHHELD = {"withheld": "a contract"}


@pytest.mark.parametrize(
    ("name", "kind", "told", "gap", "cell"),
    [
        ("a5", "user_data", {"user_data": {"notice": "N"}}, {"user_data": WITHHELD}, "notice"),
        (
            "a7",
            "licensed",
            {"agreement": {"compensation": "C"}},
            {"agreement": {"compensation": WITHHELD}},
            "compensation",
        ),
        (
            "a12",
            "synthetic",
            {"synthetic": {"generators": [{"name": "M"}], "purpose": "P"}},
            {"synthetic": {"generators": [{"name": "N"}], "purpose": WITHHELD}},
            "purpose",
        ),
        (
            "p2",
            "offline",
            {"processing": [{"step": "x", "purpose": "P"}]},
            {"processing": [{"step": "y", "purpose": WITHHELD}]},
            "purpose",
        ),
        (
            "p3",
            "offline",
            {"processing": [{"step": "x", "description": "D"}]},
            {"processing": [{"step": "y", "description": WITHHELD}]},
            "technique",
        ),
        ("r5.public", "public_dataset", {"url": "https://a.example"}, {"url": WITHHELD}, "where"),
    ],
)
def test_the_cell_of_a_gap_says_its_state(
    name: str, kind: str, told: dict[str, Any], gap: dict[str, Any], cell: str
) -> None:
    data = manifest(
        {"a": {"title": "A", "kind": kind, **told}, "b": {"title": "B", "kind": kind, **gap}}
    )
    answer = indicator(data, name)
    lines = filed(data, FMTI).entries(f"fmti.{name}")
    assert [line[cell] == "withheld" for line in lines] == [False, True]
    assert [each.reason for each in answer.gaps] == ["a contract"]
    assert not any(want.pointer.startswith("/sources/b/processing") for want in answer.wants)
    del data["sources"]["a"]
    assert indicator(data, name).shown is None  # a table without words is no answer


def test_methods_are_told_by_kinds_and_a_kind_that_is_a_gap_is_one() -> None:
    data = manifest({"a": {"kind": "licensed"}, "b": {"kind": {"unknown": "of a merger"}}})
    answer = indicator(data, "a1")
    assert [gap.pointer for gap in answer.gaps] == ["/sources/b/kind"]
    assert answer.origins == ("/sources/a/kind",)


def test_who_commissioned_some_people_is_not_asked_for_whom_others_worked() -> None:
    data = manifest({"a": {"kind": "human_commissioned"}, "b": {"kind": "public_dataset"}})
    data["sources"]["b"]["labelled_by"] = ["l"]
    data["labellers"] = {"l": {"workforce": "crowd"}}
    assert wanted(indicator(data, "a1")) == []


def test_each_modality_has_its_five_largest_and_who_has_none_is_asked_for_it() -> None:
    data = sized(7)
    for at in range(7):
        source = data["sources"][f"s{at}"]
        source["modalities"] = ["text", "image"]
        source["size"]["images"] = 10 * (7 - at)
    answer = indicator(data, "a2")
    assert sorted(names(answer)) == [f"Set {at}" for at in range(7)]  # each is among one five
    assert answer.origins == tuple(f"/sources/s{at}" for at in range(6, -1, -1))
    data["sources"]["s9"] = {"kind": "public_dataset"}
    data["sources"]["t9"] = {"kind": "public_dataset", "modalities": WITHHELD}
    answer = indicator(data, "a2")
    assert wanted(answer) == ["/sources/s9/modalities"]
    assert [gap.pointer for gap in answer.gaps] == ["/sources/t9/modalities"]


def test_of_more_than_five_products_notices_are_told_of_the_largest() -> None:
    block = {"services": [{"name": "Chat", "interaction": "model"}], "notice": "A pop-up."}
    data = manifest({f"u{at}": {"kind": "user_data", "user_data": block} for at in range(6)})
    assert indicator(data, "a5").wants == ()


def test_the_largest_of_no_sources_are_none() -> None:
    reading = Reading(one(), today=TODAY)
    assert largest(reading, ()).volumes == ()


def test_the_invented_provider_answers_all_but_what_nobody_else_asks() -> None:
    data: Any = read_document(EXAMPLES / "northwind.trainbib.yaml").data
    filing = filed(data, FMTI, folder=EXAMPLES)
    missing = {field.id for field, found in filing.statuses() if found is Status.MISSING}
    assert missing == {"fmti.r3", "fmti.r5.obtainable"}
    parts = {field.id for field, found in filing.statuses() if found is Status.PARTIAL}
    assert parts == {"fmti.a7", "fmti.r2"}
    assert filing.entries("fmti.a10") == (
        {
            "source": "Lantern Annotation",
            "pay": "19.4 EUR per hour",
            "countries": "Estonia (70 %), Denmark (30 %)",
            "protections": "breaks; grievance channel; psychological support",
        },
    )


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.trainbib.yaml")), ids=lambda p: p.name)
def test_the_order_of_sources_does_not_change_the_filing(path: Path) -> None:
    data: Any = read_document(path).data
    before = filed(data, FMTI)
    data = data | {"sources": dict(reversed(data["sources"].items()))}
    assert filed(data, FMTI).answers == before.answers
