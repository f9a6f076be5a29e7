"""The content of a file is not the one that the inventory lists.

What it does: `verify` reads every file of the inventory that has the size listed, and compares its
SHA-256. Both digests are printed in full.

Why it matters: somebody has changed the data, or a disk has. Size and name alone do not show it.

Fails:

```text
$ printf 'b' > data/part-1.jsonl
$ trainbib verify trainbib.yaml
error[HSH001] hash-mismatch: part-1.jsonl: the content has changed, the size has not
  = note: found    sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
  = note: expected sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
```

Passes: the same, with the content that was listed.

How to fix: restore the file. If the change is meant, run `trainbib generate` and raise the version
of the data set.

Source: SPEC.md, section 13.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="HSH001",
    name="hash-mismatch",
    severity=Severity.ERROR,
    summary="The content of a file is not the one that was listed",
    page=__doc__,
    origin="verify",
)
