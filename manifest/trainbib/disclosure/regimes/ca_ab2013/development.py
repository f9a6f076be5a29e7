"""Items 9 to 12: modification, time of collection, first use, synthetic data."""

from collections.abc import Iterator
from itertools import compress

from trainbib.disclosure.answering.collection import Collected, each_collected, period
from trainbib.disclosure.answering.told import EachTold, Told
from trainbib.disclosure.answers import Answer, Entry, Want, gap_of, missing
from trainbib.disclosure.dates import first_day
from trainbib.disclosure.places import EachSource, Member, Wants, each_at, members
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.later import Later
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, gap_state, is_mapping


def _steps(reading: Reading) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every step of processing, of the whole and of each source, with its place."""
    told = {"/dataset/processing": reading.dataset.get("processing")}
    for key, value in reading.having("processing").items():
        told[f"{reading.places[key]}/processing"] = value
    for place, steps in told.items():
        for position, each in enumerate(as_list(steps)):
            if is_mapping(each):
                yield f"{place}/{position}", each


def modified(reading: Reading) -> Answer:
    """Item 9: whether the data was cleaned, processed or otherwise modified."""
    steps = [place for place, _ in _steps(reading)]
    if steps:
        return Answer("Yes", origins=tuple(steps), how=plural(len(steps), "step"))
    whole = reading.dataset.get("processing")
    if gap_state(whole) == "none":
        return Answer("No", origins=("/dataset/processing",))
    gap = gap_of(whole, "/dataset/processing")
    if gap is not None:
        return Answer(gaps=(gap,))
    return missing(
        "/dataset/processing",
        "what was done to the data, step by step, or `{none: …}` with the reason",
    )


def purpose_of_modification(reading: Reading) -> Answer:
    """Item 9: what each step was for, in relation to the system."""
    lines, origins, wants = list[str](), list[str](), list[Want]()
    for place, step in _steps(reading):
        name = str(step.get("step", "step"))
        purpose = step.get("purpose")
        if isinstance(purpose, str):
            lines.append(f"{name.capitalize()}: {purpose}")
            origins.append(f"{place}/purpose")
        else:
            wants.append(Want(f"{place}/purpose", f"what the step {name!r} was for"))
    return Answer(tuple(dict.fromkeys(lines)) or None, (), tuple(wants), tuple(origins))


def ongoing(reading: Reading) -> Answer:
    """Item 10: the notice that collection goes on."""
    told = each_collected(reading)
    if any(each.ongoing for each in set(told)):
        keys = [key for key, each in zip(reading.sources, told, strict=True) if each.ongoing]
        origins = each_at(keys, "collected/ongoing")
        return Answer("Yes", origins=origins, how=plural(len(keys), "data set"))
    if not reading.sources:
        return missing("/sources", "the data sets, each with `collected`")
    if not all(each.last for each in set(told)):
        gaps = reading.gaps([each.gap for each in told])
        silent = reading.keys
        if any(each.last or each.gap is not None for each in set(told)):
            silent = [
                key
                for key, each in zip(reading.sources, told, strict=True)
                if not each.last and each.gap is None
            ]
        return Answer(gaps=gaps, wants=Wants([EachSource(silent, _STILL)]))
    return Answer("No", origins=("/sources",), how="every collection has ended")


_STILL = members(("collected/to", ("when `", "` ended, or `ongoing: true`")))


def periods(reading: Reading) -> Answer:
    """Item 10, of each data set."""
    told = each_collected(reading)
    words = {each: _period(each) for each in set(told)}
    chosen = [bool(words[each]) for each in told]
    keys = list(compress(reading.sources, chosen))

    def write() -> Iterator[Entry]:
        for title, each in compress(zip(reading.each_title, told, strict=True), chosen):
            yield {"dataset": title, "period": words[each]}

    return Answer(Later(len(keys), write) or None, origins=each_at(keys, "collected"))


def _period(told: Collected) -> str:
    """Return the period in words, empty where none is told."""
    if not told.first and not told.last:
        return ""
    start = "not known" if told.began is None else told.began
    end = "ongoing" if told.ongoing else "not known" if told.ended is None else told.ended
    return f"{start} to {end}"


def first_use(reading: Reading) -> Answer:
    """Item 11: when each data set was first used during development."""
    told = reading.each_source("use", _first_used)
    if not told:
        return missing("/sources", "the data sets, each with its first use")
    each = EachTold.of(reading, told, titled=False)
    return each.answer(each.table("dataset", "first_used", reading.title))


def _first_used(use: object) -> Told:
    uses = [
        (as_mapping(each).get("first_used"), f"use/{position}/first_used")
        for position, each in enumerate(as_list(use))
    ]
    dated = [(str(value), place) for value, place in uses if first_day(value) is not None]
    if dated:
        value, place = min(dated, key=lambda each: str(first_day(each[0])))
        return Told(value, members(place))
    gaps = (gap_of(value, place) for value, place in uses)
    gap = next((gap for gap in gaps if gap is not None), gap_of(use, "use"))
    return Told(wants=_FIRST_USED) if gap is None else Told(gaps=(gap,))


_FIRST_USED = members(("use/0/first_used", ("when `", "` was first used")))


def synthetic(reading: Reading) -> Answer:
    """Item 12: whether synthetic data generation was used, or is used continuously."""
    sources = reading.of_kind("synthetic")
    running = [
        pointer("sources", key, "synthetic", "ongoing")
        for key, source in sources.items()
        if as_mapping(source.get("synthetic")).get("ongoing") is True
    ]
    if running:
        return Answer(
            "continuously uses", origins=tuple(running), how=plural(len(running), "data set")
        )
    if sources:
        origins = each_at(list(sources), "kind")
        return Answer("used", origins=origins, how=plural(len(sources), "data set"))
    if not reading.sources:
        return missing("/sources", "the data sets, each with its kind")
    said = reading.keys_by("kind", lambda kind: isinstance(kind, str))
    if unsaid := said.get(False):
        return Answer(wants=Wants([EachSource(unsaid, _HOW)]))
    return Answer("not used", origins=("/sources",), how="no data set is of the kind synthetic")


_HOW = (Member("/kind", ("how it was come by",)),)


def need_of_synthetic(reading: Reading) -> Answer:
    """Item 12: what the synthetic data is for."""
    lines, origins = list[str](), list[str]()
    for key, source in reading.of_kind("synthetic").items():
        purpose = as_mapping(source.get("synthetic")).get("purpose")
        if isinstance(purpose, str):
            lines.append(f"{reading.title(key)}: {purpose}")
            origins.append(pointer("sources", key, "synthetic", "purpose"))
    return Answer(tuple(lines) or None, origins=tuple(origins))


ANSWERS: dict[str, AnswerOf] = {
    "ab.9": modified,
    "ab.9.purpose": purpose_of_modification,
    "ab.10": period,
    "ab.10.ongoing": ongoing,
    "ab.10.datasets": periods,
    "ab.11": first_use,
    "ab.12": synthetic,
    "ab.12.need": need_of_synthetic,
}
