"""What is given as a ROR identifier is none.

What it does: holds every `ids.ror` to the form, a nought, six characters of base 32 and two digits,
alone or in its URL; and to these two, which check the rest after ISO/IEC 7064, MOD 97-10.

Why it matters: an organisation is found by it when its name has changed. The check digits tell a
slip of the pen from an organisation.

Fails:

```yaml fails
parties: {library: {name: California Digital Library, ids: {ror: "https://ror.org/03yrm5c62"}}}
sources:
  example: {kind: other, license: CC0-1.0, creators: [library]}
```

Passes:

```yaml passes
parties: {library: {name: California Digital Library, ids: {ror: "https://ror.org/03yrm5c26"}}}
sources:
  example: {kind: other, license: CC0-1.0, creators: [library]}
```

How to fix: copy it from the organisation's page at ror.org.

Source: SPEC.md, section 8; ISO/IEC 7064; https://ror.readme.io/docs/identifier.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.idn.faults import faulty


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ROR identifier that cannot be one."""
    yield from faulty(context, ("ror",), fixes=False)


RULE = Rule(
    code="IDN004",
    name="ror-checksum",
    severity=Severity.ERROR,
    summary="What is given as a ROR identifier is none",
    page=__doc__,
    find=find,
)
