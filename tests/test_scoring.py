"""The disclosure score: what is asked, of what, and how answers are counted."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.pointers import split
from trainbib.schemas import load_schema
from trainbib.scoring import (
    PROFILES,
    Score,
    Tally,
    UnknownProfileError,
    default_profile,
    score,
)
from trainbib.scoring.questions import OWN_PROFILES, questions, table, tokens
from trainbib.values import GAP_STATES

SPEC = (Path(__file__).parents[1] / "SPEC.md").read_text(encoding="utf-8")
APPENDIX = re.findall(r"^\| (\d+) \| ([^|]+) \| (`/[^|]+`) \|$", SPEC, re.MULTILINE)
EVERY = [question for name in OWN_PROFILES for question in questions(name)]


def minimal(**sections: Any) -> dict[str, Any]:
    return {
        "trainbib": "1.0",
        "dataset": {"name": "e", "version": "1"},
        "sources": {"s": {"kind": "other"}},
        **sections,
    }


def answers(data: object, field: str, profile: str = "complete") -> Tally:
    """Return the tally of the question that a field answers."""
    found = [q.tally for q in score(data, profile).questions if field in q.question.fields]
    return found[0] if found else Tally()


def test_the_rows_are_those_of_the_appendix() -> None:
    rows = [(int(n), name, re.findall(r"`(/[^`]+)`", cell)) for n, name, cell in APPENDIX]
    assert len(rows) == 83
    assert [(r["row"], r["information"], r["fields"]) for r in table()["rows"]] == rows


@pytest.mark.parametrize("question", EVERY, ids=lambda q: f"{q.row}-{q.fields[0]}")
def test_every_question_has_a_row_and_asks_for_fields_of_the_schema(question: Any) -> None:
    for name in question.fields:
        assert leads_somewhere(load_schema(), split(name)), name
    if question.row is None:
        return
    home = list(table()["rows"][question.row - 1]["fields"])
    if question.row == 19:  # a period that has an end does not go on
        home.append("/sources/*/collected/to")
    for name in question.fields:
        near = (other.startswith(name) or name.startswith(other) for other in home)
        assert any(near), f"{name} is not in row {question.row}"


def leads_somewhere(schema: dict[str, Any], path: list[str]) -> bool:
    if "$ref" in schema:
        return leads_somewhere(load_schema()["$defs"][schema["$ref"].split("/")[-1]], path)
    if not path:
        return True
    if any(leads_somewhere(branch, path) for branch in schema.get("anyOf", [])):
        return True
    if path[0] == "*":
        return any(
            leads_somewhere(child, path[1:])
            for child in (schema.get("additionalProperties"), schema.get("items"))
            if isinstance(child, dict)
        )
    child = schema.get("properties", {}).get(path[0])
    return child is not None and leads_somewhere(child, path[1:])


def test_complete_asks_every_row() -> None:
    rows = {question.row for question in questions("complete")}
    # 41: follows from 38; 83: every answer may be a gap.
    assert rows == {*range(1, 84), None} - {41, 83}


def test_core_asks_what_the_schema_requires() -> None:
    asked = {question.fields for question in questions("core")}
    assert asked == {("/dataset/version",), ("/sources/*/kind",)}
    assert score(minimal(), "core").total == Tally(given=2)


def test_kinds_and_conditions_are_known() -> None:
    kinds = load_schema()["$defs"]["source"]["properties"]["kind"]["anyOf"][0]["enum"]
    for question in EVERY:
        assert set(question.kinds) <= set(kinds)
        assert set(question.when) <= {"given", "present", "named_by", "outside_eu"}
        assert all(tokens(answer) for answer in question.answers)
        assert not question.kinds or question.of.startswith("/sources/*")


def test_an_answer_a_gap_and_silence_are_counted_apart() -> None:
    data = minimal(
        sources={
            "a": {"kind": "other", "license": "MIT"},
            "b": {"kind": "other", "license": {"unknown": "not stated"}},
            "c": {"kind": "other", "license": {"withheld": "a contract"}},
            "d": {"kind": "other"},
            "e": {"kind": "other", "license": ""},
            "f": {"kind": "other", "license": None},
            "x-note": {"license": "MIT"},
        }
    )
    tally = answers(data, "/sources/*/license")
    assert tally == Tally(1, {"unknown": 1, "withheld": 1}, 3)
    assert (tally.gap, tally.answered, tally.asked) == (2, 3, 6)


def test_false_and_zero_are_answers_and_what_is_empty_is_none() -> None:
    sources = {
        "a": {"kind": "licensed", "agreement": {"purchased": False}},
        "b": {"kind": "licensed", "agreement": {"purchased": []}},
    }
    assert answers(minimal(sources=sources), "/sources/*/agreement/purchased") == Tally(1, {}, 1)


def test_a_gap_answers_for_all_below_it() -> None:
    sources = {
        "a": {"kind": "other", "rights": {"unknown": "not looked at"}},
        "b": {"kind": "other", "rights": {"copyright": "protected"}},
        "c": {"kind": "other", "rights": {"patent": {"none": "text"}}},
    }
    data = minimal(sources=sources)
    assert answers(data, "/sources/*/rights/copyright") == Tally(1, {"unknown": 1}, 1)
    assert answers(data, "/sources/*/rights/patent") == Tally(0, {"unknown": 1, "none": 1}, 1)


def test_any_of_several_fields_answers() -> None:
    sources = {
        "a": {"kind": "other", "creators": {"unknown": "no name"}, "publisher": "p"},
        "b": {"kind": "other", "creators": {"unknown": "no name"}},
        "c": {"kind": "other", "publisher": {"lost": "the page is gone"}},
        "d": {"kind": "other"},
    }
    tally = answers(minimal(sources=sources), "/sources/*/creators")
    assert tally == Tally(1, {"unknown": 1, "lost": 1}, 1)


def test_questions_about_kinds_are_asked_of_those_kinds() -> None:
    data = minimal(sources={"a": {"kind": "other"}, "b": {"kind": "synthetic"}})
    assert answers(data, "/sources/*/crawl/crawlers").asked == 0
    assert answers(data, "/sources/*/synthetic").asked == 1
    data["sources"]["c"] = {"kind": "own_crawl", "crawl": {"crawlers": [{"name": "a"}, {}]}}
    assert answers(data, "/sources/*/crawl/crawlers") == Tally(given=1)
    assert answers(data, "/sources/*/crawl/crawlers/*/purpose") == Tally(silent=2)


@pytest.mark.parametrize(
    ("personal_data", "asked"),
    [
        ("present", 1),
        ({"status": "present", "measures": ["masked"]}, 1),
        ("absent", 0),
        ({"unknown": "not searched"}, 0),
    ],
)
def test_measures_are_asked_for_where_there_is_personal_data(
    personal_data: object, asked: int
) -> None:
    data = minimal(sources={"a": {"kind": "other", "rights": {"personal_data": personal_data}}})
    tally = answers(data, "/sources/*/rights/personal_data/measures")
    assert tally.asked == asked
    assert tally.given == isinstance(personal_data, dict) * asked


def test_the_publisher_answers_for_itself() -> None:
    parties = {"acme": {"name": "Acme", "country": "US", "contact": "mailto:a@b.example"}, "b": {}}
    data = minimal(parties=parties)
    assert answers(data, "/parties/*/contact").asked == 0
    data["dataset"]["publisher"] = "acme"
    assert answers(data, "/parties/*/contact") == Tally(given=1)
    assert answers(data, "/parties/*/eu_representative") == Tally(silent=1)
    parties["acme"]["country"] = "DE"
    assert answers(data, "/parties/*/eu_representative").asked == 0


def test_labellers_and_models_are_asked_for_even_if_there_are_none() -> None:
    data = minimal(labellers={"none": "no human step"})
    assert answers(data, "/labellers") == Tally(0, {"none": 1}, 0)
    assert answers(data, "/labellers/*/pay").asked == 0
    assert answers(data, "/models") == Tally(silent=1)


def test_sections_add_up_to_the_total() -> None:
    found = score(minimal(), "complete")
    assert sum(tally.asked for tally in found.sections.values()) == found.total.asked
    assert sum(each.tally.asked for each in found.questions) == found.total.asked


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["sources", "kind", "rights", "copyright", "use", "unknown", "a", "models"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from(PROFILES))
def test_whatever_is_in_a_manifest_is_counted_without_fault(data: object, profile: str) -> None:
    check_sums(score(data, profile))
    check_sums(score({"sources": {"a": data, "b": {"kind": "own_crawl", "crawl": data}}}, profile))
    check_sums(score({"sources": data, "models": data, "dataset": {"publisher": data}}, profile))


def check_sums(found: Score) -> None:
    for tally in [found.total, *found.sections.values()]:
        assert tally.given >= 0
        assert tally.silent >= 0
        assert set(tally.gaps) <= set(GAP_STATES)
        assert tally.asked == tally.answered + tally.silent


@given(st.sampled_from(GAP_STATES), st.sampled_from(OWN_PROFILES))
def test_a_gap_more_is_a_silence_less(state: str, profile: str) -> None:
    before = score(minimal(), profile).total
    dataset = {"name": "e", "version": "1", "purpose": {state: "why"}}
    after = score(minimal(dataset=dataset), profile).total
    asked = any(q.fields == ("/dataset/purpose",) for q in questions(profile))
    assert after.asked == before.asked
    assert after.gap == before.gap + asked
    assert after.silent == before.silent - asked


def test_the_profile_is_the_one_that_the_manifest_names() -> None:
    assert default_profile(minimal()) == "complete"
    assert default_profile(minimal(profiles=["core"])) == "complete"
    assert (
        default_profile(minimal(profiles=["core", 1, "new", "ca-ab2013", "eu-ai-act"]))
        == "ca-ab2013"
    )


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownProfileError, match="did you mean `eu-ai-act`"):
        score(minimal(), "eu-ai-akt")
