"""Something is derived from itself.

What it does: follows `derived_from` among the sources of the manifest, and the manifests of sources
(by path; with `--online` by URL too), and reports what leads back to where it began. Each group of
sources that lead to each other is reported once, at the first of them.

Why it matters: data cannot be older than itself; one of the links is wrong. Programs that follow
links may not stop.

Fails:

```yaml fails
sources:
  a: {kind: other, license: CC0-1.0, derived_from: [{source: b, relation: filtered}]}
  b: {kind: other, license: CC0-1.0, derived_from: [{source: a, relation: merged}]}
```

Passes:

```yaml passes
sources:
  a: {kind: other, license: CC0-1.0, derived_from: [{source: b, relation: filtered}]}
  b: {kind: other, license: CC0-1.0}
```

How to fix: remove the link that is wrong. Where two sources share content and neither came first,
write `overlaps`.

Source: SPEC.md, section 11.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.ref.cycles import cycles
from trainbib.values import as_list, is_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each cycle."""
    parents: dict[str, dict[str, int]] = {}
    derived = "derived_from" in context.source_fields
    for name, source in context.sources.items() if derived else ():
        if "derived_from" in source:
            named = parents.setdefault(name, {})
            for index, item in enumerate(as_list(source["derived_from"])):
                key = item.get("source") if is_mapping(item) else None
                if isinstance(key, str):
                    named.setdefault(key, index)
    for group in cycles({name: list(named) for name, named in parents.items()}):
        yield _finding(group, parents)
    for fault in context.lineage.faults:
        if fault.kind == "cycle":
            yield Finding(
                pointer(*fault.pin.place, fault.pin.field),
                fault.message,
                label="leads back",
                help="remove the link that is wrong",
                notes=fault.notes,
                value=fault.value,
            )


def _finding(group: list[str], parents: dict[str, dict[str, int]]) -> Finding:
    members = set(group)
    places = {
        name: next((key, index) for key, index in parents[name].items() if key in members)
        for name in group
    }
    first = group[0]
    _, index = places[first]
    others = [name for name in group[1:] if name != first]
    via = f", by way of {', '.join(f'`{name}`' for name in others[:3])}" if others else ""
    more = " and others" if len(others) > 3 else ""  # noqa: PLR2004 - a sample
    return Finding(
        pointer("sources", first, "derived_from", index, "source"),
        f"source `{first}` is derived from itself{via}{more}",
        label="leads back",
        help="remove the link that is wrong; sources that only share content are `overlaps`",
        related=tuple(
            Related(
                pointer("sources", name, "derived_from", places[name][1], "source"),
                f"derived from `{places[name][0]}`",
                on_key=False,
            )
            for name in others[:3]
        ),
        subject="sources",
        value="\n".join(sorted(group)),
    )


RULE = Rule(
    code="REF008",
    name="derivation-cycle",
    severity=Severity.ERROR,
    summary="Something is derived from itself",
    page=__doc__,
    find=find,
)
