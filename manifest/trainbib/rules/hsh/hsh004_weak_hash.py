"""A digest is of a kind that can be forged.

What it does: reports every digest that begins with `md5:` or `sha1:`.

Why it matters: two files with one MD5 can be made in seconds, and with one SHA-1 for the price of
some rented computers. Such a digest finds a broken download; it does not prove that nobody has
put other data in the place of this.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, digest: "md5:d41d8cd98f00b204e9800998ecf8427e"}
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: CC0-1.0
    digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
```

How to fix: compute the SHA-256 of the same file (`sha256sum FILE`). Where only the weak digest was
published, and the file is gone, it is better than none: the warning says what it is worth. No
repair is offered: the other digest is computed from the file, and a check reads no data.

Source: SPEC.md, section 20; RFC 6151; https://shattered.io/.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.typed import tokens

_NAMES = {"md5": "MD5", "sha1": "SHA-1"}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each weak digest."""
    for path, digest in context.typed.digests:
        name = _NAMES.get(digest.partition(":")[0])
        if name is not None:
            place = tokens(path)
            yield Finding(
                pointer(*place),
                f"{subject(place)} is {name}, which can be forged",
                label="weak",
                help="give the SHA-256 of the same file",
                value=digest,
            )


RULE = Rule(
    code="HSH004",
    name="weak-hash",
    severity=Severity.WARNING,
    summary="A digest is MD5 or SHA-1, which can be forged",
    page=__doc__,
    find=find,
)
