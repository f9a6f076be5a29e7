"""The head of the form, and its sections 1.1 and 1.2: document, provider and models."""

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.heading import model_names, provider
from trainbib.disclosure.answers import Answer, Entry, Gap, Want, gap_of, missing
from trainbib.disclosure.dates import day
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.union import IN_UNION
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, given


def version(reading: Reading) -> Answer:
    """Version of the summary: that of the document, else that of the data set."""
    own = reading.words("/document/version", "the version of this document")
    if own.value is not None or own.gaps:
        return own
    dataset = reading.words("/dataset/version", "")
    if dataset.value is not None:
        return dataset.explained("the version of the data set, since the document has none")
    return own


def previous_versions(reading: Reading) -> Answer:
    """Links to earlier versions of the summary."""
    place = "/document/previous"
    links, origins, wants = list[str](), list[str](), list[Want]()
    gaps = [gap_of(reading.at(place), place)]
    for position, each in enumerate(as_list(reading.at(place))):
        here = pointer("document", "previous", position, "url")
        url = as_mapping(each).get("url")
        gaps.append(gap_of(url, here))
        if isinstance(url, str):
            links.append(url)
            origins.append(here)
        elif url is None:
            wants.append(Want(here, "where that version is published"))
    told = tuple(gap for gap in gaps if gap is not None)
    if not links and not told and not wants:
        wants.append(Want(place, "the earlier versions, each with its URL"))
    return Answer(tuple(links) or None, told, tuple(wants), tuple(origins))


def last_update(reading: Reading) -> Answer:
    """Date of the last update, DD/MM/YY."""
    return _date(reading, "/document/updated", "the day on which this document was last changed")


def _date(reading: Reading, place: str, what: str) -> Answer:
    told = reading.words(place, what)
    if told.value is None:
        return told
    shown = day(told.value)
    if shown is not None:
        return Answer(shown, origins=(place,))
    found = str(told.value)
    return Answer(wants=(Want(place, f"{what}: a day, not {found}", found),), origins=(place,))


def _provider(reading: Reading, name: str, what: str) -> Answer:
    return provider(reading, name, what, who="the party that provides the model")


def provider_name(reading: Reading) -> Answer:
    """Name of the provider: of the models, else of the publisher of the set."""
    return _provider(reading, "name", "the name of the provider")


def provider_contact(reading: Reading) -> Answer:
    """Contact details of the provider."""
    return _provider(reading, "contact", "where to write to the provider")


def _representative(reading: Reading, name: str, what: str) -> Answer:
    told = _provider(reading, "eu_representative", "the party that represents the provider")
    if told.wants and reading.provider is not None and established_in_union(reading) is None:
        place = pointer("parties", reading.provider, "country")
        return reading.words(
            place, "the country of the provider: one outside the Union needs a representative"
        )
    key = told.value
    if not isinstance(key, str):
        return told
    return reading.words(pointer("parties", key, name), what)


def representative_name(reading: Reading) -> Answer:
    """Name of the authorised representative in the Union (Article 54)."""
    return _representative(reading, "name", "the name of the representative")


def representative_contact(reading: Reading) -> Answer:
    """Contact details of the authorised representative."""
    return _representative(reading, "contact", "where to write to the representative")


def established_in_union(reading: Reading) -> bool | None:
    """Tell whether the provider is established in the Union; None where that is unsaid."""
    country = as_mapping(reading.parties.get(reading.provider or "")).get("country")
    return country in IN_UNION if isinstance(country, str) and country.strip() else None


def country_untold(reading: Reading) -> bool:
    """Tell whether the manifest does not say where the provider is established.

    Then a representative may be needed, and the country is asked for in its place.
    """
    return established_in_union(reading) is None


def has_earlier_versions(reading: Reading) -> bool:
    """Tell whether this is not the first version of the document."""
    return given(reading.document.get("previous")) is not None


def documentation_links(reading: Reading) -> Answer:
    """Links to the models' pages."""
    told = [
        (pointer("models", key, "url"), model.get("url")) for key, model in reading.models.items()
    ]
    links = [(place, url) for place, url in told if isinstance(url, str)]
    gaps = [gap for place, url in told if (gap := gap_of(url, place))]
    return Answer(
        tuple(url for _, url in links) or None, tuple(gaps), (), tuple(place for place, _ in links)
    )


def _bases(reading: Reading) -> list[tuple[str, Entry | dict[str, object]]]:
    return [
        (pointer("models", key, "base", position), dict(as_mapping(base)))
        for key, model in reading.models.items()
        for position, base in enumerate(as_list(model.get("base")))
    ]


def is_modification(reading: Reading) -> bool:
    """Tell whether a model that is covered is made from another one."""
    return bool(_bases(reading))


def dependencies(reading: Reading) -> Answer:
    """Names and versions of the models that the covered ones are made from."""
    names = dict[str, str]()
    for place, base in _bases(reading):
        name, version_ = base.get("name"), base.get("version")
        if isinstance(name, str):
            names.setdefault(f"{name} {version_}" if isinstance(version_, str) else name, place)
    if not names:
        places = {pointer("models", key, "base"): each for key, each in reading.models.items()}
        told = [gap_of(model.get("base"), place) for place, model in places.items()]
        gaps = tuple(gap for gap in told if gap is not None)
        if gaps:
            return Answer(gaps=gaps)
        return missing("/models", "under `base`, the models that these are made from")
    return Answer(tuple(names), origins=tuple(names.values()))


def dependency_summaries(reading: Reading) -> Answer:
    """Links to the summaries of those models."""
    links, origins = list[str](), list[str]()
    gaps, wants = list[Gap](), list[Want]()
    for place, base in _bases(reading):
        here = f"{place}/summary"
        url = base.get("summary")
        gap = gap_of(url, here)
        if isinstance(url, str):
            links.append(url)
            origins.append(here)
        elif gap is not None:
            gaps.append(gap)
        else:
            wants.append(Want(here, f"the summary of {base.get('name', 'that model')}"))
    return Answer(tuple(dict.fromkeys(links)) or None, tuple(gaps), tuple(wants), tuple(origins))


def placement_date(reading: Reading) -> Answer:
    """When each model was placed on the Union market."""
    table, origins = Table("date"), list[str]()
    gaps, wants = list[Gap](), list[Want]()
    for key, model in reading.models.items():
        place = pointer("models", key, "eu_market")
        name = model.get("name")
        told = _date(reading, place, f"the day on which {name or key} came on the Union market")
        gaps.extend(told.gaps)
        wants.extend(told.wants)
        day_ = told.value if isinstance(told.value, str) else ""
        if day_ or told.gaps:
            table.add({"model": str(name or key)}, day_, told.gaps)
        origins += [place] if day_ else []
    if not reading.models:
        return missing("/models", "the models, each with the day under `eu_market`")
    return Answer(table.entries, tuple(gaps), tuple(wants), tuple(origins))


ANSWERS: dict[str, AnswerOf] = {
    "eu.header.version": version,
    "eu.header.previous_versions": previous_versions,
    "eu.header.last_update": last_update,
    "eu.1.1.provider_name": provider_name,
    "eu.1.1.provider_contact": provider_contact,
    "eu.1.1.authorised_representative_name": representative_name,
    "eu.1.1.authorised_representative_contact": representative_contact,
    "eu.1.2.model_names": model_names,
    "eu.1.2.model_documentation_links": documentation_links,
    "eu.1.2.model_dependencies": dependencies,
    "eu.1.2.model_dependencies_summary_links": dependency_summaries,
    "eu.1.2.placement_date": placement_date,
}

FACTS: dict[str, FactOf] = {
    "document.has_earlier_versions": has_earlier_versions,
    "provider.established_in_union": established_in_union,
    "provider.country_untold": country_untold,
    "model.is_modification_of_gpai": is_modification,
}
