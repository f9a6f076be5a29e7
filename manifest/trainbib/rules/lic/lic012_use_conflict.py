"""A licence excludes what the set is meant for.

What it does: where the intended uses are known, reports sources whose licence forbids training,
excludes commercial use, or does not let the data be passed on or adaptations be published, where
that is intended; and those that ask for credit in a set that is published and names nobody. The
terms of a model hold beside the licence of what it made, as far as the table has them.

It runs where uses are set (`licensing.uses`), or in the profile `commercial`, which is a use by
itself beside training. What is not known is left to `LIC015`.

Why it matters: a source that was fine for research is not for a product. The time to find out is
before training.

Fails:

```yaml fails
profiles: [commercial]
sources:
  photos: {kind: other, license: CC-BY-NC-4.0, creators: {unknown: the page names none}}
```

Passes:

```yaml passes
profiles: [commercial]
sources:
  photos: {kind: other, license: CC-BY-4.0, creators: {unknown: the page names none}}
```

How to fix: take the source out, or get other terms from whoever holds the rights, and state those.
Where only credit is missing, say whom to credit, as LIC008 asks: no source has to go for that. If a
licence is read wrong here, correct its attribute, with evidence, under `licenses`.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.flowing import conflicts, finding

_HELP = "take the source out, or get and state terms that allow the use"
_CREDIT = "say whom to credit: `creators`, `rights.holders`, or `attribution` of the licence"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that must not be used as intended."""
    for source, reasons in conflicts(context, outbound=False):
        rules = {reason.rule for reason in reasons}
        if rules == {"credit"}:
            label, help_ = "asks for credit", _CREDIT
        else:
            label = "excludes the use"
            help_ = f"{_HELP}; {_CREDIT}" if "credit" in rules else _HELP
        yield finding(context, source, reasons, label=label, help_=help_)


RULE = Rule(
    code="LIC012",
    name="use-conflict",
    severity=Severity.WARNING,
    summary="A licence excludes what the set is meant for",
    page=__doc__,
    find=find,
)
