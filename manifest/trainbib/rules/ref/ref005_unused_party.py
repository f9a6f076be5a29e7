"""A party is named nowhere.

What it does: lists the entries of `parties` that no field refers to.

Why it matters: perhaps nothing; perhaps a source has lost its rights holder.

Fails:

```yaml fails
parties:
  harbour-press: {name: Harbour Press Ltd}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", publisher: harbour-press}
parties:
  harbour-press: {name: Harbour Press Ltd}
```

How to fix: name the party where it belongs, or remove it. The repair removes it, and is unsafe: a
rights holder whose name got lost elsewhere would be forgotten. There is none while a reference
leads to no party: it may be this one that is meant.

Source: SPEC.md, section 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.ref.removing import may_remove, removal


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each party that nothing refers to."""
    if not context.parties:
        return
    named = context.referred.get("parties", set())
    removable = may_remove(context, "parties")
    for key in context.parties:
        if key not in named:
            yield Finding(
                pointer("parties", key),
                f"party `{key}` is named nowhere",
                on_key=True,
                label="never named",
                help="name it where it belongs, such as `publisher` or `rights.holders`, "
                "or remove it",
                fix=removal(context, "parties", key) if removable else None,
                value=key,
            )


RULE = Rule(
    code="REF005",
    name="unused-party",
    severity=Severity.INFO,
    summary="A party is named nowhere",
    page=__doc__,
    find=find,
    fix="unsafe",
)
