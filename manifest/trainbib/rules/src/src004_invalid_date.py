"""A date is not written as the standard says, or is no day of the calendar.

What it does: the schema asks for `2024`, `2024-03`, `2024-03-15` or `2024-03-15T09:30:00Z` in every
field that holds a date. Beyond that, this rule reports days that no calendar has, such as
30 February.

Why it matters: dates are compared, and words like "around 2024" cannot be. A date with a lesser
precision is no fault: it says what is known.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, retrieved: 2024-02-30}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, retrieved: 2024-02}
```

How to fix: write the date as ISO 8601, with the precision that is known: the year alone will do.
Where nothing is known, write a gap with the reason. The repair is safe, and is there only where one
reading is left: `2024/03/15` and `15 March 2024`, never `3/4/2024` or `around 2024`.

Source: SPEC.md, section 5.3.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.typed import tokens
from trainbib.schemas import load_schema
from trainbib.values import parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each date of the right form that is no day."""
    if not context.typed.dates:
        return
    accepted = re.compile(load_schema()["$defs"]["date"]["pattern"])
    for path, written in context.typed.dates:
        if parse_date(written) is None and accepted.search(written):
            place = tokens(path)
            yield Finding(
                pointer(*place),
                f"{subject(place)} is `{written}`, a day that the calendar does not have",
                label="no such day",
                help="correct the day, or leave it out: `2024-02` says the month alone",
                value=written,
            )


RULE = Rule(
    code="SRC004",
    name="invalid-date",
    severity=Severity.ERROR,
    summary="A date is not ISO 8601, or no day of the calendar",
    page=__doc__,
    find=find,
    fix="safe",
)
