"""A party, labeller or model that is named is not defined.

What it does: looks up every key of a party (publishers, creators, rights holders, employers,
vendors, licensors and so on) among `parties`, every key of a labeller among `labellers`, and every
key of a model among `models`. Where `labellers` is a gap, SCH009 reports what names one.

Why it matters: a rights holder or labeller who is named and not described cannot be found or paid.

Fails:

```yaml fails
sources:
  example:
    kind: other
    license: CC0-1.0
    rights: {holders: [{party: harbour-press}]}
```

Passes:

```yaml passes
parties:
  harbour-press: {name: Harbour Press Ltd}
sources:
  example:
    kind: other
    license: CC0-1.0
    rights: {holders: [{party: harbour-press}]}
```

How to fix: correct the key, or define the party, labeller or model.

Source: SPEC.md, sections 8 to 10.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.ref.dangling import dangling
from trainbib.values import gap_state


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each key that is not defined."""
    yield from dangling(context, "parties", context.parties)
    if gap_state(context.data.get("labellers")) not in {"none", "not_applicable"}:
        yield from dangling(context, "labellers", context.labellers)
    yield from dangling(context, "models", context.models)


RULE = Rule(
    code="REF004",
    name="dangling-party",
    severity=Severity.ERROR,
    summary="A party, labeller or model that is named is not defined",
    page=__doc__,
    find=find,
    fix="unsafe",
)
