"""Indicators A11 and A12: models that generated data, and for what."""

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.generators import generators
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answers import Answer, Entry, Gap
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.fmti_2025.volumes import Volume, largest


def _models(reading: Reading, volume: Volume, met: Gathering) -> list[tuple[str, str]]:
    """Return the models that made some sources, each with the key of its source."""
    found = list[tuple[str, str]]()
    for key in volume.keys:
        names = (
            model.name(met) for model in generators(reading.sources[key], source_at(key), met, key)
        )
        found += [(name, key) for name in names if name]
    return list(dict.fromkeys(found))


def models(reading: Reading) -> Answer:
    """Name the models that made the five largest synthetic sources."""
    met = Gathering()
    entries = list[Entry]()
    keys = by_kind(reading).of("synthetic")
    ranking = largest(reading, keys)
    for volume in ranking.volumes:
        names = dict.fromkeys(name for name, _ in _models(reading, volume, met))
        size = {"volume": volume.words} if volume.words else {}
        entries += [{"source": name, "data": volume.name, **size} for name in names]
    return ranking.answer(entries, met)


def purposes(reading: Reading) -> Answer:
    """Tell for what each of these models made data."""
    met, table = Gathering(), Table("purpose")
    words, gaps = dict[str, list[str]](), dict[str, list[Gap]]()
    for volume in largest(reading, by_kind(reading).of("synthetic")).volumes:
        for name, key in _models(reading, volume, Gathering()):
            place, own = f"{source_at(key)}/synthetic", Gathering()
            block = own.mapping(reading.sources[key], source_at(key), "synthetic")
            purpose = own.text(block, place, "purpose")
            if not purpose:
                own.want(f"{place}/purpose", f"what `{key}` was made for")
            met.add(own)
            words.setdefault(name, []).extend([purpose] if purpose else [])
            gaps.setdefault(name, []).extend(own.gaps)
    for name, told in words.items():
        table.add({"source": name}, "\n".join(unique(told)), gaps[name])
    if not words:
        for key in by_kind(reading).of("synthetic"):
            met.want(f"{source_at(key)}/synthetic/generators", f"the models that made `{key}`")
    return met.answer(table.entries)


ANSWERS: dict[str, AnswerOf] = {"fmti.a11": models, "fmti.a12": purposes}
