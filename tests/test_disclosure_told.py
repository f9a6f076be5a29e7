"""What sources tell is asked once of those alike, and written line by line."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disclosures import TODAY, manifest
from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.told import KEY, EachTold, Told, told_by
from trainbib.disclosure.answers import Want
from trainbib.disclosure.reading import Reading

_FIELDS = ("note", "archive")
some_sources = st.dictionaries(
    st.sampled_from(["a", "B", "c/d", "e~f", "g", "h"]),
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.sampled_from(["Zoo", "zoo", "Ark", " ", {"unknown": "?"}]),
            "note": st.sampled_from(["x", "y", {"unknown": "lost"}, 3]),
            "archive": st.sampled_from(["z", {"withheld": "no"}]),
        },
    ),
)


def tell(source: Mapping[str, object], met: Gathering) -> str:
    words = [met.text(source, "", name) for name in _FIELDS]
    told = " ".join(each for each in words if each)
    if not told:
        met.want("/note", f"the note of `{KEY}`")
    return told


def one_by_one(reading: Reading, keys: list[str]) -> tuple[list[str], Gathering]:
    """Ask every source by itself, in the order of keys."""
    met, lines = Gathering(), list[str]()
    for key in keys:
        own, place = Gathering(), source_at(key)
        words = [own.text(reading.sources[key], place, name) for name in _FIELDS]
        told = " ".join(each for each in words if each)
        if not told:
            own.want(f"{place}/note", f"the note of `{key}`")
        lines += [f"{reading.title(key)}: {told}"] if told else []
        met.add(own)
    return lines, met


def by_titles(reading: Reading) -> list[str]:
    return sorted(reading.sources, key=lambda key: (reading.title(key).casefold(), key))


@given(some_sources)
def test_it_is_what_each_source_tells_by_itself(sources: dict[str, Any]) -> None:
    reading = Reading(manifest(sources), today=TODAY)
    told = EachTold.by(reading, _FIELDS, tell)
    answer = told.answer(told.texts(lambda key, words: f"{reading.title(key)}: {words}"), "so")
    lines, met = one_by_one(reading, by_titles(reading))
    assert answer.value == (tuple(lines) or None)
    assert list(answer.origins) == met.origins
    assert list(answer.gaps) == met.gaps
    assert list(answer.wants) == met.wants
    assert bool(answer.wants) is bool(met.wants)
    assert answer.how == "so"


@given(some_sources, st.data())
def test_those_that_are_not_asked_have_no_line(
    sources: dict[str, Any], data: st.DataObject
) -> None:
    reading = Reading(manifest(sources), today=TODAY)
    among = [data.draw(st.booleans()) for _ in sources]
    each = [told_by(tell)(source) for source in reading.sources.values()]
    told = EachTold.of(reading, each, among, titled=False)
    keys = [key for key, asked in zip(sources, among, strict=True) if asked]
    lines, met = one_by_one(reading, keys)
    table = told.table("data", "what", reading.title)
    assert list(told.origins()) == met.origins
    assert list(told.wants()) == met.wants
    if not lines:
        assert table is None
        return
    assert table is not None
    assert [line["data"] for line in table] == [reading.title(key) for key in keys]
    words = [line["what"] for line in table if "what" in line]
    assert [each for each in words if each not in ("not known", "withheld")] == [
        line.partition(": ")[2] for line in lines
    ]


def test_the_first_of_those_alike_is_named_once() -> None:
    sources = {"b": {"note": "x"}, "a": {"note": "x"}, "c": {"note": "y"}, "d": {}}
    told = EachTold.by(Reading(manifest(sources), today=TODAY), _FIELDS, tell)
    assert list(told.firsts()) == ["a", "c"]


def test_what_is_wanted_names_the_source() -> None:
    told = EachTold.by(Reading(manifest({"a": {}}), today=TODAY), _FIELDS, tell)
    assert list(told.wants()) == [Want("/sources/a/note", "the note of `a`")]
    assert Told().words == ""
