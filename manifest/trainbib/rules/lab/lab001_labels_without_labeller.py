"""Data is labelled, and nothing says by whom.

What it does: looks at sources that list their `labels`, and at sources of kind
`human_commissioned`, which people made or labelled by definition. It reports those that do not say
who did it. Any of these says so: `labelled_by`; a citing rule that names `labellers` for the files
of the source; a step of `processing` with `models`, which is how labels by a model are written; a
`manifest` of the source's own; a gap in place of `labelled_by` or of the whole section `labellers`.

It runs in all profiles, as the check for the generator of synthetic data does (SRC012): the writer
has said that somebody worked on the data, and a gap is all that is asked of those who do not know.

Why it matters: who labelled, where and for what pay is what is asked of training sets most and
answered least. Of fifteen filed summaries none gives a number, a country or a wage.

Fails:

```yaml fails
sources:
  ratings: {kind: other, license: CC0-1.0, labels: [rating of helpfulness]}
```

Passes:

```yaml passes
sources:
  ratings:
    kind: other
    license: CC0-1.0
    labels: [rating of helpfulness]
    labelled_by: {unknown: "the page of the set does not say; its authors were asked"}
```

How to fix: describe the group under `labellers` and name it in `labelled_by`, or write a gap there.

Source: SPEC.md, section 9.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.lab.labelling import TELLING, Stated, cited_with_labellers, stated
from trainbib.values import is_gap


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each labelled source without labellers."""
    if is_gap(context.data.get("labellers")):
        return
    if "labels" not in context.source_fields and "human_commissioned" not in context.source_kinds:
        return
    by_rule: dict[str, Stated] | None = None
    for key, _, what in context.sources_where(TELLING, _made_by_people):
        if by_rule is None:
            by_rule = cited_with_labellers(context)
        if key in by_rule:
            continue
        yield Finding(
            pointer("sources", key),
            f"source `{key}` {what}, and nothing says by whom",
            on_key=True,
            label="no `labelled_by`",
            help="name the group in `labelled_by` and describe it under `labellers`, or write a "
            "gap there",
            value=key,
        )


def _made_by_people(source: Entry) -> str:
    """Say what people did that nobody is named for; "" if nothing."""
    if stated(source) != "silent":
        return ""
    return "was made by people" if source.get("kind") == "human_commissioned" else "is labelled"


RULE = Rule(
    code="LAB001",
    name="labels-without-labeller",
    severity=Severity.ERROR,
    summary="Data is labelled, and nothing says by whom",
    page=__doc__,
    find=find,
)
