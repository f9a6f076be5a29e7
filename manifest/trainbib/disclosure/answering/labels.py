"""Which sources have labels, and of which types."""

from collections.abc import Mapping
from itertools import compress

from trainbib.disclosure.answering.told import EachTold, Told
from trainbib.disclosure.answers import Answer, Gap, gap_of
from trainbib.disclosure.places import EachSource, Noted, Wants, each_at, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.wording import plural
from trainbib.values import as_texts, given

__all__ = ["has_labels", "label_types", "labelled", "unlabelled"]

_FIELDS = ("labels", "labelled_by")
"""The fields of a source that tell of labels."""


@once
def labelled(reading: Reading) -> list[str]:
    """Return the keys of the sources with labels, or with people or models who labelled."""
    return list(compress(reading.sources, reading.each_of(_FIELDS, _is_labelled)))


def _is_labelled(source: Mapping[str, object]) -> bool:
    return bool(as_texts(source.get("labels"))) or given(source.get("labelled_by")) is not None


@once
def unlabelled(reading: Reading) -> list[str]:
    """Return the keys of the other sources, among them those that do not say."""
    others = set(labelled(reading))
    return [key for key in reading.sources if key not in others] if others else [*reading.keys]


def has_labels(reading: Reading) -> Answer:
    """Whether any data set has labels; No takes a statement about each."""
    yes = labelled(reading)
    if yes:
        places = Noted()
        for key in yes:
            by_labels = "labels" in reading.sources[key]
            places.each(key, _TOLD["labels" if by_labels else "labelled_by"])
        return Answer("Yes", origins=places.places(), how=f"{plural(len(yes), 'data set')}")
    keys = reading.keys_by("labels", _verdict)
    denied, silent = keys.pop("No", []), keys.pop(None, [])
    if keys or silent or not denied:
        gaps = reading.gaps(reading.each_source("labels", _verdict)) if keys else ()
        return Answer(gaps=gaps, wants=Wants([EachSource(silent, _LABELS)]))
    return Answer(
        "No",
        origins=each_at(denied, "labels"),
        how=f"{plural(len(denied), 'data set')}, each stated",
    )


def _verdict(labels: object) -> str | Gap | None:
    """Return what is told in the place of labels: No, a gap, or None where nothing is."""
    gap = gap_of(labels, "labels")
    return "No" if gap is not None and gap.state in ("none", "not_applicable") else gap


_TOLD = {name: members(name) for name in _FIELDS}
_LABELS = members(("labels", ("the types of labels of `", "`, or `{none: …}` with the reason")))
_TYPES = members(("labels", ("the types of labels of `", "`")))


def label_types(reading: Reading) -> Answer:
    """Tell the types of labels of each data set that has some."""
    keys = labelled(reading)
    if not keys:
        return Answer()

    def types(source: Mapping[str, object]) -> Told:
        labels = source.get("labels")
        gap, named = gap_of(labels, "labels"), as_texts(labels)
        by = "labels"
        if gap is not None or not named:
            by, named = "labelled_by", _labels_of_labellers(reading, source)
        if named:
            return Told("; ".join(named), _TOLD[by])
        return Told(gaps=(gap,)) if gap is not None else Told(wants=_TYPES)

    among = frozenset(keys)
    told = EachTold.of(
        reading,
        reading.each_of(_FIELDS, types),
        [key in among for key in reading.sources],
        titled=False,
    )
    return told.answer(told.table("dataset", "labels", reading.title))


def _labels_of_labellers(reading: Reading, source: Mapping[str, object]) -> tuple[str, ...]:
    keys = as_texts(source.get("labelled_by"))
    return tuple(
        dict.fromkeys(
            each for key in keys for each in as_texts(reading.labellers.get(key, {}).get("labels"))
        )
    )
