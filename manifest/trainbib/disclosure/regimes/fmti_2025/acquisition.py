"""The head, and indicators A1 to A7: methods of acquisition, and data had from others and users."""

from collections.abc import Mapping

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.heading import model_names, provider, updated
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answering.parties import party_names
from trainbib.disclosure.answers import Answer, Entry, Gap, missing
from trainbib.disclosure.places import chained, each_at
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.fmti_2025.people import hired
from trainbib.disclosure.regimes.fmti_2025.volumes import Volume, largest
from trainbib.disclosure.wording import amount, and_list
from trainbib.values import as_list, as_mapping, parse_quantity

_PEOPLE = "People who make or annotate new data"
_OTHER = "Other methods (please specify)"
_METHODS: Mapping[str, str] = {
    "public_dataset": "Existing public data sets",
    "own_crawl": "Crawling of the web",
    "user_data": "Data from own products and services",
    "licensed": "Licences for existing data of others",
    "private_third_party": "Licences for existing data of others",
    "synthetic": "Models that generate new data",
}
"""The method for each kind of source."""

_OTHERS: Mapping[str, str] = {
    "offline": "digitising",
    "sensor": "recording with instruments",
    "other": "means that are none of these",
}
_LICENSED = ("licensed", "private_third_party")

_PER = {
    "lump_sum": "in one sum",
    "million_tokens": "per million tokens",
    "page_crawl": "per page crawled",
    "revenue_share": "as a share of revenue",
}


def developer(reading: Reading) -> Answer:
    """Name the provider of the models, or else the publisher of the set."""
    who = "the party that developed the model"
    return provider(reading, "name", "the name of the developer", who=who)


def methods(reading: Reading) -> Answer:
    """Tick the methods of acquisition, by the kinds of the sources and by who labelled."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with its kind")
    kinds = by_kind(reading)
    ticked = {method for kind, method in _METHODS.items() if kinds.of(kind)}
    by_people = Gathering()
    found = hired(reading, by_people)
    commissioned = kinds.of("human_commissioned")
    if found or by_people.origins or commissioned:
        by_people.wants.clear()
        ticked.add(_PEOPLE)
    order = [*dict.fromkeys(_METHODS.values())]
    order.insert(order.index(_METHODS["synthetic"]), _PEOPLE)
    value = [method for method in order if method in ticked]
    others = [words for kind, words in _OTHERS.items() if kinds.of(kind)]
    value += [f"{_OTHER}: {', '.join(others)}"] if others else []
    of_kinds = (each_at(kinds.of(kind), "kind") for kind in _METHODS)
    return Answer(
        tuple(value) or None,
        unique((*kinds.gaps, *by_people.gaps)),
        unique((*kinds.wants, *by_people.wants)),
        chained((*of_kinds, unique(by_people.origins), each_at(commissioned, "kind"))),
        "by the kinds of the sources, and by who labelled for whom",
    )


def public_datasets(reading: Reading) -> Answer:
    """Name the five largest public data sets."""
    met = Gathering()
    keys = by_kind(reading).of("public_dataset")
    ranking = largest(reading, keys)
    entries = [_line({"source": each.name}, each, met) for each in ranking.volumes]
    return ranking.answer(entries, met)


def _line(entry: Entry, volume: Volume, met: Gathering) -> Entry:
    met.origins += [source_at(key) for key in volume.keys]
    return {**entry, "volume": volume.words} if volume.words else entry


def crawlers(reading: Reading) -> Answer:
    """Name each crawler, and tell how sites opt out of it."""
    met = Gathering()
    told = dict[str, dict[str, None]]()
    for key in by_kind(reading).of("own_crawl"):
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
    keys = by_kind(reading).of("user_data")
    ranking = largest(reading, keys)
    for volume in ranking.volumes:
        name = _services(reading, volume, met)
        entries.append(_line({"source": name or volume.name}, volume, met))
    return ranking.answer(entries, met)


def notice(reading: Reading) -> Answer:
    """Tell how users of each product or service learn of the use of their data."""
    met, table = Gathering(), Table("notice")
    for volume in largest(reading, by_kind(reading).of("user_data")).volumes:
        words, gaps = list[str](), list[Gap]()
        for key in volume.keys:
            place, own = f"{source_at(key)}/user_data", Gathering()
            block = own.mapping(reading.sources[key], source_at(key), "user_data")
            told = [own.text(block, place, name) for name in ("notice", "notice_url")]
            words += [each for each in told if each]
            if not any(told):
                own.want(f"{place}/notice", f"how users learn that `{key}` is used")
            gaps += own.gaps
            met.add(own)
        line = {"source": _services(reading, volume, Gathering()) or volume.name}
        table.add(line, "\n".join(unique(words)), gaps)
    return met.answer(table.entries)


def _licensed_keys(reading: Reading) -> tuple[str, ...]:
    return by_kind(reading).of(*_LICENSED)


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
        names += party_names(reading, parties)
    return and_list(list(unique(names)))


def licensed_data(reading: Reading) -> Answer:
    """Name the parties that licensed data is from."""
    met = Gathering()
    entries = list[Entry]()
    keys = _licensed_keys(reading)
    ranking = largest(reading, keys)
    for volume in ranking.volumes:
        name = _licensor(reading, volume, met)
        entry = {"source": name, "data": volume.name} if name else {"data": volume.name}
        entries.append(_line(entry, volume, met))
    told = any("source" in each for each in entries)
    return ranking.answer(entries if told else (), met)


def compensation(reading: Reading) -> Answer:
    """Tell how each of these parties is compensated; a withheld price is a gap."""
    met, table = Gathering(), Table("compensation")
    for volume in largest(reading, _licensed_keys(reading)).volumes:
        words, gaps = list[str](), list[Gap]()
        for key in volume.keys:
            place, own = f"{source_at(key)}/agreement", Gathering()
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
        line = {"source": _licensor(reading, volume, Gathering()) or volume.name}
        table.add(line, "\n".join(unique(words)), gaps)
    return met.answer(table.entries)


def _price(block: Mapping[str, object], place: str, met: Gathering) -> str:
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
    "fmti.0.models": model_names,
    "fmti.0.updated": updated,
    "fmti.a1": methods,
    "fmti.a2": public_datasets,
    "fmti.a3": crawlers,
    "fmti.a4": usage_data,
    "fmti.a5": notice,
    "fmti.a6": licensed_data,
    "fmti.a7": compensation,
}
