"""Shares of one whole add up to more than one.

What it does: adds up the shares of holders for each right in each territory, of countries of a
labeller, of languages and of domains of content, and the weights of sources for each model and
stage. It reports sums whose lower bound is above one. Sums below one are nothing to report: the
rest is unclaimed, or not listed. Nor is a language that is listed twice, whose shares are added up:
two parts of the content may be in it.

Why it matters: whoever is paid or counted by such shares gets a part of more than there is.

Fails:

```yaml fails
parties: {a: {name: A}, b: {name: B}}
sources:
  song:
    kind: other
    license: {none: all rights reserved}
    rights:
      holders:
        - {party: a, right: copyright, share: 0.7}
        - {party: b, right: copyright, share: 0.7}
```

Passes:

```yaml passes
parties: {a: {name: A}, b: {name: B}}
sources:
  song:
    kind: other
    license: {none: all rights reserved}
    rights:
      holders:
        - {party: a, right: copyright, share: 0.7}
        - {party: b, right: copyright, share: 0.3}
```

How to fix: correct the shares, or name the right and the territory that each is for. No repair is
offered: which of the shares is too large, the sum does not say.

Source: SPEC.md, section 8.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import ZERO, Quantity, as_list, as_mapping, is_mapping, parse_quantity

_ROUNDING = 1e-9
"""What sums of floats may be off by."""

Share = tuple[str, Quantity]
"""JSON Pointer and value."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each whole of which more than all is given away."""
    if context.overview.fields.isdisjoint(("share", "weight")):
        return
    shares = "share" in context.overview.fields
    for key, source in context.sources.items():
        if shares and "rights" in source:
            yield from _holders(key, as_mapping(source["rights"]))
        if shares and "languages" in source:
            yield from _listed(("sources", key), source, "languages")
    if "weight" in context.overview.fields:
        yield from _weights(context)
    for name in ("languages", "domains"):
        yield from _listed(("dataset",), context.dataset, name)
    for key, labeller in context.labellers.items():
        for name in ("countries", "languages"):
            yield from _listed(("labellers", key), labeller, name)


Mixture = tuple[str, str]
"""Model and stage."""


def _mixture(use: Mapping[str, object]) -> Mixture:
    return str(use.get("model", "")), str(use.get("stage", ""))


def _weights(context: Context) -> Iterator[Finding]:
    """Yield a finding for each stage of a model whose weights are too much."""
    totals: dict[Mixture, float] = defaultdict(float)
    for source in context.sources.values():
        for use in as_list(source.get("use")):
            if is_mapping(use) and "weight" in use:
                weight = use["weight"]
                quantity = None if type(weight) is float else parse_quantity(weight)
                low = quantity.low if quantity else weight if type(weight) is float else 0.0
                totals[_mixture(use)] += low
    # Places are made only for what is too much.
    wholes = {whole for whole, low in totals.items() if low > 1}
    shares: dict[Mixture, list[Share]] = defaultdict(list)
    if wholes:
        for key, source in context.sources.items():
            for index, use in enumerate(as_list(source.get("use"))):
                if is_mapping(use) and _mixture(use) in wholes:
                    where = pointer("sources", key, "use", index, "weight")
                    shares[_mixture(use)].extend(_share(where, use.get("weight")))
    for (model, stage), found in shares.items():
        of = f" of model `{model}`" if model else ""
        whole = "/sources/*/use", f"{model}\n{stage}"
        yield from _above_one(found, f"the weights in stage `{stage}`{of}", whole)


def _share(where: str, value: object) -> Iterator[Share]:
    quantity = parse_quantity(value)
    if quantity is not None:
        yield where, quantity


def _holders(key: str, rights: Mapping[str, object]) -> Iterator[Finding]:
    wholes: dict[tuple[str, str], list[Share]] = defaultdict(list)
    for index, holder in enumerate(as_list(rights.get("holders"))):
        if is_mapping(holder):
            right, territory = holder.get("right"), holder.get("territory", "world")
            where = pointer("sources", key, "rights", "holders", index, "share")
            wholes[str(right), str(territory)].extend(_share(where, holder.get("share")))
    for (right, territory), shares in wholes.items():
        named = right if right != "None" else "the right"
        what = f"the shares in {named}, {territory}, of source `{key}`"
        whole = pointer("sources", key, "rights", "holders"), f"{right}\n{territory}"
        yield from _above_one(shares, what, whole)


def _listed(path: tuple[str, ...], entry: Mapping[str, object], name: str) -> Iterator[Finding]:
    wholes: dict[str, list[Share]] = defaultdict(list)
    for index, item in enumerate(as_list(entry.get(name))):
        if is_mapping(item):
            where = pointer(*path, name, index, "share")
            wholes[str(item.get("unit", "records"))].extend(_share(where, item.get("share")))
    of = f"{path[0].removesuffix('s')} `{path[1]}`" if len(path) > 1 else "the set"
    for unit, shares in wholes.items():
        whole = pointer(*path, name), unit
        yield from _above_one(shares, f"the shares under `{name}` of {of}", whole)


def _above_one(shares: list[Share], what: str, whole: tuple[str, str]) -> Iterator[Finding]:
    total = sum((quantity for _, quantity in shares), ZERO)
    if total.low <= 1 + _ROUNDING or any(quantity.low > 1 for _, quantity in shares):
        return  # a single share above one is for the schema to say
    where = shares[-1][0]
    yield Finding(
        where,
        f"{what} add up to {total.value:.4g}, more than 1",
        label="more than the whole",
        help="correct the shares; 1 is the whole",
        related=tuple(Related(other, "also of it", on_key=False) for other, _ in shares[:3][:-1]),
        subject=whole[0],
        value=whole[1],
    )


RULE = Rule(
    code="CON002",
    name="shares-above-one",
    severity=Severity.ERROR,
    summary="Shares of one whole add up to more than one",
    page=__doc__,
    find=find,
)
