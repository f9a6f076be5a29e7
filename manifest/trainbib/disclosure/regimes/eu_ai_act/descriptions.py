"""What is told about single sources, from the fields of the manifest alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.dates import month
from trainbib.disclosure.places import Noted, members
from trainbib.disclosure.reading import Entry, Reading
from trainbib.disclosure.wording import modality_words
from trainbib.identifiers.names import language_name
from trainbib.values import as_list, as_mapping, gap_state

__all__ = [
    "NOT_KNOWN",
    "collection_dates",
    "dataset_line",
    "languages",
    "modality_choices",
    "notes",
]

NOT_KNOWN = "not known"
"""What the template has written where dates of collection are not known."""

_CHOICES = {"text": "Text", "image": "Image", "video": "Video", "audio": "Audio"}
_OTHER = "Other (please specify)"


def modality_choices(reading: Reading, keys: Sequence[str]) -> Answer:
    """Tick the modalities of some sources, as the form's options have them."""
    met, origins = Gathering(), Noted()
    ticked, others = set[str](), set[str]()
    known, whole = set[tuple[str, ...]](), False
    for key in keys:
        told, by = reading.told[key]
        if not told:
            _modalities(reading, key, met)
            for place in met.origins:  # what stands there, and tells none
                origins.one(place)
            met.origins.clear()
            continue
        if by != "dataset":
            origins.each(key, _TOLD_BY[by])
        elif not whole:
            origins.one("/dataset/modalities")
            whole = True
        if told in known:
            continue
        if "other" not in told:
            known.add(told)
        for modality in told:
            choice = _CHOICES.get(modality)
            if choice is not None:
                ticked.add(choice)
            elif modality != "other":
                others.add(modality_words(modality))
            else:
                units = _other_units(reading, key)
                others.update(units)
                if not units:
                    met.want(source_at(key, "size", "other"), f"what else `{key}` holds, by unit")
                    others.add("other")
    value = [choice for choice in _CHOICES.values() if choice in ticked]
    if others:
        named = sorted(others - {"other"})
        value.append(f"{_OTHER}: {', '.join(named)}" if named else _OTHER)
    answer = met.answer(tuple(value) or None)
    return replace(answer, origins=origins.places())


_TOLD_BY = {name: members(name) for name in ("modalities", "size")}


def _modalities(reading: Reading, key: str, met: Gathering) -> tuple[str, ...]:
    """Return the modalities of a source, and note where they are told or missing."""
    told, by = reading.told[key]
    place = reading.places[key]
    if told:
        met.origins.append("/dataset/modalities" if by == "dataset" else f"{place}/{by}")
    else:
        met.value(reading.sources[key], place, "modalities")
        met.want(f"{place}/modalities", f"the modalities of `{key}`")
    return told


def _other_units(reading: Reading, key: str) -> set[str]:
    size = as_mapping(reading.sources[key].get("size"))
    entries = map(as_mapping, as_list(size.get("other")))
    units = (each.get("unit") for each in entries if each.get("modality", "other") == "other")
    return {unit for unit in units if isinstance(unit, str)}


def languages(source: Entry, place: str, met: Gathering) -> list[str]:
    """Return the names of the languages of a source, in the manifest's order."""
    told = as_list(met.value(source, place, "languages"))
    tags = (as_mapping(each).get("tag") if isinstance(each, dict) else each for each in told)
    return [language_name(tag) for tag in tags if isinstance(tag, str)]


def collection_dates(source: Entry, place: str, met: Gathering) -> str:
    """Return the approximate start and end of the collection of a source.

    Returns:
        ``10/2023 to 12/2024``, as exact as the manifest has it; ``not known`` where the manifest
        says that nobody knows; empty where it is silent, or gives another reason. A bound on which
        it is silent is wanted.
    """
    collected = source.get("collected")
    if gap_state(collected) in ("unknown", "lost"):
        met.origins.append(f"{place}/collected")
        return NOT_KNOWN
    period = met.mapping(source, place, "collected")
    if not period:
        return ""
    here = f"{place}/collected"
    start, end = (_bound(period, name, here, met) for name in ("from", "to"))
    goes_on = not end and period.get("ongoing") is True
    if not start:
        met.want(f"{here}/from", "from when it was collected, or that it is not known")
    if goes_on:
        return f"from {start}, still going on" if start else "still going on"
    if not end:
        met.want(f"{here}/to", "to when it was collected, or that it is not known")
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"to {end}" if end else ""


def _bound(period: Entry, name: str, place: str, met: Gathering) -> str:
    value = period.get(name)
    if gap_state(value) in ("unknown", "lost"):
        met.origins.append(f"{place}/{name}")
        return NOT_KNOWN
    told = met.text(period, place, name)
    return month(told) or told


_NATURE = frozenset({"rights", "authorship", "synthetic"})
_PERSONAL = {"present": ("personal data",), "absent": ("no personal data",)}
_COPYRIGHT = {
    "protected": ("content protected by copyright",),
    "mixed": ("content protected by copyright in part",),
    "public_domain": ("content in the public domain",),
}


def nature(source: Entry, place: str, met: Gathering) -> list[str]:
    """Return of what nature the content is: personal, protected, machine-made, synthetic."""
    words = list[str]()
    if "rights" in source:
        rights = met.mapping(source, place, "rights")
        here = f"{place}/rights"
        personal = met.value(rights, here, "personal_data")
        status = as_mapping(personal).get("status") if isinstance(personal, dict) else personal
        words += _PERSONAL.get(status, ()) if isinstance(status, str) else ()
        protected = met.value(rights, here, "copyright")
        words += _COPYRIGHT.get(protected, ()) if isinstance(protected, str) else ()
    made_by = met.texts(source, place, "authorship") if "authorship" in source else ()
    if "machine" in made_by:
        words.append("machine-generated data")
    if "model" in made_by or ("synthetic" in source and as_mapping(source["synthetic"])):
        words.append("synthetic data")
    return words


@lru_cache(maxsize=1 << 10)
def _in_words(told: tuple[str, ...]) -> str:
    return ", ".join(map(modality_words, told))


def dataset_line(reading: Reading, key: str, met: Gathering, *, named: bool = True) -> str:
    """Describe a data set in one line, from its fields.

    Args:
        reading: The manifest.
        key: The source.
        met: Takes what was read.
        named: Whether its title stands in front.

    Returns:
        ``Title 1.0: text, image; press publications; personal data; languages: German
        (de), English (en); collected: 10/2023 to 12/2024``.
    """
    source, place = reading.sources[key], reading.places[key]
    told = _modalities(reading, key, met)
    parts = [_in_words(told)] if told else []
    content = met.texts(source, place, "content") if "content" in source else ()
    if content:
        parts.append(", ".join(content))
    elif "description" in source:
        words = met.text(source, place, "description").rstrip(".")
        parts += [words] if words else []
    kinds = nature(source, place, met) if not _NATURE.isdisjoint(source) else ()
    if kinds:
        parts.append(", ".join(kinds))
    tags = languages(source, place, met) if "languages" in source else []
    parts += [f"languages: {', '.join(tags)}"] if tags else []
    if "collected" in source:
        period = Gathering()
        dates = collection_dates(source, place, period)
        period.wants.clear()  # such a description may leave dates out
        met.add(period)
        parts += [f"collected: {dates}"] if dates else []
    told_of = "; ".join(parts)
    if named:
        title = versioned_title(reading, key)
        return f"{title}: {told_of}" if told_of else title
    return told_of[:1].upper() + told_of[1:]


def notes(reading: Reading, keys: Iterable[str], *, named: bool = True) -> Answer:
    """Return the manifest's notes on some sources, a line each."""
    met = Gathering()
    lines = list[str]()
    noted = reading.having("notes")
    for key in keys if noted else ():
        words = met.text(reading.sources[key], source_at(key), "notes")
        if words:
            lines.append(f"{versioned_title(reading, key)}: {words}" if named else words)
    met.gaps.clear()  # nobody asks for notes
    return met.answer("\n".join(unique(lines)) or None)
