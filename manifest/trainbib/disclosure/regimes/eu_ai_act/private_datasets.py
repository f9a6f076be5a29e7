"""Section 2.2: data sets that third parties licensed (2.2.1) or supplied (2.2.2).

Titles of data sets that are not publicly known stay out of the document: the form asks for their
description, and an agreement may forbid the name.
"""

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.sources import link, versioned_title
from trainbib.disclosure.answers import Answer, Entry
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import dataset_line, modality_choices, notes
from trainbib.disclosure.regimes.eu_ai_act.routing import Section, by_section, used
from trainbib.values import as_mapping

_SPOKEN = {"text", "audio", "video"}
"""Modalities that have languages."""


def _keys(reading: Reading, *, known: bool) -> list[str]:
    """Return the sources of 2.2.2 that are publicly known, or those that are not."""
    return [
        key
        for key in by_section(reading)["2.2.2"]
        if (as_mapping(reading.sources[key].get("agreement")).get("publicly_known") is True)
        == known
    ]


def known_datasets(reading: Reading) -> Answer:
    """Name the data sets that are publicly known."""
    met = Gathering()
    entries = list[Entry]()
    for key in _keys(reading, known=True):
        source, place = reading.sources[key], source_at(key)
        met.origins += [f"{place}/agreement/publicly_known", f"{place}/title"]
        entry = {"name": versioned_title(reading, key)}
        linked = Gathering()
        words = link(source, place, linked) or gap_words(linked.gaps)
        met.add(linked)
        entries.append(entry | ({"link": words} if words else {}))
    entries.sort(key=lambda each: (each["name"].casefold(), each.get("link", "")))
    return met.answer(tuple(entries) or None, "those of which the manifest says that they are")


def others_description(reading: Reading) -> Answer:
    """Describe the data sets that are not publicly known, a line each and without their names."""
    met = Gathering()
    lines = list[str]()
    for key in _keys(reading, known=False):
        source, place = reading.sources[key], source_at(key)
        agreement = met.mapping(source, place, "agreement")
        if met.value(agreement, f"{place}/agreement", "publicly_known") is None:
            met.want(
                f"{place}/agreement/publicly_known",
                f"whether `{key}` is publicly known; if it is, the form wants its name",
            )
        lines.append(dataset_line(reading, key, met, named=False))
        if not (source.get("content") or source.get("description") or source.get("rights")):
            met.want(f"{place}/content", f"the nature of the content of `{key}`")
        if _SPOKEN & set(reading.modalities(key)) and source.get("languages") is None:
            met.want(f"{place}/languages", f"the languages of `{key}`")
    return met.answer("\n".join(sorted(unique(filter(None, lines)))) or None, _MADE_FROM)


_MADE_FROM = "a line for each data set that is not publicly known, from its fields"


def count_known(reading: Reading) -> int:
    """Count the data sets that are publicly known."""
    return len(_keys(reading, known=True))


def count_others(reading: Reading) -> int:
    """Count the data sets that are not publicly known."""
    return len(_keys(reading, known=False))


def _used(section: Section) -> AnswerOf:
    return lambda reading: used(reading, section)


def _modalities(section: Section) -> AnswerOf:
    return lambda reading: modality_choices(reading, by_section(reading)[section])


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading, known=True))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.2.1.used": _used("2.2.1"),
    "eu.2.2.1.modalities": _modalities("2.2.1"),
    "eu.2.2.2.used": _used("2.2.2"),
    "eu.2.2.2.modalities": _modalities("2.2.2"),
    "eu.2.2.2.known_datasets": known_datasets,
    "eu.2.2.2.unknown_datasets_description": others_description,
    "eu.2.2.2.comments": _comments,
}

FACTS: dict[str, FactOf] = {
    "derived.count_publicly_known_private": count_known,
    "derived.count_not_publicly_known_private": count_others,
}
