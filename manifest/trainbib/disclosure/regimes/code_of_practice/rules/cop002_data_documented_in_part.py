"""An item of the form lacks a part, and does not say so.

What it does: reports answers that the form asks for and that are there of some sources only, or in
part: a split without its size, a synthetic source without the way in which it was made.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing. An answer
that is missing as a whole is for the check of its item (COP100 to COP108).

Why it matters: a description of nine sources of ten reads like one of all. A gap with its reason is
shown in the document, and silence is not.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: sensor, license: CC0-1.0, modalities: [text], size: {tokens: 5}}
  b: {kind: sensor, license: CC0-1.0, modalities: [text]}
```

Passes:

```yaml passes
profiles: [code-of-practice]
sources:
  a: {kind: sensor, license: CC0-1.0, modalities: [text], size: {tokens: 5}}
  b:
    kind: sensor
    license: CC0-1.0
    modalities: [text]
    size: {unknown: never counted}
```

How to fix: write what is asked for at the places that are named, or a gap there that says why not.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import incomplete
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP002",
    name="data-documented-in-part",
    severity=Severity.WARNING,
    summary="An item of the form lacks a part, and does not say so",
    page=__doc__,
    find=OnFiling("code-of-practice", incomplete()),
    profiles=("code-of-practice",),
)
