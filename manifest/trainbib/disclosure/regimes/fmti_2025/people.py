"""Indicators A8 to A10: people who made or annotated data for the model."""

from collections.abc import Mapping

from trainbib.disclosure.answering.cells import Table, gap_words
from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.labellers import (
    MAKING,
    NOT_HIRED,
    instructions_of,
    kinds_labelled,
    pay_number,
)
from trainbib.disclosure.answering.parties import party_names
from trainbib.disclosure.answers import Answer, Entry
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.fmti_2025.volumes import FIVE
from trainbib.disclosure.wording import amount, and_list, percent
from trainbib.identifiers.names import country_name
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, parse_quantity

__all__ = ["ANSWERS", "LARGE_SHARE", "hired"]

LARGE_SHARE = 0.25
"""The share of the workers from which on the index asks for a country."""

_OWN = frozenset({"human_commissioned", "own_crawl", "user_data", "synthetic"})
"""Kinds of sources that nobody but the developer had labelled."""

_WORKFORCE = {"vendor": "vendor", "crowd": "crowd workers"}


def hired(reading: Reading, met: Gathering) -> list[str]:
    """Return the labellers who made or annotated data for the developer.

    They are those who were commissioned by the provider or work for it, and those of sources that
    only the developer can have had labelled. Of others it is asked for whom they worked.

    Args:
        reading: The manifest.
        met: Takes where it is told, and what is not told.
    """
    kinds = kinds_labelled(reading)
    found = list[str]()
    for key, labeller in sorted(reading.labellers.items()):
        if str(labeller.get("workforce")) in NOT_HIRED:
            continue
        phases = set(as_texts(labeller.get("phase")))
        if phases and not phases & MAKING:
            continue
        if reading.partial and not kinds.get(key):
            continue  # it may be data of another model
        by = labeller.get("commissioned_by")
        if isinstance(by, str):
            ours = by == reading.provider
        else:
            ours = not _OWN.isdisjoint(kinds.get(key, ()))
            employer = labeller.get("employer")
            if not ours and isinstance(employer, str):
                ours = employer == reading.provider
            elif not ours:
                met.value(labeller, pointer("labellers", key), "commissioned_by")
                met.want(
                    pointer("labellers", key, "commissioned_by"),
                    f"for whom `{key}` worked: for the developer, or for who published the data",
                )
        if ours:
            met.origins.append(pointer("labellers", key))
            found.append(key)
    return found


def _sources(reading: Reading, met: Gathering) -> list[str]:
    """Return the five labellers with the most items; all, where there are no more."""
    keys = hired(reading, met)
    counts = {key: parse_quantity(reading.labellers[key].get("items")) for key in keys}
    keys.sort(key=lambda key: (-(size.value if (size := counts[key]) else 0), key))
    if len(keys) <= FIVE:
        return keys
    for key in keys:
        if counts[key] is None:
            met.value(reading.labellers[key], pointer("labellers", key), "items")
            met.want(pointer("labellers", key, "items"), f"how many items `{key}` worked on")
    return keys[:FIVE]


def _name(reading: Reading, key: str) -> str:
    """Return who a source of data made by people is: vendors, platform, or who they are."""
    labeller = reading.labellers[key]
    vendors = party_names(reading, as_texts(labeller.get("vendors")))
    platform = labeller.get("platform")
    title = labeller.get("title")
    kind = labeller.get("workforce")
    words = _WORKFORCE.get(kind, kind) if isinstance(kind, str) else ""
    if vendors:
        return and_list(vendors)
    if isinstance(platform, str):
        return f"{words} on {platform}" if words else platform
    called = title if isinstance(title, str) else key
    return f"{called} ({words})" if words else called


def sources(reading: Reading) -> Answer:
    """Name the vendors, platforms and teams, with what they did."""
    met = Gathering()
    entries = list[Entry]()
    for key in _sources(reading, met):
        labeller, place = reading.labellers[key], pointer("labellers", key)
        words = met.text(labeller, place, "description") or met.text(labeller, place, "title")
        entry = {"source": _name(reading, key)} | ({"data": words} if words else {})
        items = parse_quantity(labeller.get("items"))
        entries.append(entry | ({"volume": amount(items, "items")} if items else {}))
    if not entries:
        met.want("/labellers", "who made or annotated data for the model")
    return met.answer(tuple(entries) or None)


def instructions(reading: Reading) -> Answer:
    """Tell what instructions each was given."""
    met, table = Gathering(), Table("instructions")
    keys = _sources(reading, Gathering())
    for key in keys:
        place, own = pointer("labellers", key), Gathering()
        words = instructions_of(reading.labellers[key], place, own)
        if not words:
            what = f"the instructions that `{key}` were given: their text, or where it is"
            own.want(f"{place}/instructions", what)
        met.add(own)
        table.add({"source": _name(reading, key)}, "\n".join(words), own.gaps)
    if not keys:
        met.want("/labellers", "who made or annotated data, each with its instructions")
    return met.answer(table.entries)


def practices(reading: Reading) -> Answer:
    """Tell of each the pay, the countries with at least a quarter of the workers, protections."""
    met = Gathering()
    entries, told_any = list[Entry](), False
    for key in _sources(reading, Gathering()):
        labeller, place = reading.labellers[key], pointer("labellers", key)
        entry = {"source": _name(reading, key)}
        for name, tell in _PRACTICES.items():
            own = Gathering()
            words = tell(labeller, place, own)
            told_any = told_any or bool(words)
            words = words or gap_words(own.gaps)
            entry |= {name: words} if words else {}
            if not words and not own.wants:
                own.want(f"{place}/{name}", f"the {name} of `{key}`")
            met.add(own)
        entries.append(entry)
    if not entries:
        met.want("/labellers", "who made or annotated data: pay, countries and protections")
    return met.answer(tuple(entries) if told_any else None)


def _protections(labeller: Mapping[str, object], place: str, met: Gathering) -> str:
    return "; ".join(met.texts(labeller, place, "protections"))


def _pay(labeller: Mapping[str, object], place: str, met: Gathering) -> str:
    """Return pay in words: ``19.4 EUR per hour``, or how it is worked out."""
    pay, here = met.mapping(labeller, place, "pay"), f"{place}/pay"
    model = met.text(pay, here, "model")
    if model == "unpaid":
        return "unpaid"
    number = pay_number(pay)
    currency, per = met.text(pay, here, "currency"), met.text(pay, here, "per")
    if not number:
        met.value(pay, here, "amount")
        if model:
            met.want(f"{here}/amount", "how much the pay is, with its `currency`")
        return ""
    met.origins.append(here)
    if not currency:
        met.want(f"{here}/currency", "the currency of the pay")
    words = " ".join(each for each in (number, currency) if each)
    return f"{words} per {per}" if per else words


def _countries(labeller: Mapping[str, object], place: str, met: Gathering) -> str:
    """Return the countries with at least a quarter of the workers."""
    told = [as_mapping(each) for each in as_list(met.value(labeller, place, "countries"))]
    if not told:
        met.want(f"{place}/countries", "the countries where they work, each with its `share`")
        return ""
    large = list[str]()
    for at, each in enumerate(told):
        country, share = each.get("country"), parse_quantity(each.get("share"))
        if not isinstance(country, str):
            continue
        if share is None and len(told) > 1:
            met.value(each, f"{place}/countries/{at}", "share")
            met.want(f"{place}/countries/{at}/share", f"the share of the workers in {country}")
            large.append(country_name(country))
        elif share is None:
            large.append(country_name(country))
        elif share.high >= LARGE_SHARE:
            large.append(f"{country_name(country)} ({percent(share.value)})")
    return ", ".join(large) or "none with 25 % or more of the workers"


_PRACTICES = {"pay": _pay, "countries": _countries, "protections": _protections}

ANSWERS: dict[str, AnswerOf] = {
    "fmti.a8": sources,
    "fmti.a9": instructions,
    "fmti.a10": practices,
}
