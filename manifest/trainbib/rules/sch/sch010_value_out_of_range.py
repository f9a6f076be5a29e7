"""A number or a list is outside the range that its field takes.

What it does: reports negative counts, shares above one, counts beyond 2^53 - 1, ranges that do not
have two bounds or run backwards, lists that name one thing twice, gaps with more than one state.

Why it matters: such values have no meaning, and break every sum they go into.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, use: [{stage: pretraining, weight: 62}]}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, use: [{stage: pretraining, weight: 0.62}]}
```

How to fix: correct the value; shares are parts of one, not per cent. The repair takes out what a
list names a second time, which is safe; of numbers only a person knows what was meant.

Source: SPEC.md, sections 4 and 5.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each range whose lower bound is above its upper one."""
    seen = context.overview
    if "between" not in seen.fields and not seen.ranges:
        return
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), context.data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(
                ((*path, key), item) for key, item in value.items() if not key.startswith("x-")
            )
        elif isinstance(value, list):
            if path[-1:] == ("between",) and _reversed(value):
                yield Finding(
                    pointer(*path),
                    f"{subject(path)} runs from {value[0]} down to {value[1]}",
                    label="reversed",
                    help="write the lower bound first",
                    value=f"{value[0]} {value[1]}",
                )
            waiting.extend(((*path, index), item) for index, item in enumerate(value))


def _reversed(bounds: list[object]) -> bool:
    match bounds:
        case [int() | float() as low, int() | float() as high]:
            return low > high
        case _:
            return False


RULE = Rule(
    code="SCH010",
    name="value-out-of-range",
    severity=Severity.ERROR,
    summary="A number or a list is outside the range that its field takes",
    page=__doc__,
    find=find,
    fix="safe",
)
