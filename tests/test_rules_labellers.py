"""The rules on labellers: who they are, what they are paid, and that nobody is named."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Remove
from trainbib.document import parse_document
from trainbib.rules.lab.rounding import as_rounded
from trainbib.settings import Settings
from trainbib.values import Quantity, parse_quantity

TODAY = date(2026, 11, 22)


def manifest(**sections: Any) -> dict[str, Any]:
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0"}},
    } | sections


def labeller(**fields: Any) -> dict[str, Any]:
    return manifest(labellers={"group": {"workforce": "crowd"} | fields})


def found(data: dict[str, Any], code: str, **settings: Any) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, Settings(today=TODAY, **settings))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == code]


def places(data: dict[str, Any], code: str, **settings: Any) -> list[str]:
    return [each.pointer.removeprefix("/labellers/group") for each in found(data, code, **settings)]


def source(**fields: Any) -> dict[str, Any]:
    return manifest(sources={"a": {"kind": "other", "license": "CC0-1.0"} | fields})


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"labels": ["mood"]}, False),
        ({"kind": "human_commissioned"}, False),
        ({"labels": ["mood"], "labelled_by": []}, False),
        ({"labels": ["mood"], "processing": [{"step": "filtering"}]}, False),
        ({"labels": {"none": "raw text"}}, True),
        ({"labels": ["mood"], "labelled_by": ["x"]}, True),
        ({"labels": ["mood"], "labelled_by": {"unknown": "asked"}}, True),
        ({"labels": ["mood"], "manifest": {"path": "upstream.yaml"}}, True),
        ({"labels": ["mood"], "processing": [{"step": "s", "models": [{"name": "M"}]}]}, True),
        ({"kind": "synthetic", "synthetic": {"generators": [{"name": "M"}]}}, True),
    ],
)
def test_labelled_data_says_by_whom(fields: dict[str, Any], *, named: bool) -> None:
    assert [f.pointer for f in found(source(**fields), "LAB001")] == (
        [] if named else ["/sources/a"]
    )


def test_a_citing_rule_can_name_the_labellers() -> None:
    rules: list[dict[str, Any]] = [{"paths": "**", "sources": ["a"]}]
    data = source(labels=["mood"]) | {"files": {"root": "data", "cites": rules}}
    assert found(data, "LAB001")
    rules.append({"paths": "x/**", "sources": ["a"], "labellers": ["group"]})
    assert found(data, "LAB001") == []


def test_a_gap_for_all_labellers_is_an_answer() -> None:
    data = source(labels=["mood"])
    data["labellers"] = {"withheld": "agreement, clause 9"}
    assert found(data, "LAB001") == []


@pytest.mark.parametrize(
    ("fields", "core", "complete"),
    [
        ({"workforce": "model"}, False, False),
        ({"workforce": "model", "generators": {"unknown": "the paper does not say"}}, True, True),
        ({"workforce": "vendor"}, True, False),
        ({"workforce": "vendor", "employer": "acme"}, True, True),
        ({"workforce": "crowd"}, True, False),
        ({"workforce": "crowd", "platform": "Prolific"}, True, True),
        ({"workforce": "employees"}, True, False),
        ({"workforce": "volunteers"}, True, True),
        ({"workforce": {"unknown": "the paper does not say"}}, True, True),
    ],
)
def test_the_kind_of_labellers_is_not_all_that_is_said(
    fields: dict[str, Any], *, core: bool, complete: bool
) -> None:
    data = labeller(**fields)
    assert bool(places(data, "LAB002")) is not core
    assert bool(places(data, "LAB002", profiles=("complete",))) is not complete


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ({"model": "hourly", "amount": 9}, ["/pay/amount"]),
        ({"model": "hourly", "hourly": {"about": 9}}, ["/pay/hourly"]),
        ({"model": "hourly", "amount": 9, "currency": "EUR"}, []),
        ({"model": "salary", "amount": 900, "currency": "EUR"}, ["/pay/amount"]),
        ({"model": "salary", "hourly": 9, "currency": "EUR"}, []),
        ({"model": "salary", "amount": 900, "currency": "EUR", "per": "month"}, []),
        ({"model": "credit", "amount": 2}, []),
        ({"model": "unpaid", "amount": 0}, []),
        ({"model": "prize", "amount": {"withheld": "agreement"}}, []),
        ({"model": "fixed"}, []),
        ({"model": "hourly", "benchmarks": [{"kind": "other", "amount": 4}]},
         ["/pay/benchmarks/0/amount"]),
        ({"model": "hourly", "benchmarks": [{"kind": "other"}]}, []),
        ({"none": "volunteers"}, []),
    ],
)  # fmt: skip
def test_an_amount_of_pay_has_its_units(pay: dict[str, Any], expected: list[str]) -> None:
    assert places(labeller(pay=pay), "LAB003") == expected


@pytest.mark.parametrize(
    ("instructions", "expected"),
    [
        (None, [""]),
        ({"version": "2"}, ["/instructions"]),
        ({"text": "Choose."}, []),
        ({"url": {"withheld": "agreement"}}, []),
        ({"digest": "sha256:" + "0" * 64}, []),
        ({"lost": "the platform was closed"}, []),
    ],
)
def test_instructions_can_be_found(instructions: object, expected: list[str]) -> None:
    data = labeller(**({} if instructions is None else {"instructions": instructions}))
    assert places(data, "LAB004", pedantic=True) == expected
    assert places(data, "LAB004") == []


@pytest.mark.parametrize(
    ("metric", "low", "high"),
    [
        ("Cohen's kappa", -1, 1),
        ("weighted κ", -1, 1),
        ("Fleiss Kappa", -1, 1),
        ("Krippendorff\u2019s \u03b1", -1, 1),
        ("Gwet AC1", -1, 1),
        ("Spearman rank correlation", -1, 1),
        ("Accuracy", 0, 100),
        ("percent agreement", 0, 100),
        ("token-level F1", 0, 100),
        ("mean IoU", 0, 100),
    ],
)
def test_measures_of_agreement_have_a_range(metric: str, low: float, high: float) -> None:
    def at(value: float) -> list[str]:
        return places(labeller(agreement=[{"metric": metric, "value": value}]), "LAB005")

    assert at(low) == at(high) == at((low + high) / 2) == []
    assert at(low - 0.01) == at(high + 0.01) == ["/agreement/0/value"]


@pytest.mark.parametrize("metric", ["our own score", "entropy", "Elo", "ICC(2,k)"])
def test_measures_that_may_be_anything_are_left_alone(metric: str) -> None:
    assert places(labeller(agreement=[{"metric": metric, "value": -7}]), "LAB005") == []


@pytest.mark.parametrize(
    "title",
    [
        "GPT-4", "gpt-4o-mini", "gpt-3.5-turbo annotations", "ChatGPT", "OpenAI's GPT-4 Turbo",
        "Claude 3 Opus", "claude-3-5-sonnet-20241022", "Llama 3 70B as a judge", "llama-2-70b-chat",
        "Mixtral 8x7B Instruct", "Gemini 1.5 Pro", "Qwen2.5-72B-Instruct", "DeepSeek V3",
        "text-davinci-003", "Whisper large v3",
    ],
)  # fmt: skip
def test_people_who_bear_the_name_of_a_model(title: str) -> None:
    assert places(labeller(title=title), "LAB006") == ["/title"]
    data = labeller(title=title, workforce="model", generators=[{"name": title}])
    assert places(data, "LAB006") == []


@pytest.mark.parametrize(
    "title",
    [
        "Claude Dupont", "Raters of GPT-4 answers", "GPT-4 red team of Acme", "Gemini Solutions",
        "Mistral Wind Surveyors", "Llama farmers of Cusco", "Phi Beta Kappa students",
        "Falcon spotters", "Whisper transcribers", "Operators", "o1", "Opus Dei archive",
    ],
)  # fmt: skip
def test_people_whose_name_only_reminds_of_a_model(title: str) -> None:
    expected = ["/title"] if title == "o1" else []
    assert places(labeller(title=title), "LAB006") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"headcount": 3}, ["/headcount"]),
        ({"protections": ["breaks"], "hours": {"paid": 3}}, ["/hours"]),
        ({"pay": {"model": "unpaid"}}, []),
        ({"pay": {"not_applicable": "a model"}, "headcount": {"none": "a model"}}, []),
    ],
)
def test_models_have_no_working_life(fields: dict[str, Any], expected: list[str]) -> None:
    data = labeller(workforce="model", generators=[{"name": "M"}], **fields)
    assert places(data, "LAB006") == expected


JANE = {"jane": {"name": "Jane Roe", "type": "person"}, "acme": {"name": "Acme"}}


@pytest.mark.parametrize(
    ("fields", "expected", "removed"),
    [
        ({"employer": "jane"}, "/employer", "/employer"),
        ({"vendors": ["acme", "jane"]}, "/vendors/1", "/vendors/1"),
        ({"vendors": ["jane"]}, "/vendors/0", "/vendors"),
        ({"title": " jane ROE"}, "/title", "/title"),
    ],
)
def test_persons_are_not_named(fields: dict[str, Any], expected: str, removed: str) -> None:
    (finding,) = found(labeller(**fields) | {"parties": JANE}, "LAB007")
    assert finding.pointer == "/labellers/group" + expected
    assert finding.fix is not None
    assert finding.fix.steps == (Remove("/labellers/group" + removed),)
    assert not finding.fix.safe
    agreed = labeller(consent={"obtained": True}, **fields) | {"parties": JANE}
    assert found(agreed, "LAB007") == []


def test_a_group_under_the_key_of_a_person() -> None:
    data = manifest(labellers={"jane": {"workforce": "experts"}}, parties=JANE)
    (finding,) = found(data, "LAB007")
    assert (finding.pointer, finding.fix) == ("/labellers/jane", None)


def test_addresses_are_taken_out_and_never_repeated() -> None:
    text = "Write to jane.roe@acme.edu, or to j+r@mail.acme.edu. Complaints: grievances@acme.edu"
    (finding,) = found(labeller(description=text), "LAB007")
    assert finding.fix is not None
    said = [finding.message, finding.help, finding.value, finding.fix.description]
    assert not any("jane" in part for part in said)
    assert finding.value == (
        "Write to [address removed], or to [address removed]. Complaints: grievances@acme.edu"
    )
    assert found(labeller(description=finding.value), "LAB007") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"description": "at 3 @ 5, user@host"},
        {"protections": ["counsellor: jane.roe@acme.edu"]},
        {"data_notice": "They can write to jane.roe@acme.edu."},
        {"employer": "acme"},
        {"title": "Friends of Jane Roe"},
    ],
)
def test_what_names_no_labeller_is_left_alone(fields: dict[str, Any]) -> None:
    assert places(labeller(**fields) | {"parties": JANE}, "LAB007") == []


@pytest.mark.parametrize(
    ("pay", "hours", "expected"),
    [
        ({"amount": 8, "hourly": 6}, {"paid": 600, "unpaid": 200}, []),
        ({"amount": 8, "hourly": 8}, {"paid": 600, "unpaid": 200}, ["/pay/hourly"]),
        ({"amount": 8, "hourly": 4}, {"paid": 600, "unpaid": 200}, ["/pay/hourly"]),
        ({"amount": 6.5, "hourly": 4.33}, {"paid": 600, "unpaid": 300}, []),
        ({"amount": 6.5, "hourly": 4.3}, {"paid": 600, "unpaid": {"about": 300}}, []),
        ({"amount": 8, "hourly": 8}, {"paid": 9, "unpaid": {"none": "all is paid"}}, []),
        ({"amount": 8, "hourly": 6}, {"unpaid": {"none": "all is paid"}}, ["/pay/hourly"]),
        ({"amount": 8, "hourly": 3}, {"paid": 9}, []),
        ({"amount": 8, "hourly": 10}, {"paid": 9}, ["/pay/hourly"]),
        ({"amount": 8, "hourly": {"about": 9, "digits": 1}}, {}, []),
        ({"low": 5, "high": 9, "hourly": 8}, {}, []),
        ({"low": 5, "high": 9, "hourly": 12}, {}, ["/pay/hourly"]),
        ({"amount": 300, "per": "day", "hourly": 900}, {}, []),
        ({"amount": 8, "hourly": {"withheld": "agreement"}}, {}, []),
        ({"low": 9, "high": 5}, {}, ["/pay/low"]),
        ({"low": 9, "amount": 5, "high": 12}, {}, ["/pay/low"]),
        ({"amount": 9, "high": {"about": 5}}, {}, ["/pay/amount"]),
        ({"low": {"about": 9}, "amount": 9, "high": 9}, {}, []),
        ({"amount": 8, "hourly": 0}, {"paid": 0, "unpaid": 40}, []),
    ],
)  # fmt: skip
def test_figures_of_pay_agree(
    pay: dict[str, Any], hours: dict[str, Any], expected: list[str]
) -> None:
    fields: dict[str, Any] = {"pay": {"model": "hourly", "currency": "USD"} | pay}
    if hours:
        fields["hours"] = hours
    assert places(labeller(**fields), "LAB008") == expected


@pytest.mark.parametrize("pay", [{"model": "unpaid"}, {"none": "volunteers"}])
def test_nobody_has_paid_hours_without_pay(pay: dict[str, Any]) -> None:
    assert places(labeller(pay=pay, hours={"paid": 3}), "LAB008") == ["/hours/paid"]
    assert places(labeller(pay=pay, hours={"unpaid": 3}), "LAB008") == []
    assert places(labeller(pay=pay, hours={"paid": 0}), "LAB008") == []


MONEY = st.decimals(min_value="0.5", max_value=200, places=2).map(float)
HOURS = st.integers(1, 100_000)


@given(amount=MONEY, paid=HOURS, unpaid=HOURS, digits=st.integers(0, 2))
def test_an_hourly_figure_that_was_worked_out_and_rounded_is_in_order(
    amount: float, paid: int, unpaid: int, digits: int
) -> None:
    hourly = round(amount * paid / (paid + unpaid), digits)
    pay = {"model": "hourly", "amount": amount, "currency": "USD", "hourly": hourly}
    if hourly > 0:
        data = labeller(pay=pay, hours={"paid": paid, "unpaid": unpaid})
        assert places(data, "LAB008") == []


def test_a_plain_number_stands_for_what_rounds_to_it() -> None:
    assert as_rounded(Quantity(4, 4, 4, exact=True)) == Quantity(4, 3.5, 4.5, exact=False)
    rounded = as_rounded(Quantity(4.25, 4.25, 4.25, exact=True))
    assert rounded.low == pytest.approx(4.245)
    assert rounded.high == pytest.approx(4.255)
    about = parse_quantity({"about": 4})
    assert about is not None
    assert as_rounded(about) == about
    assert as_rounded(Quantity(0, 0, 0, exact=True)).high == 0


@pytest.mark.parametrize(
    ("worked", "compared", "fits"),
    [
        (["KE"], ["US"], False),
        (["KE", "PH"], ["US", "PH"], True),
        (["KE"], ["US", None], True),
        (["KE"], [], True),
        ([], ["US"], True),
    ],
)
def test_wages_to_compare_with_are_of_the_place(
    worked: list[str], compared: list[str | None], *, fits: bool
) -> None:
    wages = [
        {"kind": "living_wage", "amount": 3, "currency": "USD", "per": "hour"}
        | ({"country": country} if country else {})
        for country in compared
    ]
    fields: dict[str, Any] = {"pay": {"model": "hourly", "amount": 3, "currency": "USD"}}
    if wages:
        fields["pay"]["benchmarks"] = wages
    if worked:
        fields["countries"] = [{"country": country} for country in worked]
    assert places(labeller(**fields), "LAB009") == ([] if fits else ["/pay/benchmarks"])


def test_support_is_asked_for_where_it_was_needed() -> None:
    data = labeller(harmful_content={"exposure": "present"})
    assert places(data, "LAB010") == []
    assert places(data, "LAB010", profiles=("complete",)) == ["/harmful_content"]
    data["labellers"]["group"]["protections"] = {"none": "nothing was offered"}
    assert places(data, "LAB010", profiles=("complete",)) == []


@pytest.mark.parametrize(
    ("items", "each", "annotations", "fits"),
    [
        (1000, 3, 2984, True),
        (1000, 3, 300, False),
        (1000, {"between": [2, 5]}, 4800, True),
        (1000, {"about": 3.0}, 5000, False),
        ({"about": 1000}, 1, {"about": 1500}, True),
        (1000, {"unknown": "not counted"}, 7, True),
    ],
)
def test_annotations_are_items_times_annotations_of_each(
    items: object, each: object, annotations: object, *, fits: bool
) -> None:
    data = labeller(items=items, annotations_per_item=each, annotations=annotations)
    assert places(data, "LAB011") == ([] if fits else ["/annotations"])


JUNK = st.sampled_from(
    [
        None,
        True,
        7,
        -1.5,
        float("inf"),
        10**400,
        "",
        "x",
        [],
        [None],
        {},
        {"none": "x"},
        {"about": 0},
    ]
)
FIELDS = (
    "workforce", "title", "employer", "vendors", "platform", "countries", "hours", "pay", "consent",
    "harmful_content", "instructions", "agreement", "generators", "machine_assistance", "items",
    "annotations", "annotations_per_item",
)  # fmt: skip


PAY_FIELDS = ("model", "amount", "low", "high", "hourly", "per", "currency", "benchmarks")


@given(
    st.dictionaries(st.sampled_from(FIELDS), JUNK),
    st.dictionaries(st.sampled_from(PAY_FIELDS), JUNK),
)
def test_no_rule_falls_over_dirty_labellers(fields: dict[str, Any], pay: dict[str, Any]) -> None:
    data = labeller(**({"pay": pay} | fields))
    document = parse_document(b"{}", path="trainbib.json")
    document.data = data
    report = check(
        document, Settings(today=TODAY, pedantic=True, profiles=("complete",)), places=False
    )
    assert all(each.message for each in report.diagnostics)
