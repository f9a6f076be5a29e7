"""A source on the web has no archived copy.

What it does: with `--online` and `--persona pedantic`, asks the Wayback Machine for captures of
each source that has a `url`, the day when it was `retrieved`, and no `archive`. It offers the
nearest capture if that is of within 30 days, and otherwise says that there is none so near. Nothing
is saved there.

Why it matters: pages change and go. A copy of the time of retrieval shows what was there, and on
which terms.

Fails:

```yaml fails
sources:
  news:
    kind: other
    license: CC0-1.0
    version: "1"
    url: "http://data.example/there/"
    retrieved: 2024-11-03
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: CC0-1.0
    version: "1"
    url: "http://data.example/letters.zip"
    retrieved: 2024-11-03
    archive: "http://data.example/there/"
```

How to fix: give the address of the copy as `archive`; or have one made at
<https://web.archive.org/save>, which keeps the page as it is today.

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator
from datetime import date

from trainbib.diagnostics import Finding, Fix, Insert, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source without an archived copy."""
    online = context.online
    if online is None or "retrieved" not in context.source_fields:
        return
    for source, record in online.captures:
        if record.state == "unverifiable":
            continue
        there = f"source `{source.key}` has no archived copy"
        fix = None
        if record.state == "absent":
            message = f"{there}, and the Wayback Machine has none of it"
        else:
            taken, capture = str(record.facts["date"]), str(record.facts["capture"])
            days = abs((date.fromisoformat(taken) - source.day).days)
            if days <= online.settings.capture_near:
                message = f"{there}; the Wayback Machine has one of {taken}"
                insert = Insert(pointer("sources", source.key), "archive", capture)
                fix = Fix(f"add `archive: {capture}`", safe=False, steps=(insert,))
            else:
                message = f"{there}, and the nearest in the Wayback Machine is of {taken}"
        yield Finding(
            pointer("sources", source.key, "url"),
            message,
            label="not archived",
            help="give the address of a copy as `archive`",
            fix=fix,
            value=source.url,
        )


RULE = Rule(
    code="NET012",
    name="no-archive-copy",
    severity=Severity.INFO,
    summary="A source on the web has no archived copy",
    page=__doc__,
    find=find,
    online=True,
    pedantic=True,
    fix="unsafe",
)
