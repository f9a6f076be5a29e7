"""What is told about single sources, from the fields of the manifest alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answers import Answer, Gap
from trainbib.disclosure.dates import month
from trainbib.disclosure.places import Member, Noted, members
from trainbib.disclosure.reading import Entry, Reading, once
from trainbib.disclosure.wording import modality_words
from trainbib.identifiers.names import language_name
from trainbib.later import LongText
from trainbib.values import as_list, as_mapping, gap_state

__all__ = [
    "NOT_KNOWN",
    "collection_dates",
    "dataset_line",
    "dataset_lines",
    "languages",
    "modality_choices",
    "notes",
    "versioned_titles",
]

NOT_KNOWN = "not known"
"""What the template has written where dates of collection are not known."""

_CHOICES = {"text": "Text", "image": "Image", "video": "Video", "audio": "Audio"}
_OTHER = "Other (please specify)"


def modality_choices(reading: Reading, keys: Sequence[str]) -> Answer:
    """Tick the modalities of some sources, as the form's options have them."""
    met, origins = Gathering(), Noted()
    each_told = list(map(reading.told.__getitem__, keys))
    different = dict.fromkeys(each_told)
    named = {modality for told, _ in different for modality in told}
    ticked = {_CHOICES[modality] for modality in named if modality in _CHOICES}
    others = {modality_words(modality) for modality in named.difference(_CHOICES, ("other",))}
    if all(told and by != "dataset" and "other" not in told for told, by in different):
        origins.column(keys, [_TOLD_BY[by] for _, by in each_told])
        keys = ()
    whole = False
    for key in keys:
        told, by = reading.told[key]
        if not told:
            _modalities(reading, key, met)
            for place in met.origins:  # what stands there, and tells none
                origins.one(place)
            met.origins.clear()
        elif by != "dataset":
            origins.each(key, _TOLD_BY[by])
        elif not whole:
            origins.one("/dataset/modalities")
            whole = True
        if "other" in told:
            units = _other_units(reading, key)
            others.update(units)
            if not units:
                met.want(source_at(key, "size", "other"), f"what else `{key}` holds, by unit")
                others.add("other")
    value = [choice for choice in _CHOICES.values() if choice in ticked]
    if others:
        words = sorted(others - {"other"})
        value.append(f"{_OTHER}: {', '.join(words)}" if words else _OTHER)
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


class Described(NamedTuple):
    """What the fields of a source tell of its data, wherever the source stands.

    Attributes:
        words: ``text; personal data; languages: German (de)``; empty where nothing is told.
        modalities: Those of the source.
        by: The member that tells them, or ``dataset``.
        places: The members that tell it, without the data set's.
        gaps: Met on the way; their pointers begin in the source.
    """

    words: str
    modalities: tuple[str, ...]
    by: str
    places: tuple[Member, ...]
    gaps: tuple[Gap, ...]

    def gaps_at(self, place: str) -> list[Gap]:
        """Return the gaps of a source at a place."""
        return [Gap(place + gap.pointer, gap.state, gap.reason) for gap in self.gaps]


_FIELDS = (
    *("modalities", "content", "description", "rights", "authorship", "synthetic", "languages"),
    "collected",
)
"""The fields of a source that a description is made from, beside the size."""


class Descriptions:
    """The descriptions of sources; those that tell the same are read once.

    Args:
        reading: The manifest.
    """

    def __init__(self, reading: Reading) -> None:
        """Find out which of the sources tell the same."""
        self._sources, self._told = reading.sources, reading.told
        codes = reading.source_values.together(*_FIELDS).codes
        self._codes = dict(zip(reading.sources, codes, strict=True))
        self._different = set(codes)
        self._parts = dict[int, tuple[list[str], Gathering]]()
        self._named = dict[int, Described]()

    def of(self, keys: Sequence[str]) -> list[Described]:
        """Return the descriptions of some sources."""
        codes, named = self._codes, self._named
        if len(self._different) == 1 and keys and self._made(keys[0]).by == "modalities":
            return list(named.values()) * len(keys)
        return [named.get(codes[key]) or self._made(key) for key in keys]

    def _made(self, key: str) -> Described:
        """Make the description of a source, and keep it if others are alike in their sizes too."""
        code, source = self._codes[key], self._sources[key]
        modalities, by = self._told[key]
        if code not in self._parts:
            self._parts[code] = _parts(source)
        parts, met = self._parts[code]
        gaps, ahead = met.gaps, [by] if by not in ("", "dataset") else []
        if modalities:
            parts = [_in_words(modalities), *parts]
        else:
            unnamed = Gathering()
            unnamed.value(source, "", "modalities")
            gaps = unnamed.gaps + gaps
            ahead = [place.removeprefix("/") for place in unnamed.origins]
        told = [place.removeprefix("/") for place in met.origins]
        made = Described("; ".join(parts), modalities, by, members(*ahead, *told), tuple(gaps))
        if by == "modalities":
            self._named[code] = made
        return made


@once
def descriptions(reading: Reading) -> Descriptions:
    """Return the descriptions of the sources."""
    return Descriptions(reading)


def _parts(source: Entry) -> tuple[list[str], Gathering]:
    """Return what a source tells of its data beside the modalities, and what was read for that."""
    met, parts = Gathering(), list[str]()
    content = met.texts(source, "", "content") if "content" in source else ()
    if content:
        parts.append(", ".join(content))
    elif "description" in source:
        words = met.text(source, "", "description").rstrip(".")
        parts += [words] if words else []
    kinds = nature(source, "", met) if not _NATURE.isdisjoint(source) else ()
    if kinds:
        parts.append(", ".join(kinds))
    tags = languages(source, "", met) if "languages" in source else []
    parts += [f"languages: {', '.join(tags)}"] if tags else []
    if "collected" in source:
        dates = collection_dates(source, "", met)  # such a description may leave dates out
        parts += [f"collected: {dates}"] if dates else []
    return parts, met


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
    place, (told,) = reading.places[key], descriptions(reading).of([key])
    met.origins += ["/dataset/modalities"] if told.by == "dataset" else []
    met.origins += [place + rest for rest, _ in told.places]
    gaps = told.gaps_at(place)
    met.gaps += gaps
    met.answered.update(gap.pointer for gap in gaps)
    if not told.modalities:
        met.want(f"{place}/modalities", f"the modalities of `{key}`")
    if not named:
        return told.words[:1].upper() + told.words[1:]
    title = versioned_title(reading, key)
    return f"{title}: {told.words}" if told.words else title


def dataset_lines(reading: Reading, keys: Sequence[str], how: str) -> Answer:
    """Describe data sets from their fields, a line each; the form leaves open what it says.

    Args:
        reading: The manifest.
        keys: The sources.
        how: How it follows from the manifest.
    """
    tells = descriptions(reading).of(keys)
    gaps, origins, wants, whole = list[Gap](), Noted(), Noted(), False
    different = {id(told): told for told in tells}.values()
    plain = all(told.places and told.by != "dataset" and not told.gaps for told in different)
    if plain:
        origins.column(keys, [told.places for told in tells])
    for key, told in () if plain else zip(keys, tells, strict=True):
        if told.by == "dataset" and not whole:
            origins.one("/dataset/modalities")
            whole = True
        if told.places:
            origins.each(key, told.places)
        elif told.by != "dataset" and all(gap.pointer != "/content" for gap in told.gaps):
            wants.each(key, _CONTENT)
        if told.gaps:
            gaps += told.gaps_at(reading.places[key])

    def write() -> str:
        lines = (
            f"{title}: {told.words}" if told.words else title
            for title, told in zip(versioned_titles(reading, keys), tells, strict=True)
        )
        return "\n".join(sorted(lines, key=str.casefold))

    def say() -> str:
        words = dict.fromkeys(told.words for told in different)
        return "\n".join((*map(reading.titles.__getitem__, keys), *_states(reading), *words))

    value = LongText(write, say) if keys else None
    return Answer(value, tuple(gaps), wants.wants(), origins.places(), how)


def _states(reading: Reading) -> set[str]:
    """Return what sources are called by beside their titles, each once: versions, snapshots."""
    alike = reading.source_values.alike
    told = [*alike("version").values, *alike("revision").values]
    ids = reading.having("ids").values() if "common_crawl" in reading.members("ids") else ()
    told += [as_mapping(each).get("common_crawl") for each in ids]
    return {each for each in told if isinstance(each, str)}


def versioned_titles(reading: Reading, keys: Sequence[str]) -> list[str]:
    """Return what sources are called, as :func:`versioned_title` says it of each."""
    if not reading.fields.isdisjoint(("ids", "revision")):
        return [versioned_title(reading, key) for key in keys]
    titles, told = reading.titles, reading.having("version")
    if not told:
        return [titles[key] for key in keys]
    return [
        f"{title} {version}"
        if isinstance(version := told.get(key), str) and version.strip() and version not in title
        else title
        for key, title in zip(keys, map(titles.__getitem__, keys), strict=True)
    ]


_CONTENT = members(
    ("content", ("what `", "` holds: types of content, modalities, languages, dates"))
)


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
