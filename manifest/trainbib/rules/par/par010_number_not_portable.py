"""A number is not the same for every reader.

What it does: reports numbers that are not finite or are too large for a double-precision float, and
integers beyond 2^53 - 1 anywhere, under `x-` keys too. Of the former the reader speaks, which puts
zero in their place: other checks find a number there.

Why it matters: many JSON readers keep numbers as floats, so that 9007199254740993 becomes
9007199254740992. The canonical form, and with it the digest, exists only for numbers that all
readers keep.

Fails:

```yaml fails
dataset: {name: example, version: "1", x-serial: 12345678901234567890}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", x-serial: "12345678901234567890"}
```

How to fix: write an approximate number, `{about: 1.2e20}`, or text in quotes.

Source: SPEC.md, sections 2.1 and 14; RFC 7493, section 2.2; RFC 8785, section 3.2.2.3.
"""

from collections.abc import Iterator

from trainbib.canonical import is_portable
from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import leaves


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each integer that a float does not keep."""
    if not context.overview.big_integers:
        return
    for leaf in leaves(context.data, _is_big):
        about = f"{{about: {float(leaf.text):.2g}}} for a quantity, or "
        yield Finding(
            pointer(*leaf.path),
            f"{subject(leaf.path)}, {shown(leaf.value)}, is beyond 2^53 - 1",
            label="other readers round it",
            help=f"write {'' if 'inf' in about else about}text in quotes",
            value=leaf.text,
        )


def _is_big(value: object) -> bool:
    return isinstance(value, int) and not is_portable(value)


RULE = Rule(
    code="PAR010",
    name="number-not-portable",
    severity=Severity.ERROR,
    summary="A number is not the same for every reader",
    page=__doc__,
    find=find,
)
