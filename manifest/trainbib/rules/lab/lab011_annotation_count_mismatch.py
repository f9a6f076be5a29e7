"""Annotations are not the items times the annotations of each.

What it does: compares, where all three are given for labellers, `annotations` with `items` times
`annotations_per_item`. Numbers count with their precision (SPEC.md, section 5.1); the number for
each item, which is mostly an average or a rule with exceptions, counts as rounded to its last
digit: a plain 3 is 2.5 to 3.5.

Why it matters: pay by the task and hours are checked against these counts. A factor of ten in one
of them is a slip of the pen that nobody sees.

Fails:

```yaml fails
labellers:
  raters:
    workforce: crowd
    pay: {unknown: the paper does not say}
    items: 1000
    annotations_per_item: 3
    annotations: 300
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: crowd
    pay: {unknown: the paper does not say}
    items: 1000
    annotations_per_item: 3
    annotations: 2984
```

How to fix: correct the count that is wrong, or say how exact it is: `{about: 2.9}`,
`{between: [2, 5]}`.

Source: SPEC.md, sections 5.1 and 9.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lab.rounding import as_rounded, figure
from trainbib.values import Quantity


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group whose counts do not fit."""
    if "annotations_per_item" not in context.overview.fields:
        return
    for key, labeller in context.labellers.items():
        items = figure(labeller.get("items"))
        each = figure(labeller.get("annotations_per_item"))
        stated = figure(labeller.get("annotations"))
        if items is None or each is None or stated is None:
            continue
        each = as_rounded(each)
        product = Quantity(
            items.value * each.value, items.low * each.low, items.high * each.high, exact=False
        )
        if not stated.agrees_with(product):
            yield Finding(
                pointer("labellers", key, "annotations"),
                f"labeller `{key}` made {stated.value:g} annotations; items times annotations per "
                f"item are {product.value:g}",
                label="does not fit",
                help="correct the count that is wrong, or say how exact it is",
                related=tuple(
                    Related(pointer("labellers", key, name), "of the product", on_key=False)
                    for name in ("items", "annotations_per_item")
                ),
            )


RULE = Rule(
    code="LAB011",
    name="annotation-count-mismatch",
    severity=Severity.ERROR,
    summary="Annotations are not the items times the annotations of each",
    page=__doc__,
    find=find,
)
