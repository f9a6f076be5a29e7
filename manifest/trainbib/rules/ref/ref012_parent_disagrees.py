"""A source says one thing of itself, its own manifest another.

What it does: compares the entry of a source with the section `dataset` of the manifest that it
points to, where both state something: the version (also the one of the pin), identifiers of one
scheme, the date of issue, the licence expression, sizes unit by unit, whether the set can still be
had (`availability`), and the title. Only what cannot both be true is reported:

- `1` and `1.2` agree, and so do `2024` and `2024-03`;
- a source can be a part of its set, but not larger; numbers are as exact as they are written,
  tokens are compared by one tokenizer only, bytes only if both or none are compressed;
- licences that differ in order and spelling only are the same;
- titles that share a word are two names for one thing.

A manifest that is not the one that was pinned is left to `REF009`. Gaps are no statements.

Why it matters: the manifest upstream is the word of those who made the set. If the two differ, one
was copied wrongly, or the pin leads to another set or version.

Fails, with `dataset: {name: talk, version: "3.1"}` in the manifest upstream:

```yaml
sources:
  talk:
    kind: public_dataset
    license: CC0-1.0
    version: "3.0"
    manifest: {path: up/talk.trainbib.yaml}
```

```text
warning[REF012] parent-disagrees: source `talk` and its manifest disagree on the version: `3.0`
here, `3.1` there
```

Passes: the same with `version: "3"`, which is less precise and no contradiction.

How to fix: read both, and correct the one that is wrong. If the source is a part of the set, or was
changed, `size` is that of the part, and `license` that of the set; say what was taken in
`selection`.

Source: SPEC.md, sections 5 and 11.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_mapping, parse_date

_SIZES = ("size", "raw_size")


@dataclass(frozen=True, slots=True)
class _Conflict:
    """Two statements that cannot both be true.

    Attributes:
        place: Where the source says so.
        what: What it is about.
        here: What the source says.
        there: What its manifest says.
    """

    place: Tokens
    what: str
    here: object
    there: object


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each statement that a source and its manifest disagree on."""
    if "manifest" not in context.source_fields:
        return
    for key, source in context.sources.items():
        if "manifest" not in source:
            continue
        parent = context.lineage.parent(("sources", key, "manifest"))
        if parent is None:
            continue
        for conflict in _conflicts(source, parent.dataset):
            is_amount = conflict.place[0] in _SIZES
            yield Finding(
                pointer("sources", key, *conflict.place),
                f"source `{key}` and its manifest disagree on {conflict.what}: "
                f"`{conflict.here}` here, `{conflict.there}` there",
                label="not what its manifest says",
                help="read both, and correct the one that is wrong",
                notes=(f"its manifest: {parent.name}",),
                value="" if is_amount else f"{conflict.here}/{conflict.there}",
            )


def _conflicts(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    yield from _titles(source, dataset)
    yield from _versions(source, dataset)
    yield from _ids(source, dataset)
    yield from _dates(source, dataset)
    yield from _licenses(source, dataset)
    yield from _sizes(source, dataset)
    yield from _availability(source, dataset)


def _titles(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    from trainbib.withdrawals.names import title_words

    here = source.get("title")
    there = [dataset.get("title"), dataset.get("name")]
    names = [name for name in there if isinstance(name, str)]
    if not isinstance(here, str) or not names:
        return
    mine = set(title_words(here).split()) - _COMMON
    theirs = set(title_words(" ".join(names)).split()) - _COMMON
    # Names in other scripts, and names written as one word, share no words and may be the same.
    joined, other = title_words(here).replace(" ", ""), title_words(" ".join(names))
    if mine and theirs and mine.isdisjoint(theirs) and here.isascii() and names[0].isascii():
        run = other.replace(" ", "")
        if joined not in run and run not in joined:
            yield _Conflict(("title",), "the name", here, names[0])


_COMMON = frozenset(
    {"a", "an", "and", "corpus", "data", "dataset", "for", "from", "in", "of", "set", "the", "v"}
)


def _versions(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    from trainbib.withdrawals.names import versions_differ

    there = dataset.get("version")
    pinned = as_mapping(source.get("manifest")).get("version")
    stated: tuple[tuple[Tokens, object], ...] = (
        (("version",), source.get("version")),
        (("manifest", "version"), pinned),
    )
    for place, here in stated:
        if isinstance(here, str) and isinstance(there, str) and versions_differ(here, there):
            yield _Conflict(place, "the version", here, there)


def _ids(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    from trainbib.withdrawals.catalogue import normal_id
    from trainbib.withdrawals.names import address, hub_id

    theirs = as_mapping(dataset.get("ids"))
    for scheme, here in as_mapping(source.get("ids")).items():
        there = theirs.get(scheme)
        if not isinstance(here, str) or not isinstance(there, str) or scheme.startswith("x-"):
            continue
        if scheme == "hf":
            same = hub_id(here)[0] == hub_id(there)[0]
        elif scheme == "git":
            same = address(here) == address(there)
        else:
            same = normal_id(scheme, here) == normal_id(scheme, there)
        if not same:
            yield _Conflict(("ids", scheme), f"its `{scheme}` identifier", here, there)


def _dates(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    here, there = source.get("issued"), dataset.get("issued")
    mine, theirs = parse_date(here), parse_date(there)
    if mine is None or theirs is None:
        return
    if mine.last < theirs.first or theirs.last < mine.first:
        yield _Conflict(("issued",), "the date of issue", here, there)


def _licenses(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    here, place = _expression(source.get("license"))
    there, _ = _expression(dataset.get("license"))
    if not here or not there or here == there:
        return
    from trainbib.comparing.licences import compare_licenses
    from trainbib.licensing.expressions import ExpressionError, parse

    try:
        parse(here)
        parse(there)
    except ExpressionError:
        return  # LIC002 and LIC003 say so
    if compare_licenses(there, here) != "same":
        yield _Conflict(place, "the licence", here, there)


def _expression(license_: object) -> tuple[str, Tokens]:
    if isinstance(license_, str):
        return license_, ("license",)
    stated = as_mapping(license_).get("expression")
    return (stated if isinstance(stated, str) else ""), ("license", "expression")


def _sizes(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    from trainbib.rules.fil.sums import UNITS, as_written, bounds, comparable

    there = as_mapping(dataset.get("size"))
    if not there:
        return
    for name in _SIZES:
        here = as_mapping(source.get(name))
        for unit in UNITS:
            if unit not in here or unit not in there or not comparable(unit, (here, there)):
                continue
            mine, theirs = bounds(here[unit]), bounds(there[unit])
            if mine is not None and theirs is not None and mine.exceeds(theirs):
                yield _Conflict(
                    (name, unit),
                    f"how large it is (`{unit}`), and a source is no larger than its set",
                    as_written(here[unit]),
                    as_written(there[unit]),
                )


def _availability(source: Entry, dataset: Entry) -> Iterator[_Conflict]:
    here, there = source.get("availability"), dataset.get("availability")
    if not isinstance(here, str) or not isinstance(there, str):
        return
    if here != there and "unavailable" in (here, there):
        yield _Conflict(("availability",), "whether it can still be had", here, there)


RULE = Rule(
    code="REF012",
    name="parent-disagrees",
    severity=Severity.WARNING,
    summary="A source says one thing of itself, its own manifest another",
    page=__doc__,
    find=find,
)
