"""Indicators R4 and R5: who has access to the data, and where others can get it."""

from collections.abc import Iterable, Mapping
from functools import partial

from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answering.sources import link, versioned_title
from trainbib.disclosure.answering.told import KEY, EachTold, Told, together, told_by
from trainbib.disclosure.answers import Answer, Entry
from trainbib.disclosure.places import joined
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.values import as_list, as_mapping

_PRIVATE = ("licensed", "private_third_party")
_FROM_OTHERS = frozenset({"open", "registration", "request", "purchase"})
"""What can be had by others, in the words of the schema."""


def access(reading: Reading) -> Answer:
    """Name the independent third parties that have access to the data."""
    met = Gathering()
    place = "/dataset/access"
    entries, open_ = list[Entry](), False
    for at, each in enumerate(as_list(met.value(reading.dataset, "/dataset", "access"))):
        entry, here = as_mapping(each), f"{place}/{at}"
        who = met.text(entry, here, "who")
        independent = met.value(entry, here, "independent")
        if independent is None and who:
            met.want(f"{here}/independent", f"whether {who} is financially independent")
            open_ = True
        if independent is True and who:
            ways = [met.text(entry, here, name) for name in ("how", "url")]
            how = ", ".join(way for way in ways if way)
            entries.append({"who": who, **({"how": how} if how else {})})
    if entries:
        met.wants.clear()  # one third party is enough
    elif not open_:
        met.want(
            place, "an independent third party that has access, or `{none: …}` with the reason"
        )
    return met.answer(tuple(entries) or None)


def public_data(reading: Reading) -> Answer:
    """List all public data, and where it is."""
    return _list(reading, by_kind(reading).of("public_dataset"))


def obtainable_data(reading: Reading) -> Answer:
    """List all data that can be had from third parties, and where."""
    met = Gathering()
    for key in _private(reading):
        if reading.sources[key].get("availability") is None:
            what = f"whether others can get `{key}`: registration, request, purchase or private"
            met.want(source_at(key, "availability"), what)
        else:
            met.value(reading.sources[key], source_at(key), "availability")
    told = _list(reading, _obtainable(reading))
    wants, gaps = joined((told.wants, met.wants)), (*told.gaps, *met.gaps)
    return Answer(told.value, gaps, wants, told.origins)


def _list(reading: Reading, keys: Iterable[str]) -> Answer:
    listed = frozenset(keys)
    if not listed:
        return Answer()
    among = (
        [key in listed for key in reading.sources] if len(listed) < len(reading.sources) else None
    )
    # Addresses differ; what matters is that there is one.
    urls = [
        _ADDRESS if isinstance(url, str) and url.strip() else url for url in reading.column("url")
    ]
    ids, contacts = reading.column("ids"), reading.column("contact")
    told = EachTold.of(reading, together(_where, urls, ids, contacts), among)
    return told.answer(
        told.table("data", "where", partial(versioned_title, reading), partial(_found, reading))
    )


_ADDRESS = "any"


def _where(url: object, ids: object, contact: object) -> Told:
    told = {"url": url, "ids": ids, "contact": contact}
    return told_by(_address)({name: each for name, each in told.items() if each is not None})


def _address(source: Mapping[str, object], met: Gathering) -> str:
    where = link(source, "", met) or met.text(source, "", "contact")
    if where:
        met.gaps.clear()
    elif not met.gaps:
        met.want("/url", f"where `{KEY}` can be had")
    return where


def _found(reading: Reading, key: str, _: str) -> str:
    return _address(reading.sources[key], Gathering())


def _private(reading: Reading) -> list[str]:
    return sorted(reading.of_kind(*_PRIVATE))


def _obtainable(reading: Reading) -> list[str]:
    """Return the private sources that can be had by others."""
    return [
        key
        for key in _private(reading)
        if str(reading.sources[key].get("availability")) in _FROM_OTHERS
    ]


def has_public(reading: Reading) -> bool:
    """Tell whether there is public data."""
    return bool(by_kind(reading).of("public_dataset"))


def has_obtainable(reading: Reading) -> bool:
    """Tell whether there is data that third parties can obtain, or may be."""
    return any(
        reading.sources[key].get("availability") not in ("private", "unavailable")
        for key in _private(reading)
    )


ANSWERS: dict[str, AnswerOf] = {
    "fmti.r4": access,
    "fmti.r5.public": public_data,
    "fmti.r5.obtainable": obtainable_data,
}

FACTS: dict[str, FactOf] = {"derived.public": has_public, "derived.obtainable": has_obtainable}
