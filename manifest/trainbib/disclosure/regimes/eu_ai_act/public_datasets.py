"""Section 2.1: publicly available data sets, those larger than 3 % by name."""

from collections.abc import Mapping, Sequence
from itertools import chain, compress

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answering.sources import link, versioned_title
from trainbib.disclosure.answers import Answer, Entry, Gap
from trainbib.disclosure.places import Noted, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import (
    NOT_KNOWN,
    collection_dates,
    dataset_lines,
    modality_choices,
    notes,
    versioned_titles,
)
from trainbib.disclosure.regimes.eu_ai_act.routing import by_section, used
from trainbib.disclosure.regimes.eu_ai_act.shares import PublicSets, public_sets
from trainbib.disclosure.regimes.eu_ai_act.sizes_told import SizesTold
from trainbib.disclosure.regimes.eu_ai_act.standings import share_told
from trainbib.values import as_list, as_mapping, parse_quantity

_EXPLAINED = 20
"""Of how many data sets the share is told; the rest are counted."""
_PARTS_OF = ("subset", "filtered")


_Listed = tuple[str, tuple[str, ...]]
"""What a large data set is called, with the versions or snapshots of its parts; its sources."""


@once
def large_sets(reading: Reading) -> tuple[_Listed, ...]:
    """Return the data sets that are listed as large, sorted by name."""
    sets = public_sets(reading)
    names = versioned_titles(reading, [keys[0] for keys in sets.large])
    if sets.names:
        titled = zip(names, sets.large, strict=True)
        names = [set_name(reading, keys) if keys in sets.names else name for name, keys in titled]
    ordered = sorted(zip(map(str.casefold, names), sets.large, names, strict=True))
    return tuple([(name, keys) for _, keys, name in ordered])


def set_name(reading: Reading, keys: Sequence[str]) -> str:
    """Return what the data set of some sources is called, with the versions of its parts."""
    titles = unique(versioned_title(reading, key) for key in keys)
    name = public_sets(reading).names.get(tuple(keys), "")
    if not name:
        return titles[0]
    # The parts in order of their names, so that it does not matter what they are keyed by.
    others = sorted(title for title in titles if title != name)
    return f"{name} ({'; '.join(others)})" if others else name


def large_datasets(reading: Reading) -> Answer:
    """List the large data sets."""
    kinds, sets, listed = by_kind(reading), public_sets(reading), large_sets(reading)
    gaps, wants, origins = list(kinds.gaps), Noted(), Noted()
    for want in kinds.wants:
        wants.one(want)
    sizes = SizesTold(reading, sets)
    if not all(sets.described(keys).is_certain for keys in sets.large):
        sizes.note_silences(gaps, wants)
    sizes.note_origins((keys for _, keys in listed), origins)
    entries, sources, parts = list[Entry](), reading.sources, _parts(reading)
    for name, keys in listed:
        source = sources[keys[0]]
        url = source.get("url")
        address = url.strip() if isinstance(url, str) else ""
        if address and len(keys) == 1 and keys[0] not in parts:  # nearly all
            entries.append({"name": name, "link": address})
            origins.each(keys[0], _TITLED if source.get("title") else _LINKED)
            continue
        met = Gathering()
        entries.append({"name": name, **_cells(reading, keys, met)})
        gaps += met.gaps
        for want in unique(met.wants):
            wants.one(want)
        for place in unique(met.origins):
            origins.one(place)
    how = _how(reading, sets, listed)
    return Answer(tuple(entries) or None, unique(gaps), wants.wants(), origins.places(), how)


_TITLED, _LINKED = members("title", "url"), members("url")


def _cells(reading: Reading, keys: tuple[str, ...], met: Gathering) -> Entry:
    """Fill one line behind the name: the link, or what stands in its place."""
    entry = dict[str, str]()
    sources = [(source_at(key), reading.sources[key]) for key in keys]
    met.origins += [f"{place}/title" for place, source in sources if source.get("title")]
    linked = Gathering()
    links = unique(link(source, place, linked) for place, source in sources)
    met.add(linked)
    words = " ".join(sorted(filter(None, links))) or gap_words(linked.gaps)
    if words:
        entry["link"] = words
    if not all(links):
        entry |= _in_place_of_links(keys, reading, met)
    approach = _selection(reading, keys, met)
    if approach:
        entry["selection_approach"] = approach
    return entry


def _in_place_of_links(keys: Sequence[str], reading: Reading, met: Gathering) -> Entry:
    """Return description and dates of a data set of which a part has no link."""
    words, dates = list[str](), list[str]()
    no_words, no_dates = list[Gap](), list[Gap]()
    for key in keys:
        source, place = reading.sources[key], source_at(key)
        if link(source, place, Gathering()):
            continue
        own = Gathering()
        described = own.text(source, place, "description")
        if described:
            words.append(described)
        else:
            own.want(f"{place}/description", f"a general description of `{key}`, or its `url`")
        no_words += own.gaps
        period = Gathering()
        date = collection_dates(source, place, period)
        if date:
            dates.append(date)
        elif not period.gaps and not period.wants:
            period.want(
                f"{place}/collected",
                f"when `{key}` was collected, from and to, or that it is not known",
            )
        no_dates += period.gaps
        met.add(own)
        met.add(period)
    known = sorted(set(dates) - {NOT_KNOWN})
    cells = {
        "description": "\n".join(sorted(unique(words))) or gap_words(no_words),
        "collection_dates": "; ".join(known) or (NOT_KNOWN if dates else gap_words(no_dates)),
    }
    return {column: text for column, text in cells.items() if text}


def _selection(reading: Reading, keys: Sequence[str], met: Gathering) -> str:
    """Return how the parts of a data set that were used were selected; empty if all was used."""
    words = list[str]()
    for key in keys:
        if key not in _parts(reading):
            continue
        source, place = reading.sources[key], source_at(key)
        told = met.text(source, place, "selection")
        if told:
            words.append(told)
            continue
        from_others = [
            each
            for each in map(as_mapping, as_list(source.get("derived_from")))
            if each.get("relation") in _PARTS_OF and isinstance(each.get("description"), str)
        ]
        if from_others:
            met.origins.append(f"{place}/derived_from")
            words += [str(each["description"]).strip() for each in from_others]
        else:
            met.want(f"{place}/selection", f"how the part of `{key}` that was used was selected")
    return "\n".join(sorted(unique(words)))


@once
def _parts(reading: Reading) -> frozenset[str]:
    """Return the sources of which only a part was used."""
    told = reading.each_of(("selection", "derived_from", "use"), _is_part)
    return frozenset(compress(reading.sources, told))


def _is_part(source: Mapping[str, object]) -> bool:
    """Tell whether only a part of a source was used, as far as the manifest says."""
    selection = source.get("selection")
    if isinstance(selection, str) and selection.strip():
        return True
    relations = (as_mapping(each).get("relation") for each in as_list(source.get("derived_from")))
    if any(relation in _PARTS_OF for relation in relations):
        return True
    samples = [parse_quantity(as_mapping(use).get("sampled")) for use in as_list(source.get("use"))]
    return bool(samples) and all(share is not None and share.high < 1 for share in samples)


def _how(reading: Reading, sets: PublicSets, listed: Sequence[_Listed]) -> str:
    """Tell the shares of the large data sets, and of the largest of the others."""
    first = [(name, sets.described(keys)) for name, keys in listed[:_EXPLAINED]]
    told = [share_told(name, public.foremost) for name, public in first]
    if len(listed) > _EXPLAINED:
        told.append(f"and {len(listed) - _EXPLAINED} more")
    largest = sets.largest_small
    if largest is not None:
        told.append(share_told(set_name(reading, largest.keys), largest.foremost))
        if len(sets.small) > 1:
            told[-1] += f", and the {len(sets.small) - 1} others no more than that"
    return "; ".join(told)


def other_datasets(reading: Reading) -> Answer:
    """Describe the public data sets that are not large, a line each."""
    keys = tuple(chain.from_iterable(public_sets(reading).small))
    return dataset_lines(reading, keys, _MADE_FROM)


_MADE_FROM = "a line for each data set that is not more than 3 %, from its fields"


def count_large(reading: Reading) -> int:
    """Count the data sets that are listed as large."""
    return len(public_sets(reading).large)


def count_others(reading: Reading) -> int:
    """Count the public data sets that are not large."""
    return len(public_sets(reading)) - count_large(reading)


def large_used_in_part(reading: Reading) -> bool:
    """Tell whether only a part of a large data set was used."""
    parts = _parts(reading)
    return any(key in parts for keys in public_sets(reading).large for key in keys)


def _keys(reading: Reading) -> tuple[str, ...]:
    return by_section(reading)["2.1"]


def _modalities(reading: Reading) -> Answer:
    return modality_choices(reading, _keys(reading))


def _used(reading: Reading) -> Answer:
    return used(reading, "2.1")


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.1.used": _used,
    "eu.2.1.modalities": _modalities,
    "eu.2.1.large_datasets": large_datasets,
    "eu.2.1.other_datasets_description": other_datasets,
    "eu.2.1.comments": _comments,
}

FACTS: dict[str, FactOf] = {
    "derived.count_large_public_datasets": count_large,
    "derived.count_non_large_public_datasets": count_others,
    "derived.large_dataset_used_only_in_part": large_used_in_part,
}
