"""The head, and indicators A1 to A7: methods of acquisition, and data had from others and users."""

from collections.abc import Mapping

from trainbib.disclosure.answers import Answer, Entry, Gap, missing
from trainbib.disclosure.reading import Entry as Mapping_
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.code_of_practice.cells import gap_words
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at, unique
from trainbib.disclosure.regimes.eu_ai_act.routing import Section, routing
from trainbib.disclosure.regimes.fmti_2025.people import hired
from trainbib.disclosure.regimes.fmti_2025.volumes import Volume, how_ranked, largest
from trainbib.disclosure.wording import amount, and_list
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, parse_quantity

_PEOPLE = "People who make or annotate new data"
_OTHER = "Other methods (please specify)"
_METHODS: Mapping[Section, str] = {
    "2.1": "Existing public data sets",
    "2.3": "Crawling of the web",
    "2.4": "Data from own products and services",
    "2.2.1": "Licences for existing data of others",
    "2.2.2": "Licences for existing data of others",
    "2.5": "Models that generate new data",
}
"""The method for each way in which sources are come by, sorted as for the public EU summary."""

_OTHERS: Mapping[object, str] = {
    "offline": "digitising",
    "sensor": "recording with instruments",
    "other": "means that are none of these",
}
_LICENSED: tuple[Section, ...] = ("2.2.1", "2.2.2")

_PER = {
    "lump_sum": "in one sum",
    "million_tokens": "per million tokens",
    "page_crawl": "per page crawled",
    "revenue_share": "as a share of revenue",
}


def developer(reading: Reading) -> Answer:
    """Name the provider of the models, or else the publisher of the set."""
    if reading.provider is None:
        return missing("/dataset/publisher", "the party that developed the model")
    return reading.words(pointer("parties", reading.provider, "name"), "the name of the developer")


def models(reading: Reading) -> Answer:
    """Name the models that the answers are about, with their versions."""
    return reading.model_names()


def updated(reading: Reading) -> Answer:
    """Tell when the manifest was last changed."""
    return reading.words("/document/updated", "when this document was last changed")


def methods(reading: Reading) -> Answer:
    """Tick the methods of acquisition, by the kinds of the sources and by who labelled."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with its kind")
    routed = routing(reading)
    met = Gathering()
    met.gaps += routed.gaps
    met.wants += routed.wants
    ticked = dict[str, None]()
    for section, method in _METHODS.items():
        met.origins += [source_at(key, "kind") for key in routed.sections[section]]
        if routed.sections[section]:
            ticked[method] = None
    by_people = Gathering()
    found = hired(reading, by_people)
    for key in routed.sections["2.6"]:
        if reading.sources[key].get("kind") == "human_commissioned":
            by_people.origins.append(source_at(key, "kind"))
    if found or by_people.origins:
        by_people.wants.clear()
        ticked[_PEOPLE] = None
    met.add(by_people)
    kinds = {reading.sources[key].get("kind") for key in routed.sections["2.6"]}
    others = [words for kind, words in _OTHERS.items() if kind in kinds]
    if others:
        ticked[f"{_OTHER}: {', '.join(others)}"] = None
    how = "by the kinds of the sources, and by who labelled for whom"
    order = [*dict.fromkeys(_METHODS.values())]
    order.insert(order.index(_METHODS["2.5"]), _PEOPLE)
    value = [each for each in order if each in ticked]
    value += [each for each in ticked if each not in order]
    return met.answer(tuple(value) or None, how)


def public_datasets(reading: Reading) -> Answer:
    """Name the five largest public data sets."""
    met = Gathering()
    keys = routing(reading).sections["2.1"]
    volumes = largest(reading, keys, met)
    entries = tuple(_line({"source": each.name}, each, met) for each in volumes)
    return met.answer(entries or None, how_ranked(volumes, keys))


def _line(entry: Entry, volume: Volume, met: Gathering) -> Entry:
    met.origins += [source_at(key) for key in volume.keys]
    return {**entry, "volume": volume.words} if volume.words else entry


def crawlers(reading: Reading) -> Answer:
    """Name each crawler, and tell how sites opt out of it."""
    met = Gathering()
    told = dict[str, dict[str, None]]()
    for key in routing(reading).sections["2.3"]:
        place = source_at(key)
        block, here = met.mapping(reading.sources[key], place, "crawl"), f"{place}/crawl"
        ways = [met.text(block, here, name) for name in ("robots_txt", "other_protocols")]
        ways = [each for each in ways if each]
        if not ways:
            met.want(f"{here}/robots_txt", f"how the crawl of `{key}` treats robots.txt")
        named = as_list(met.value(block, here, "crawlers"))
        if not named:
            met.want(f"{here}/crawlers", f"the crawlers that collected `{key}`")
        for at, each in enumerate(named):
            crawler, its = as_mapping(each), f"{here}/crawlers/{at}"
            name = met.text(crawler, its, "name") or met.text(crawler, its, "user_agent")
            if not name:
                met.want(f"{its}/name", f"the name of the crawler of `{key}`")
                continue
            page = met.text(crawler, its, "url")
            told.setdefault(name, {}).update(dict.fromkeys([*ways, *([page] if page else [])]))
    entries = tuple(
        {"crawler": name, "opt_out": "\n".join(ways)} if ways else {"crawler": name}
        for name, ways in sorted(told.items())
    )
    return met.answer(entries or None)


def _services(reading: Reading, volume: Volume, met: Gathering) -> str:
    names = list[str]()
    for key in volume.keys:
        place = f"{source_at(key)}/user_data/services"
        block = met.mapping(reading.sources[key], source_at(key), "user_data")
        told = as_list(met.value(block, f"{source_at(key)}/user_data", "services"))
        found = [
            met.text(as_mapping(each), f"{place}/{at}", "name") for at, each in enumerate(told)
        ]
        names += [each for each in found if each]
        if not any(found):
            met.want(place, f"the products or services that `{key}` is from")
    return and_list(list(unique(names)))


def usage_data(reading: Reading) -> Answer:
    """Name the products and services that data of users is from."""
    met = Gathering()
    entries = list[Entry]()
    keys = routing(reading).sections["2.4"]
    volumes = largest(reading, keys, met)
    for volume in volumes:
        name = _services(reading, volume, met)
        entries.append(_line({"source": name or volume.name}, volume, met))
    return met.answer(tuple(entries) or None, how_ranked(volumes, keys))


def notice(reading: Reading) -> Answer:
    """Tell how users of each product or service learn of the use of their data."""
    met = Gathering()
    entries = list[Entry]()
    for volume in largest(reading, routing(reading).sections["2.4"]):
        words = list[str]()
        for key in volume.keys:
            place = f"{source_at(key)}/user_data"
            block = met.mapping(reading.sources[key], source_at(key), "user_data")
            told = [met.text(block, place, name) for name in ("notice", "notice_url")]
            words += [each for each in told if each]
            if not any(told):
                met.want(f"{place}/notice", f"how users learn that `{key}` is used")
        entry = {"source": _services(reading, volume, Gathering()) or volume.name}
        entries.append({**entry, "notice": "\n".join(unique(words))} if words else entry)
    return met.answer(tuple(entries) if any("notice" in each for each in entries) else None)


def _licensors(reading: Reading) -> list[Volume]:
    return largest(reading, _licensed_keys(reading))


def _licensed_keys(reading: Reading) -> list[str]:
    sections = routing(reading).sections
    return [key for section in _LICENSED for key in sections[section]]


def _licensor(reading: Reading, volume: Volume, met: Gathering) -> str:
    """Return from whom a licensed source is had: the other side, its publisher or creators."""
    names = list[str]()
    for key in volume.keys:
        source, place = reading.sources[key], source_at(key)
        block = met.mapping(source, place, "agreement")
        parties = met.texts(block, f"{place}/agreement", "with")
        for name in ("publisher", "creators"):
            parties = parties or met.texts(source, place, name)
        if not parties:
            met.want(f"{place}/agreement/with", f"from whom `{key}` is had")
        names += [str(reading.parties.get(each, {}).get("name", each)) for each in parties]
    return and_list(list(unique(names)))


def licensed_data(reading: Reading) -> Answer:
    """Name the parties that licensed data is from."""
    met = Gathering()
    entries = list[Entry]()
    keys = _licensed_keys(reading)
    volumes = largest(reading, keys, met)
    for volume in volumes:
        name = _licensor(reading, volume, met)
        entry = {"source": name, "data": volume.name} if name else {"data": volume.name}
        entries.append(_line(entry, volume, met))
    told = any("source" in each for each in entries)
    return met.answer(tuple(entries) if told else None, how_ranked(volumes, keys))


def compensation(reading: Reading) -> Answer:
    """Tell how each of these parties is compensated; a withheld price is a gap."""
    met = Gathering()
    entries, told_any = list[Entry](), False
    for volume in _licensors(reading):
        words, gaps = list[str](), list[Gap]()
        for key in volume.keys:
            place = f"{source_at(key)}/agreement"
            own = Gathering()
            block = own.mapping(reading.sources[key], source_at(key), "agreement")
            told = [own.text(block, place, "compensation"), _price(block, place, own)]
            words += [each for each in told if each]
            if any(told):
                own.gaps.clear()  # one of the two tells it
            elif not own.gaps:
                own.want(
                    f"{place}/compensation",
                    f"how `{key}` is compensated, or in a gap that the contract forbids to tell",
                )
            gaps += own.gaps
            met.add(own)
        entry = {"source": _licensor(reading, volume, Gathering()) or volume.name}
        told_any = told_any or bool(words)
        cell = "\n".join(unique(words)) or gap_words(gaps)
        entries.append({**entry, "compensation": cell} if cell else entry)
    return met.answer(tuple(entries) if told_any else None)


def _price(block: Mapping_, place: str, met: Gathering) -> str:
    """Return a price in words: ``18.5 EUR per hour``; empty where there is none."""
    price, here = met.mapping(block, place, "price"), f"{place}/price"
    quantity = parse_quantity(met.value(price, here, "amount"))
    basis = met.text(price, here, "basis")
    unit = met.text(price, here, "unit")
    currency = met.text(price, here, "currency")
    per = _PER.get(unit, f"per {unit.replace('_', ' ')}" if unit else "")
    number = "" if quantity is None else amount(quantity, currency).strip()
    words = " ".join(each for each in (number, per) if each and number)
    return "; ".join(each for each in (words, basis) if each)


ANSWERS: dict[str, AnswerOf] = {
    "fmti.0.developer": developer,
    "fmti.0.models": models,
    "fmti.0.updated": updated,
    "fmti.a1": methods,
    "fmti.a2": public_datasets,
    "fmti.a3": crawlers,
    "fmti.a4": usage_data,
    "fmti.a5": notice,
    "fmti.a6": licensed_data,
    "fmti.a7": compensation,
}
