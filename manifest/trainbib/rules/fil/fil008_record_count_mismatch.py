"""A source is said to hold another number of records than its files.

What it does: adds up the records that the inventory has for the files of a source, and compares the
sum with `size.records` of the source, likewise for all files and `dataset.size.records`. It does so
only where all the files were counted, in rows, elements of a list, sentences or lines of JSON: what
a record is in a text, a folder of pictures or an archive is for the author to say. A source is
compared only if its files cite no other source.

More records than stated are reported; fewer only if `dataset.size.files` is the number of files in
the inventory, since otherwise the files may be a sample. A source that says which part of it was
used (`selection`) is left out. The bounds of approximate numbers are respected.

Why it matters: the number is quoted, and the files are what is used. Copies of a set differ in this
more often than in anything else: one of a set of 15 011 records has 15 015.

Severity: a warning, since a table can have more rows than the set has records.

Fails, with an inventory that has 15 015 records for the one file:

```yaml
sources:
  dolly: {kind: public_dataset, license: CC-BY-SA-3.0, size: {records: 15011}}
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
  cites: [{paths: "**", sources: [dolly]}]
```

```text
warning[FIL008] record-count-mismatch: source `dolly` is said to hold 15 011 records, but its one
file has 15 015 (counted by line)
```

Passes: the same with `records: 15015`, or with `records: {about: 15000}`.

How to fix: state the number that was counted, or find out which records were lost or came twice.

Source: SPEC.md, sections 5.1 and 13.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, is_given
from trainbib.rules.fil.listed import Listed, is_whole_set, listed_by_source, listed_with_sources
from trainbib.rules.fil.sums import as_written, bounds, number
from trainbib.values import as_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each number of records that the files do not have."""
    if context.citations is None:
        return
    whole = is_whole_set(context)
    # The set first: if it is wrong, a source alone is wrong for the same reason.
    size = as_mapping(context.dataset.get("size"))
    yield from _compare(("dataset",), size, listed_with_sources(context), whole=whole)
    if "size" not in context.source_fields:
        return
    for key, listed in listed_by_source(context):
        source = context.sources[key]
        if not is_given(source, "selection"):
            size = as_mapping(source.get("size"))
            yield from _compare(("sources", key), size, listed, whole=whole)


def _compare(
    owner: tuple[str, ...], size: Entry, listed: Listed, *, whole: bool
) -> Iterator[Finding]:
    stated = bounds(size.get("records")) if "records" in size else None
    counted = listed.records
    if stated is None or counted is None or stated.low <= counted <= stated.high:
        return
    if counted < stated.low and not whole:
        return
    place = pointer(*owner, "size", "records")
    files = "its one file has" if listed.files == 1 else f"its {listed.files} files have"
    name = "the set" if owner == ("dataset",) else subject(owner)
    yield Finding(
        place,
        f"{name} is said to hold {as_written(size['records'])} records, but {files} "
        f"{number(counted)} (counted by {listed.unit})",
        label=f"{number(counted)} in the files",
        help="state the number that was counted, or find out which records are missing or there "
        "twice",
        fix=Fix.replace(place, counted, safe=False) if type(size["records"]) is int else None,
    )


RULE = Rule(
    code="FIL008",
    name="record-count-mismatch",
    severity=Severity.WARNING,
    summary="A source is said to hold another number of records than its files",
    page=__doc__,
    find=find,
    fix="unsafe",
)
