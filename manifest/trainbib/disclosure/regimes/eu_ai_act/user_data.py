"""Section 2.4: data of users of the model, and of other services and products."""

from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Entry, Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import modality_choices, notes
from trainbib.disclosure.regimes.eu_ai_act.routing import by_section, used
from trainbib.values import as_list, as_mapping

_INTERACTIONS = {"model": "the model", "other_service": "other services or products"}


def _keys(reading: Reading) -> tuple[str, ...]:
    return by_section(reading)["2.4"]


def _services(reading: Reading, met: Gathering) -> list[tuple[str, Entry]]:
    """Return the services that data of users is from, with their places."""
    services = list[tuple[str, Entry]]()
    for key in _keys(reading):
        source, place = reading.sources[key], source_at(key)
        block = met.mapping(source, place, "user_data")
        here = f"{place}/user_data/services"
        told = as_list(met.value(block, f"{place}/user_data", "services"))
        services += [(f"{here}/{at}", as_mapping(each)) for at, each in enumerate(told)]
        if not told:
            met.want(here, f"the services that `{key}` is from, and whether one is the model")
    return services


def _from(interaction: str) -> AnswerOf:
    """Return what answers whether data is from a kind of interaction."""

    def tell(reading: Reading) -> Answer:
        any_ = used(reading, "2.4")
        if any_.value != "Yes":
            return any_
        met = Gathering()
        found = list[str]()
        for place, service in _services(reading, met):
            told = service.get("interaction")
            if told == interaction:
                found.append(f"{place}/interaction")
            elif not (isinstance(told, str) and told in _INTERACTIONS):
                met.want(f"{place}/interaction", "whether users interact with the model there")
        words = _INTERACTIONS[interaction]
        if found:
            return Answer(
                "Yes", origins=tuple(found), how=f"a service is an interaction with {words}"
            )
        kinds = by_kind(reading)
        met.gaps += kinds.gaps
        met.wants += kinds.wants
        if met.gaps or met.wants:
            return met.answer(None, f"no service is told to be an interaction with {words}")
        return met.answer("No", f"no service is an interaction with {words}")

    return tell


def services_description(reading: Reading) -> Answer:
    """Describe the services and products that data of users is from."""
    met = Gathering()
    lines = list[str]()
    for place, service in _services(reading, met):
        name = met.text(service, place, "name")
        words = met.text(service, place, "description")
        if not words:
            met.want(f"{place}/description", f"what {name or 'the service'} is")
        if name or words:
            lines.append(f"{name}: {words}" if name and words else name or words)
    return met.answer("\n".join(sorted(unique(lines), key=str.casefold)) or None)


def _modalities(reading: Reading) -> Answer:
    return modality_choices(reading, _keys(reading))


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.4.model_interactions": _from("model"),
    "eu.2.4.other_services": _from("other_service"),
    "eu.2.4.services_description": services_description,
    "eu.2.4.modalities": _modalities,
    "eu.2.4.comments": _comments,
}

FACTS: dict[str, FactOf] = {}
