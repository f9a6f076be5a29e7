"""A source has no licence, and no reason why.

What it does: reports every source without `license`, and claims that hold neither an `expression`,
nor a `url`, a `text` or `observations`. A gap with its reason is an answer. Where a field is a slip
of the pen away from `license`, that is what is reported (SCH002).

Why it matters: a missing licence is often read as "free to use", while in law it means that nothing
was allowed. Silence does not say which it is: whether nobody looked, or nothing was found.

Fails:

```yaml fails
sources:
  news: {kind: other}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: {unknown: "the page names no terms (read 2024-11-03)"}}
```

How to fix: give the SPDX expression; for own terms a `LicenseRef-` name, described under
`licenses`; or a gap: `none` (there is no licence), `unknown` (it was looked for), `withheld`.

Source: SPEC.md, sections 6 and 7.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import is_slip
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.rules.licence_statements import Claim, Place
from trainbib.values import GAP_STATES

_STATEMENTS = ("expression", "url", "text", "observations")
_HELP = "give an SPDX expression, or a gap such as `license: {unknown: why}`"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source without a licence."""
    complete = len(context.of_sources("license")) == len(context.sources)
    for key, source in () if complete else context.sources.items():
        if "license" not in source and not any(is_slip(name, "license") for name in source):
            yield Finding(
                pointer("sources", key),
                f"source `{key}` has no licence, and no reason why",
                on_key=True,
                label="no `license`",
                help=_HELP,
            )
    yield from context.licence_statements.find_in_claims(_empty)


def _empty(place: Place, claim: Claim) -> Iterator[Finding]:
    if place[0] != "sources" or any(name in GAP_STATES for name in claim):
        return
    if not any(has_answer(claim, name) for name in _STATEMENTS):
        yield Finding(
            pointer(*place),
            f"the claim of source `{place[1]}` names no licence",
            on_key=True,
            label="no `expression`, `url`, `text` or `observations`",
            help=_HELP,
        )


RULE = Rule(
    code="LIC001",
    name="licence-missing",
    severity=Severity.ERROR,
    summary="A source has no licence, and no reason why",
    page=__doc__,
    find=find,
)
