"""Items 3, 4 and 5: how many data points, of which types, and how they are protected."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answering.labels import has_labels, label_types, labelled, unlabelled
from trainbib.disclosure.answering.statements import any_source
from trainbib.disclosure.answering.told import EachTold, Told, together
from trainbib.disclosure.answering.totals import UNITS, integers
from trainbib.disclosure.answers import Answer, Entry, Gap, gap_of, missing
from trainbib.disclosure.places import Noted, chained, each_at, joined, members
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.wording import amount, and_list, modality_words, plural, sentences
from trainbib.identifiers.names import language_name
from trainbib.later import Later
from trainbib.numerals import grouped
from trainbib.values import (
    MAX_INTEGER,
    as_list,
    as_mapping,
    as_texts,
    parse_quantity,
)

_UNITS = ("records", "images", "audio_hours", "video_hours", "tokens", "words", "files", "bytes")
"""The law prescribes no unit: the first of these that a source gives, records above all."""


def numbers(reading: Reading) -> Answer:
    """Item 3: the number of data points of each data set, as exact as the manifest tells it."""
    if not reading.sources:
        return missing("/sources", "the data sets, each with its size")
    sizes = reading.column("size")
    units = [unit for unit in _UNITS if unit in reading.members("size")]
    told = [""] * len(sizes)
    for unit in units:
        column = reading.column(f"size.{unit}")
        if not any(told) and (plain := integers(column)) and min(plain) >= 0:
            told = [unit] * len(told)
            break
        each = zip(told, column, strict=True)
        told = [
            before or (unit if size is not None and _is_told(size) else "") for before, size in each
        ]
        if all(told):
            break
    if not all(told):
        each = zip(told, sizes, strict=True)
        told = [before or ("" if _own_unit(size) is None else "other") for before, size in each]
    origins, gaps, wants = Noted(), list[Gap](), Noted()
    if all(told):
        origins.column(reading.keys, map(_SIZES.__getitem__, told))
    else:
        for key, size, unit in zip(reading.sources, sizes, told, strict=True):
            if unit:
                origins.each(key, _SIZES[unit])
            elif (gap := _size_gap(size, source_at(key, "size"))) is not None:
                gaps.append(gap)
            else:
                wants.each(key, _RECORDS)
    if not any(told):
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    rows = Later(len(sizes), lambda: _numbered(reading, told))
    return Answer(rows, tuple(gaps), wants.wants(), origins.places())


def _numbered(reading: Reading, told: Sequence[str]) -> Iterator[Entry]:
    """Yield the line of each source, by the unit in which it tells its size."""
    for source, title, unit in zip(reading.sources.values(), reading.each_title, told, strict=True):
        size = source.get("size")
        if unit == "other":
            yield {"dataset": title, **(_own_unit(size) or {})}
        elif unit:
            entry = {"dataset": title, "number": _number(as_mapping(size)[unit])}
            entry["unit"] = UNITS[unit]
            if source.get("dynamic") is True:
                entry["estimate"] = "estimate: the data set is dynamic"
            yield entry
        elif (gap := _size_gap(size, "")) is not None:
            words = gap_words([gap])
            yield {"dataset": title, "number": words, "unit": words}
        else:
            yield {"dataset": title}


_SIZES = {name: members(f"size/{name}") for name in (*_UNITS, "other")}
_THOUSAND, _SHORT = 10**3, 10**6
_IN_FULL = 10**9
"""The number from which on ``amount`` rounds."""
_RECORDS = members(("size/records", ("how many records `", "` has")))


def _is_told(size: object) -> bool:
    return (type(size) is int and 0 <= size <= MAX_INTEGER) or parse_quantity(size) is not None


def _number(told: object) -> str:
    """Return a quantity in the writing of ``amount``, without a unit."""
    if type(told) is int and 0 <= told < _IN_FULL:  # as most are: to write all numbers takes long
        if told >= _SHORT:
            return grouped(told)
        digits = str(told)
        return f"{digits[:-3]} {digits[-3:]}" if told >= _THOUSAND else digits
    quantity = parse_quantity(told)
    return "" if quantity is None else amount(quantity, "").strip()


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
    if not reading.sources:
        return missing("/sources", "the data sets, each with its `modalities` and `content`")
    told = together(
        _types,
        reading.each_told,
        reading.each_source("content", as_texts),
        reading.each_source("modalities", lambda named: gap_of(named, "modalities")),
    )
    each = EachTold.of(reading, told, titled=False)
    answer = each.answer(each.table("dataset", "types", reading.title))
    if all(by != "dataset" for _, by in set(reading.each_told)):
        return answer
    return replace(answer, origins=chained((("/dataset/modalities",), answer.origins)))


def _types(
    modalities: tuple[tuple[str, ...], str], content: tuple[str, ...], gap: Gap | None
) -> Told:
    told, by = modalities
    parts = [and_list([modality_words(each) for each in told])] if told else []
    if content:
        parts.append("; ".join(content))
    if not parts:
        return Told(wants=_DATA_POINTS) if gap is None else Told(gaps=(gap,))
    where = (("content",) if content else ()) + ((by,) if told and by != "dataset" else ())
    return Told(": ".join(parts), members(*where))


_DATA_POINTS = members(("modalities", ("what data points `", "` has, with `content`")))


def labelled_count(reading: Reading) -> int:
    """Count the data sets with labels."""
    return len(labelled(reading))


def unlabelled_count(reading: Reading) -> int:
    """Count the data sets without labels, among them those that do not say."""
    return len(unlabelled(reading))


def characteristics(reading: Reading) -> Answer:
    """Item 4, unlabelled: general characteristics of each data set that has no labels."""
    told = together(
        _characteristics,
        [
            each if each is None or isinstance(each, str) else gap_of(each, "description")
            for each in reading.column("description")
        ],
        reading.each_of(tuple(_LISTED), _listed),
        reading.each_told,
    )
    among = None
    if labelled(reading):
        keys = frozenset(unlabelled(reading))
        among = [key in keys for key in reading.sources]
    each = EachTold.of(reading, told, among, titled=False)
    return each.answer(each.table("dataset", "characteristics", reading.title))


def _listed(source: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the members of a source that list something, each in words."""
    lists = {
        name: [
            in_words(str(each if isinstance(each, str) else as_mapping(each).get("tag")))
            for each in as_list(source.get(name))
        ]
        for name, in_words in _LISTED.items()
    }
    return tuple((name, f"{name}: {and_list(told)}") for name, told in lists.items() if told)


def _characteristics(
    description: str | Gap | None,
    listed: tuple[tuple[str, str], ...],
    modalities: tuple[tuple[str, ...], str],
) -> Told:
    parts = {"description": description} if isinstance(description, str) else {}
    parts |= listed
    told, by = modalities
    if told and not parts:
        words = and_list([modality_words(each) for each in told])
        parts["modalities" if by == "dataset" else by] = words
    if parts:
        return Told(sentences(parts.values()), members(*parts))
    if isinstance(description, Gap):
        return Told(gaps=(description,))
    return Told(wants=_LIKE)


_LISTED: Mapping[str, Callable[[str], str]] = {"content": str, "languages": language_name}
_LIKE = members(("description", ("what the data of `", "` is like")))


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
