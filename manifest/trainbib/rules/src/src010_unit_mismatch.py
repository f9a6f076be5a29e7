"""Content is counted in a unit that its modality does not have.

What it does: each field of a size has one unit, and images, audio and video have theirs: images,
hours, hours. In `size` and `raw_size` of the set and of sources, the rule reports

- `tokens` of content that is image, audio or video and nothing else (`modalities`), where the
  number of images or hours is not given, and no gap stands for it;
- images or hours in a `size` of content that is not of that modality, such as hours of audio where
  `modalities` says text. It is silent where the content is counted in a unit of its own too: text
  may be that of so many images. It is silent about `raw_size` as well, since text may have been
  obtained as scans or recordings, and where a modality is neither text, image, audio nor video;
- an item of `other` in a unit that has a field of its own, such as tokens, gigabytes or hours of
  audio; and one in tokens, minutes or seconds of images, audio or video, as long as the field for
  them is missing;
- a source whose audio, video or images are counted in another unit than those of other sources of
  the same manifest, so that the two cannot be added up.

A gap in the field for the unit is an answer.

Why it matters: tokens of images depend on the model that cuts them up, and cannot be compared with
anything. A filed summary has given tokens wherever the form asks for images and hours.

Fails:

```yaml fails
sources:
  photos:
    kind: other
    license: CC0-1.0
    modalities: [image]
    size: {tokens: {about: 1.2e13}}
```

Passes:

```yaml passes
sources:
  photos:
    kind: other
    license: CC0-1.0
    modalities: [image]
    size: {images: {about: 4.1e9}, tokens: {about: 1.2e13}}
```

How to fix: add the modality that is missing; or give `images`, `audio_hours` or `video_hours`, or
say by a gap why they are not known: `images: {unknown: "only tokens were logged"}`.

Source: SPEC.md, section 5.2; template for the summary of AI Act, Art. 53(1)(d), section 1.3.
"""

from collections.abc import Iterator, Mapping
from itertools import compress

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, given, is_mapping

_DUE: Mapping[str, str] = {"image": "images", "audio": "audio_hours", "video": "video_hours"}
"""The field that counts a modality."""

_OF_TEXT = frozenset({"tokens", "words"})

_OWN: Mapping[str, str] = {
    "byte": "bytes", "bytes": "bytes", "kb": "bytes", "mb": "bytes", "gb": "bytes", "tb": "bytes",
    "kib": "bytes", "mib": "bytes", "gib": "bytes", "tib": "bytes", "gigabytes": "bytes",
    "terabytes": "bytes", "files": "files", "records": "records", "rows": "records",
    "tokens": "tokens", "words": "words", "images": "images", "photos": "images",
    "pictures": "images",
}  # fmt: skip
"""Units that have a field of their own, whatever is counted."""

_HOURS = frozenset({"h", "hour", "hours", "hrs"})
_FOREIGN = _HOURS | {"tokens", "minutes", "min", "seconds", "s", "sec", "frames"}
"""Units in which images, audio and video are not to be counted alone."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each size in a unit that the modality does not have."""
    fields = context.overview.fields
    if not fields & {"size", "raw_size"} or not fields & {"modalities", "other"}:
        return
    if "modalities" in fields and not fields.isdisjoint(_DUE.values()):
        yield from _foreign(context)
    if not fields & {"tokens", "other"}:  # the two in which something can be counted wrongly
        return
    yield from _entry(("dataset",), context.dataset)
    if "other" in fields:
        yield from _mixtures(context)
    if "other" not in fields and not _any_may_differ(context):
        return
    # Without sizes in units of their own, only tokens can be the wrong ones.
    counted = ("size", "raw_size") if "other" in fields else ("size.tokens", "raw_size.tokens")
    may_differ = context.each_source("modalities", _may_differ)
    each = zip(may_differ, *map(context.source_values.column, counted), strict=True)
    looked_at = [("other" in fields or may) and sizes != [None, None] for may, *sizes in each]
    for key, source in compress(context.sources.items(), looked_at):
        yield from _entry(("sources", key), source)


def _foreign(context: Context) -> Iterator[Finding]:
    """Yield a finding for each unit of another modality than those of the content."""
    whole = context.dataset
    for unit in _units_of_others(whole.get("modalities")):
        yield from _counted_as(("dataset",), whole, unit)
    told = context.each_source("modalities", _units_of_others)
    if not any(told):
        return
    keys = list(context.sources)
    for unit in _DUE.values():
        if unit not in context.overview.fields:
            continue
        stated = context.source_values.column(f"size.{unit}")
        for at, (amount, units) in enumerate(zip(stated, told, strict=True)):
            if amount is not None and unit in units:
                entry = context.source_values.entries[at]
                yield from _counted_as(("sources", keys[at]), entry, unit)


def _units_of_others(modalities: object) -> tuple[str, ...]:
    """Return the units that content of these modalities is not counted in."""
    named = as_list(modalities)
    if not named or not all(isinstance(each, str) for each in named):
        return ()
    if not _DUE.keys() | {"text"} >= set(named):
        return ()
    return tuple(unit for modality, unit in _DUE.items() if modality not in named)


def _counted_as(path: Tokens, entry: Mapping[str, object], unit: str) -> Iterator[Finding]:
    size, named = as_mapping(entry.get("size")), as_list(entry.get("modalities"))
    if given(size.get(unit)) in (None, 0) or "other" in size:
        return
    theirs = {_DUE[str(each)] for each in named if each != "text"}
    if "text" in named:
        theirs |= _OF_TEXT
    if theirs.isdisjoint(size):
        yield Finding(
            pointer(*path, "size", unit),
            f"{subject(path)} is {' and '.join(sorted(map(str, named)))}, but is counted in "
            f"`{unit}`",
            label="not the unit of it",
            help=f"add the modality to `modalities`, or count in `{'`, `'.join(sorted(theirs))}`",
            related=(Related(pointer(*path, "modalities"), "the modalities"),),
            value=unit,
        )


def _any_may_differ(context: Context) -> bool:
    """Tell the same of all sources, by the words that any of them has."""
    try:
        words = set[object](context.of_sources("modalities[]"))
    except TypeError:  # something in a list that is no word
        return True
    return not words.isdisjoint(_DUE)


def _may_differ(modalities: object) -> bool:
    """Tell at a glance whether content may have another unit than tokens."""
    return isinstance(modalities, list) and any(each in modalities for each in _DUE)


def _mixtures(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that counts in another unit than the others do."""
    usual: dict[str, Tokens] = {}
    others: list[tuple[str, str, Tokens]] = []
    for key, source in context.sources.items():
        size = as_mapping(source.get("size"))
        for modality, due in _DUE.items():
            if due in size and given(size[due]) is not None:
                usual.setdefault(modality, ("sources", key, "size", due))
        if "other" in size:
            others.extend(_in_other_units(key, size))
    for modality, unit, path in others:
        if modality in usual:
            yield _mixed(modality, unit, path, usual[modality])


def _entry(path: Tokens, entry: Mapping[str, object]) -> Iterator[Finding]:
    modalities = {each for each in as_list(entry.get("modalities")) if isinstance(each, str)}
    for name in ("size", "raw_size"):
        size = as_mapping(entry.get(name))
        if not size:
            continue
        yield from _tokens_alone((*path, name), size, modalities)
        for index, item in enumerate(as_list(size.get("other"))):
            if is_mapping(item):
                yield from _other((*path, name, "other", index), item, size)


def _tokens_alone(
    path: Tokens, size: Mapping[str, object], modalities: set[str]
) -> Iterator[Finding]:
    if not modalities or not modalities <= _DUE.keys() or given(size.get("tokens")) is None:
        return
    due = [_DUE[modality] for modality in sorted(modalities)]
    if any(field in size for field in due) or "other" in size:
        return
    yield Finding(
        pointer(*path, "tokens"),
        f"{subject(path)} counts {' and '.join(sorted(modalities))} in tokens alone",
        label="not the unit of it",
        help=f"give `{'`, `'.join(due)}`, or a gap there that says why not",
        value="tokens",
    )


def _other(
    path: Tokens, item: Mapping[str, object], size: Mapping[str, object]
) -> Iterator[Finding]:
    unit, modality = item.get("unit"), item.get("modality")
    if not isinstance(unit, str):
        return
    word = unit.strip().lower()
    due = _DUE.get(modality) if isinstance(modality, str) else None
    if due is not None and word in _FOREIGN:
        field = due
    elif modality in (None, "text", "image") and word in _OWN:
        field = _OWN[word]
    else:
        return
    if field not in size:
        of = f" of {modality}" if due is not None else ""
        yield Finding(
            pointer(*path, "unit"),
            f"{subject(path)} counts{of} in {shown(unit)}, and `{field}` is missing",
            label=f"`{field}` is the field for it",
            help=f"give `{field}`, converted, or a gap there that says why not",
            value=unit,
        )


def _in_other_units(key: str, size: Mapping[str, object]) -> Iterator[tuple[str, str, Tokens]]:
    """Yield what a source counts of a modality without its unit, beyond what `_other` reports."""
    for index, item in enumerate(as_list(size.get("other"))):
        if not is_mapping(item):
            continue
        modality, unit = item.get("modality"), item.get("unit")
        if not isinstance(modality, str) or not isinstance(unit, str):
            continue
        if modality in _DUE and _DUE[modality] not in size and unit.lower() not in _FOREIGN:
            yield modality, unit, ("sources", key, "size", "other", index, "unit")


def _mixed(modality: str, unit: str, path: Tokens, other: Tokens) -> Finding:
    due = _DUE[modality]
    return Finding(
        pointer(*path),
        f"source `{path[1]}` counts {modality} in {shown(unit)}, source `{other[1]}` in `{due}`",
        label="cannot be added up",
        help=f"give `{due}` here too, or a gap there that says why not",
        related=(Related(pointer(*other), "the unit of the others", on_key=True),),
        value=unit,
    )


RULE = Rule(
    code="SRC010",
    name="unit-mismatch",
    severity=Severity.WARNING,
    summary="Content is counted in a unit that its modality does not have",
    page=__doc__,
    find=find,
)
