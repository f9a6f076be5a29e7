"""A number of a book, a journal, a party or a piece of music is none.

What it does: holds to their form, hyphens and blanks aside,

| field | what | check digits |
| --- | --- | --- |
| `isbn` | 10 or 13 digits | modulo 11; modulo 10, as an EAN (ISO 2108) |
| `issn` | 8 digits | modulo 11 (ISO 3297) |
| `isni` | 16 digits | ISO/IEC 7064, MOD 11-2 (ISO 27729) |
| `lei` | 18 letters and digits, and 2 digits | ISO/IEC 7064, MOD 97-10 (ISO 17442) |
| `ipi` | name number or base number | modulo 101; modulo 10 (CISAC) |
| `iswc` | `T` and 10 digits | modulo 10 (ISO 15707) |
| `isrc` | country, registrant, year and number | it has none (ISO 3901) |

Why it matters: rights holders are found and paid by these numbers. The check digits are there so
that a slip of the pen is seen at once.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, ids: {isbn: 978-3-16-148410-1}}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, ids: {isbn: 978-3-16-148410-0}}
```

How to fix: compare the number with the one in the book, on the cover or in the register. A word in
front of it, as in `ISBN 978-…`, goes.

Source: SPEC.md, sections 6.2 and 8; the standards above.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.idn.faults import faulty

_SCHEMES = ("isbn", "issn", "isni", "lei", "ipi", "iswc", "isrc")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each of these numbers that cannot be one."""
    if not context.overview.fields.isdisjoint(_SCHEMES):
        yield from faulty(context, _SCHEMES, fixes=False)


RULE = Rule(
    code="IDN005",
    name="isbn-issn-isni-lei-checksum",
    severity=Severity.ERROR,
    summary="A number of a book, a journal, a party or a piece of music is none",
    page=__doc__,
    find=find,
)
