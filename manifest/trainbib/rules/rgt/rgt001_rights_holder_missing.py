"""A source names no rights holder, and no reason why.

What it does: in the profile `complete`, asks each source for `rights.holders`: the parties that
hold rights in it, or a gap. A gap in the place of `rights` answers for all of it.

Only `complete` asks. The EU template lists licensed sources without the names of licensors, and
California asks for the sources or owners of data sets, which the sources themselves answer. The
severity is that of a missing answer: no view is taken on who holds what.

Why it matters: a rights holder who is not named cannot be asked, credited or paid; and where nobody
knows who it is, that is worth saying.

Fails:

```yaml fails
profiles: [complete]
sources:
  example: {kind: other, license: CC0-1.0, rights: {copyright: protected}}
```

Passes:

```yaml passes
profiles: [complete]
sources:
  example:
    kind: other
    license: CC0-1.0
    rights:
      holders: {unknown: "pages of many owners; none was looked up"}
      personal_data: absent
```

How to fix: `holders: [{party: their-key}]`, with the party under `parties`; a party that is not
known is a gap: `holders: [{party: {unknown: why}}]`, or for all of them `holders: {unknown: why}`.

Source: SPEC.md, sections 3 and 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_mapping, is_gap


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that names no holder."""
    if context.all_sources_have("rights.holders"):
        return
    for key, source in context.sources.items():
        rights = source.get("rights")
        if is_gap(rights) or has_answer(as_mapping(rights), "holders"):
            continue
        yield Finding(
            pointer("sources", key, "rights") if rights else pointer("sources", key),
            f"source `{key}` names no rights holder, and no reason why",
            on_key=True,
            label="no `rights.holders`",
            help="name the holders, or say why not: `rights: {holders: {unknown: why}}`",
            subject=pointer("sources", key),
        )


RULE = Rule(
    code="RGT001",
    name="rights-holder-missing",
    severity=Severity.ERROR,
    summary="A source names no rights holder, and no reason why",
    page=__doc__,
    find=find,
    profiles=("complete",),
)
