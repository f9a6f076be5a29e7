"""The five largest sources of an index, chosen from columns, are those of a plain sort."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disclosures import TODAY, manifest
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answering.totals import source_size
from trainbib.disclosure.answers import Gap
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
from trainbib.disclosure.regimes.fmti_2025.volumes import FIVE, largest
from trainbib.values import ZERO, Quantity

_SIZE = st.integers(0, 9) | st.sampled_from(
    [{"about": 5}, {"between": [1, 9]}, {"unknown": "lost"}, 2.5, "many", True, 2**60]
)
_SOURCES = st.dictionaries(
    st.sampled_from([f"s{n}" for n in range(14)]),
    st.fixed_dictionaries(
        {"kind": st.just("public_dataset")},
        optional={
            "title": st.sampled_from(["A", "a", "B"]),
            "modalities": st.sampled_from([["text"], ["image"], ["text", "image"], [], ["x"]]),
            "collection": st.sampled_from(["One", " ", "Two", 1]),
            "size": st.fixed_dictionaries(
                {}, optional={"tokens": _SIZE, "images": _SIZE, "bytes": _SIZE}
            )
            | st.just({"withheld": "no"}),
        },
    ),
    max_size=14,
)


def plainly(reading: Reading) -> list[tuple[str, tuple[str, ...], dict[str, Quantity]]]:
    """Return name, keys and sizes of the largest, by sorting all there are."""
    groups = dict[str, list[str]]()
    for key in sorted(reading.sources):
        name = reading.sources[key].get("collection")
        named = isinstance(name, str) and name.strip()
        groups.setdefault(f"collection {name}" if named else f"source {key}", []).append(key)
    volumes = list[tuple[str, tuple[str, ...], dict[str, Quantity]]]()
    for group, keys in groups.items():
        sizes = dict[str, Quantity]()
        for modality in SIZE_OF_MODALITY:
            told = [
                source_size(reading, key, modality)
                for key in keys
                if modality in reading.modalities(key)
            ]
            known = [each for each in told if isinstance(each, Quantity)]
            if known and len(known) == len(told):
                sizes[modality] = sum(known[1:], ZERO + known[0])
        sort, _, name = group.partition(" ")
        title = name if sort == "collection" else versioned_title(reading, keys[0])
        volumes.append((title, tuple(keys), sizes))

    def rank(volume: tuple[str, tuple[str, ...], dict[str, Quantity]]) -> tuple[object, ...]:
        title, keys, sizes = volume
        for at, modality in enumerate(SIZE_OF_MODALITY):
            if modality in sizes:
                return at, -sizes[modality].value, title.casefold(), keys
        return len(SIZE_OF_MODALITY), 0, title.casefold(), keys

    volumes.sort(key=rank)
    if len(volumes) <= FIVE:
        return volumes
    chosen = set[tuple[str, ...]]()
    for modality in SIZE_OF_MODALITY:
        having = [each for each in volumes if modality in each[2]]
        having.sort(key=lambda each: (-each[2][modality].value, each[0].casefold()))
        chosen |= {keys for _, keys, _ in having[:FIVE]}
    return [each for each in volumes if each[1] in chosen]


@given(_SOURCES)
def test_the_largest_are_those_of_a_plain_sort(sources: dict[str, Any]) -> None:
    reading = Reading(manifest(sources), today=TODAY)
    found = largest(reading, tuple(sorted(reading.sources)))
    assert [(each.name, each.keys, dict(each.sizes)) for each in found.volumes] == plainly(reading)


@given(_SOURCES)
def test_sizes_are_asked_for_where_it_turns_on_them(sources: dict[str, Any]) -> None:
    reading = Reading(manifest(sources), today=TODAY)
    found = largest(reading, tuple(sorted(reading.sources)))
    asked = {want.pointer for want in found.wants} | {gap.pointer for gap in found.gaps}
    due = set[str]()
    groups = {
        name if isinstance(name := each.get("collection"), str) and name.strip() else key
        for key, each in reading.sources.items()
    }
    for key in reading.sources if len(groups) > FIVE else ():
        modalities = reading.modalities(key)
        due |= set() if modalities else {f"/sources/{key}/modalities"}
        for modality in SIZE_OF_MODALITY.keys() & modalities:
            size = source_size(reading, key, modality)
            if isinstance(size, Gap):
                due.add(size.pointer)
            elif size is None:
                due.add(f"/sources/{key}/size/{SIZE_OF_MODALITY[modality]}")
    assert asked == due
