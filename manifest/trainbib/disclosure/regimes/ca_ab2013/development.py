"""Items 9 to 12: modification, time of collection, first use, synthetic data."""

from collections.abc import Iterator

from trainbib.disclosure.answers import Answer, Entry, Gap, Want, missing
from trainbib.disclosure.dates import first_day, last_day
from trainbib.disclosure.reading import Reading, gap_of
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, gap_state, is_mapping


def _steps(reading: Reading) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every step of processing, of the whole and of each source, with its place."""
    places = [pointer("dataset", "processing")]
    places += [pointer("sources", key, "processing") for key in reading.sources]
    for place in places:
        for position, each in enumerate(as_list(reading.at(place))):
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


def _period_of(reading: Reading, key: str) -> tuple[object, object, bool]:
    """Return when a source's collection began and ended, and whether it is ongoing."""
    source = reading.sources[key]
    collected = as_mapping(source.get("collected"))
    ongoing = collected.get("ongoing") is True
    return collected.get("from"), collected.get("to"), ongoing


def period(reading: Reading) -> Answer:
    """Item 10: from the earliest beginning to the latest end of all collections."""
    begins, ends = list[tuple[str, str]](), list[tuple[str, str]]()
    gaps, wants = list[Gap](), list[Want]()
    for key, source in reading.sources.items():
        place = pointer("sources", key, "collected")
        began, ended, ongoing = _period_of(reading, key)
        gap = gap_of(source.get("collected"), place)
        if gap is not None:
            gaps.append(gap)
            continue
        for name, value, found, day in (
            ("from", began, begins, first_day(began)),
            ("to", ended, ends, last_day(ended)),
        ):
            part_gap = gap_of(value, f"{place}/{name}")
            if day is not None:
                found.append((str(value), f"{place}/{name}"))
            elif part_gap is not None:
                gaps.append(part_gap)
            elif name == "from" or not ongoing:
                when = "began" if name == "from" else "ended, or `ongoing: true`"
                wants.append(Want(f"{place}/{name}", f"when the collection of `{key}` {when}"))
    if not begins:
        if not gaps and not wants:
            return missing("/sources", "when the data of each source was collected")
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    first = min(begins, key=lambda each: (str(first_day(each[0])), each[1]))
    last = max(ends, key=lambda each: (str(last_day(each[0])), each[1]), default=None)
    running = any(_period_of(reading, key)[2] for key in reading.sources)
    if last is None and not running:
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    end = "ongoing" if running else last[0] if last else ""
    how = f"the earliest beginning and the latest end of {plural(len(begins), 'collection')}"
    origins = (first[1], *((last[1],) if last else ()))
    return Answer(f"{first[0]} to {end}", tuple(gaps), tuple(wants), origins, how)


def ongoing(reading: Reading) -> Answer:
    """Item 10: the notice that collection goes on."""
    places = [
        pointer("sources", key, "collected", "ongoing")
        for key in reading.sources
        if _period_of(reading, key)[2]
    ]
    if places:
        return Answer("Yes", origins=tuple(places), how=plural(len(places), "data set"))
    undated = [
        key
        for key in reading.sources
        if last_day(_period_of(reading, key)[1]) is None and not _period_of(reading, key)[2]
    ]
    if not reading.sources:
        return missing("/sources", "the data sets, each with `collected`")
    gaps = tuple(
        gap
        for key in undated
        if (
            gap := gap_of(
                reading.sources[key].get("collected"), pointer("sources", key, "collected")
            )
        )
    )
    silent = [key for key in undated if not gap_state(reading.sources[key].get("collected"))]
    if gaps or silent:
        return Answer(
            gaps=gaps,
            wants=tuple(
                Want(
                    pointer("sources", key, "collected", "to"), f"when `{key}` ended, or `ongoing`"
                )
                for key in silent
            ),
        )
    return Answer("No", origins=("/sources",), how="every collection has ended")


def periods(reading: Reading) -> Answer:
    """Item 10, of each data set."""
    entries, origins = list[Entry](), list[str]()
    for key in reading.sources:
        began, ended, goes_on = _period_of(reading, key)
        if first_day(began) is not None or last_day(ended) is not None:
            start = began if isinstance(began, str) else "not known"
            end = "ongoing" if goes_on else ended if isinstance(ended, str) else "not known"
            entries.append({"dataset": reading.title(key), "period": f"{start} to {end}"})
            origins.append(pointer("sources", key, "collected"))
    return Answer(tuple(entries) or None, origins=tuple(origins))


def first_use(reading: Reading) -> Answer:
    """Item 11: when each data set was first used during development."""
    entries, origins, gaps, wants = list[Entry](), list[str](), list[Gap](), list[Want]()
    for key, source in reading.sources.items():
        uses = [
            (
                as_mapping(use).get("first_used"),
                pointer("sources", key, "use", position, "first_used"),
            )
            for position, use in enumerate(as_list(source.get("use")))
        ]
        dated = [(str(value), place) for value, place in uses if first_day(value) is not None]
        told = [gap for value, place in uses if (gap := gap_of(value, place))]
        entry = {"dataset": reading.title(key)}
        if dated:
            value, place = min(dated, key=lambda each: str(first_day(each[0])))
            entry["first_used"] = value
            origins.append(place)
        elif told:
            gaps.extend(told[:1])
        else:
            place = uses[0][1] if uses else pointer("sources", key, "use", 0, "first_used")
            wants.append(Want(place, f"when `{key}` was first used"))
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its first use")
    if not origins:
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    return Answer(tuple(entries), tuple(gaps), tuple(wants), tuple(origins))


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
        places = tuple(pointer("sources", key, "kind") for key in sources)
        return Answer("used", origins=places, how=plural(len(sources), "data set"))
    unsaid = [
        pointer("sources", key, "kind")
        for key, source in reading.sources.items()
        if not isinstance(source.get("kind"), str)
    ]
    if unsaid or not reading.sources:
        wants = tuple(Want(place, "how it was come by") for place in unsaid)
        return Answer(wants=wants or missing("/sources", "the data sets, each with its kind").wants)
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
