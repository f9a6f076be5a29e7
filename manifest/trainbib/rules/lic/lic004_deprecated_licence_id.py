"""A licence identifier is one that SPDX has given up.

What it does: reports identifiers that the SPDX list marks as deprecated, and names what stands in
their place.

Why it matters: most of them left a choice open. `GPL-3.0` does not say whether later versions of
the licence may be chosen; `GPL-3.0-only` and `GPL-3.0-or-later` do. The licensor made that choice,
so no program may: the fix that is offered takes the first, and is unsafe.

Fails:

```yaml fails
sources:
  code: {kind: other, license: GPL-3.0, creators: {unknown: the page names none}}
```

Passes:

```yaml passes
sources:
  code: {kind: other, license: GPL-3.0-or-later, creators: {unknown: the page names none}}
```

How to fix: look in the source itself which of the two it says: files often do, in their heads.

Source: SPEC.md, section 7; the SPDX licence list, https://spdx.org/licenses/.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.licensing.spdx import replacements
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import find_problems


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each deprecated identifier."""
    for place, problem in find_problems(context, "deprecated"):
        choices = replacements(problem.word)
        where = pointer(*place)
        help_ = "look up what stands in its place at https://spdx.org/licenses/"
        if choices:
            help_ = f"write {one_of(choices)}"
        if len(choices) > 1:
            help_ += ", whichever the licensor chose"
        yield Finding(
            where,
            f"{subject(place)}: SPDX has deprecated `{problem.word}`{problem.within}",
            within=(problem.start, problem.end),
            label="deprecated",
            help=help_,
            fix=Fix.replace(where, problem.replaced(choices[0]), safe=False) if choices else None,
            cause=f"{problem.text}\n{problem.word}",
            value=problem.word,
        )


RULE = Rule(
    code="LIC004",
    name="deprecated-licence-id",
    severity=Severity.WARNING,
    summary="A licence identifier is one that SPDX has deprecated",
    page=__doc__,
    find=find,
    fix="unsafe",
)
