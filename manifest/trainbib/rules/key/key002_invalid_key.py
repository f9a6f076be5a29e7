"""A key has characters that keys do not have.

What it does: reports keys of sections, references to them and the name of the data set that are not
1 to 128 ASCII letters, digits, dots, underscores, plus signs and hyphens, a letter or digit first.

Why it matters: keys are cited in lists, on command lines, in URLs and in file names.

Fails:

```yaml fails
sources:
  web crawl: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  web-crawl: {kind: other, license: CC0-1.0}
```

How to fix: rename the entry and what refers to it; the full name goes into `title` or `name`. The
repair does both, and is unsafe: other documents may cite the key.

Source: SPEC.md, section 2.5.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="KEY002",
    name="invalid-key",
    severity=Severity.ERROR,
    summary="A key has characters that keys do not have",
    page=__doc__,
    origin="schema",
    fix="unsafe",
)
