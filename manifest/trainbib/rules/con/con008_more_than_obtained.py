"""More was used than there is.

What it does: compares, unit by unit, what cannot be more with what it is taken from:

- `size` of a source with its `raw_size`, less what the steps of `processing` took out, where all
  those steps only take away (deduplication, filtering, cleaning, sampling, decontamination);
- what was taken out with `raw_size`;
- a source that is a `subset` of one other source, or that source `filtered`, with the other;
- the size of an overlap with either of the two sources.

Tokens are compared only if no two tokenizers are named, and bytes and files not at all, since the
same content is kept in other forms. The bounds of approximate numbers are respected.

Why it matters: a set that is larger after deduplication than before counts something twice, most
often the passes of training as data.

Severity: a warning, since a step may do what its name does not say.

Fails:

```yaml fails
sources:
  papers:
    kind: other
    license: CC0-1.0
    raw_size: {tokens: {about: 4.9e+9}}
    size: {tokens: {about: 2.93e+10}}
    processing: [{step: deduplication}]
```

Passes:

```yaml passes
sources:
  papers:
    kind: other
    license: CC0-1.0
    raw_size: {tokens: {about: 5.1e+9}}
    size: {tokens: {about: 4.9e+9}}
    processing: [{step: deduplication}]
    use: [{stage: pretraining, epochs: 6, tokens_seen: {about: 2.94e+10}}]
```

How to fix: count what is used once, and how often it is seen as `epochs`; name the step that added
something, such as `enrichment` or `translation`.

Source: SPEC.md, sections 5.2, 10 and 11.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.fil.sums import Bounds, as_written, bounds, comparable
from trainbib.values import as_list, as_mapping, is_mapping

_UNITS = ("records", "tokens", "words", "images", "audio_hours", "video_hours")
_TAKE_AWAY = frozenset(
    {
        "deduplication", "filtering", "cleaning", "sampling", "subsampling", "downsampling",
        "decontamination", "removal", "selection",
    }
)  # fmt: skip
"""Steps that only take away."""
_PARTS = frozenset({"subset", "filtered"})


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each amount that is more than what it is taken from."""
    if context.source_fields.isdisjoint(("raw_size", "derived_from", "overlaps")):
        return
    for key, source in context.sources.items():
        if "raw_size" in source and "processing" in source:
            yield from _after_steps(key, source)
        if "derived_from" in source and "size" in source:
            yield from _parts_of(context, key, source)
        if "overlaps" in source:
            yield from _overlaps(context, key, source)


def _after_steps(key: str, source: Entry) -> Iterator[Finding]:
    raw, used = as_mapping(source["raw_size"]), as_mapping(source.get("size"))
    steps = [as_mapping(step) for step in as_list(source["processing"])]
    if not any(map(_may_be_more, used.values(), map(raw.get, used))) and not any(
        "removed" in step for step in steps
    ):
        return
    names = [str(step.get("step", "")).strip().lower() for step in steps]
    if not steps or not _TAKE_AWAY.issuperset(names):
        return
    taken = [as_mapping(step.get("removed")) for step in steps]
    for unit in _UNITS:
        obtained = bounds(raw.get(unit)) if unit in raw else None
        if obtained is None or not comparable(unit, [raw, used, *taken]):
            continue
        removed = sum(part.low for size in taken if (part := bounds(size.get(unit))) is not None)
        left = bounds(used.get(unit)) or Bounds(0, 0)
        if not Bounds(left.low + removed, left.high + removed).exceeds(obtained):
            continue
        if unit in used:
            less = f", and {as_written(removed)} were taken out" if removed else ""
            message = (
                f"source `{key}` is used with {as_written(used[unit])} {_name(unit)}, but was "
                f"obtained with {as_written(raw[unit])}{less}; every step of `processing` only "
                "takes away"
            )
        else:
            message = (
                f"{as_written(removed)} {_name(unit)} were taken out of source `{key}`, which was "
                f"obtained with {as_written(raw[unit])}"
            )
        yield Finding(
            pointer("sources", key, "size" if unit in used else "raw_size", unit),
            message,
            label="more than was obtained",
            help="count what is used once, however often it is seen in training; name the step "
            "that added something",
            related=(Related(pointer("sources", key, "raw_size", unit), "obtained", on_key=False),),
            subject=pointer("sources", key, "raw_size", unit),
        )


def _may_be_more(used: object, raw: object) -> bool:
    """Tell whether it takes a look to say that one amount is not more than another."""
    return raw is not None and not (type(used) is int and type(raw) is int and used <= raw)


def _parts_of(context: Context, key: str, source: Entry) -> Iterator[Finding]:
    parents = as_list(source["derived_from"])
    parent = as_mapping(parents[0]) if len(parents) == 1 else {}
    name = parent.get("source")
    if str(parent.get("relation")) not in _PARTS or not isinstance(name, str) or name == key:
        return
    size = as_mapping(source["size"])
    for unit in _UNITS:
        part = bounds(size.get(unit)) if unit in size else None
        whole = _most(context, name, unit, size) if part is not None else None
        if part is not None and whole is not None and part.exceeds(whole):
            yield Finding(
                pointer("sources", key, "size", unit),
                f"source `{key}` has {as_written(size[unit])} {_name(unit)}, more than source "
                f"`{name}`, of which it is a part, has ({whole})",
                label="more than the whole",
                help="correct one of the sizes, or the relation",
                related=(Related(pointer("sources", name), "the whole"),),
                value=name,
            )


def _overlaps(context: Context, key: str, source: Entry) -> Iterator[Finding]:
    for index, item in enumerate(as_list(source["overlaps"])):
        overlap = as_mapping(item)
        size, other = as_mapping(overlap.get("size")), overlap.get("source")
        for unit in _UNITS:
            shared = bounds(size.get(unit)) if unit in size else None
            if shared is None:
                continue
            for name in (key, other):
                whole = _most(context, name, unit, size) if isinstance(name, str) else None
                if whole is not None and shared.exceeds(whole):
                    yield Finding(
                        pointer("sources", key, "overlaps", index, "size", unit),
                        f"{as_written(size[unit])} {_name(unit)} are said to be in both `{key}` "
                        f"and `{other}`, but `{name}` has {whole}",
                        label="more than one of the two",
                        help="correct the overlap, or the size of the source",
                        related=(Related(pointer("sources", str(name)), "this source"),),
                        value=str(other),
                    )
                    break


def _most(context: Context, name: str, unit: str, beside: Entry) -> Bounds | None:
    """Return the most that a source has, as obtained or as used; None where that is not said."""
    source = context.sources.get(name, {})
    sizes = [size for field in ("size", "raw_size") if is_mapping(size := source.get(field))]
    found = [
        part
        for size in sizes
        if comparable(unit, [size, beside]) and (part := bounds(size.get(unit))) is not None
    ]
    if not found or not any(part.high > 0 for part in found):
        return None
    return Bounds(max(part.low for part in found), max(part.high for part in found))


def _name(unit: str) -> str:
    return unit.replace("_", " ")


RULE = Rule(
    code="CON008",
    name="more-than-obtained",
    severity=Severity.WARNING,
    summary="More was used than there is",
    page=__doc__,
    find=find,
)
