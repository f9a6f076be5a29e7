"""The file is not UTF-8, or begins with a byte order mark.

What it does: reports the first byte that is not UTF-8, and a byte order mark at the start. The rest
of the file is read with replacement characters, so that other faults show too.

Why it matters: readers guess other encodings in different ways, and a name or a path read in the
wrong one is another name. RFC 8259 forbids a byte order mark, and many JSON readers stop at it.

Fails: an example in UTF-8 cannot show it. The byte `FC` alone, which is `ü` in Latin-1, and the
bytes `EF BB BF` at the start of the file both fail.

Passes:

```yaml passes
dataset: {name: example, version: "1", title: Protokolle aus Lübeck}
```

How to fix: save the file as UTF-8 without a byte order mark. The repair takes the mark away, which
is safe; from which encoding other bytes are, only a person can say.

Source: SPEC.md, section 2.1; RFC 3629; RFC 8259, section 8.1.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR002",
    name="not-utf8",
    severity=Severity.ERROR,
    summary="The file is not UTF-8, or begins with a byte order mark",
    page=__doc__,
    origin="reader",
    fix="safe",
)
