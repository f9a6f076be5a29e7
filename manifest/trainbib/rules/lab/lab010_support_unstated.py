"""Labellers saw harmful content, and nothing says what was done for them.

What it does: reports labellers with `harmful_content: {exposure: present}` that answer neither its
`support` nor `protections`. A gap is an answer.

It runs in the profile `complete`, for the core profile does not ask how people were protected.

Why it matters: labellers who sorted descriptions of violence and abuse have fallen ill of it. What
was offered to them is the first thing that an inspector of labour asks.

Fails:

```yaml fails
profiles: [complete]
labellers:
  raters:
    workforce: vendor
    vendors: {withheld: "agreement, clause 9"}
    harmful_content: {exposure: present}
sources:
  example: {kind: other, license: {none: own work}, rights: {holders: {not_applicable: own work}}}
```

Passes:

```yaml passes
profiles: [complete]
labellers:
  raters:
    workforce: vendor
    vendors: {withheld: "agreement, clause 9"}
    harmful_content: {exposure: present, support: {none: the vendor offered nothing}}
sources:
  example: {kind: other, license: {none: own work}, rights: {holders: {not_applicable: own work}}}
```

How to fix: say what was offered, under `support` or `protections`; or by a gap that nothing was, or
that it is not known.

Source: SPEC.md, section 9; Fairwork principles for AI, principle 2.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group that was exposed, without a word on support."""
    for key, labeller in context.labellers.items():
        harm = as_mapping(labeller.get("harmful_content"))
        if harm.get("exposure") != "present":
            continue
        if not has_answer(harm, "support") and not has_answer(labeller, "protections"):
            yield Finding(
                pointer("labellers", key, "harmful_content"),
                f"labeller `{key}` saw harmful content, and nothing says what was done for them",
                on_key=True,
                label="no `support`, no `protections`",
                help="say what was offered, or by a gap that nothing was",
                value=key,
            )


RULE = Rule(
    code="LAB010",
    name="support-unstated",
    severity=Severity.WARNING,
    summary="Labellers saw harmful content, and nothing says what was done for them",
    page=__doc__,
    find=find,
    profiles=("complete",),
)
