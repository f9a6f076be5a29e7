"""The total of the set against its sources, its splits and its inventory."""

from collections.abc import Iterator
from dataclasses import replace

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related
from trainbib.pointers import pointer
from trainbib.rules.context import Context, Entry, is_given
from trainbib.rules.fil.listed import (
    all_listed,
    is_whole_set,
    listed_by_source,
    listed_with_sources,
)
from trainbib.rules.fil.sums import (
    UNITS,
    Bounds,
    Sum,
    amount,
    as_written,
    bounds,
    comparable,
    factor,
    number,
)
from trainbib.values import as_list, as_mapping, is_mapping

_OTHER_UNITS = frozenset({"images", "audio_hours", "video_hours", "other"})


def find_in_sources(context: Context) -> Iterator[Finding]:
    """Yield a finding for each unit in which the sources do not make up the set."""
    size = as_mapping(context.dataset.get("size"))
    sizes = [source.get("size") for source in context.sources.values()]
    given = [size, *(part for part in sizes if is_mapping(part))]
    for unit in UNITS:
        total = bounds(size.get(unit))
        if total is None or not comparable(unit, given):
            continue
        plain = Sum()
        for part in sizes:
            plain.add_amount(part, unit)
        if not plain.contradicts(total):
            continue
        least = _least(context, unit, plain)
        as_used = replace(plain, low=least)
        sampled = _sampled(context, unit)
        if not as_used.contradicts(total):
            continue
        if sampled is not None and not sampled.contradicts(total):
            continue
        notes = [_largest_note(context, unit)]
        if sampled is not None:
            notes.append(f"counting of each source the part sampled only: {sampled.words()}")
        yield Finding(
            pointer("dataset", "size", unit),
            f"the set is said to hold {as_written(size[unit])} {_name(unit)}, but its "
            f"{_add_up(as_used)} {as_used.words()}",
            label="is not the sum of its sources",
            help="correct the total or the parts; write rounded numbers as `{about: …}`, and name "
            "what two sources share under `overlaps`",
            notes=tuple(notes),
            value="sources",
        )


def _name(unit: str) -> str:
    return unit.replace("_", " ")


def _add_up(found: Sum) -> str:
    return "one source holds" if found.parts == 1 else f"{found.parts} sources add up to"


def _least(context: Context, unit: str, plain: Sum) -> float:
    """Return the least that sources come to together, since some of it may be in two of them.

    What is declared under `overlaps` is counted once at the least; a source that others are derived
    from, or were seeded by, may be in them altogether.
    """
    shared = 0.0
    pairs: set[frozenset[str]] = set()
    within: set[str] = set()
    for key, source in context.sources.items():
        for item in as_list(source.get("overlaps")):
            overlap = as_mapping(item)
            other = overlap.get("source")
            if isinstance(other, str) and frozenset({key, other}) not in pairs:
                pairs.add(frozenset({key, other}))
                shared += _shared(context, unit, key, other, overlap)
        for item in as_list(source.get("derived_from")):
            within.add(str(as_mapping(item).get("source")))
        seeds = as_list(as_mapping(source.get("synthetic")).get("seeds"))
        within.update(seed for seed in seeds if isinstance(seed, str))
    for key in within & context.sources.keys():
        part = amount(context.sources[key].get("size"), unit)
        shared += part.high if part else 0
    if not shared:
        return plain.low
    return max(0.0 if within else plain.largest, plain.low - shared)


def _shared(context: Context, unit: str, key: str, other: str, overlap: Entry) -> float:
    stated = amount(overlap.get("size"), unit)
    if stated is not None:
        return stated.high
    parts = [amount(context.sources.get(name, {}).get("size"), unit) for name in (key, other)]
    return min((part.high if part else 0 for part in parts), default=0)


def _sampled(context: Context, unit: str) -> Sum | None:
    """Add up the parts that were sampled; None if no source says that it was."""
    found = Sum()
    said = False
    for source in context.sources.values():
        part = amount(source.get("size"), unit)
        shares = [factor(as_mapping(use).get("sampled")) for use in as_list(source.get("use"))]
        drawn = [share for share in shares if share is not None]
        if part is not None and drawn:
            said = True
            # Two stages may have drawn the same part, or parts that do not meet.
            least = max(share.low for share in drawn)
            most = min(1.0, sum(share.high for share in drawn))
            part = part.times(Bounds(least, max(least, most)))
        found.add(part)
    return found if said else None


def _largest_note(context: Context, unit: str) -> str:
    parts = [
        (found.high, key)
        for key, source in context.sources.items()
        if (found := amount(source.get("size"), unit)) is not None
    ]
    parts.sort(reverse=True)
    named = ", ".join(f"`{key}` {number(most)}" for most, key in parts[:3])
    return f"the largest: {named}"


def find_in_splits(context: Context) -> Iterator[Finding]:
    """Yield a finding for each unit in which the splits do not make up the set."""
    size = as_mapping(context.dataset.get("size"))
    splits = [split for split in as_list(context.dataset.get("splits")) if is_mapping(split)]
    sizes = [split.get("size") for split in splits]
    for unit in UNITS:
        total = bounds(size.get(unit))
        if total is None or not comparable(unit, [size, *(as_mapping(s) for s in sizes)]):
            continue
        found = Sum()
        for part in sizes:
            found.add_amount(part, unit)
        if is_given(context.dataset, "train_test_overlap"):
            found.low = found.largest
        if found.contradicts(total):
            yield Finding(
                "/dataset/splits",
                f"the set is said to hold {as_written(size[unit])} {_name(unit)}, but its splits "
                "add up to "
                f"{found.words()}",
                on_key=True,
                label="do not add up to the set",
                help="correct the total or the parts; name what is in no split as a split too",
                related=(Related(pointer("dataset", "size", unit), "the total", on_key=False),),
                value=unit,
            )


def find_in_inventory(context: Context) -> Iterator[Finding]:
    """Yield a finding where numbers of files or bytes are not those of the inventory."""
    citations = context.citations
    if citations is None:
        return
    pinned = as_mapping(context.files.get("inventory"))
    for unit, counted in (("files", citations.files), ("bytes", citations.bytes)):
        stated = pinned.get(unit)
        if type(stated) is int and stated != counted:
            yield Finding(
                pointer("files", "inventory", unit),
                f"the inventory is said to list {number(stated)} {unit}, but it lists "
                f"{number(counted)}",
                label=f"{number(counted)} in the inventory",
                help="the inventory is not the one that was pinned; run `trainbib generate` to "
                "pin this one, or get the other back",
            )
    size = as_mapping(context.dataset.get("size"))
    citing = listed_with_sources(context).files  # a README that cites none by intent is no part
    set_ = ("dataset",)
    yield from _against_inventory(set_, size, "files", Bounds(citing, citations.files))
    if size.get("compressed") is True:
        all_cite = citing == citations.files
        least = citations.bytes if all_cite else 0
        yield from _against_inventory(set_, size, "bytes", Bounds(least, citations.bytes))
    elif _is_text(size, context.dataset) and is_whole_set(context):
        text = all_listed(context).text
        if text is not None:
            yield from _against_inventory(set_, size, "bytes", Bounds(0, text))
    if "size" in context.source_fields:
        yield from _find_in_files_of_sources(context)


def _find_in_files_of_sources(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source of which the inventory lists more, or less, than it has."""
    whole = is_whole_set(context)
    for key, listed in listed_by_source(context):
        if is_given(context.sources[key], "selection"):
            continue  # the files may be all, and the size that of the part that was used
        size = as_mapping(context.sources[key].get("size"))
        counted = {"files": listed.files}
        if size.get("compressed") is True:
            counted["bytes"] = listed.bytes
        elif (
            listed.text is not None
            and whole
            and _is_text(size, context.sources[key], context.dataset)
        ):
            most = Bounds(0, listed.text)
            yield from _against_inventory(("sources", key), size, "bytes", most)
        for unit, count in counted.items():
            stated = bounds(size.get(unit))
            # What is listed may be a sample, unless it is said to be all.
            if whole or (stated is not None and stated.high < count):
                yield from _against_inventory(("sources", key), size, unit, Bounds(count, count))


def _is_text(size: Entry, *entries: Entry) -> bool:
    """Tell whether bytes of a size are those of text: files may stand for images by their URLs."""
    if "bytes" not in size or not _OTHER_UNITS.isdisjoint(size):
        return False
    stated = next((entry["modalities"] for entry in entries if "modalities" in entry), [])
    return {"text", "tabular"}.issuperset(map(str, as_list(stated)))


def _against_inventory(
    owner: tuple[str, ...], size: Entry, unit: str, listed: Bounds
) -> Iterator[Finding]:
    total = bounds(size.get(unit))
    if total is not None and not total.meets(listed):
        name = "the set" if owner == ("dataset",) else subject(owner)
        # Where it is no least that is missed, the most alone is news.
        lists = str(listed) if listed.low else f"{number(listed.high)} at most"
        yield Finding(
            pointer(*owner, "size", unit),
            f"{name} is said to hold {as_written(size[unit])} {unit}, but the inventory lists "
            f"{lists}",
            label=f"{lists} in the inventory",
            help="correct the number; files that are no data cite a gap: `sources: {none: …}`",
            value="inventory",
        )
