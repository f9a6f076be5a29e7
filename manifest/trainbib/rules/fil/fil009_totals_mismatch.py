"""Numbers that must add up do not.

What it does: compares

- `dataset.size` with the sum over the sources, unit by unit. Where a source does not say, the sum
  of the others must not be more than the total. Tokens are compared only if no two tokenizers are
  named, bytes only if all are compressed or none is;
- `dataset.size` with the sum over `dataset.splits`;
- `files.inventory.files` and `.bytes` with what the inventory lists, and `dataset.size.files` too;
- `dataset.size.bytes` with the bytes that the inventory lists, if it has `compressed: true`, since
  the inventory counts files as they are. Bytes that are not compressed must not be more than those
  of the files (thrice these for text that may be in an encoding of single bytes; JSON is UTF-8), if
  all of these are text that is not compressed, the set is of text or tables alone, and
  `dataset.size.files` is what the inventory lists. They may be fewer: keys, markup and heads of
  files need not be counted as content, so that nothing tells such a number from a mistake;
- in the same way, `size.files` and `size.bytes` of a source with the files that cite it and no
  other source, unless it has a `selection`; fewer than stated are reported only if
  `dataset.size.files` is what the inventory lists, since otherwise the files may be a sample;
- `tokens_seen` of each use with the size of the source times `sampled` times `epochs`;
- `tokens_seen` of each model with the sum over the uses of its sources.

The tolerance is that of the numbers as they are written: `{about: 2.9e10}` is anything from 28.5 to
29.5 thousand million, and two numbers contradict each other only if no number is within both. A
share such as `0.333` is taken to three decimals at least. What is declared under `overlaps` need
not be counted twice, nor a source that another one is derived from; where sources say which part of
them was `sampled`, the total may be that of the parts.

Why it matters: totals are quoted, parts are checked. In the card of a well-known set one part was
given as half of what had been used, and 70 thousand million tokens were missing from the sum
(https://huggingface.co/datasets/allenai/dolma/discussions/36).

Fails:

```yaml fails
dataset: {name: example, version: "1", size: {records: 2000}}
sources:
  a: {kind: other, license: CC0-1.0, size: {records: 1012}}
  b: {kind: other, license: CC0-1.0, size: {records: {about: 480}}}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", size: {records: {about: 1.5e3}}}
sources:
  a: {kind: other, license: CC0-1.0, size: {records: 1012}}
  b: {kind: other, license: CC0-1.0, size: {records: {about: 480}}}
```

How to fix: find out which number is wrong. If the difference is rounding, write rounded numbers as
`{about: …}`; if it is a union, declare the overlap. No repair is offered: that a total is made to
fit its parts says nothing of which was wrong.

Source: SPEC.md, sections 5.1, 5.2 and 10.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.fil.exposure import find_in_models, find_in_uses
from trainbib.rules.fil.totals import find_in_inventory, find_in_sources, find_in_splits


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each sum that is not that of its parts."""
    if "size" in context.dataset:
        yield from find_in_sources(context)
        yield from find_in_splits(context)
    if context.files:
        yield from find_in_inventory(context)
    yield from find_in_uses(context)
    yield from find_in_models(context)


RULE = Rule(
    code="FIL009",
    name="totals-mismatch",
    severity=Severity.ERROR,
    summary="Numbers that must add up do not",
    page=__doc__,
    find=find,
)
