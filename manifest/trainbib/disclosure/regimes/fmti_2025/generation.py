"""Indicators A11 and A12: models that generated data, and for what."""

from trainbib.disclosure.answers import Answer, Entry
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at
from trainbib.disclosure.regimes.eu_ai_act.routing import routing
from trainbib.disclosure.regimes.eu_ai_act.synthetic import Generator
from trainbib.disclosure.regimes.fmti_2025.volumes import Volume, how_ranked, largest
from trainbib.values import as_list, as_mapping


def _models(reading: Reading, volume: Volume, met: Gathering) -> list[tuple[str, str]]:
    """Return the models that made some sources, each with the key of its source."""
    found = list[tuple[str, str]]()
    for key in volume.keys:
        place = f"{source_at(key)}/synthetic"
        block = met.mapping(reading.sources[key], source_at(key), "synthetic")
        told = as_list(met.value(block, place, "generators"))
        if not told:
            met.want(f"{place}/generators", f"the models that made `{key}`")
        for at, each in enumerate(told):
            name = Generator(f"{place}/generators/{at}", as_mapping(each)).name(met)
            if name:
                found.append((name, key))
    return list(dict.fromkeys(found))


def models(reading: Reading) -> Answer:
    """Name the models that made the five largest synthetic sources."""
    met = Gathering()
    entries = list[Entry]()
    keys = routing(reading).sections["2.5"]
    volumes = largest(reading, keys, met)
    for volume in volumes:
        names = dict.fromkeys(name for name, _ in _models(reading, volume, met))
        size = {"volume": volume.words} if volume.words else {}
        entries += [{"source": name, "data": volume.name, **size} for name in names]
    return met.answer(tuple(entries) or None, how_ranked(volumes, keys))


def purposes(reading: Reading) -> Answer:
    """Tell for what each of these models made data."""
    met = Gathering()
    told = dict[str, dict[str, None]]()
    for volume in largest(reading, routing(reading).sections["2.5"]):
        for name, key in _models(reading, volume, Gathering()):
            place = f"{source_at(key)}/synthetic"
            block = met.mapping(reading.sources[key], source_at(key), "synthetic")
            words = met.text(block, place, "purpose")
            if not words:
                met.want(f"{place}/purpose", f"what `{key}` was made for")
            told.setdefault(name, {}).update({words: None} if words else {})
    entries: list[Entry] = [
        {"source": name, "purpose": "\n".join(words)} if words else {"source": name}
        for name, words in told.items()
    ]
    if not entries:
        for key in routing(reading).sections["2.5"]:
            met.want(f"{source_at(key)}/synthetic/generators", f"the models that made `{key}`")
    return met.answer(tuple(entries) if any("purpose" in each for each in entries) else None)


ANSWERS: dict[str, AnswerOf] = {"fmti.a11": models, "fmti.a12": purposes}
