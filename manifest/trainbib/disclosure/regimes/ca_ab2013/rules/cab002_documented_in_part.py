"""An answer of the documentation lacks a part, and does not say so.

What it does: reports answers that are required and that are there of some data sets only, or in
part: a number without its unit, a step without its purpose.

It runs in the profile `ca-ab2013`, and on filings that are read back. An answer that is missing as
a whole is for the check of its item (CAB100 to CAB112); SRC001 asks public sources for a locator,
and where it speaks this check does not.

Why it matters: a list of nine data sets of ten looks like all of them. A gap with its reason is
shown in the document, and silence is not.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, size: {records: 5}}
  b: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, size: {records: 5}}
  b: {kind: other, license: CC0-1.0, size: {unknown: never counted}}
```

How to fix: write what is asked for at the places that are named, or a gap there that says why not.

Source: California Civil Code, section 3111(a).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import incomplete
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB002",
    name="documented-in-part",
    severity=Severity.WARNING,
    summary="An answer of the documentation lacks a part, and does not say so",
    page=__doc__,
    find=OnFiling("ca-ab2013", incomplete(instead={"ab.1": ("SRC001",)})),
    profiles=("ca-ab2013",),
)
