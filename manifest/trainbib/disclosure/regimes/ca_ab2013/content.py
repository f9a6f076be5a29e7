"""Items 3, 4 and 5: how many data points, of which types, and how they are protected."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.labels import has_labels, label_types, labelled, unlabelled
from trainbib.disclosure.answering.statements import any_source
from trainbib.disclosure.answering.totals import UNITS
from trainbib.disclosure.answers import Answer, Entry, Gap, gap_of, missing
from trainbib.disclosure.places import (
    Member,
    Noted,
    chained,
    each_at,
    joined,
    members,
)
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.wording import amount, and_list, modality_words, plural, sentences
from trainbib.identifiers.names import language_name
from trainbib.numerals import grouped
from trainbib.values import (
    MAX_INTEGER,
    Quantity,
    as_list,
    as_mapping,
    as_texts,
    parse_quantity,
)

_UNITS = ("records", "images", "audio_hours", "video_hours", "tokens", "words", "files", "bytes")
"""The law prescribes no unit: the first of these that a source gives, records above all."""


def numbers(reading: Reading) -> Answer:
    """Item 3: the number of data points of each data set, as exact as the manifest tells it."""
    entries, origins, gaps, wants = list[Entry](), Noted(), list[Gap](), Noted()
    units = [unit for unit in _UNITS if unit in reading.members("size")]
    for key, source in reading.sources.items():
        size = source.get("size")
        told = as_mapping(size)
        unit, quantity = _first_unit(told, units)
        entry = {"dataset": reading.titles[key]}
        if quantity is not None:
            entry["number"], entry["unit"] = _number(quantity), UNITS[unit]
            if source.get("dynamic") is True:
                entry["estimate"] = "estimate: the data set is dynamic"
            origins.each(key, _SIZES[unit])
        elif (own := _own_unit(told)) is not None:
            entry |= own
            origins.each(key, _SIZES["other"])
        elif (gap := _size_gap(size, f"{reading.places[key]}/size")) is not None:
            gaps.append(gap)
            entry["number"] = entry["unit"] = gap_words([gap])
        else:
            wants.each(key, _RECORDS)
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its size")
    if not origins.parts and (gaps or wants.parts):
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    return Answer(tuple(entries), tuple(gaps), wants.wants(), origins.places())


_SIZES = {name: members(f"size/{name}") for name in (*_UNITS, "other")}
_IN_FULL = 10**9
"""The number from which on ``amount`` rounds."""
_RECORDS = members(("size/records", ("how many records `", "` has")))


def _first_unit(
    size: Mapping[str, object], units: Sequence[str]
) -> tuple[str, int | Quantity | None]:
    """Return the first of some units in which a size is told, and how much it is."""
    for unit in units:
        value = size.get(unit)
        if type(value) is int and 0 <= value <= MAX_INTEGER:
            return unit, value
        quantity = None if value is None else parse_quantity(value)
        if quantity is not None:
            return unit, quantity
    return "", None


def _number(quantity: int | Quantity) -> str:
    """Return a quantity in the writing of ``amount``, without a unit."""
    if isinstance(quantity, Quantity):
        return amount(quantity, "").strip()
    if quantity < _IN_FULL:
        return grouped(quantity)
    return amount(Quantity(quantity, quantity, quantity, exact=True), "").strip()


def _size_gap(size: object, place: str) -> Gap | None:
    told = as_mapping(size)
    gaps = (gap_of(told.get(name), f"{place}/{name}") for name in _UNITS)
    return gap_of(size, place) or next((gap for gap in gaps if gap is not None), None)


def _own_unit(size: object) -> Entry | None:
    for each in as_list(as_mapping(size).get("other")):
        told = as_mapping(each)
        quantity = parse_quantity(told.get("amount"))
        if quantity is not None and isinstance(told.get("unit"), str):
            return {"number": amount(quantity, "").strip(), "unit": str(told["unit"])}
    return None


def dynamic(reading: Reading) -> Answer:
    """Whether any data set is dynamic."""
    keys = [key for key, value in reading.having("dynamic").items() if value is True]
    if keys:
        return Answer("Yes", origins=each_at(keys, "dynamic"), how=plural(len(keys), "data set"))
    return Answer("No", origins=("/sources",), how="no data set is marked as dynamic")


def types(reading: Reading) -> Answer:
    """Item 4: the types of data points of each data set: modalities and types of content."""
    entries, origins, gaps, wants = list[Entry](), Noted(), list[Gap](), Noted()
    told_content, named = reading.having("content"), reading.having("modalities")
    for key, (told, by) in reading.told.items():
        content = as_texts(told_content.get(key)) if told_content else ()
        entry = {"dataset": reading.titles[key]}
        parts = [_in_words(told)] if told else []
        if content:
            parts.append("; ".join(content))
        if by == "dataset":
            if content:
                origins.each(key, _TYPES[True, ""])
            origins.one("/dataset/modalities")
        elif parts:
            origins.each(key, _TYPES[bool(content), by])
        if parts:
            entry["types"] = ": ".join(parts)
        elif key in named and (gap := gap_of(named[key], f"{reading.places[key]}/modalities")):
            gaps.append(gap)
            entry["types"] = gap_words([gap])
        else:
            wants.each(key, _DATA_POINTS)
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its `modalities` and `content`")
    if gaps and not origins.parts:
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    return Answer(tuple(entries), tuple(gaps), wants.wants(), origins.places())


_TYPES = {
    (content, by): members(*(("content",) if content else ()), *((by,) if by else ()))
    for content in (False, True)
    for by in ("", "modalities", "size")
}
"""Where the types of data points are told."""
_DATA_POINTS = members(("modalities", ("what data points `", "` has, with `content`")))


@lru_cache(maxsize=1 << 10)
def _in_words(modalities: tuple[str, ...]) -> str:
    return and_list([modality_words(each) for each in modalities])


def labelled_count(reading: Reading) -> int:
    """Count the data sets with labels."""
    return len(labelled(reading))


def unlabelled_count(reading: Reading) -> int:
    """Count the data sets without labels, among them those that do not say."""
    return len(unlabelled(reading))


def characteristics(reading: Reading) -> Answer:
    """Item 4, unlabelled: general characteristics of each data set that has no labels."""
    entries, origins, gaps, wants = list[Entry](), Noted(), list[Gap](), Noted()
    described = "description" in reading.fields
    lists = [(name, words) for name, words in _LISTED.items() if name in reading.fields]
    for key in unlabelled(reading):
        source = reading.sources[key]
        parts = dict[str, str]()
        if described and isinstance(words := source.get("description"), str):
            parts["description"] = words
        for name, in_words in lists:
            listed = [
                in_words(str(each if isinstance(each, str) else as_mapping(each).get("tag")))
                for each in as_list(source.get(name))
            ]
            if listed:
                parts[name] = f"{name}: {and_list(listed)}"
        kinds, by = reading.told[key]
        if kinds and not parts:
            parts["modalities" if by == "dataset" else by] = _in_words(kinds)
        entry = {"dataset": reading.titles[key]}
        if parts:
            entry["characteristics"] = sentences(parts.values())
            origins.each(key, _characterised(*parts))
        elif described and (
            gap := gap_of(source.get("description"), f"{reading.places[key]}/description")
        ):
            gaps.append(gap)
            entry["characteristics"] = gap_words([gap])
        else:
            wants.each(key, _LIKE)
        entries.append(entry)
    if gaps and not origins.parts:
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    return Answer(tuple(entries) or None, tuple(gaps), wants.wants(), origins.places())


_LISTED: Mapping[str, Callable[[str], str]] = {"content": str, "languages": language_name}
_LIKE = members(("description", ("what the data of `", "` is like")))


@lru_cache(maxsize=1 << 5)
def _characterised(*names: str) -> tuple[Member, ...]:
    return members(*names)


copyright_ = any_source(
    "copyright", "protected mixed", "public_domain", "whether it is protected by copyright"
)
trademark = any_source("trademark", "present", "absent", "whether it is protected by trademark")
patent = any_source("patent", "present", "absent", "whether it is protected by patent")


def protected(reading: Reading) -> Answer:
    """Item 5: whether any data is protected, or all of it is in the public domain."""
    parts = {
        "copyright": copyright_(reading),
        "trademark": trademark(reading),
        "patent": patent(reading),
    }
    yes = [name for name, answer in parts.items() if answer.value == "Yes"]
    if yes:
        origins = chained(parts[name].origins for name in yes)
        return Answer("includes protected data", origins=origins, how=f"by {and_list(yes)}")
    if all(answer.value == "No" for answer in parts.values()):
        origins = chained(answer.origins for answer in parts.values())
        return Answer("entirely in the public domain", origins=origins, how="each is stated")
    return Answer(
        gaps=tuple(gap for answer in parts.values() for gap in answer.gaps),
        wants=joined(answer.wants for answer in parts.values()),
    )


ANSWERS: dict[str, AnswerOf] = {
    "ab.3": numbers,
    "ab.3.dynamic": dynamic,
    "ab.4": types,
    "ab.4.has_labels": has_labels,
    "ab.4.label_types": label_types,
    "ab.4.general_characteristics": characteristics,
    "ab.5": protected,
    "ab.5.copyright": copyright_,
    "ab.5.trademark": trademark,
    "ab.5.patent": patent,
}

FACTS: dict[str, FactOf] = {
    "derived.labelled": labelled_count,
    "derived.unlabelled": unlabelled_count,
}
