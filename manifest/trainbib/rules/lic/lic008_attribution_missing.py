"""A licence asks for credit, and nothing says to whom.

What it does: reports sources whose licence asks for attribution, whichever alternative is chosen,
and that have neither `license.attribution`, nor `rights.holders`, `creators` or `publisher`. A gap
for any of these is an answer. What a licence asks for is said by the table of the program; for
other licences by `requires: [attribution]` under `licenses`, and by what the user set.

Why it matters: credit is the one condition that most open licences make. Those who use the set
downstream can only meet it if the names come along.

Fails:

```yaml fails
sources:
  photos: {kind: other, license: CC-BY-4.0}
```

Passes:

```yaml passes
parties:
  museum: {name: Town Museum}
sources:
  photos: {kind: other, license: CC-BY-4.0, creators: [museum]}
```

How to fix: name the creators or the rights holders, or give the words that the source asks for as
`attribution` of its licence claim. It is a warning, not an error: what credit a licence demands,
and in which case, is a judgement of law.

Source: SPEC.md, sections 7 and 8.
"""

from collections.abc import Callable, Iterator
from functools import cache

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import is_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that must be credited to someone, and is to no one."""
    if context.all_sources_have("creators") or context.all_sources_have("publisher"):
        return
    asks: Callable[[str], bool] | None = None
    for key, source in context.sources.items():
        if source.get("creators") or source.get("publisher"):
            continue
        license_ = source.get("license")
        expression = license_.get("expression") if is_mapping(license_) else license_
        if not isinstance(expression, str):
            continue
        asks = asks or _asking(context)
        if not asks(expression):
            continue
        from trainbib.licensing.statements import credit_of

        if credit_of(source) == "none":
            yield Finding(
                pointer("sources", key, "license"),
                f"source `{key}` is under `{expression}`, which asks for credit, and nothing says "
                "to whom",
                label="asks for credit",
                help="give `creators`, `rights.holders`, or `attribution` of the licence",
                value=expression,
            )


def _asking(context: Context) -> Callable[[str], bool]:
    """Return what tells of an expression whether it asks for credit; each is read once."""
    from trainbib.licensing.terms import TermsReader, asks_for_credit

    reader = TermsReader(context.licenses, context.settings.licensing.attributes)

    @cache
    def asks(expression: str) -> bool:
        return asks_for_credit(expression, reader)

    return asks


RULE = Rule(
    code="LIC008",
    name="attribution-missing",
    severity=Severity.WARNING,
    summary="A licence asks for credit, and nothing says to whom",
    page=__doc__,
    find=find,
)
