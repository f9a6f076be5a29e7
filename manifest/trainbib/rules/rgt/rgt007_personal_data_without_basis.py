"""A source holds personal data, and nothing says on what ground or how it is protected.

What it does: in the profiles `complete` and `eu-ai-act`, reports sources whose `personal_data` is
`present` without `basis` or `measures`, where the source has no `consent` and no `basis` of its
own, and the manifest has no `policies.privacy`. A gap in any of these is an answer. California asks
whether there is personal information and no more, so `ca-ab2013` does not run this.

Why it matters: personal data is processed on a ground, or it should not be; and what was masked or
dropped decides what can come out again.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  example: {kind: other, license: CC0-1.0, rights: {personal_data: present}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  example:
    kind: other
    license: CC0-1.0
    rights: {personal_data: {status: present, measures: [names masked]}}
```

How to fix: write `personal_data` as a mapping with `status: present` and `basis` or `measures`;
what holds for the whole set goes into `policies.privacy`.

Source: SPEC.md, section 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source with personal data and nothing about it."""
    if "personal_data" not in context.overview.fields:
        return
    if has_answer(as_mapping(context.data.get("policies")), "privacy"):
        return
    texts = context.overview.texts
    here = "sources.*.rights.personal_data"
    if "present" not in texts(here) and "present" not in texts(f"{here}.status"):
        return
    for key, source in context.sources.items():
        rights = as_mapping(source["rights"]) if "rights" in source else {}
        stated = rights.get("personal_data")
        detail = as_mapping(stated)
        if "present" not in (stated, detail.get("status")):
            continue
        if any(has_answer(detail, name) for name in ("basis", "measures")):
            continue
        if any(has_answer(rights, name) for name in ("basis", "consent")):
            continue
        yield Finding(
            pointer("sources", key, "rights", "personal_data"),
            f"source `{key}` holds personal data, and nothing says on what ground, or what "
            "protects it",
            label="no `basis`, no `measures`",
            help="write `{status: present, basis: …}`, or `measures: […]`; either can be a gap",
        )


RULE = Rule(
    code="RGT007",
    name="personal-data-without-basis",
    severity=Severity.WARNING,
    summary="A source holds personal data, and nothing says on what ground or what protects it",
    page=__doc__,
    find=find,
    profiles=("complete", "eu-ai-act"),
)
