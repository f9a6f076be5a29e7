"""The weights of a mixture are not those of the tokens seen.

What it does: takes the sources of one stage of one model that have both a `weight` and
`tokens_seen`, and looks for one factor that makes the tokens of all of them out of their weights.
Where a model was trained in one stage only, and is made from no other model, the factor is known:
its own `tokens_seen`. That tokens seen are size times epochs, and that those of a model are the sum
over its sources, is checked by FIL009.

Numbers mean what their writing says; a plain fraction such as `0.25` is taken to three decimals.
Weights that are those of the records seen, or of the bytes, are not reported.

Why it matters: the mixture is what others repeat. A weight that was planned beside tokens that were
counted shows that the plan was not kept, or that one of the sources is described by other numbers.

Fails:

```yaml fails
sources:
  web:
    kind: other
    license: CC0-1.0
    use: [{stage: pretraining, weight: 0.5, tokens_seen: {about: 9.0e+9}}]
  books:
    kind: other
    license: CC0-1.0
    use: [{stage: pretraining, weight: 0.5, tokens_seen: {about: 3.0e+9}}]
```

Passes:

```yaml passes
sources:
  web:
    kind: other
    license: CC0-1.0
    use: [{stage: pretraining, weight: 0.75, tokens_seen: {about: 9.0e+9}}]
  books:
    kind: other
    license: CC0-1.0
    use: [{stage: pretraining, weight: 0.25, tokens_seen: {about: 3.0e+9}}]
```

How to fix: find out which number is that of the training run. Where the sampler counted documents,
give `records_seen`, or `size.records` and `epochs`, so that this can be seen.

Source: SPEC.md, sections 5.1 and 10.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, is_given
from trainbib.rules.fil.sums import Bounds, amount, as_written, bounds, factor, number
from trainbib.values import as_list, is_mapping

_SLACK = 1e-9
_ONCE = Bounds(1, 1)


@dataclass(frozen=True, slots=True)
class _Use:
    """A use with a weight and tokens seen.

    Attributes:
        place: JSON Pointer of the use.
        source: Key of its source.
        weight: The weight as written.
        share: What the weight can be.
        tokens: What the tokens seen can be.
        others: Records and bytes seen, as far as they are known.
    """

    place: str
    source: str
    weight: object
    share: Bounds
    tokens: Bounds
    others: tuple[Bounds | None, Bounds | None]


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each stage whose weights and tokens do not fit."""
    if not {"weight", "tokens_seen"} <= context.overview.fields:
        return
    if "use" not in context.source_fields:
        return
    factors, stages = _factors(context)
    for (model, stage), (low, high) in factors.items():
        seen = _seen_in_all(context, model, stages)
        least = max(low, 1 / seen.high) if seen else low
        most = min(high, 1 / seen.low) if seen else high
        if least <= most * (1 + _SLACK):
            continue
        uses = list(_uses_of(context, model, stage))
        if not _counted_otherwise(uses):
            yield _finding(context, model, stage, uses, seen)


Mixture = tuple[str, str]
"""Key of a model, or "", and stage."""


def _factors(
    context: Context,
) -> tuple[dict[Mixture, tuple[float, float]], dict[str, set[str]]]:
    """Return the bounds of the factor of each mixture, and the stages of each model.

    Nothing is kept of single uses: most manifests have none that does not fit.
    """
    factors: dict[Mixture, tuple[float, float]] = {}
    stages: dict[str, set[str]] = defaultdict(set)
    for source in context.sources.values():
        for use in as_list(source.get("use")):
            if not is_mapping(use):
                continue
            model, stage = _model(context, use), str(use.get("stage", ""))
            stages[model].add(stage)
            if "weight" not in use or "tokens_seen" not in use:
                continue
            share, tokens = factor(use["weight"]), bounds(use["tokens_seen"])
            if share is None or tokens is None or not _is_usable(share, tokens):
                continue
            low, high = factors.get((model, stage), (0.0, float("inf")))
            factors[model, stage] = (
                max(low, share.low / tokens.high),
                min(high, share.high / tokens.low),
            )
    return factors, stages


def _is_usable(share: Bounds, tokens: Bounds) -> bool:
    """Tell whether numbers are such that one can be divided by the other."""
    return 0 < share.high >= share.low >= 0 and tokens.high >= tokens.low > 0


def _uses_of(context: Context, model: str, stage: str) -> Iterator[_Use]:
    for key, source in context.sources.items():
        for index, use in enumerate(as_list(source.get("use"))):
            if is_mapping(use) and (_model(context, use), str(use.get("stage", ""))) == (
                model,
                stage,
            ):
                found = _read(key, source, index, use)
                if found is not None:
                    yield found


def _model(context: Context, use: Entry) -> str:
    named = use.get("model")
    if isinstance(named, str):
        return named
    return next(iter(context.models)) if len(context.models) == 1 and named is None else ""


def _read(key: str, source: Entry, index: int, use: Entry) -> _Use | None:
    share, tokens = factor(use.get("weight")), bounds(use.get("tokens_seen"))
    if share is None or tokens is None or not _is_usable(share, tokens):
        return None
    times = factor(use.get("epochs"))
    part = factor(use["sampled"]) if "sampled" in use else _ONCE
    records = bounds(use.get("records_seen"))
    sizes = [amount(source.get("size"), unit) for unit in ("records", "bytes")]
    seen = [
        None if size is None or times is None or part is None else size.times(times).times(part)
        for size in sizes
    ]
    return _Use(
        pointer("sources", key, "use", index),
        key,
        use.get("weight"),
        share,
        tokens,
        (records or seen[0], seen[1]),
    )


def _seen_in_all(context: Context, model: str, stages: dict[str, set[str]]) -> Bounds | None:
    """Return the tokens that all weights of a stage are shares of, where that is known."""
    entry = context.models.get(model, {})
    if len(stages[model]) != 1 or is_given(entry, "base") or (stages.get("") and model):
        return None
    seen = bounds(entry.get("tokens_seen"))
    return seen if seen is not None and seen.low > 0 else None


def _fit(amounts: list[Bounds], uses: list[_Use]) -> bool:
    """Tell whether one factor makes shares out of amounts."""
    low, high = 0.0, float("inf")
    for amount_, use in zip(amounts, uses, strict=True):
        low = max(low, use.share.low / amount_.high)
        high = min(high, use.share.high / amount_.low if amount_.low > 0 else float("inf"))
    return low <= high * (1 + _SLACK)


def _counted_otherwise(uses: list[_Use]) -> bool:
    """Tell whether the weights are those of records or bytes."""
    for unit in (0, 1):
        known = [(use.others[unit], use) for use in uses]
        amounts = [seen for seen, _ in known if seen is not None and seen.high > 0]
        if len(uses) > 1 and len(amounts) == len(uses) and _fit(amounts, uses):
            return True
    return False


def _finding(
    context: Context, model: str, stage: str, uses: list[_Use], seen: Bounds | None
) -> Finding:
    # The two that are furthest apart: more tokens than its weight says, and fewer.
    most = min(uses, key=lambda use: use.share.high / use.tokens.low)
    least = max(uses, key=lambda use: use.share.low / use.tokens.high)
    of = f" of model `{model}`" if model else ""
    name = f"stage `{stage}`{of}"
    if most is least or most.share.high / most.tokens.low >= least.share.low / least.tokens.high:
        entry = context.models[model]
        if seen is not None and most.share.high / most.tokens.low >= 1 / seen.high:
            most = least
        return Finding(
            f"{most.place}/weight",
            f"source `{most.source}` has the weight {_weight(most)} in {name} and has been seen "
            f"with {_tokens(most)}, but the model has seen {as_written(entry['tokens_seen'])} "
            "in all",
            label="not that part of the tokens",
            help="find out which numbers are those of the training run",
            related=(Related(pointer("models", model, "tokens_seen"), "all tokens", on_key=False),),
            subject="/sources/*/use",
            value=f"{model}\n{stage}",
        )
    return Finding(
        f"{most.place}/weight",
        f"in {name} source `{most.source}` has the weight {_weight(most)} and {_tokens(most)} "
        f"seen, source `{least.source}` the weight {_weight(least)} and {_tokens(least)}",
        label="not in proportion to the tokens seen",
        help="find out which numbers are those of the training run; if weights count records, "
        "give `records_seen`",
        related=(Related(f"{least.place}/weight", "the other weight", on_key=False),),
        subject="/sources/*/use",
        value=f"{model}\n{stage}",
    )


def _weight(use: _Use) -> str:
    return as_written(use.weight)


def _tokens(use: _Use) -> str:
    low, high = use.tokens
    return f"{number(low)} tokens" if low == high else f"{number(low)} to {number(high)} tokens"


RULE = Rule(
    code="CON006",
    name="tokens-seen-mismatch",
    severity=Severity.WARNING,
    summary="The weights of a mixture are not those of the tokens seen",
    page=__doc__,
    find=find,
)
