"""A file cannot be read.

What it does: `verify` reports files and folders below the root that it may not read, links that
lead nowhere or to a folder, and what is no regular file, such as a named pipe.

Why it matters: what cannot be read cannot be compared, so nothing can be said about it. A check
that passed it over in silence would say that all is well.

Fails:

```text
$ chmod 000 data/part-1.jsonl
$ trainbib verify trainbib.yaml
error[FIL011] unreadable-file: part-1.jsonl: permission denied
```

Passes: the same, once the file may be read.

How to fix: make the file readable for the account that verifies, repair or remove the link, or
leave the file out by `.trainbibignore`.

Source: SPEC.md, section 12.1.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="FIL011",
    name="unreadable-file",
    severity=Severity.ERROR,
    summary="A file or a folder cannot be read",
    page=__doc__,
    origin="verify",
)
