"""A file was changed while it was being read.

What it does: `verify` looks at size and time of each file before it reads and again afterwards, and
reports those that are not the same.

Why it matters: a digest over half of the old content and half of the new one is that of neither.

Fails: another program writes to `data/part-1.jsonl` while

```text
$ trainbib verify trainbib.yaml
error[FIL012] file-changed-while-reading: part-1.jsonl: changed while it was read
```

Passes: the same, when nothing writes to the folder.

How to fix: wait until the program that writes is done, and verify again; or verify a snapshot of
the folder.

Source: SPEC.md, section 13.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="FIL012",
    name="file-changed-while-reading",
    severity=Severity.ERROR,
    summary="A file was changed while it was being read",
    page=__doc__,
    origin="verify",
)
