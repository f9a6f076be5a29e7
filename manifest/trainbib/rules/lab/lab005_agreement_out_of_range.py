"""A measure of agreement has a value that it cannot have.

What it does: compares the values under `agreement` of labellers with the range of the measure:

| measure | range |
| --- | --- |
| kappa, alpha, pi, AC1 and AC2, S, tau, rho, correlations | -1 to 1 |
| intraclass correlation (ICC) | up to 1 |
| accuracy, F1, IoU, Jaccard, Dice, AUC | 0 to 100, so that per cent are accepted |
| percentage, raw and observed agreement | 0 to 100 |

Measures that it does not know are left alone.

Why it matters: such a value is a slip of the pen, mostly a share written in per cent, and makes the
rest of the entry doubtful.

Fails:

```yaml fails
labellers:
  raters:
    workforce: volunteers
    pay: {none: volunteers}
    agreement: [{metric: Cohen's kappa, value: 78}]
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: volunteers
    pay: {none: volunteers}
    agreement: [{metric: Cohen's kappa, value: 0.78}]
```

How to fix: correct the value, or the name of the measure.

Source: SPEC.md, section 9.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list, is_mapping

_PER_CENT = (
    r"percent|per cent|%|\b(?:raw|observed|simple) agreement|accuracy|\bf[ -]?1\b|\biou\b|"
    r"jaccard|\bdice\b|\bau(?:ro)?c\b"
)
_COEFFICIENT = (
    r"kappa|\u03ba|krippendorff|\balpha\b|\u03b1|scott|\bac[12]\b|gwet|bennett|\btau\b|\brho\b|"
    r"spearman|pearson|kendall|correlation"
)
_RANGES = (
    (r"\bicc\b|intra-?class", float("-inf"), 1.0),
    (_PER_CENT, 0.0, 100.0),
    (_COEFFICIENT, -1.0, 1.0),
)
"""Regular expressions for names of measures, lowest and highest value; the first that fits."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each value out of the range of its measure."""
    if "agreement" not in context.overview.fields:
        return
    for key, labeller in context.labellers.items():
        for index, score in enumerate(as_list(labeller.get("agreement"))):
            if not is_mapping(score):
                continue
            metric, value = score.get("metric"), score.get("value")
            if not isinstance(metric, str) or isinstance(value, bool):
                continue
            if not isinstance(value, int | float):
                continue
            bounds = _bounds(metric)
            if bounds is None or bounds[0] <= value <= bounds[1]:
                continue
            low, high = bounds
            lowest = "at most" if low == float("-inf") else f"from {low:g} to"
            yield Finding(
                pointer("labellers", key, "agreement", index, "value"),
                f"agreement of labeller `{key}` is {value}; {shown(metric)} is {lowest} {high:g}",
                label="not possible",
                help="correct the value, or the name of the measure",
                value=str(value),
            )


def _bounds(metric: str) -> tuple[float, float] | None:
    name = metric.casefold()
    for pattern, low, high in _RANGES:
        if re.search(pattern, name):
            return low, high
    return None


RULE = Rule(
    code="LAB005",
    name="agreement-out-of-range",
    severity=Severity.ERROR,
    summary="A measure of agreement has a value that it cannot have",
    page=__doc__,
    find=find,
)
