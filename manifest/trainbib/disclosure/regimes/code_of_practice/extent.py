"""Items 4 and 5: how many data points, and of what scope and characteristics."""

import re

from trainbib.disclosure.answers import Answer, Entry, missing
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.code_of_practice.heading import OPTION_OF_MODALITY
from trainbib.disclosure.regimes.code_of_practice.methods import with_field
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at
from trainbib.disclosure.regimes.eu_ai_act.sizes import other_size, size_of, text_in_other_unit
from trainbib.disclosure.wording import amount, modality_words, percent
from trainbib.identifiers.names import language_name
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, parse_quantity

__all__ = ["ANSWERS", "UNITS", "modalities_of", "size_lines"]

UNITS = {
    "tokens": "tokens",
    "images": "images",
    "audio_hours": "hours of audio",
    "video_hours": "hours of video",
    "words": "words",
    "records": "records",
    "files": "files",
    "bytes": "bytes",
}
"""Units in which a size can be told, the finest first, in words."""

_UNIT_OF = {"text": "tokens", "image": "images", "audio": "hours", "video": "hours"}
_TESTING = ("test", "eval", "held")
_VALIDATION = ("val", "dev")


def modalities_of(reading: Reading) -> list[str]:
    """Return the modalities of the whole set and of its sources, the form's own first."""
    whole = () if reading.partial else as_texts(reading.dataset.get("modalities"))
    told = dict.fromkeys(whole)
    for key in sorted(reading.sources):
        told.update(dict.fromkeys(reading.modalities(key)))
    own = [each for each in OPTION_OF_MODALITY if each in told]
    return [*own, *sorted(set(told) - set(own))]


def size_lines(reading: Reading, met: Gathering) -> list[tuple[str, str, str]]:
    """Return modality, number and unit of what was trained on, a line for each modality."""
    lines = list[tuple[str, str, str]]()
    for modality in modalities_of(reading):
        name = OPTION_OF_MODALITY.get(modality) or modality_words(modality).capitalize()
        if modality in _UNIT_OF:
            total, _ = size_of(reading, modality)
            if total.origins:
                met.origins += total.origins
                met.gaps += total.gaps
                met.wants += total.wants
                number = amount(total.quantity, "").strip()
                lines.append((name, number, _UNIT_OF[modality]))
                continue
        else:
            total = None
        found = _in_another_unit(reading, modality, met)
        if found is not None:
            lines.append((name, *found))
        elif total is not None and (total.gaps or total.wants):
            met.gaps += total.gaps
            met.wants += total.wants
        else:
            met.want("/dataset/size", f"how much {modality_words(modality)} there is")
    met.origins.sort()
    met.gaps.sort(key=lambda gap: gap.pointer)
    met.wants.sort(key=lambda want: want.pointer)
    return lines


def _in_another_unit(reading: Reading, modality: str, met: Gathering) -> tuple[str, str] | None:
    if modality == "text":
        told = text_in_other_unit(reading)
        if isinstance(told.value, str):
            met.origins += told.origins
            number, _, unit = told.value.rpartition(" ")
            return number, unit
    keys = [key for key in sorted(reading.sources) if modality in reading.modalities(key)]
    size, unit, places = other_size(reading, modality, keys)
    if size is None or len(places) < len(keys):
        return None
    met.origins += places
    return amount(size, "").strip(), unit


def training(reading: Reading) -> Answer:
    """Tell how much there is of each modality, after processing."""
    met = Gathering()
    lines = size_lines(reading, met)
    if not lines and reading.dataset.get("size") is not None:
        met.mapping(reading.dataset, "/dataset", "size")  # it may be a gap
    if not lines and not met.gaps and not met.wants:
        return missing("/dataset/size", "the size of the data, with the modalities it has")
    entries: tuple[Entry, ...] = tuple(
        {"of": name, "number": number, "unit": unit} for name, number, unit in lines
    )
    return met.answer(entries or None, "sizes after processing, each counted once")


def _splits(kind: str, beginnings: tuple[str, ...]) -> AnswerOf:
    def sizes(reading: Reading) -> Answer:
        met = Gathering()
        entries = list[Entry]()
        place = "/dataset/splits"
        told = as_list(met.value(reading.dataset, "/dataset", "splits"))
        met.origins.clear()
        for at, each in enumerate(told):
            split = as_mapping(each)
            name = str(split.get("name", ""))
            if any(word.startswith(beginnings) for word in re.split("[^a-z]+", name.casefold())):
                entries += _split_entry(split, f"{place}/{at}", name, met)
        if not entries:
            met.want(place, f"the split of the data for {kind}, with its size")
        return met.answer(tuple(entries) or None)

    return sizes


def _split_entry(split: object, place: str, name: str, met: Gathering) -> list[Entry]:
    size = met.mapping(as_mapping(split), place, "size")
    entry = {"of": name}
    for unit, words in UNITS.items():
        quantity = parse_quantity(size.get(unit))
        if quantity is not None:
            met.origins.append(f"{place}/size/{unit}")
            return [entry | {"number": amount(quantity, "").strip(), "unit": words}]
    met.want(f"{place}/size", f"how large the split `{name}` is")
    return [entry]


def domains(reading: Reading) -> Answer:
    """Tell the domains and types of content: of the whole, else of the sources."""
    met = Gathering()
    whole = {} if reading.partial else reading.dataset
    shares = [
        _share(as_mapping(each), "domain")
        for each in as_list(met.value(whole, "/dataset", "domains"))
    ]
    lines = [each for each in shares if each]
    content = met.texts(whole, "/dataset", "content")
    if not content and not lines:
        for key in sorted(reading.having("content")):
            content += met.texts(reading.sources[key], source_at(key), "content")
    lines += dict.fromkeys(content)
    if lines:
        met.gaps.clear()  # one of the two tells it
    else:
        met.want("/dataset/content", "the domains and types of content")
    return met.answer(tuple(lines) or None)


def _share(entry: object, name: str) -> str:
    told = as_mapping(entry)
    text = told.get(name)
    if not isinstance(text, str):
        return ""
    quantity = parse_quantity(told.get("share"))
    unit = told.get("unit", "records")
    return text if quantity is None else f"{text}, {percent(quantity.value)} of {unit}"


def geography(reading: Reading) -> Answer:
    """Tell the countries and regions that the content is from or about."""
    met = Gathering()
    regions = dict[str, None]()
    for place, entry in with_field(reading, "coverage"):
        if reading.partial and place == "/dataset":
            continue
        coverage = as_mapping(entry.get("coverage"))
        regions.update(dict.fromkeys(met.texts(coverage, f"{place}/coverage", "regions")))
    return met.answer(tuple(regions) or None)


def languages(reading: Reading) -> Answer:
    """Tell the languages of the whole, with shares; else those of the sources."""
    met = Gathering()
    dataset = {} if reading.partial else reading.dataset
    whole = as_list(met.value(dataset, "/dataset", "languages"))
    told = dict[str, str]()
    for each in whole:
        tag = each if isinstance(each, str) else as_mapping(each).get("tag")
        if isinstance(tag, str):
            share = _share({**as_mapping(each), "tag": language_name(tag)}, "tag")
            told[tag] = share or language_name(tag)
    if not told:
        for key, languages_ in sorted(reading.having("languages").items()):
            place = pointer("sources", key, "languages")
            for each in as_list(languages_):
                tag = each if isinstance(each, str) else as_mapping(each).get("tag")
                if isinstance(tag, str):
                    told.setdefault(tag, language_name(tag))
                    met.origins.append(place)
    if told:
        met.gaps.clear()
    else:
        met.want("/dataset/languages", "the languages of the data, as BCP 47 tags")
    return met.answer(tuple(told.values()) or None)


ANSWERS: dict[str, AnswerOf] = {
    "cop.4.training": training,
    "cop.4.testing": _splits("testing", _TESTING),
    "cop.4.validation": _splits("validation", _VALIDATION),
    "cop.5.domains": domains,
    "cop.5.geography": geography,
    "cop.5.languages": languages,
}
