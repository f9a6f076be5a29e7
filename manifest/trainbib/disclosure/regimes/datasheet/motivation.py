"""The head of the sheet, and section 1: why the data set was made, by whom, with whose money."""

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.parties import party_name, party_names
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.values import as_list, as_mapping


def _name(reading: Reading) -> Answer:
    title = reading.words("/dataset/title", "")
    return title if title.value is not None else reading.words("/dataset/name", "its name")


def _version(reading: Reading) -> Answer:
    return reading.words("/dataset/version", "the version of the data set")


def _description(reading: Reading) -> Answer:
    return reading.words("/dataset/description", "what the data set is")


def purpose(reading: Reading) -> Answer:
    """Tell what the data set is for."""
    return reading.words("/dataset/purpose", "what the data set was made for")


def creators(reading: Reading) -> Answer:
    """Name the creators, and the publisher on whose behalf they made it."""
    met = Gathering()
    names = party_names(reading, met.texts(reading.dataset, "/dataset", "creators"))
    publisher = met.text(reading.dataset, "/dataset", "publisher")
    lines = list(names)
    if not names:
        met.want("/dataset/creators", "the parties that made it")
    if publisher and (name := party_name(reading, publisher)) not in names:
        lines.append(f"Published by {name}")
    return met.answer(tuple(lines) if names else None)


def funding(reading: Reading) -> Answer:
    """Tell who paid for it, and by which grant."""
    met = Gathering()
    place = "/dataset/funding"
    lines = list[str]()
    for at, each in enumerate(as_list(met.value(reading.dataset, "/dataset", "funding"))):
        entry, here = as_mapping(each), f"{place}/{at}"
        by = met.text(entry, here, "by")
        parts = [party_name(reading, by), *(met.text(entry, here, n) for n in ("grant", "url"))]
        lines += [", ".join(part for part in parts if part)] if any(parts) else []
    if not lines:
        met.want(place, "who funded it, or `{none: …}` with the reason")
    return met.answer(tuple(lines) or None)


ANSWERS: dict[str, AnswerOf] = {
    "ds.0.name": _name,
    "ds.0.version": _version,
    "ds.0.description": _description,
    "ds.1.purpose": purpose,
    "ds.1.creators": creators,
    "ds.1.funding": funding,
}
