"""A synthetic source does not say which model made it.

What it does: reports sources of kind `synthetic` without the block `synthetic`, which names the
generators. A gap is an answer, in place of the block or of its `generators`.

Why it matters: what a model writes carries over what that model was trained on, and the terms of
its provider. Without the generator, that trail ends here.

Fails:

```yaml fails
sources:
  dialogues: {kind: synthetic, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  dialogues:
    kind: synthetic
    license: CC0-1.0
    synthetic: {generators: [{name: Small 1B, version: "2"}]}
```

How to fix: name the models under `synthetic.generators`; or write why that cannot be said:
`synthetic: {generators: {unknown: "the vendor does not say"}}`.

Source: SPEC.md, section 6.1.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each synthetic source without a generator."""
    if "synthetic" not in context.source_kinds:
        return
    for key, source in context.sources.items():
        if source.get("kind") == "synthetic" and not has_answer(source, "synthetic"):
            yield Finding(
                pointer("sources", key),
                f"source `{key}` is synthetic, and nothing says which model made it",
                on_key=True,
                label="no `synthetic.generators`",
                help="name the models under `synthetic.generators`, or write a gap there",
            )


RULE = Rule(
    code="SRC012",
    name="generator-missing",
    severity=Severity.ERROR,
    summary="A synthetic source does not name its generator",
    page=__doc__,
    find=find,
)
