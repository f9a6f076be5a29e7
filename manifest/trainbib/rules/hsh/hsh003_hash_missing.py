"""Something is named and not pinned by a digest.

What it does: reports a section `files` without an `inventory`, so that nothing says what the files
hold; and a `manifest` of a source, or of a model that another is made from, without its `digest`:
in this manifest, and further up where a digest here is to vouch for the whole line. A gap as
`digest` is an answer.

Why it matters: whoever gets the set cannot tell whether it is the one that was described, and a
manifest upstream that is not pinned can say something else tomorrow.

Fails:

```yaml fails
files:
  root: data
  cites: [{paths: "**", sources: [example]}]
```

Passes:

```yaml passes
sources:
  example:
    kind: other
    license: CC0-1.0
    manifest: {url: "https://data.example/trainbib.yaml", digest: {unknown: not published}}
```

How to fix: run `trainbib generate`, which writes the inventory and pins it; for a manifest
upstream, `trainbib hash` prints the digest. Further up, whoever publishes the manifest that points
to another has to pin it; until then a digest of yours vouches for the first manifest only. No
repair is offered: a check reads no data.

Source: SPEC.md, sections 11 and 13.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_list, as_mapping

if TYPE_CHECKING:
    from trainbib.rules.upstream import Unpinned

_NAMED = 3
"""How many pins of one manifest a note names."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each thing that is not pinned."""
    if context.files and not context.files.get("inventory"):
        yield Finding(
            "/files",
            "the files are not pinned: no inventory says what they hold",
            on_key=True,
            label="no `inventory`",
            help="write one with `trainbib generate`",
        )
    if "manifest" in context.source_fields:
        for key, source in context.sources.items():
            if "manifest" in source:
                yield from _unpinned(source["manifest"], ["sources", key], f"source `{key}`")
    for key, model in context.models.items():
        for index, base in enumerate(as_list(model.get("base"))):
            upstream = as_mapping(base).get("manifest")
            yield from _unpinned(upstream, ["models", key, "base", index], f"model `{key}`")
    by_holder = defaultdict[tuple[str, str], list["Unpinned"]](list)
    for unpinned in context.lineage.unpinned.values():
        by_holder[pointer(*unpinned.start.place), unpinned.holder].append(unpinned)
    for (place, holder), (first, *others) in by_holder.items():
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        further = (
            f"not pinned there either: {', '.join(each.what for each in others[:_NAMED])}{more}"
        )
        ask = f"ask for a digest in {shown(holder)}"
        yield Finding(
            place,
            f"{first.where} is not pinned by a digest",
            on_key=True,
            label="not pinned further up",
            help=f"{ask}; until then it can lead to something else tomorrow",
            notes=(further,) if others else (),
            cause=f"{place} {holder}",
            places=1 + len(others),
        )


def _unpinned(upstream: object, place: list[str | int], whose: str) -> Iterator[Finding]:
    manifest = as_mapping(upstream)
    if manifest and not has_answer(manifest, "digest"):
        yield Finding(
            pointer(*place, "manifest"),
            f"the manifest upstream of {whose} is not pinned by a digest",
            on_key=True,
            label="no `digest`",
            help="add the digest that `trainbib hash` prints for it",
            value=str(manifest.get("path") or manifest.get("url") or "manifest"),
        )


RULE = Rule(
    code="HSH003",
    name="hash-missing",
    severity=Severity.WARNING,
    summary="Files, or a manifest upstream, are not pinned by a digest",
    page=__doc__,
    find=find,
)
