"""A path leads out of the folder that it belongs to.

What it does: the schema refuses paths that are absolute, hold a `..` part or a backslash, or begin
with a drive, in every field that holds a path. An inventory with such a path cannot be read at all.
`verify` and `generate` report symbolic links that lead out of the root, unless `links: follow`
allows them.

Why it matters: a manifest comes from somebody else. A path such as `../../.ssh/id_ed25519` would
make a program read, hash or publish what is none of its business.

Fails:

```yaml fails
files: {root: ../elsewhere}
```

Passes:

```yaml passes
files: {root: data}
```

How to fix: put the manifest into a folder above all that it names, and write paths relative to it,
with `/` between the parts.

Source: SPEC.md, sections 12.1 and 20.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="FIL003",
    name="path-escapes-root",
    severity=Severity.ERROR,
    summary="A path or a link leads out of its folder",
    page=__doc__,
    origin="schema",
)
