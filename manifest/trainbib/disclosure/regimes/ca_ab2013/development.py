"""Items 9 to 12: modification, time of collection, first use, synthetic data."""

from collections.abc import Iterator

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.collection import period, period_of
from trainbib.disclosure.answers import Answer, Entry, Gap, Want, gap_of, missing
from trainbib.disclosure.dates import first_day, last_day
from trainbib.disclosure.places import EachSource, Noted, Wants, each_at, members
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
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
    return missing("/dataset/processing", "what was done to the data, step by step, or `none`")


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
    told = reading.having("collected")
    keys = [key for key in told if period_of(reading, key)[2]]
    if keys:
        origins = each_at(keys, "collected/ongoing")
        return Answer("Yes", origins=origins, how=plural(len(keys), "data set"))
    undated = [
        key
        for key in reading.sources
        if key not in told or last_day(period_of(reading, key)[1]) is None
    ]
    if not reading.sources:
        return missing("/sources", "the data sets, each with `collected`")
    found = (
        gap_of(told[key], f"{reading.places[key]}/collected") for key in undated if key in told
    )
    gaps = tuple(gap for gap in found if gap is not None)
    silent = [key for key in undated if not gap_state(told.get(key))]
    if gaps or silent:
        return Answer(gaps=gaps, wants=Wants([EachSource(silent, _STILL)]))
    return Answer("No", origins=("/sources",), how="every collection has ended")


_STILL = members(("collected/to", ("when `", "` ended, or `ongoing`")))


def periods(reading: Reading) -> Answer:
    """Item 10, of each data set."""
    entries, keys = list[Entry](), list[str]()
    for key in reading.having("collected"):
        began, ended, goes_on = period_of(reading, key)
        if first_day(began) is not None or last_day(ended) is not None:
            start = began if isinstance(began, str) else "not known"
            end = "ongoing" if goes_on else ended if isinstance(ended, str) else "not known"
            entries.append({"dataset": reading.title(key), "period": f"{start} to {end}"})
            keys.append(key)
    return Answer(tuple(entries) or None, origins=each_at(keys, "collected"))


def first_use(reading: Reading) -> Answer:
    """Item 11: when each data set was first used during development."""
    entries, origins, gaps, wants = list[Entry](), list[str](), list[Gap](), Noted()
    told_uses = reading.having("use")
    for key in reading.sources:
        if key not in told_uses:
            wants.each(key, _FIRST_USED)
            entries.append({"dataset": reading.titles[key]})
            continue
        whole = gap_of(told_uses[key], f"{reading.places[key]}/use")
        uses = [
            (as_mapping(use).get("first_used"), f"{reading.places[key]}/use/{position}/first_used")
            for position, use in enumerate(as_list(told_uses[key]))
        ]
        dated = [(str(value), place) for value, place in uses if first_day(value) is not None]
        told = [gap for value, place in uses if (gap := gap_of(value, place))]
        told += [whole] if whole else []
        entry = {"dataset": reading.title(key)}
        if dated:
            value, place = min(dated, key=lambda each: str(first_day(each[0])))
            entry["first_used"] = value
            origins.append(place)
        elif told:
            gaps.extend(told[:1])
            entry["first_used"] = gap_words(told)
        else:
            wants.each(key, _FIRST_USED)
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its first use")
    if not origins:
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    return Answer(tuple(entries), tuple(gaps), wants.wants(), tuple(origins))


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
    unsaid = [
        key for key, source in reading.sources.items() if not isinstance(source.get("kind"), str)
    ]
    if not reading.sources:
        return missing("/sources", "the data sets, each with its kind")
    if unsaid:
        places = (f"{reading.places[key]}/kind" for key in unsaid)
        return Answer(wants=tuple(Want(place, "how it was come by") for place in places))
    return Answer("not used", origins=("/sources",), how="no data set is of the kind synthetic")


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
