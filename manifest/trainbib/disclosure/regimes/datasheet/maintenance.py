"""Section 7: who keeps the data set up, for how long, and which versions there were."""

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.datasheet.composition import parts
from trainbib.pointers import pointer


def _publisher(reading: Reading) -> str | None:
    """Return the key of the publisher of the set, else of the provider of its models."""
    key = reading.dataset.get("publisher")
    return key if isinstance(key, str) and key in reading.parties else reading.provider


def maintainer(reading: Reading) -> Answer:
    """Name who publishes it."""
    key = _publisher(reading)
    if key is None:
        return missing("/dataset/publisher", "the party that publishes and maintains it")
    return reading.words(pointer("parties", key, "name"), "the name of the publisher")


def contact(reading: Reading) -> Answer:
    """Tell how the publisher can be reached."""
    key = _publisher(reading)
    if key is None:
        return missing("/dataset/publisher", "the party that publishes it, with its `contact`")
    return reading.words(pointer("parties", key, "contact"), "where to write to the publisher")


def updates(reading: Reading) -> Answer:
    """Tell who keeps it up, and how users are told."""
    return reading.words(
        "/dataset/maintenance", "who keeps it up, how often, and how users are told"
    )


def changes(reading: Reading) -> Answer:
    """Tell what changed since the version before."""
    told = reading.words("/dataset/changes", "")
    return told if told.value is not None else Answer(gaps=told.gaps)


def retention(reading: Reading) -> Answer:
    """Tell how long data may be kept: of the whole, and of sources."""
    met = Gathering()
    lines = list[str]()
    for name, place, entry in parts(reading, "retention"):
        words = met.text(entry, place, "retention")
        lines += [f"{name}: {words}" if name else words] if words else []
    if lines:
        met.gaps.clear()
    else:
        met.want("/dataset/retention", "how long data on people may be kept")
    return met.answer(tuple(lines) or None)


def previous(reading: Reading) -> Answer:
    """Name the version before, with where it is."""
    met = Gathering()
    place = "/dataset/previous"
    block = met.mapping(reading.dataset, "/dataset", "previous")
    words = [met.text(block, place, name) for name in ("version", "url", "path", "date")]
    told = tuple(each for each in words if each)
    if not told:
        met.want(
            place,
            "the version before, with its `url`; or, for the first, `{none: …}` with the reason",
        )
    return met.answer(told or None)


ANSWERS: dict[str, AnswerOf] = {
    "ds.7.maintainer": maintainer,
    "ds.7.contact": contact,
    "ds.7.updates": updates,
    "ds.7.changes": changes,
    "ds.7.retention": retention,
    "ds.7.previous": previous,
}
