"""Foundation Model Transparency Index 2025: its data indicators from a manifest."""

from pathlib import Path
from typing import Any

import pytest

from disclosures import TODAY, answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.regimes.fmti_2025.properties import to_one_figure
from trainbib.disclosure.regimes.fmti_2025.volumes import largest
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.document import read_document
from trainbib.values import parse_quantity

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
    assert indicator(manifest({"a": source}), "a1").value == (method,)


def test_preferences_on_synthetic_data_are_two_methods() -> None:
    data = manifest({"a": {"kind": "synthetic", "labelled_by": ["l"]}})
    data["labellers"] = {"l": {"workforce": "vendor", "phase": ["preference"]}}
    assert indicator(data, "a1").value == (
        "People who make or annotate new data",
        "Models that generate new data",
    )


@pytest.mark.parametrize(
    ("labeller", "ours"),
    [
        ({"workforce": "vendor", "commissioned_by": "acme"}, True),
        ({"workforce": "employees", "employer": "acme"}, True),
        ({"workforce": "vendor", "commissioned_by": "other"}, False),
        ({"workforce": "volunteers"}, False),
        ({"workforce": "model"}, False),
        ({"workforce": "crowd", "phase": ["cleaning"]}, False),
        ({"workforce": "crowd"}, None),
    ],
)
def test_people_count_where_they_worked_for_the_developer(
    labeller: dict[str, Any],
    ours: bool | None,  # noqa: FBT001 - of a table
) -> None:
    data = manifest({"a": {"kind": "public_dataset", "labelled_by": ["l"]}})
    data["parties"]["other"] = {"name": "Other"}
    data["labellers"] = {"l": labeller}
    answer = indicator(data, "a1")
    people = "People who make or annotate new data" in (answer.value or ())
    assert people == (ours is True)
    assert wanted(answer) == (["/labellers/l/commissioned_by"] if ours is None else [])


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
    value = answer.value if isinstance(answer.value, tuple) else ()
    return [each["source"] for each in value if not isinstance(each, str)]


def test_the_five_largest_are_named_by_volume() -> None:
    answer = indicator(sized(7), "a2")
    assert names(answer) == ["Set 6", "Set 5", "Set 4", "Set 3", "Set 2"]
    assert answer.value is not None
    assert answer.value[0] == {"source": "Set 6", "volume": "7 000 tokens"}
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
    assert answer.value is not None
    assert answer.value[0] == {"source": "Pile", "volume": "6 000 tokens"}


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
    assert answer.value == ({"crawler": "Bot", "opt_out": "https://bot.example/"},)
    assert wanted(answer) == ["/sources/a/crawl/robots_txt"]
    crawl["robots_txt"] = "Obeyed."
    answer = indicator(one(kind="own_crawl", crawl=crawl), "a3")
    assert answer.value == ({"crawler": "Bot", "opt_out": "Obeyed.\nhttps://bot.example/"},)
    assert wanted(answer) == []


def test_a_crawl_without_crawlers_and_a_crawler_without_a_name_are_asked_for() -> None:
    answer = indicator(one(kind="own_crawl", crawl={"robots_txt": "Obeyed."}), "a3")
    assert (answer.value, wanted(answer)) == (None, ["/sources/a/crawl/crawlers"])
    crawl = {"crawlers": [{"purpose": "news"}, {"user_agent": "Bot/1"}], "robots_txt": "Obeyed."}
    answer = indicator(one(kind="own_crawl", crawl=crawl), "a3")
    assert answer.value == ({"crawler": "Bot/1", "opt_out": "Obeyed."},)
    assert wanted(answer) == ["/sources/a/crawl/crawlers/0/name"]


def test_usage_data_names_products_and_notices() -> None:
    services = [{"name": "Chat", "interaction": "model"}]
    data = one(kind="user_data", user_data={"services": services})
    assert names(indicator(data, "a4")) == ["Chat"]
    bare = indicator(one(kind="user_data"), "a4")
    assert (names(bare), wanted(bare)) == (["A"], ["/sources/a/user_data/services"])
    assert wanted(indicator(data, "a5")) == ["/sources/a/user_data/notice"]
    data["sources"]["a"]["user_data"]["notice"] = "A pop-up."
    assert indicator(data, "a5").value == ({"source": "Chat", "notice": "A pop-up."},)


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
    assert indicator(data, "a7").value == ({"source": "Acme", "compensation": words},)
    assert names(indicator(data, "a6")) == ["Acme"]


def test_a_licensor_is_the_other_side_else_the_publisher_else_the_creators() -> None:
    data = one(kind="licensed")
    data["parties"] |= {"pub": {"name": "Pub"}, "author": {"name": "Author"}}
    assert wanted(indicator(data, "a6")) == ["/sources/a/agreement/with"]
    assert indicator(data, "a6").value is None
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


def team(**more: Any) -> dict[str, Any]:
    data = one(kind="human_commissioned", labelled_by=["l"])
    data["labellers"] = {"l": {"title": "Team", "workforce": "employees", **more}}
    return data


PAY = {"model": "hourly", "amount": 19.4, "currency": "EUR", "per": "hour"}


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([("KE", 0.25), ("US", 0.75)], "Kenya (25 %), United States (75 %)"),
        ([("KE", 0.249), ("US", 0.751)], "United States (75 %)"),
        ([("KE", None)], "Kenya"),
        ([(code, 0.2) for code in ("KE", "US", "DE", "FR", "IN")], "none with 25 % or more"),
    ],
)
def test_countries_count_from_a_quarter_on(
    shares: list[tuple[str, float | None]], words: str
) -> None:
    countries = [{"country": c} | ({} if s is None else {"share": s}) for c, s in shares]
    filing = filed(team(pay=PAY, countries=countries, protections=["breaks"]), FMTI)
    (entry,) = filing.entries("fmti.a10")
    assert entry["countries"].startswith(words)
    assert entry["pay"] == "19.4 EUR per hour"
    assert wanted(filing.answer("fmti.a10")) == []


def test_of_several_countries_the_shares_are_wanted() -> None:
    answer = indicator(team(countries=[{"country": "KE"}, {"country": "US"}]), "a10")
    assert wanted(answer) == [
        "/labellers/l/pay",
        "/labellers/l/countries/0/share",
        "/labellers/l/countries/1/share",
        "/labellers/l/protections",
    ]


def test_pay_needs_a_currency_and_may_be_a_range_or_none() -> None:
    answer = indicator(team(pay={"model": "hourly", "low": 9, "high": 20, "per": "hour"}), "a10")
    assert "/labellers/l/pay/currency" in wanted(answer)
    assert answer.value is not None
    assert answer.value[0] == {"source": "Team (employees)", "pay": "9 to 20 per hour"}
    unpaid = indicator(team(pay={"model": "unpaid"}), "a10")
    assert "/labellers/l/pay/amount" not in wanted(unpaid)


def test_not_to_know_the_practices_is_an_answer() -> None:
    gap = {"unknown": "the vendor does not tell"}
    data = team(pay=gap, countries=gap, protections=gap)
    assert status(data, "a10") is Status.GAP


def test_instructions_are_their_text_or_where_they_are() -> None:
    assert wanted(indicator(team(), "a9")) == ["/labellers/l/instructions"]
    answer = indicator(team(instructions={"text": "Be kind.", "path": "g.md"}), "a9")
    assert answer.value == ({"source": "Team (employees)", "instructions": "Be kind.\ng.md"},)


def test_of_people_the_five_with_the_most_items_are_named() -> None:
    data = one(kind="human_commissioned", labelled_by=[f"l{at}" for at in range(6)])
    data["labellers"] = {
        f"l{at}": {"title": f"L{at}", "workforce": "crowd", "items": at + 1} for at in range(6)
    }
    answer = indicator(data, "a8")
    assert names(answer) == [f"L{at} (crowd workers)" for at in (5, 4, 3, 2, 1)]
    del data["labellers"]["l2"]["items"]
    assert wanted(indicator(data, "a8")) == ["/labellers/l2/items"]


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
    assert indicator(data, "a12").value == (
        {"source": "M", "purpose": "Dialogue."},
        {"source": "N", "purpose": "Dialogue."},
    )


def test_methods_of_processing_are_told_once_with_purpose_and_technique() -> None:
    data = one(processing=[{"step": "Deduplication", "purpose": "balance"}])
    data["dataset"]["processing"] = [
        {"step": "deduplication", "software": [{"name": "text-dedup", "version": "1"}]},
        {"step": "filtering"},
    ]
    assert indicator(data, "p1").value == ("Deduplication", "Filtering")
    purposes, techniques = indicator(data, "p2"), indicator(data, "p3")
    assert purposes.value == (
        {"method": "Deduplication", "purpose": "balance"},
        {"method": "Filtering"},
    )
    assert wanted(purposes) == ["/dataset/processing/1/purpose"]
    assert techniques.value is not None
    assert techniques.value[0] == {"method": "Deduplication", "technique": "with text-dedup 1"}
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
    assert indicator(data, "r2.labelling").value == ("T",)


def test_shares_are_of_documents_and_what_could_not_be_told_is_unknown() -> None:
    data = one(modalities=["text"])
    data["dataset"]["languages"] = [
        {"tag": "und", "share": 0.1},
        {"tag": "en", "share": 0.9, "unit": "tokens"},
    ]
    answer = indicator(data, "r2")
    assert answer.value == (
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
    assert answer.value == (
        {"domain": "news", "share": "40 %", "of": "documents"},
        {"domain": "code"},
    )
    assert wanted(answer) == ["/dataset/domains/0/share"]


def test_one_independent_third_party_is_enough() -> None:
    data = one()
    data["dataset"]["access"] = [{"who": "Parent", "independent": False}, {"who": "Lab"}]
    assert wanted(indicator(data, "r4")) == ["/dataset/access/1/independent"]
    data["dataset"]["access"].append({"who": "University", "independent": True, "how": "on site"})
    answer = indicator(data, "r4")
    assert (answer.value, answer.wants) == (({"who": "University", "how": "on site"},), ())
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
    assert public.value == (
        {"data": "P", "where": "https://huggingface.co/datasets/acme/p"},
        {"data": "Q"},
    )
    assert wanted(public) == ["/sources/q/url"]
    obtainable = indicator(data, "r5.obtainable")
    assert obtainable.value == ({"data": "L", "where": "x@y"},)
    assert wanted(obtainable) == ["/sources/n/availability"]
    for key in ("l", "n"):
        data["sources"][key]["availability"] = "private"
    assert status(data, "r5.obtainable") is Status.NOT_ASKED


def test_the_largest_of_no_sources_are_none() -> None:
    reading = Reading(one(), today=TODAY)
    assert largest(reading, []) == []


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
