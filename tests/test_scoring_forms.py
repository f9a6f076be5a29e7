"""The score of a form: what it insists on, as ``disclose`` fills it."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosures import TODAY, filed, manifest
from trainbib.disclosure.answers import Status
from trainbib.disclosure.regimes import regime_names
from trainbib.document import read_document
from trainbib.scoring import PROFILES, Tally, score
from trainbib.values import GAP_STATES
from trainbib_cli.reports.disclosure import missing_report

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "eu").glob("*.trainbib.yaml"))
AB = "ca-ab2013"


def one(**source: Any) -> dict[str, Any]:
    return manifest({"a": {"title": "A", "kind": "offline", **source}})


def tally(data: dict[str, Any], field: str, profile: str = AB) -> Tally | None:
    """Return how a field of a form is counted; None if it is asked nothing."""
    found = [q.tally for q in score(data, profile).questions if q.question.id == field]
    return found[0] if found else None


def test_every_form_is_a_profile_after_our_own() -> None:
    assert ("core", "complete", *regime_names()) == PROFILES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("regime", regime_names())
def test_what_a_document_lacks_is_silent_and_nothing_else(path: Path, regime: str) -> None:
    data: Any = read_document(path).data
    filing = filed(data, regime, folder=path.parent)
    found = score(data, regime, folder=path.parent, today=TODAY)
    assert found.total.silent == missing_report(filing).missing
    asked = [
        field.id
        for field, status in filing.statuses()
        if field.required and status not in (Status.NOT_ASKED, Status.LEFT_OUT)
    ]
    assert [each.question.id for each in found.questions] == asked
    assert all(each.tally.asked == 1 for each in found.questions)


def test_the_sections_are_those_of_the_form_and_add_up() -> None:
    found = score(one(), AB)
    assert list(found.sections)[:2] == ["head", "1 Sources or owners of the data sets"]
    assert sum(each.asked for each in found.sections.values()) == found.total.asked


def test_an_answer_that_lacks_a_part_is_silent_until_the_part_is_told_or_is_a_gap() -> None:
    other: dict[str, Any] = {"title": "B", "kind": "offline"}
    data = one(size={"records": 5})
    assert tally(data, "ab.3") == Tally(given=1)
    data["sources"]["b"] = other
    assert tally(data, "ab.3") == Tally(silent=1)
    other["size"] = {"withheld": "a contract"}
    assert tally(data, "ab.3") == Tally(gaps={"withheld": 1})
    other["size"] = {"records": {"about": 10}}
    assert tally(data, "ab.3") == Tally(given=1)


def test_places_are_what_lacks_else_the_gaps_else_where_the_answer_is_from() -> None:
    def fields(data: dict[str, Any]) -> tuple[str, ...]:
        (found,) = [q.question for q in score(data, AB).questions if q.question.id == "ab.3"]
        return found.fields

    assert fields(one()) == ("/sources/a/size/records",)
    assert fields(one(size={"unknown": "not counted"})) == ("/sources/a/size",)
    assert fields(one(size={"images": 5})) == ("/sources/a/size/images",)


def test_what_is_not_asked_or_left_free_is_not_counted() -> None:
    assert tally(one(), "ab.0.first_public_release") is None
    assert tally(one(), "ab.9.purpose") is None
    steps = [{"step": "deduplication"}]
    assert tally(one(processing=steps), "ab.9.purpose") == Tally(silent=1)


def test_another_answer_may_stand_in_the_place_of_one() -> None:
    field = "eu.1.3.text.size"
    data = one(modalities=["text"])
    assert tally(data, field, "eu-ai-act") == Tally(silent=1)
    data["sources"]["a"]["size"] = {"words": 5}
    assert tally(data, field, "eu-ai-act") is None
    assert tally(data, "eu.1.3.text.size_other_unit", "eu-ai-act") == Tally(given=1)


@given(st.sampled_from(GAP_STATES))
def test_a_gap_more_is_a_silence_less(state: str) -> None:
    before = score(one(), AB).total
    after = score(one() | {"document": {"updated": {state: "why"}}}, AB).total
    assert after.asked == before.asked
    assert (after.gap, after.silent) == (before.gap + 1, before.silent - 1)
    assert after.gaps[state] == 1


def test_no_manifest_answers_nothing_of_a_form() -> None:
    for name in regime_names():
        found = score("no manifest", name)
        assert found.total.given == 0
        assert found.total.silent > 0


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 10**400, "", "x", [], [[]], [1, {}, "x", None], {}, {"a": {"b": 1}},
    {"unknown": "why"}, {"none": 1}, {"about": "x"}, {"between": [1]},
)  # fmt: skip
NORTHWIND: Any = read_document(EXAMPLES[0].with_name("northwind.trainbib.yaml")).data


def ways(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value below one."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from ways(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from ways(each, (*path, at))


CHANGE = st.tuples(st.sampled_from(list(ways(NORTHWIND))), st.sampled_from(ODD))


@pytest.mark.parametrize("regime", regime_names())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(CHANGE, min_size=1, max_size=3))
def test_a_value_of_any_shape_is_counted_without_fault(
    regime: str, changes: list[tuple[tuple[str | int, ...], Any]]
) -> None:
    data: Any = deepcopy(NORTHWIND)
    for path, value in changes:
        parent = data
        try:
            for key in path[:-1]:
                parent = parent[key]
            parent[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
    found = score(data, regime)
    assert all(each.tally.asked == 1 for each in found.questions)
