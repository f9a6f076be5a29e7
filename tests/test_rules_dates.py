"""The rules about dates: days that there are not, the future, what is out of order."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from one_source import places, source
from small_manifests import TODAY, found, manifest


@pytest.mark.parametrize("day", ["2023-02-29", "2024-04-31", "2024-06-31T10:00:00Z", "0000"])
def test_days_that_the_calendar_does_not_have(day: str) -> None:
    assert places(source(issued=day), "SRC004") == ["/sources/a/issued"]


@settings(deadline=None)
@given(st.dates(min_value=date(1990, 1, 1), max_value=TODAY))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    for written in (day.isoformat(), day.isoformat()[:7], f"{day.isoformat()}T12:00:00Z"):
        data = source(issued=written)
        assert not found(data, "SRC004")
        assert not found(data, "SRC005")


@settings(deadline=None)
@given(st.dates(min_value=date(2026, 11, 24)))
def test_every_day_from_the_day_after_tomorrow_lies_in_the_future(day: date) -> None:
    assert places(source(issued=day.isoformat()), "SRC005") == ["/sources/a/issued"]


@pytest.mark.parametrize(
    ("written", "future"),
    [
        ("2026-11-22", False),
        ("2026-11-23", False),
        ("2026-11-23T23:59:59Z", False),
        ("2026-11-24", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2026", False),
        ("2027", True),
    ],
)
def test_a_date_is_in_the_future_if_its_first_day_is(written: str, *, future: bool) -> None:
    assert bool(found(source(retrieved=written), "SRC005")) is future


def test_what_may_well_lie_ahead() -> None:
    later = "2031-06"
    data = manifest(
        document={"expires": later},
        licenses={"LicenseRef-x": {"title": "X", "url": "https://x.example/", "expires": later}},
        models={"m": {"name": "M", "eu_market": later}},
        sources={
            "coverage": {
                "kind": "licensed",
                "license": {"expression": "LicenseRef-x", "expires": later},
                "agreement": {"term": {"from": later}, "price": {"period": {"to": later}}},
                "coverage": {"period": {"from": "1850", "to": later}},
                "collected": {"from": "2024", "to": later, "ongoing": True},
            }
        },
    )
    assert places(data, "SRC005") == []


def test_a_key_that_is_called_like_a_field_excuses_nothing() -> None:
    data = manifest(sources={"term": {"kind": "other", "license": "CC0-1.0", "retrieved": "2031"}})
    assert places(data, "SRC005") == ["/sources/term/retrieved"]


def test_a_period_that_has_ended_in_the_future() -> None:
    data = source(collected={"from": "2024", "to": "2031"})
    assert places(data, "SRC005") == ["/sources/a/collected/to"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("own_crawl", ["/sources/a/collected/from"]), ("offline", [])],
)
def test_only_a_crawl_cannot_be_older_than_the_web(kind: str, expected: list[str]) -> None:
    data = source(kind=kind, collected={"from": "1985"}, url="https://data.example/")
    assert places(data, "SRC005") == expected


DATES = st.one_of(
    st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(date.isoformat),
    st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(lambda day: day.isoformat()[:7]),
    st.integers(1990, 2026).map(str),
)


def first_and_last(written: str) -> tuple[str, str]:
    if len(written) == 4:
        return f"{written}-01-01", f"{written}-12-31"
    if len(written) == 7:
        return f"{written}-01", f"{written}-31"
    return written, written


@settings(deadline=None)
@given(DATES, DATES)
def test_dates_are_out_of_order_only_if_no_days_within_them_are_in_order(a: str, b: str) -> None:
    reversed_ = first_and_last(a)[0] > first_and_last(b)[1]
    data = source(collected={"from": a, "to": b})
    assert bool(found(data, "SRC006")) is reversed_
    assert bool(found(source(issued=a, retrieved=b), "SRC006")) is reversed_


def test_both_dates_of_a_pair_are_shown() -> None:
    (finding,) = found(source(issued="2024-05", retrieved="2024-03-01"), "SRC006")
    assert finding.pointer == "/sources/a/retrieved"
    assert [related.pointer for related in finding.related] == ["/sources/a/issued"]
    assert "2024-05" in finding.message
    assert "2024-03-01" in finding.message


def test_a_date_that_is_none_is_in_no_order() -> None:
    assert places(source(issued="2024-02-31", retrieved="2023-01-01"), "SRC006") == []


def _of_set(issued: str, before: str) -> dict[str, Any]:
    previous = {"version": "0", "date": before}
    return {"dataset": {"name": "example", "version": "1", "issued": issued, "previous": previous}}


@pytest.mark.parametrize(
    ("sections", "place"),
    [
        (
            {"document": {"updated": "2025-01-01", "previous": [{"date": "2025-06-01"}]}},
            "/document/previous/0/date",
        ),
        ({"document": {"updated": "2025", "previous": [{"date": "2025-06-01"}]}}, None),
        ({"document": {"previous": [{"date": "2025-06-01"}]}}, None),
        (_of_set("2025-01-01", "2026-01-01"), "/dataset/previous/date"),
        (_of_set("2025-01-01", "2025-01-01"), None),
        (_of_set("2025-01-01", "2024-12"), None),
    ],
)
def test_what_came_before_is_not_dated_later(sections: dict[str, Any], place: str | None) -> None:
    assert [each.pointer for each in found(manifest(**sections), "CON012")] == [place] * bool(place)


def test_nothing_is_used_before_its_agreement_begins() -> None:
    def used(first: str, begins: str) -> list[str]:
        data = source(
            agreement={"term": {"from": begins}}, use=[{"stage": "s", "first_used": first}]
        )
        return places(data, "CON012")

    assert used("2025-01", "2025-06") == ["/sources/a/use/0/first_used"]
    assert used("2025-06", "2025-06-20") == []
    assert used("2025", "2025-06") == []


@pytest.mark.parametrize(
    ("use", "reported"),
    [
        ([{"stage": "pretraining", "model": "old"}], True),
        (
            [{"stage": "pretraining", "model": "old"}, {"stage": "midtraining", "model": "old"}],
            True,
        ),
        (
            [{"stage": "pretraining", "model": "old"}, {"stage": "finetuning", "model": "new"}],
            False,
        ),
        (
            [{"stage": "pretraining", "model": "old"}, {"stage": "finetuning", "model": "further"}],
            False,
        ),
        (
            [
                {"stage": "pretraining", "model": "old"},
                {"stage": "finetuning", "model": "elsewhere"},
            ],
            False,
        ),
        ([{"stage": "testing", "model": "old"}], False),
        ([{"stage": "benchmark", "model": "old"}], False),
        ([{"stage": "Instruction tuning", "model": "old"}], True),
        ([{"stage": "pretraining", "model": "old", "first_used": "2023"}], False),
        ([{"stage": "pretraining"}], False),
        ([], False),
    ],
)
def test_a_source_is_retrieved_before_its_models_are_released(
    use: list[dict[str, str]], *, reported: bool
) -> None:
    models = {
        "old": {"name": "Old", "released": "2024-01"},
        "new": {"name": "New", "released": "2026-08"},
        "further": {"name": "Further", "released": "2024-01", "continuous_training": True},
    }
    data = source(retrieved="2026-06", use=use) | {"models": models}
    assert places(data, "CON012") == ["/sources/a/retrieved"] * reported
    only = source(retrieved="2026-06", use=[{"stage": "finetuning"}]) | {
        "models": {"old": models["old"]}
    }
    assert places(only, "CON012") == ["/sources/a/retrieved"]
    assert places(source(retrieved="2024", use=use) | {"models": models}, "CON012") == []
