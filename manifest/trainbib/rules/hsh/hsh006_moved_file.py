"""A file of the inventory lies under another path.

What it does: `verify` looks for the content of every file that is gone among the files that the
inventory does not list. Where it finds it, it reports one move in place of a missing file (FIL001)
and one not listed (FIL002).

Why it matters: no data was lost and none has changed, but citing rules go by paths: under its new
one the file may cite another source.

Fails:

```text
$ mv data/part-1.jsonl data/part-one.jsonl
$ trainbib verify trainbib.yaml
info[HSH006] moved-file: part-1.jsonl: moved to part-one.jsonl, content unchanged
```

Passes: the same, with the file in its place.

How to fix: move it back; or run `trainbib generate`, and see whether the citing rules still fit. No
repair is offered: which of the two places is the right one, the data does not say.

Source: SPEC.md, section 13.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="HSH006",
    name="moved-file",
    severity=Severity.INFO,
    summary="A file of the inventory lies under another path",
    page=__doc__,
    origin="verify",
)
