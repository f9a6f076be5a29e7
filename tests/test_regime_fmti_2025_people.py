"""Foundation Model Transparency Index 2025: people who made or annotated data."""

from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted
from trainbib.disclosure.answers import Answer, Status

FMTI = "fmti-2025"
WITHHELD = {"withheld": "a contract"}


def indicator(data: dict[str, Any], name: str) -> Answer:
    return answered(data, f"fmti.{name}", FMTI)


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def status(data: dict[str, Any], name: str) -> Status:
    filing = filed(data, FMTI)
    return filing.status(filing.form.fields[f"fmti.{name}"])


def names(answer: Answer) -> list[str]:
    value = answer.shown if isinstance(answer.shown, tuple) else ()
    return [each["source"] for each in value if not isinstance(each, str)]


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
    people = "People who make or annotate new data" in (answer.shown or ())
    assert people == (ours is True)
    assert wanted(answer) == (["/labellers/l/commissioned_by"] if ours is None else [])


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
    assert answer.shown is not None
    assert answer.shown[0] == {"source": "Team (employees)", "pay": "9 to 20 per hour"}
    unpaid = indicator(team(pay={"model": "unpaid"}), "a10")
    assert "/labellers/l/pay/amount" not in wanted(unpaid)


def test_not_to_know_the_practices_is_an_answer() -> None:
    gap = {"unknown": "the vendor does not tell"}
    data = team(pay=gap, countries=gap, protections=gap)
    assert status(data, "a10") is Status.GAP


def test_instructions_are_their_text_or_where_they_are() -> None:
    assert wanted(indicator(team(), "a9")) == ["/labellers/l/instructions"]
    answer = indicator(team(instructions={"text": "Be kind.", "path": "g.md"}), "a9")
    assert answer.shown == ({"source": "Team (employees)", "instructions": "Be kind.\ng.md"},)


def test_of_people_the_five_with_the_most_items_are_named() -> None:
    data = one(kind="human_commissioned", labelled_by=[f"l{at}" for at in range(6)])
    data["labellers"] = {
        f"l{at}": {"title": f"L{at}", "workforce": "crowd", "items": at + 1} for at in range(6)
    }
    answer = indicator(data, "a8")
    assert names(answer) == [f"L{at} (crowd workers)" for at in (5, 4, 3, 2, 1)]
    del data["labellers"]["l2"]["items"]
    assert wanted(indicator(data, "a8")) == ["/labellers/l2/items"]


def test_labels_of_common_crawl_are_not_the_developers_and_a_rule_for_files_names_them_too() -> (
    None
):
    crawl = {"kind": "own_crawl", "ids": {"common_crawl": "CC-MAIN-2026-10"}}
    data = manifest({"a": crawl | {"labelled_by": ["l"]}, "b": {"kind": "synthetic"}})
    data["labellers"] = {"l": {"title": "L", "workforce": "crowd"}}
    place = ["/labellers/l/commissioned_by"]
    assert wanted(indicator(data, "a8")) == [*place, "/labellers"]
    data["files"] = {"cites": [{"sources": ["b"], "labellers": ["l"]}]}
    answer = indicator(data, "a8")
    assert (names(answer), wanted(answer)) == (["L (crowd workers)"], [])


def test_what_a_party_or_a_team_is_called_is_never_a_gap() -> None:
    data = team(workforce={"unknown": "they do not tell"}, vendors=["acme"])
    assert names(indicator(data, "a8")) == ["Acme"]
    data["parties"]["acme"] = {"name": WITHHELD}
    assert names(indicator(data, "a8")) == ["acme"]
    del data["labellers"]["l"]["vendors"]
    assert names(indicator(data, "a8")) == ["Team"]


def test_instructions_that_are_a_gap_say_so_in_their_cell() -> None:
    data = team(instructions={"text": "Be kind."})
    data["labellers"]["m"] = {"title": "M", "workforce": "crowd", "instructions": WITHHELD}
    data["sources"]["a"]["labelled_by"] = ["l", "m"]
    lines = filed(data, FMTI).entries("fmti.a9")
    assert [line["instructions"] for line in lines] == ["Be kind.", "withheld"]
    assert wanted(indicator(data, "a9")) == []


def test_a_platform_is_named_with_who_works_there() -> None:
    data = team(workforce="crowd", platform="Platform")
    answer = indicator(data, "a8")
    assert names(answer) == ["crowd workers on Platform"]
    assert "/labellers/l" in answer.origins


def test_people_of_whom_nothing_says_for_which_model_are_of_all_models_only() -> None:
    data = team(commissioned_by="acme")
    del data["sources"]["a"]["labelled_by"]
    data["models"]["n"] = {"name": "N"}
    assert names(indicator(data, "a8")) == ["Team (employees)"]
    assert wanted(filed(data, FMTI, models=["m"]).answer("fmti.a8")) == ["/labellers"]


def test_gaps_of_labellers_are_gaps_of_the_answer() -> None:
    pay = {"model": "hourly", "amount": WITHHELD}
    countries = [{"country": "KE", "share": WITHHELD}, {"country": "US", "share": 0.5}]
    data = team(pay=pay, countries=countries, protections=["breaks"])
    answer = indicator(data, "a10")
    places = ["/labellers/l/pay/amount", "/labellers/l/countries/0/share"]
    assert ([gap.pointer for gap in answer.gaps], wanted(answer)) == (places, [])
    (line,) = filed(data, FMTI).entries("fmti.a10")
    assert (line["pay"], line["countries"]) == ("withheld", "Kenya, United States (50 %)")
    data["sources"]["a"]["kind"] = "public_dataset"
    data["labellers"]["l"] |= {"workforce": "crowd", "commissioned_by": WITHHELD}
    answer = indicator(data, "a1")
    assert [gap.pointer for gap in answer.gaps] == ["/labellers/l/commissioned_by"]
    assert wanted(answer) == []


def test_pay_and_countries_are_asked_for_with_what_makes_them_an_answer() -> None:
    answer = indicator(team(pay={"model": "hourly"}, protections=["breaks"]), "a10")
    assert [(want.pointer, want.what) for want in answer.wants] == [
        ("/labellers/l/pay/amount", "how much the pay is, with its `currency`"),
        ("/labellers/l/countries", "the countries where they work, each with its `share`"),
    ]
    answer = indicator(team(pay=PAY, countries=[{"share": 1}], protections=["breaks"]), "a10")
    assert "/labellers/l/pay" in answer.origins
    assert answer.shown is not None
    assert "none with 25 %" in str(answer.shown[0])


def test_a_number_of_items_that_is_a_gap_is_not_asked_for() -> None:
    data = one(kind="human_commissioned", labelled_by=[f"l{at}" for at in range(6)])
    labeller: dict[str, Any] = {"workforce": "crowd", "items": 5}
    data["labellers"] = {f"l{at}": dict(labeller) for at in range(6)}
    data["labellers"]["l3"]["items"] = WITHHELD
    answer = indicator(data, "a8")
    assert [gap.pointer for gap in answer.gaps] == ["/labellers/l3/items"]
    assert wanted(answer) == []
