"""Item 3: how data was obtained and selected, annotated and generated, and the rights to it."""

from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.generators import generator_names
from trainbib.disclosure.answering.labellers import instructions_of, labeller_title, workforce
from trainbib.disclosure.answering.labels import labelled
from trainbib.disclosure.answering.obtaining import methods
from trainbib.disclosure.answering.parties import party_names
from trainbib.disclosure.answering.sources import by_title, versioned_title
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.wording import and_list
from trainbib.pointers import pointer

_THIRD_PARTIES = ("licensed", "private_third_party")
_PHASES = {"red_teaming": "red teaming", "preference": "statements of preference"}


def _of_kinds(reading: Reading, *kinds: str) -> list[str]:
    own = reading.of_kind(*kinds)
    return [key for key in by_title(reading) if key in own] if own else []


def synthesis(reading: Reading) -> Answer:
    """Tell of each synthetic source which models made it, and how."""
    met = Gathering()
    lines = list[str]()
    for key in _of_kinds(reading, "synthetic"):
        source, place = reading.sources[key], source_at(key)
        models = generator_names(source, place, met, key)
        block = met.mapping(source, place, "synthetic")
        method = met.text(block, f"{place}/synthetic", "method")
        if not method:
            met.want(f"{place}/synthetic/method", f"how `{key}` was generated")
        words = "; ".join(each for each in (and_list(models), method) if each)
        lines += [f"{versioned_title(reading, key)}: {words}"] if words else []
    return met.answer(tuple(lines) or None)


def annotation(reading: Reading) -> Answer:
    """Tell of each labeller what was done, by whom, and by which instructions."""
    met = Gathering()
    lines = list[str]()
    for key, labeller in sorted(reading.labellers.items()):
        place = pointer("labellers", key)
        phases = [_PHASES.get(each, each) for each in met.texts(labeller, place, "phase")]
        parts = [and_list(phases)] if phases else []
        who = workforce(labeller, place, met)
        if who:
            vendors = party_names(reading, met.texts(labeller, place, "vendors"))
            parts.append(f"by {who}" + (f" ({and_list(vendors)})" if vendors else ""))
        labels = met.texts(labeller, place, "labels")
        parts += [f"labels: {', '.join(labels)}"] if labels else []
        told = instructions_of(labeller, place, met)
        parts += [f"instructions: {told[0]}"] if told else []
        lines.append(f"{labeller_title(key, labeller)}: {'; '.join(parts)}".rstrip(": "))
    if not lines:
        met.value(reading.data, "", "labellers")
        met.want("/labellers", "who annotated the data, and by which instructions")
    return met.answer(tuple(lines) or None)


def rights(reading: Reading) -> Answer:
    """Tell of each source of a third party how the rights to it were obtained."""
    met = Gathering()
    lines = list[str]()
    for key in _of_kinds(reading, *_THIRD_PARTIES):
        source, place = reading.sources[key], source_at(key)
        block, here = met.mapping(source, place, "agreement"), f"{place}/agreement"
        deeds = [name for name in ("purchased", "licensed") if met.value(block, here, name) is True]
        who = party_names(reading, met.texts(block, here, "with"))
        basis = met.text(met.mapping(source, place, "rights"), f"{place}/rights", "basis")
        words = and_list(deeds) + (f" by agreement with {and_list(who)}" if who else "")
        parts = [each for each in (words.strip(), basis) if each]
        if parts:
            lines.append(f"{versioned_title(reading, key)}: {'; '.join(parts)}")
        else:
            met.want(here, f"how the rights to `{key}` were obtained")
    return met.answer(tuple(lines) or None)


def is_annotated(reading: Reading) -> bool:
    """Tell whether any data has labels, or people or models who labelled."""
    return bool(reading.labellers or labelled(reading))


def is_synthetic(reading: Reading) -> bool:
    """Tell whether any source is synthetic."""
    return bool(reading.of_kind("synthetic"))


def is_of_third_parties(reading: Reading) -> bool:
    """Tell whether any source is a private one of a third party."""
    return bool(reading.of_kind(*_THIRD_PARTIES))


ANSWERS: dict[str, AnswerOf] = {
    "cop.3.methods": methods,
    "cop.3.annotation": annotation,
    "cop.3.synthesis": synthesis,
    "cop.3.rights": rights,
}

FACTS: dict[str, FactOf] = {
    "derived.annotated": is_annotated,
    "derived.synthetic": is_synthetic,
    "derived.of_third_parties": is_of_third_parties,
}
