"""Item 3: how data was obtained and selected, annotated and generated, and the rights to it."""

from collections.abc import Mapping

from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import versioned_title
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at, unique
from trainbib.disclosure.regimes.eu_ai_act.synthetic import Generator
from trainbib.disclosure.wording import and_list
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, given

__all__ = ["ANSWERS", "FACTS", "by_title", "labeller_title", "methods", "workforce"]

_KINDS: Mapping[str, str] = {
    "public_dataset": "publicly available data set",
    "licensed": "licensed by rights holders",
    "private_third_party": "private data set of a third party",
    "own_crawl": "crawled",
    "user_data": "data of users",
    "synthetic": "generated",
    "human_commissioned": "made by people on commission",
    "offline": "digitised",
    "sensor": "recorded by instruments",
    "other": "obtained otherwise",
}
_TOLD_ELSEWHERE = {"synthetic": "synthetic", "own_crawl": "crawl", "user_data": "user_data"}
"""The block that tells how data of a kind was obtained."""

_THIRD_PARTIES = ("licensed", "private_third_party")
_SAYS_HOW = ("human_commissioned", "offline", "sensor")
"""Kinds that say how data was obtained, and of which no part is selected."""

_WORKFORCE = {
    "vendor": "people of a vendor",
    "crowd": "crowd workers",
    "model": "models",
    "employees": "employees",
    "contractors": "contractors",
    "experts": "experts",
    "volunteers": "volunteers",
    "users": "users",
    "students": "students",
    "researchers": "researchers",
}
_PHASES = {"red_teaming": "red teaming", "preference": "statements of preference"}


@once
def by_title(reading: Reading) -> tuple[str, ...]:
    """Return the keys of the sources in the order of their titles."""
    return tuple(sorted(reading.sources, key=lambda key: (reading.title(key).casefold(), key)))


def _of_kinds(reading: Reading, *kinds: str) -> list[str]:
    own = reading.of_kind(*kinds)
    return [key for key in by_title(reading) if key in own] if own else []


def methods(reading: Reading) -> Answer:
    """Tell of each source how it was obtained, and how what was used of it was selected."""
    met = Gathering()
    lines = list[str]()
    for key in by_title(reading):
        source, place = reading.sources[key], source_at(key)
        kind = _KINDS.get(met.text(source, place, "kind"))
        parts = [] if kind is None else [kind]
        method = met.text(source, place, "collection_method")
        selection = met.text(source, place, "selection")
        parts += [method] if method else _by_block(reading, key, met)
        parts += [f"selected: {selection}"] if selection else []
        if len(parts) <= (kind is not None) and source.get("kind") not in _SAYS_HOW:
            met.want(
                f"{place}/selection",
                f"how `{key}` was selected, or in `collection_method` how it was collected",
            )
        if parts:
            lines.append(f"{versioned_title(reading, key)}: {'; '.join(parts)}")
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with how it was obtained")
    return met.answer(tuple(lines) or None, "the kind of each source, and what is told of it")


def _by_block(reading: Reading, key: str, met: Gathering) -> list[str]:
    """Return what the block of its kind tells of how a source was obtained."""
    source, place = reading.sources[key], source_at(key)
    name = _TOLD_ELSEWHERE.get(str(source.get("kind")))
    block = as_mapping(source.get(name)) if name else {}
    here = f"{place}/{name}"
    if name == "crawl":
        told = [
            met.text(as_mapping(each), f"{here}/crawlers/{at}", "name")
            for at, each in enumerate(as_list(block.get("crawlers")))
        ]
        names = [each for each in told if each]
        robots = met.text(block, here, "robots_txt")
        words = [f"with {and_list(names)}"] if names else []
        return [*words, *([f"robots.txt: {robots}"] if robots else [])]
    if name == "user_data":
        services = [
            met.text(as_mapping(each), f"{here}/services/{at}", "name")
            for at, each in enumerate(as_list(block.get("services")))
        ]
        named = [each for each in services if each]
        return [f"from {and_list(named)}"] if named else []
    if name == "synthetic":
        makers = generators(reading, key, Gathering())
        return [f"with {and_list(makers)}"] if makers else []
    return []


def generators(reading: Reading, key: str, met: Gathering) -> list[str]:
    """Return the names of the models that made a synthetic source."""
    place = f"{source_at(key)}/synthetic"
    block = met.mapping(reading.sources[key], source_at(key), "synthetic")
    told = as_list(met.value(block, place, "generators"))
    if not told:
        met.want(f"{place}/generators", f"the models that made `{key}`")
    models = [
        Generator(f"{place}/generators/{at}", as_mapping(each)) for at, each in enumerate(told)
    ]
    return list(unique(name for model in models if (name := model.name(met))))


def synthesis(reading: Reading) -> Answer:
    """Tell of each synthetic source which models made it, and how."""
    met = Gathering()
    lines = list[str]()
    for key in _of_kinds(reading, "synthetic"):
        source, place = reading.sources[key], source_at(key)
        parts = generators(reading, key, met)
        block = met.mapping(source, place, "synthetic")
        method = met.text(block, f"{place}/synthetic", "method")
        if not method:
            met.want(f"{place}/synthetic/method", f"how `{key}` was generated")
        words = "; ".join([and_list(parts), method] if parts and method else [*parts, method])
        lines += [f"{versioned_title(reading, key)}: {words.strip('; ')}"] if words else []
    return met.answer(tuple(lines) or None)


def labeller_title(key: str, labeller: Mapping[str, object]) -> str:
    """Return what a labeller is called: the title, or the key."""
    title = labeller.get("title")
    return title if isinstance(title, str) and title.strip() else key


def workforce(labeller: Mapping[str, object], place: str, met: Gathering) -> str:
    """Return who did the work, in words; empty where it is not told."""
    told = met.text(labeller, place, "workforce")
    return _WORKFORCE.get(told, told)


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
        parts += _instructions(labeller, place, met)
        lines.append(f"{labeller_title(key, labeller)}: {'; '.join(parts)}".rstrip(": "))
    if not lines:
        met.value(reading.data, "", "labellers")
        met.want("/labellers", "who annotated the data, and by which instructions")
    return met.answer(tuple(lines) or None)


def party_names(reading: Reading, keys: list[str]) -> list[str]:
    """Return the names of some parties, the key of one that has none."""
    return [str(reading.parties.get(key, {}).get("name", key)) for key in keys]


def _instructions(labeller: Mapping[str, object], place: str, met: Gathering) -> list[str]:
    block = met.mapping(labeller, place, "instructions")
    told = [met.text(block, f"{place}/instructions", name) for name in ("text", "url", "path")]
    words = next((each for each in told if each), "")
    return [f"instructions: {words}"] if words else []


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
    return bool(reading.labellers) or any(
        as_texts(source.get("labels")) or given(source.get("labelled_by")) is not None
        for source in reading.sources.values()
    )


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
