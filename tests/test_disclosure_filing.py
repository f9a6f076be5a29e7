"""Filings as JSON and back, and what changed between two of them."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disclosures import TODAY, filed, manifest
from trainbib import load_schema
from trainbib.disclosure import filing as filing_module
from trainbib.disclosure.answers import Answer, Status
from trainbib.disclosure.comparing import ComparisonError, compare_filings, duty
from trainbib.disclosure.conditions import read_condition
from trainbib.disclosure.dates import months_later, read_day
from trainbib.disclosure.filing_json import FilingError, filing_json, read_filing
from trainbib.disclosure.form import read_form
from trainbib.disclosure.reading import Reading, ReadingError
from trainbib.disclosure.regimes import load_regime, regime_names
from trainbib.disclosure.regimes.base import AnswerOf, Regime

REGIMES = regime_names()


def test_a_field_is_answered_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    law = load_regime("ca-ab2013")
    asked: list[str] = []

    def answering(name: str, answer: AnswerOf) -> AnswerOf:
        def asked_for(reading: Reading) -> Answer:
            asked.append(name)
            return answer(reading)

        return asked_for

    answers = {name: answering(name, answer) for name, answer in law.answers.items()}

    def asking(_: str) -> Regime:
        return replace(law, answers=answers)

    monkeypatch.setattr(filing_module, "load_regime", asking)
    filing = filed(rich(), "ca-ab2013")
    assert asked == []
    assert filing.answer("ab.3").value
    assert filing.answer("ab.3").value
    assert filing.answer("no such field") == Answer()
    assert asked == ["ab.3"]


def rich() -> dict[str, Any]:
    return manifest(
        {
            "laion": {
                "title": "LAION-5B",
                "kind": "public_dataset",
                "url": "https://laion.example/",
                "size": {"tokens": 2 * 10**9, "images": 5 * 10**9},
                "retrieved": "2025-03",
                "languages": ["en"],
                "content": ["captions"],
            },
            "own": {"kind": "own_crawl", "size": {"tokens": {"unknown": "not counted"}}},
        },
        document={"version": "2", "updated": "2026-01-31", "previous": [{"version": "1"}]},
        policies={"illegal_content": {"withheld": "would help to get round it"}},
    )


@pytest.mark.parametrize("regime", REGIMES)
def test_every_field_of_a_form_has_an_answer_and_every_answer_a_field(regime: str) -> None:
    law = load_regime(regime)
    assert list(law.form.fields) == sorted(law.answers, key=list(law.form.fields).index)


@pytest.mark.parametrize("regime", REGIMES)
def test_every_condition_asks_for_a_field_or_a_fact_that_there_is(regime: str) -> None:
    law = load_regime(regime)
    named = {
        term.name
        for field in law.form.fields.values()
        if field.when is not None
        for term in field.when.terms
    }
    assert named <= set(law.form.fields) | set(law.facts)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_filing_survives_json(regime: str) -> None:
    filing = filed(rich(), regime)
    data = json.loads(json.dumps(filing_json(filing)))
    assert read_filing(data) == filing
    assert filing_json(read_filing(data)) == data


@pytest.mark.parametrize("regime", REGIMES)
def test_a_filing_is_valid_against_its_schema(regime: str) -> None:
    validator = Draft202012Validator(load_schema("disclosure"))
    for data in (rich(), manifest()):
        told: Any = filing_json(filed(data, regime))
        assert [*validator.iter_errors(told)] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answers": []}, "this is no filing"),
        ({"version": "2.0"}, "/version is '2.0'"),
        ({"form": {"id": "mars"}}, "/form/id is 'mars'"),
        ({"form": {"id": "eu-ai-act", "version": "1999"}}, "/form/version is '1999'"),
        ({"answers": {"eu.9.9": {}}}, "/answers has 'eu.9.9'"),
        ({"answers": {"eu.2.1.used": "Yes"}}, "/answers/eu.2.1.used is 'Yes'"),
        ({"answers": {"eu.2.1.used": {"value": 3}}}, "/answers/eu.2.1.used/value is 3"),
        (
            {"answers": {"eu.2.1.used": {"gaps": [{"state": "lazy"}]}}},
            "/answers/eu.2.1.used/gaps/0/state is 'lazy'",
        ),
        (
            {"answers": {"eu.2.1.large_datasets": {"value": [{"nmae": "A"}]}}},
            "/answers/eu.2.1.large_datasets/value has 'nmae'",
        ),
    ],
)
def test_what_is_no_filing_is_refused_with_the_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(FilingError) as refused:
        read_filing(filing_json(filed(rich())) | change)
    assert said in str(refused.value)


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_other_json_is_refused(data: object) -> None:
    with pytest.raises(FilingError, match="no filing"):
        read_filing(data)


def test_statuses_of_a_filing_are_worked_out_anew() -> None:
    data = filing_json(filed(rich()))
    answers: Any = data["answers"]
    answers["eu.header.version"] = {"status": "answered"}
    filing = read_filing(data)
    assert filing.status(filing.form.fields["eu.header.version"]) is Status.MISSING


def test_a_model_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReadingError, match="/models has no model 'x'; there are: m"):
        Reading(manifest(), models=["x"], today=TODAY)


@pytest.mark.parametrize(
    "condition", [[], {"one": []}, {"all": "x"}, {"all": [{"field": "a", "op": "like"}]}]
)
def test_a_condition_of_another_form_is_refused(condition: object) -> None:
    with pytest.raises(ValueError, match="is"):
        read_condition(condition)


def test_a_form_with_a_field_twice_or_of_no_kind_is_refused() -> None:
    field = {"id": "a", "label": "A", "kind": "text"}
    form: dict[str, Any] = {
        "id": "x",
        "title": "X",
        "version": "1",
        "instrument": "",
        "url": "",
        "update": {"months": None, "rule": "", "date": "a", "own": [], "data": []},
        "sections": [
            {
                "number": "1",
                "title": "",
                "rows": [{"id": "r", "label": "", "fields": [field, field]}],
            }
        ],
    }
    with pytest.raises(ValueError, match="stands twice"):
        read_form(form)
    form["sections"][0]["rows"][0]["fields"] = [field | {"kind": "essay"}]
    with pytest.raises(ValueError, match="essay, which does not exist"):
        read_form(form)


def sentences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [change.sentence for change in compare_filings(filed(old), filed(new))]


def test_a_change_is_told_in_the_terms_of_the_form() -> None:
    new = rich()
    new["dataset"] = {**new["dataset"], "size": {"tokens": 5 * 10**8}}
    new["sources"]["laion"]["retrieved"] = "2025-04"
    new["sources"]["own"]["languages"] = ["de"]
    told = sentences(rich(), new)
    assert "1.3 Text: 1 billion to 10 trillion tokens became Less than 1 billion tokens" in told
    assert "1.3 Latest date of acquisition: 03/2025 became 04/2025" in told
    assert any(line.startswith("1.3 Languages: ") and "German (de)" in line for line in told)


def test_a_question_that_shares_its_row_is_named_too() -> None:
    new, old = rich(), rich()
    old["models"] = {"m": {"name": "M", "continuous_training": True}}
    new["models"] = {"m": {"name": "M", "continuous_training": False}}
    (line,) = (each for each in sentences(old, new) if each.endswith("Yes became No"))
    assert line == (
        "1.3 Latest date of acquisition (Is a model trained further on new or dynamic data after"
        " that?): Yes became No"
    )


def test_version_and_date_of_the_document_are_no_news() -> None:
    new = rich()
    new["document"] = {"version": "3", "updated": "2026-05-01", "previous": [{"version": "2"}]}
    assert sentences(rich(), new) == []


def test_a_manifest_that_is_only_reordered_changes_nothing() -> None:
    new = rich()
    new["sources"] = dict(reversed(new["sources"].items()))
    assert sentences(rich(), new) == []


def test_a_gap_that_gets_an_answer_is_a_change() -> None:
    new = rich() | {"policies": {"illegal_content": "Block lists."}}
    assert sentences(rich(), new) == [
        "3.2 Measures: withheld: would help to get round it removed; Block lists. added"
    ]


def test_filings_of_two_forms_are_not_compared() -> None:
    with pytest.raises(ComparisonError, match="eu-ai-act, the other of ca-ab2013"):
        compare_filings(filed(rich()), filed(rich(), "ca-ab2013"))


def test_new_data_calls_for_an_update_within_six_months() -> None:
    new = rich()
    new["sources"]["laion"]["content"] = ["captions", "alt texts"]
    found = duty(filed(rich()), filed(new))
    assert (found.last, found.by) == (date(2026, 1, 31), date(2026, 7, 31))
    assert next(change.field.id for change in found.of_data).startswith("eu.1.3.")
    assert list(found.sentences(date(2026, 8, 1)))[-1].endswith("2026-07-31, which has passed.")
    assert list(found.sentences(date(2026, 7, 31)))[-1].endswith("2026-07-31, which is to come.")


def test_a_new_policy_calls_for_none() -> None:
    new = rich() | {"policies": {"illegal_content": "Block lists."}}
    found = duty(filed(rich()), filed(new))
    assert (found.by, len(found.changes)) == (None, 1)
    assert "None of them tells of training data." in list(found.sentences(TODAY))


def test_nothing_new_calls_for_none() -> None:
    found = duty(filed(rich()), filed(rich()))
    assert list(found.sentences(TODAY)) == [
        "Nothing that the form shows has changed since 2026-01-31."
    ]


def test_without_a_date_no_term_is_told() -> None:
    old, new = rich(), rich()
    del old["document"]["updated"]
    new["sources"]["laion"]["retrieved"] = "2026-05"
    assert "give --last-date" in list(duty(filed(old), filed(new)).sentences(TODAY))[-1]
    given = duty(filed(old), filed(new), date(2025, 8, 31))
    assert given.by == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/06/26", date(2026, 6, 30)),
        ("2026-06-30", date(2026, 6, 30)),
        ("06/30/26", None),
        ("4/8/26", None),
        ("None", None),
        ("", None),
    ],
)
def test_days_are_read_as_the_forms_write_them(text: str, expected: date | None) -> None:
    assert read_day(text) == expected


def test_a_removed_data_set_and_a_class_that_stays_are_told_in_the_terms_of_the_form() -> None:
    old = rich()
    old["sources"]["pile"] = {
        "title": "The Pile",
        "kind": "public_dataset",
        "url": "https://pile.example/",
        "size": {"tokens": 4 * 10**9},
        "retrieved": "2025-01",
    }
    found = duty(filed(old), filed(rich()))
    assert "2.1 Large data sets: The Pile removed" in [change.sentence for change in found.changes]
    assert (
        "Classes that are unchanged: Text: 1 billion to 10 trillion tokens; "
        "Image: More than 1 billion images."
    ) in list(found.sentences(TODAY))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("eu.2.1.used", ["Yes"], "write one text: Yes or No"),
        ("eu.1.3.text.size", ["Less than 1 billion tokens"], "write one text"),
        ("eu.header.last_update", ["30/06/26"], "write one text"),
        ("eu.1.3.latest_acquisition_date", ["06/2026"], "write one text"),
        ("eu.2.3.period", [{"from": "06/2026"}], "write one text"),
        ("eu.1.3.modalities", [{"modality": "Text"}], "write a list of texts, or one text"),
        ("eu.2.1.large_datasets", [3], "write a list of objects with name, "),
    ],
)
def test_a_value_of_another_kind_than_its_field_is_refused(
    field: str, value: object, said: str
) -> None:
    data = filing_json(filed(rich())) | {"answers": {field: {"value": value}}}
    with pytest.raises(FilingError) as refused:
        read_filing(data)
    assert f"/answers/{field}/value is {value!r:.80}; {said}" in str(refused.value)


@pytest.mark.parametrize("field", ["eu.2.1.large_datasets", "eu.1.3.modalities", "eu.2.1.used"])
def test_prose_is_a_value_of_any_field(field: str) -> None:
    data = filing_json(filed(rich())) | {"answers": {field: {"value": "see the annex"}}}
    assert read_filing(data).answer(field).value == "see the annex"


LARGE = "eu.2.1.large_datasets"


def large(*entries: Any) -> Any:
    """Return the filing of `rich` with these lines in the list of large data sets."""
    data: Any = filing_json(filed(rich()))
    data["answers"][LARGE] = {"value": list(entries)}
    return read_filing(data)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # The first column of the form is the name, whichever comes first in an entry.
        (
            [{"description": "d", "name": "A"}],
            [{"description": "e", "name": "A"}],
            ["A: description d became e"],
        ),
        # Lines of one name stay apart.
        (
            [{"name": "A", "description": "d"}, {"name": "A", "description": "e"}],
            [{"name": "A", "description": "d"}, {"name": "A", "description": "f"}],
            ["A: description e became f"],
        ),
        (
            [{"name": "A", "description": "d"}, {"name": "A", "description": "e"}],
            [{"name": "A", "description": "e"}],
            ["A (one of 2) removed"],
        ),
        ([{"name": "A"}], [{"name": "A"}, {"name": "A"}], ["A (one of 2) added"]),
        ([{"name": "A"}], [{"name": "A"}, {"description": "d"}], ["d added"]),
        # Nothing that can be read is no change.
        ([{"name": "A"}], [{"name": "A"}, {}], None),
        ([{"name": "A"}], [{"name": "A", "description": " "}], None),
    ],
)
def test_lines_of_a_table_are_compared_by_name_and_one_by_one(
    before: list[Any], after: list[Any], told: list[str] | None
) -> None:
    changes = compare_filings(large(*before), large(*after))
    assert [list(change.what) for change in changes] == ([] if told is None else [told])


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(9999, 9, 30), 3, date(9999, 12, 30)),
        (date(9999, 12, 1), 6, date.max),
    ],
)
def test_months_are_added_to_the_end_of_the_calendar(
    start: date, months: int, expected: date
) -> None:
    assert months_later(start, months) == expected


def test_a_change_above_the_first_section_is_in_the_head() -> None:
    new = rich()
    new["models"] = {"m": {"name": "N", "provider": "acme"}}
    found = duty(filed(rich(), "ca-ab2013"), filed(new, "ca-ab2013"))
    first = next(iter(found.sentences(TODAY)))
    assert first == "1 answer that the form shows changed since 2026-01-31, in the head."
