"""The manifest does not say to which version of the standard it is written, or to an unknown one.

What it does: reports a missing `trainbib`, one that is not text of the form MAJOR.MINOR, and a
major version that this program does not know. A manifest of an unknown major version is not
checked any further. A newer minor version is PAR013.

Why it matters: a field may mean something else in another major version.

Fails:

```yaml fails
trainbib: "2.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0}
```

How to fix: write the version in quotes, since `1.10` without them is the number 1.1; or use a
program that knows the version. The repair puts a number in quotes, which is safe; no other version
is ever written in the place of one that is there.

Source: SPEC.md, section 16.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR008",
    name="unsupported-spec-version",
    severity=Severity.ERROR,
    summary="The version of the standard is missing or not known",
    page=__doc__,
    origin="schema",
    fix="safe",
)
