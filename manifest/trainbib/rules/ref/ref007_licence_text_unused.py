"""A licence that is described is used nowhere.

What it does: lists the entries of `licenses` whose identifier stands in no licence of the set, the
document or a source.

Why it matters: perhaps a source has lost its licence, or the name is misspelt in one of the places.

Fails:

```yaml fails
licenses:
  LicenseRef-harbour: {title: Harbour data agreement, text: licences/harbour.txt}
```

Passes:

```yaml passes
licenses:
  LicenseRef-harbour: {title: Harbour data agreement, text: licences/harbour.txt}
sources:
  example: {kind: other, license: LicenseRef-harbour OR MIT}
```

How to fix: correct the name, or remove the entry. The repair removes it, and is unsafe, although
nothing refers to the entry: the fault may be in the name that was to refer to it. There is none
while a name is much like this one, or a `LicenseRef-` name has no entry: that may be the fault.

Source: SPEC.md, section 7.
"""

import re
from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.ref.removing import may_remove, removal
from trainbib.rules.references import similar_key

_IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each licence that nothing uses."""
    if not context.licenses:
        return
    used = {
        identifier.casefold(): identifier
        for text in context.licence_statements.texts
        for identifier in _IDENTIFIER.findall(text)
    }
    removable = may_remove(context, "licenses")
    described = {name.casefold() for name in context.licenses}
    for name in context.licenses:
        if name.casefold() in used or f"{name.casefold()}+" in used:
            continue
        near = similar_key(name, used.values())
        place = next(context.licence_statements.places(near or ""), None)
        related = (
            () if place is None else (Related(pointer(*place), "a similar name", on_key=False),)
        )
        meant = near is not None and near.casefold() not in described
        yield Finding(
            pointer("licenses", name),
            f"licence `{name}` is described, but used nowhere",
            on_key=True,
            label="never used",
            help="correct the name, or remove the entry",
            related=related,
            fix=removal(context, "licenses", name) if removable and not meant else None,
            value=name,
        )


RULE = Rule(
    code="REF007",
    name="licence-text-unused",
    severity=Severity.WARNING,
    summary="A licence that is described is used nowhere",
    page=__doc__,
    find=find,
    fix="unsafe",
)
