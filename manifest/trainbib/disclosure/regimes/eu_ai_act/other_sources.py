"""Section 2.6: offline sources, and data that people made or labelled on commission.

Labels that the provider had people put onto data of another section are told here without the data,
which is reported there.
"""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.labellers import MAKING, NOT_HIRED, kinds_labelled
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import dataset_line, notes
from trainbib.disclosure.regimes.eu_ai_act.routing import SECTION_OF_KIND, Section, by_section, used
from trainbib.identifiers.names import country_name
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, gap_state

_OWN_SECTIONS: tuple[Section, ...] = ("2.3", "2.4", "2.5")
"""Sections whose data nobody but the provider had labelled."""
_OTHERS_SECTIONS: tuple[Section, ...] = ("2.1", "2.2.1", "2.2.2")
_PHASES = {"preference": "preferences", "red_teaming": "red teaming"}


def _keys(reading: Reading) -> tuple[str, ...]:
    return by_section(reading)["2.6"]


@once
def _labelled(reading: Reading) -> Mapping[str, frozenset[Section]]:
    """Return the sections whose data each labeller worked on."""
    sections: dict[str, frozenset[Section]] = {
        key: frozenset(SECTION_OF_KIND[kind] for kind in kinds if kind)
        for key, kinds in kinds_labelled(reading).items()
    }
    return {key: its for key, its in sections.items() if its}


def _commissioned(reading: Reading, key: str, sections: frozenset[Section]) -> bool | None:
    """Tell whether the provider commissioned labels on data of other sections.

    Data of its own (2.3 to 2.5) nobody else had labelled. Data that it got from others may have
    come with its labels: there it is the provider if it employs the labellers, is not if they are
    employees of another party, and else it cannot be told.
    """
    labeller = reading.labellers[key]
    workforce = labeller.get("workforce")
    if isinstance(workforce, str) and workforce in NOT_HIRED:
        return False
    phases = as_texts(labeller.get("phase"))
    if phases and not MAKING & set(phases):
        return False
    commissioner = labeller.get("commissioned_by")
    if isinstance(commissioner, str):
        return commissioner == reading.provider
    if sections & set(_OWN_SECTIONS):
        return True
    if not sections & set(_OTHERS_SECTIONS):
        return False  # told with its source of this section
    employer = labeller.get("employer")
    if isinstance(employer, str) and employer == reading.provider:
        return True
    return False if isinstance(employer, str) and workforce == "employees" else None


def _on_other_data(reading: Reading, met: Gathering) -> list[tuple[str, frozenset[Section]]]:
    """Return the labellers that the provider commissioned on data of other sections."""
    found = list[tuple[str, frozenset[Section]]]()
    for key, sections in _labelled(reading).items():
        if not sections - {"2.6"}:
            continue  # told with its source
        hired = _commissioned(reading, key, sections)
        if hired:
            found.append((key, sections))
        elif hired is None:
            met.want(
                pointer("labellers", key, "commissioned_by"),
                f"for whom `{key}` worked: for the provider, or for those who published the data",
            )
    return found


def _of_nothing(reading: Reading) -> list[str]:
    """Return the labellers that were hired and of whom nothing says what they worked on."""
    if reading.partial:
        return []  # it may be data of another model
    rules = [
        as_mapping(rule) for rule in as_list(as_mapping(reading.data.get("files")).get("cites"))
    ]
    cited = {
        key for rule in rules for key in as_list(rule.get("labellers")) if isinstance(key, str)
    }
    known = cited | _labelled(reading).keys()
    return [
        key
        for key in sorted(reading.labellers)
        if key not in known
        and _commissioned(reading, key, frozenset(_OTHERS_SECTIONS)) is not False
    ]


def uses_other_sources(reading: Reading) -> Answer:
    """Answer whether there are other sources, labels made on commission among them."""
    own = used(reading, "2.6")
    if own.value == "Yes" or not reading.sources:
        return own
    met = Gathering()
    labellers = _on_other_data(reading, met)
    if not labellers:
        for key in _of_nothing(reading):
            met.want(
                pointer("labellers", key),
                f"what `{key}` worked on: name it under `labelled_by` of the sources",
            )
    if labellers:
        origins = tuple(pointer("labellers", key) for key, _ in labellers)
        how = "people labelled data of other sections on commission: "
        names = ", ".join(f"`{key}`" for key, _ in labellers)
        return Answer("Yes", origins=origins, how=how + names)
    if not met.wants:
        return own
    how = "no source is of section 2.6; whether the provider had data labelled is not told"
    return Answer(None, own.gaps, (*own.wants, *met.wants), own.origins, how)


def description(reading: Reading) -> Answer:
    """Describe these sources and the people who made or labelled data, a line each."""
    met = Gathering()
    lines = list[str]()
    for key in _keys(reading):
        line = dataset_line(reading, key, met)
        source, place = reading.sources[key], source_at(key)
        words = met.text(source, place, "description").rstrip(".")
        if words and words not in line:
            line += f"; {words}"
        method = met.text(source, place, "collection_method").rstrip(".")
        line += f"; {method}" if method else ""
        unlabelled = gap_state(source.get("labels")) in ("none", "not_applicable")
        labels = () if unlabelled else met.texts(source, place, "labels")
        line += f"; labels: {', '.join(labels)}" if labels else ""
        workers = [
            words
            for labeller in as_list(source.get("labelled_by"))
            if isinstance(labeller, str) and (words := _workers(reading, labeller, met))
        ]
        line += f"; by {'; '.join(sorted(workers))}" if workers else ""
        if not (words or method or source.get("content")):
            met.want(f"{place}/description", f"what `{key}` is and how it was made")
        lines.append(line)
    lines.sort(key=str.casefold)
    lines += sorted(
        _on_data_of(sections, _workers(reading, key, met))
        for key, sections in _on_other_data(reading, met)
    )
    return met.answer(
        "\n".join(unique(lines)) or None, "a line for each source and labeller, from their fields"
    )


def _on_data_of(sections: frozenset[Section], workers: str) -> str:
    where = [each for each in sorted(sections) if each != "2.6"]
    noun = "section" if len(where) == 1 else "sections"
    return f"Labels on data reported in {noun} {', '.join(where)}: by {workers}"


def _workers(reading: Reading, key: str, met: Gathering) -> str:
    """Describe a group of labellers: ``raters (crowd): preferences; helpfulness; Kenya, India``."""
    labeller = reading.labellers.get(key)
    if labeller is None:
        return ""
    place = pointer("labellers", key)
    name = met.text(labeller, place, "title") or key
    workforce = met.text(labeller, place, "workforce")
    head = f"{name} ({workforce})" if workforce and workforce not in name else name
    phases = met.texts(labeller, place, "phase")
    countries = [
        country_name(code)
        for each in as_list(met.value(labeller, place, "countries"))
        if isinstance(code := as_mapping(each).get("country"), str)
    ]
    parts = [
        ", ".join(_PHASES.get(phase, phase) for phase in phases),
        met.text(labeller, place, "description").rstrip("."),
        ", ".join(met.texts(labeller, place, "labels")),
        ", ".join(countries),
    ]
    rest = "; ".join(part for part in parts if part)
    return f"{head}: {rest}" if rest else head


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.6.used": uses_other_sources,
    "eu.2.6.description": description,
    "eu.2.6.comments": _comments,
}

FACTS: dict[str, FactOf] = {}
