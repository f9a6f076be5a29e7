"""Section 2.5: synthetic data that the provider made, or had made, to train on.

Labels that a model wrote onto existing data are a step of its processing, and public synthetic
data sets are public ones: neither stands here.
"""

from collections.abc import Iterator

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.generators import Generator, generators
from trainbib.disclosure.answers import Answer, Entry, Gap
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import modality_choices, notes
from trainbib.disclosure.regimes.eu_ai_act.routing import by_section, used


def _keys(reading: Reading) -> tuple[str, ...]:
    return by_section(reading)["2.5"]


def _generators(reading: Reading, met: Gathering) -> Iterator[Generator]:
    """Yield the models that made synthetic data; one may come more than once."""
    for key in _keys(reading):
        yield from generators(reading.sources[key], source_at(key), met, key)


def market_generators(reading: Reading) -> Answer:
    """Name the general-purpose models on the market, with the links to their summaries."""
    met = Gathering()
    links, gaps = dict[str, set[str]](), dict[str, list[Gap]]()
    for model in list(_generators(reading, Gathering())):
        if not model.on_market:
            continue
        met.origins.append(f"{model.place}/on_market")
        name = model.name(met)
        if name:
            own = Gathering()
            url = own.text(model.entry, model.place, "summary")
            met.add(own)
            links.setdefault(name, set()).update([url] if url else [])
            gaps.setdefault(name, []).extend(own.gaps)
    entries = list[Entry]()
    for name in sorted(links, key=str.casefold):
        words = " ".join(sorted(links[name])) or gap_words(gaps[name])
        entries.append({"name": name} | ({"summary": words} if words else {}))
    return met.answer(tuple(entries) or None)


def other_generators(reading: Reading) -> Answer:
    """Name the other models, those of which nothing says that they are on the market included."""
    met = Gathering()
    names = list[str]()
    for model in _generators(reading, met):
        if model.on_market:
            continue
        name = model.name(met)
        names += [name] if name else []
        if met.value(model.entry, model.place, "on_market") is None:
            met.want(
                f"{model.place}/on_market",
                f"whether {name or 'it'} is a general-purpose model on the market",
            )
    return met.answer("\n".join(sorted(unique(names), key=str.casefold)) or None)


def training_data_of_others(reading: Reading) -> Answer:
    """Describe what the other models were trained on, as far as that is told."""
    met = Gathering()
    lines = list[str]()
    for model in _generators(reading, met):
        if model.on_market:
            continue
        name = model.name(Gathering())
        words = met.text(model.entry, model.place, "training_data")
        if words:
            lines.append(f"{name}: {words}" if name else words)
        else:
            met.want(f"{model.place}/training_data", f"what {name or 'it'} was trained on")
    return met.answer("\n".join(sorted(unique(lines), key=str.casefold)) or None)


def from_market(reading: Reading) -> bool:
    """Tell whether a general-purpose model on the market made any of it."""
    return any(model.on_market for model in _generators(reading, Gathering()))


def from_others(reading: Reading) -> bool:
    """Tell whether another model made any of it, or may have: some of it names no model."""
    met = Gathering()
    others = [model for model in _generators(reading, met) if not model.on_market]
    return bool(others or met.gaps or met.wants)


def _used(reading: Reading) -> Answer:
    return used(reading, "2.5")


def _modalities(reading: Reading) -> Answer:
    return modality_choices(reading, _keys(reading))


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.5.used": _used,
    "eu.2.5.modalities": _modalities,
    "eu.2.5.gpai_generators": market_generators,
    "eu.2.5.other_generators": other_generators,
    "eu.2.5.other_generators_training_data": training_data_of_others,
    "eu.2.5.comments": _comments,
}

FACTS: dict[str, FactOf] = {
    "derived.synthetic_from_marketed_gpai": from_market,
    "derived.synthetic_from_other_models": from_others,
}
