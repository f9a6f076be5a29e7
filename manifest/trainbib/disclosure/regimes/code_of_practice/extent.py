"""Items 4 and 5: how many data points, and of what scope and characteristics."""

import re
from collections.abc import Mapping
from dataclasses import replace

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.contents import contents
from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.answering.processing import with_field
from trainbib.disclosure.answering.sizes import size_lines
from trainbib.disclosure.answering.totals import UNITS
from trainbib.disclosure.answers import Answer, Entry, missing
from trainbib.disclosure.places import chained
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import amount, percent
from trainbib.identifiers.names import language_name
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, parse_quantity

_TESTING = ("test", "eval", "held")
_VALIDATION = ("val", "dev")


def training(reading: Reading) -> Answer:
    """Tell how much there is of each modality, after processing."""
    told = size_lines(reading)
    whole = Gathering()
    if not told.lines and reading.dataset.get("size") is not None:
        whole.mapping(reading.dataset, "/dataset", "size")  # it may be a gap
    gaps = unique((*told.gaps, *whole.gaps))
    if not told.lines and not gaps and not told.wants:
        return missing("/dataset/size", "the size of the data, with the modalities it has")
    entries: tuple[Entry, ...] = tuple(
        {"of": name, "number": number, "unit": unit} for name, number, unit in told.lines
    )
    how = "sizes after processing, each counted once"
    return Answer(entries or None, gaps, told.wants, told.origins, how)


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
                entries.append(_split_entry(split, f"{place}/{at}", name, met))
        if not entries:
            met.want(place, f"the split of the data for {kind}, with its size")
        return met.answer(tuple(entries) or None)

    return sizes


def _split_entry(split: Mapping[str, object], place: str, name: str, met: Gathering) -> Entry:
    own = Gathering()
    size = own.mapping(split, place, "size")
    met.add(own)
    for unit, words in UNITS.items():
        quantity = parse_quantity(size.get(unit))
        if quantity is not None:
            met.origins.append(f"{place}/size/{unit}")
            return {"of": name, "number": amount(quantity, "").strip(), "unit": words}
    met.want(f"{place}/size", f"how large the split `{name}` is")
    untold = gap_words(own.gaps)
    return {"of": name, "number": untold, "unit": untold} if untold else {"of": name}


def domains(reading: Reading) -> Answer:
    """Tell the domains and types of content: of the whole, else of the sources."""
    met = Gathering()
    whole = {} if reading.partial else reading.dataset
    shares = [
        _share(as_mapping(each), "domain")
        for each in as_list(met.value(whole, "/dataset", "domains"))
    ]
    lines = [each for each in shares if each]
    content = contents(reading, of_sources=not lines)
    met.gaps += content.gaps
    met.answered.update(gap.pointer for gap in content.gaps)
    lines += content.texts
    if lines:
        met.gaps.clear()  # one of the two tells it
    else:
        met.want("/dataset/content", "the domains and types of content")
    answer = met.answer(tuple(lines) or None)
    return replace(answer, origins=chained((answer.origins, content.origins)))


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
