"""Sections 5 and 6: what the data set was used for, and how it is distributed."""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.answering.told import KEY, EachTold
from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, is_mapping

_AVAILABILITY = {
    "open": "Open to everybody",
    "registration": "After registration",
    "request": "On request",
    "purchase": "For money",
    "private": "Private",
    "unavailable": "Not available",
}


def used(reading: Reading) -> Answer:
    """Name the models that were trained on it, each with its purpose."""
    met = Gathering()
    lines = list[str]()
    for key, model in sorted(reading.models.items()):
        place = pointer("models", key)
        name = met.text(model, place, "name") or key
        versions = met.texts(model, place, "versions")
        words = f"Trained {name}" + (f" ({', '.join(versions)})" if versions else "")
        purpose = met.text(model, place, "purpose")
        lines.append(f"{words}: {purpose}" if purpose else words)
    if not lines:
        met.value(reading.data, "", "models")
        met.want("/models", "the models that were trained on it, or `{none: …}` with the reason")
    met.gaps = [gap for gap in met.gaps if not lines or gap.pointer == "/models"]
    return met.answer(tuple(lines) or None)


def forbidden(reading: Reading) -> Answer:
    """Tell what the terms of own licences forbid, by what they are called."""
    met = Gathering()
    lines = list[str]()
    for key, terms in sorted(as_mapping(reading.data.get("licenses")).items()):
        if not is_mapping(terms):
            continue
        place = pointer("licenses", key)
        words = met.texts(terms, place, "forbids")
        title = met.text(terms, place, "title") or key
        lines += [f"{title}: {'; '.join(words)}"] if words else []
    return met.answer(tuple(lines) or None)


def availability(reading: Reading) -> Answer:
    """Tell whether others can get it, and who has access."""
    met = Gathering()
    told = met.text(reading.dataset, "/dataset", "availability")
    lines = [_AVAILABILITY.get(told, told)] if told else []
    place = "/dataset/access"
    for at, each in enumerate(as_list(met.value(reading.dataset, "/dataset", "access"))):
        entry, here = as_mapping(each), f"{place}/{at}"
        who = met.text(entry, here, "who")
        how = [met.text(entry, here, name) for name in ("how", "url")]
        words = ", ".join(part for part in how if part)
        lines += [f"{who}: {words}" if words else who] if who else []
    if lines:
        met.gaps.clear()
    else:
        met.want("/dataset/availability", "whether others can get it: open, request, private …")
    return met.answer(tuple(lines) or None)


def where(reading: Reading) -> Answer:
    """Tell where it is, and under which identifiers."""
    met = Gathering()
    url = met.text(reading.dataset, "/dataset", "url")
    ids = met.mapping(reading.dataset, "/dataset", "ids")
    lines = [url] if url else []
    for name in ids:
        told = met.text(ids, "/dataset/ids", name)
        lines += [f"{name}: {told}"] if told else []
    if lines:
        met.gaps.clear()
    else:
        met.want("/dataset/url", "where it can be had, or its home page; or `ids`")
    return met.answer(tuple(lines) or None)


def when(reading: Reading) -> Answer:
    """Tell when this version was published."""
    return reading.words("/dataset/issued", "when this version was published")


def _license_of(value: object) -> str:
    """Return a licence in words: an expression, else an address; empty where there is none."""
    if isinstance(value, str):
        return value
    told = as_mapping(value)
    for name in ("expression", "url", "text"):
        words = told.get(name)
        if isinstance(words, str):
            return words
    return ""


def license_(reading: Reading) -> Answer:
    """Tell the licence of the set as published."""
    met = Gathering()
    words = _license_of(met.value(reading.dataset, "/dataset", "license"))
    if not words:
        met.want("/dataset/license", "the licence under which it is published")
    return met.answer(words or None)


def source_licenses(reading: Reading) -> Answer:
    """Tell the licence of each source."""
    if not reading.sources:
        return missing("/sources", "the sources, each with its licence")
    told = EachTold.by(reading, ("license",), _licensed)
    return told.answer(told.table("source", "license", reading.title, lambda _, words: words))


def _licensed(source: Mapping[str, object], met: Gathering) -> str:
    told = met.value(source, "", "license")
    words = _license_of(told)
    if not words:
        met.mapping(as_mapping(told), "/license", "expression")  # it may be a gap
    if not words and not met.gaps:
        met.want("/license", f"the licence of `{KEY}`")
    return words


def restrictions(reading: Reading) -> Answer:
    """Tell restrictions by third parties and export controls."""
    told = EachTold.by(reading, ("rights",), _restricted)
    return told.answer(told.texts(lambda key, words: f"{reading.title(key)}: {words}"))


def _restricted(source: Mapping[str, object], met: Gathering) -> str:
    words = as_texts(as_mapping(source.get("rights")).get("restrictions"))
    met.origins += ["/rights/restrictions"] if words else []
    return "; ".join(unique(words))


ANSWERS: dict[str, AnswerOf] = {
    "ds.5.used": used,
    "ds.5.forbidden": forbidden,
    "ds.6.availability": availability,
    "ds.6.where": where,
    "ds.6.when": when,
    "ds.6.license": license_,
    "ds.6.source_licenses": source_licenses,
    "ds.6.restrictions": restrictions,
}
