"""What is given as an ORCID iD is none.

What it does: holds every `ids.orcid` to the form, 16 digits in four groups, alone or in its URL, of
which the last may be `X`; and to the check digit, after ISO/IEC 7064, MOD 11-2.

Why it matters: a person is found, credited and paid by it. One wrong digit is nobody, or somebody
else; the check digit catches every single one, and nearly all that are swapped.

Fails:

```yaml fails
parties: {carberry: {name: Josiah Carberry, ids: {orcid: 0000-0002-1825-0079}}}
sources:
  example: {kind: other, license: CC0-1.0, creators: [carberry]}
```

Passes:

```yaml passes
parties: {carberry: {name: Josiah Carberry, ids: {orcid: 0000-0002-1825-0097}}}
sources:
  example: {kind: other, license: CC0-1.0, creators: [carberry]}
```

How to fix: copy it from the person's page at orcid.org.

Source: SPEC.md, section 8; ISO/IEC 7064.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.idn.faults import faulty


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ORCID iD that cannot be one."""
    yield from faulty(context, ("orcid",), fixes=False)


RULE = Rule(
    code="IDN003",
    name="orcid-checksum",
    severity=Severity.ERROR,
    summary="What is given as an ORCID iD is none",
    page=__doc__,
    find=find,
)
