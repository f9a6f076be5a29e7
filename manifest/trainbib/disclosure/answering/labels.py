"""Which sources have labels, and of which types."""

from collections.abc import Mapping

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answers import Answer, Entry, Gap, Want, gap_of
from trainbib.disclosure.places import EachSource, Wants, each_at, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.wording import plural
from trainbib.pointers import pointer
from trainbib.values import as_mapping, as_texts, given

__all__ = ["has_labels", "label_types", "labelled", "unlabelled"]


def _labels(source: Mapping[str, object], place: str) -> tuple[str, ...] | Gap | None:
    """Return the types of labels of a source, its gap, or None where it is silent."""
    told = source.get("labels")
    return gap_of(told, place) or as_texts(told) or None


@once
def labelled(reading: Reading) -> list[str]:
    """Return the keys of the sources with labels, or with people or models who labelled."""
    if reading.fields.isdisjoint(("labels", "labelled_by")):
        return []
    return [
        key
        for key, source in reading.sources.items()
        if as_texts(source.get("labels")) or given(source.get("labelled_by")) is not None
    ]


@once
def unlabelled(reading: Reading) -> list[str]:
    """Return the keys of the other sources, among them those that do not say."""
    others = set(labelled(reading))
    return [key for key in reading.sources if key not in others]


def has_labels(reading: Reading) -> Answer:
    """Whether any data set has labels; No takes a statement about each."""
    yes = labelled(reading)
    if yes:
        places = tuple(
            pointer("sources", key, "labels" if "labels" in reading.sources[key] else "labelled_by")
            for key in yes
        )
        return Answer("Yes", origins=places, how=f"{plural(len(yes), 'data set')}")
    gaps, silent, denied = list[Gap](), list[str](), list[str]()
    told = reading.having("labels")
    for key in reading.sources:
        gap = gap_of(told.get(key), f"{reading.places[key]}/labels") if key in told else None
        if gap is None:
            silent.append(key)
        elif gap.state in ("none", "not_applicable"):
            denied.append(key)
        else:
            gaps.append(gap)
    if gaps or silent or not denied:
        return Answer(gaps=tuple(gaps), wants=Wants([EachSource(silent, _LABELS)]))
    return Answer(
        "No",
        origins=each_at(denied, "labels"),
        how=f"{plural(len(denied), 'data set')}, each stated",
    )


_LABELS = members(("labels", ("the types of labels of `", "`, or `none`")))


def label_types(reading: Reading) -> Answer:
    """Tell the types of labels of each data set that has some."""
    entries, origins = list[Entry](), list[str]()
    gaps, wants = list[Gap](), list[Want]()
    for key in labelled(reading):
        source = reading.sources[key]
        place = pointer("sources", key, "labels")
        told = _labels(source, place)
        entry = {"dataset": reading.title(key)}
        named = told if isinstance(told, tuple) else _labels_of_labellers(reading, source)
        if named:
            entry["labels"] = "; ".join(named)
            origins.append(place if isinstance(told, tuple) else _labelled_by(key))
        elif isinstance(told, Gap):
            gaps.append(told)
            entry["labels"] = gap_words([told])
        else:
            wants.append(Want(place, f"the types of labels of `{key}`"))
        entries.append(entry)
    if gaps and not origins:
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    return Answer(tuple(entries) or None, tuple(gaps), tuple(wants), tuple(origins))


def _labelled_by(key: str) -> str:
    return pointer("sources", key, "labelled_by")


def _labels_of_labellers(reading: Reading, source: object) -> tuple[str, ...]:
    keys = as_texts(as_mapping(source).get("labelled_by"))
    return tuple(
        dict.fromkeys(
            each for key in keys for each in as_texts(reading.labellers.get(key, {}).get("labels"))
        )
    )
