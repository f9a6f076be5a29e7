"""What a model has seen against what there is: size times part sampled times epochs."""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related
from trainbib.pointers import pointer
from trainbib.rules.context import Context, Entry, is_given
from trainbib.rules.fil.sums import (
    Bounds,
    Sum,
    amount,
    as_written,
    bounds,
    comparable,
    factor,
    is_nothing,
)
from trainbib.values import as_list, as_mapping, is_gap, is_mapping

_SEEN = (("tokens_seen", "tokens"), ("records_seen", "records"))
_ALL = Bounds(1, 1)


def find_in_uses(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use that does not follow from the size of its source."""
    for key, source, _ in context.sources_where(["use"], _has_epochs):
        if "size" not in source:
            continue
        for index, use in enumerate(as_list(source["use"])):
            if not is_mapping(use) or "epochs" not in use:
                continue
            for field, unit in _SEEN:
                stated = bounds(use[field]) if field in use else None
                if stated is None:
                    continue
                expected = _seen(source, use, unit)
                if expected is not None and not expected.meets(stated):
                    size = amount(source.get("size"), unit)
                    terms = [f"`size.{unit}` {size}", f"`epochs` {factor(use['epochs'])}"]
                    if "sampled" in use:
                        terms.append(f"`sampled` {factor(use['sampled'])}")
                    yield Finding(
                        pointer("sources", key, "use", index, field),
                        f"`{field}` of source `{key}` is {as_written(use[field])}, but "
                        f"{' times '.join(terms)} is {expected}",
                        label=f"{expected} by its size",
                        help=f"correct one of them; `size.{unit}` counts each once, however often "
                        "it is seen",
                        related=(Related(pointer("sources", key, "size", unit), "the size"),),
                        value=f"{use.get('model', '')}\n{use.get('stage', '')}",
                    )


def _has_epochs(source: Entry) -> bool:
    return any(is_mapping(use) and "epochs" in use for use in as_list(source.get("use")))


def _seen(source: Entry, use: Entry, unit: str) -> Bounds | None:
    """Return what follows for a use; None where something is not given."""
    size = amount(source.get("size"), unit)
    epochs = factor(use.get("epochs"))
    part = factor(use["sampled"]) if "sampled" in use else _ALL
    if size is None or epochs is None or part is None:
        return None
    return size.times(epochs).times(part)


def find_in_models(context: Context) -> Iterator[Finding]:
    """Yield a finding for each model whose tokens seen are not those of its sources."""
    if not context.models:
        return
    sizes = [as_mapping(source.get("size")) for source in context.sources.values()]
    if not comparable("tokens", sizes):
        return
    for name, model in context.models.items():
        total = bounds(model.get("tokens_seen"))
        if total is None:
            continue
        found = _seen_by(context, name)
        if is_given(model, "base"):
            found.complete = False  # what its base has seen may be counted, and may be no source
        if found.contradicts(total):
            yield Finding(
                pointer("models", name, "tokens_seen"),
                f"model `{name}` is said to have seen {as_written(model['tokens_seen'])} tokens, "
                f"but by `use` of the sources it has seen {found.words()}",
                label="is not the sum of what was used",
                help="correct the total, or `sampled`, `epochs` and `tokens_seen` of the sources; "
                "list every source that the model has seen",
                notes=("tokens seen are `size.tokens` times `sampled` times `epochs`",),
            )


def _seen_by(context: Context, model: str) -> Sum:
    found = Sum()
    alone = len(context.models) == 1
    for source in context.sources.values():
        uses = source.get("use")
        if is_nothing(uses):
            continue
        if not isinstance(uses, list) or is_gap(uses):
            found.add(None)
            continue
        for use in uses:
            if not is_mapping(use):
                found.add(None)
                continue
            seer = use.get("model")
            if seer == model or (seer is None and alone):
                stated = bounds(use.get("tokens_seen"))
                found.add(_seen(source, use, "tokens") if stated is None else stated)
            elif not isinstance(seer, str):
                found.add(None)  # no one says which of the models it was
    return found
