"""A source does not say whether it holds personal data.

What it does: in the profiles `complete` and `ca-ab2013`, asks each source for
`rights.personal_data`: `present`, `absent`, or a gap. In `eu-ai-act` it asks only sources of kind
`private_third_party`, for which the template wants the nature of the content described. A gap in
the place of `rights` is an answer. The core profile does not ask.

Why it matters: people whose data is in a training set have rights over it, and California asks for
a plain answer (Civil Code, section 3111(a)(7)).

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  example: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  example: {kind: other, license: CC0-1.0, rights: {personal_data: absent}}
```

How to fix: `personal_data: absent`, or `present` with what there is to say about it (`categories`,
`basis`, `measures`), or a gap: `personal_data: {unknown: "not looked for"}`.

Source: SPEC.md, sections 3 and 8.
"""

from collections.abc import Iterable, Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer
from trainbib.values import as_mapping, is_gap


def find(context: Context) -> Iterable[Finding]:
    """Find each source that does not say."""
    if context.all_sources_have("rights.personal_data"):
        return ()
    of_all = not context.profiles.isdisjoint({"complete", "ca-ab2013"})

    def in_source(key: str, source: Entry) -> Iterator[Finding]:
        rights = source.get("rights")
        if not of_all and source.get("kind") != "private_third_party":
            return
        if is_gap(rights) or has_answer(as_mapping(rights), "personal_data"):
            return
        yield Finding(
            pointer("sources", key, "rights") if rights else pointer("sources", key),
            f"source `{key}` does not say whether it holds personal data",
            on_key=True,
            label="no `rights.personal_data`",
            help="write `personal_data: absent`, `present`, or a gap, under `rights`",
            subject=pointer("sources", key),
        )

    return context.find_in_sources(["kind", "rights"], in_source)


RULE = Rule(
    code="RGT006",
    name="personal-data-unstated",
    severity=Severity.WARNING,
    summary="A source does not say whether it holds personal data",
    page=__doc__,
    find=find,
    profiles=("complete", "eu-ai-act", "ca-ab2013"),
)
