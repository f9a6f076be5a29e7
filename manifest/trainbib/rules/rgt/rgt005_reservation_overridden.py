"""A reservation was found, the content was kept, and nothing says on what ground.

What it does: reports records under `rights.reservations` with the action `kept` that have no
`reason`, where `rights.basis` is silent too. A gap is an answer. It is a warning and no error:
whether a ground is needed, or holds, is a question of law.

Why it matters: content that its owner has reserved, and that was used all the same, is what others
will ask about first. The ground exists or it does not; both can be said.

Fails:

```yaml fails
sources:
  example:
    kind: other
    license: {none: no licence}
    rights: {reservations: [{protocol: tdmrep, checked: 2025-03, action: kept}]}
```

Passes:

```yaml passes
sources:
  example:
    kind: other
    license: {none: no licence}
    rights:
      reservations:
        - {protocol: tdmrep, checked: 2025-03, action: kept, reason: "its owner agreed by letter"}
```

How to fix: give the `reason` of the record, or the `basis` of the source, as claimed.

Source: SPEC.md, section 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_list, as_mapping, is_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each reservation that was found and passed over without a word."""
    if "reservations" not in context.overview.fields:
        return
    for key, source in context.sources.items():
        if "rights" not in source:
            continue
        rights = as_mapping(source["rights"])
        if has_answer(rights, "basis"):
            continue
        for index, record in enumerate(as_list(rights.get("reservations"))):
            if not is_mapping(record) or record.get("action") != "kept":
                continue
            if has_answer(record, "reason"):
                continue
            protocol = record.get("protocol")
            yield Finding(
                pointer("sources", key, "rights", "reservations", index, "action"),
                f"source `{key}` was kept against a reservation by `{protocol}`, and nothing says "
                "on what ground",
                label="kept",
                help="add the `reason` here, or the `basis` under `rights`; either can be a gap",
                value=str(protocol),
            )


RULE = Rule(
    code="RGT005",
    name="reservation-overridden",
    severity=Severity.WARNING,
    summary="A reservation was found, the content was kept, and nothing says on what ground",
    page=__doc__,
    find=find,
)
