"""Indicators R4 and R5: who has access to the data, and where others can get it."""

from collections.abc import Iterable

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answering.sources import link, versioned_title
from trainbib.disclosure.answers import Answer, Entry
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
    wants, gaps = (*told.wants, *met.wants), (*told.gaps, *met.gaps)
    return Answer(told.value, gaps, wants, told.origins)


def _list(reading: Reading, keys: Iterable[str]) -> Answer:
    met, table = Gathering(), Table("where")
    for key in sorted(keys, key=lambda key: (reading.title(key).casefold(), key)):
        source, place, own = reading.sources[key], source_at(key), Gathering()
        where = link(source, place, own) or own.text(source, place, "contact")
        if where:
            own.gaps.clear()
        elif not own.gaps:
            own.want(f"{place}/url", f"where `{key}` can be had")
        met.add(own)
        table.add({"data": versioned_title(reading, key)}, where, own.gaps)
    return met.answer(table.entries)


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
