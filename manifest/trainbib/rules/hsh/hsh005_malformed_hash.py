"""A digest is not written as the standard says.

What it does: the schema asks for the name of the algorithm, a colon and lower-case hexadecimal
digits of the right number: `sha256:` and 64 of them, for instance. `sha384`, `sha512`, `blake3`,
`sha1` and `md5` are known too; digests of manifests, inventories and roots are always SHA-256.

Why it matters: a digest that was cut off, or has lost a letter, never matches anything, and nobody
can tell which algorithm bare digits belong to.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c}
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: CC0-1.0
    digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
```

How to fix: write it as above; capitals in small letters, without blanks. Where nothing else is
wrong, the repair does that, and is safe.

Source: SPEC.md, sections 6.2, 13 and 14.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="HSH005",
    name="malformed-hash",
    severity=Severity.ERROR,
    summary="A digest is not an algorithm, a colon and the right number of digits",
    page=__doc__,
    origin="schema",
    fix="safe",
)
