"""The file is not JSON or YAML that can be read.

What it does: reports what the reader cannot parse, at the place where it stopped: broken syntax, an
empty file, a second document, tags that are no types of JSON, an alias without an anchor. What
reading alone can tell of the text before that place is reported with it: a key that is given twice
(PAR003, KEY001), and in YAML one that is no text (PAR011). All other checks ask what the fields
mean, and do not run: a bracket or a quote that is missing is noticed far below its place, and all
in between would be taken for something else; and what is not there may stand behind the error.

Why it matters: nothing else can be checked, and readers may recover in different ways.

Fails:

```yaml fails
trainbib: "1.0"
dataset: {name: example, version: "1"
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

How to fix: repair the syntax at the place named. Nothing after it was read, so check again.

Source: SPEC.md, section 2; RFC 8259; YAML 1.2.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR001",
    name="syntax-error",
    severity=Severity.ERROR,
    summary="The file is not JSON or YAML that can be read",
    page=__doc__,
    origin="reader",
)
