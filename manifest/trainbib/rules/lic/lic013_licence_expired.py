"""A licence or an agreement has ended.

What it does: reports licences and agreements whose last day is over: `expires` of a licence claim
and of an entry under `licenses`, and `agreement.term.to` of a source, unless the term is `ongoing`.
A date without a day ends with its month or its year.

Why it matters: data that may be used until a day has to be taken out by then, or the term renewed.

It is a warning, not an error. That the day is over is a fact; whether it matters is a judgement: a
model may have been trained in time, and the manifest is the record of that. And a manifest that was
valid when it was written must not turn invalid by itself.

Fails:

```yaml fails
sources:
  letters:
    kind: other
    license: {expression: CC0-1.0, expires: 2025-12-31}
```

Passes:

```yaml passes
sources:
  letters:
    kind: other
    license: {expression: CC0-1.0, expires: 2031-12}
```

How to fix: renew the term and write down the new one, or take the source out and leave word of it
under `removed`.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.licence_statements import Claim, Place
from trainbib.values import as_mapping, parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each term that has passed."""
    for place, written in _terms(context):
        span = parse_date(written)
        if span is not None and span.last < context.settings.today:
            yield Finding(
                pointer(*place),
                f"{subject(place)} is `{written}`: the term has ended",
                label="is over",
                help="renew the term and write down the new one, or take the source out",
                value=str(written),
            )


def _terms(context: Context) -> Iterator[tuple[Place, object]]:
    """Yield the dates on which something ends, with their places."""
    if "expires" in context.overview.fields:
        for key, entry in context.licenses.items():
            yield ("licenses", key, "expires"), entry.get("expires")
        yield from context.licence_statements.find_in_claims(_of_claim)
    if "agreement" in context.source_fields:
        yield from context.find_in_sources(["agreement"], _of_agreement)


def _of_claim(place: Place, claim: Claim) -> Iterator[tuple[Place, object]]:
    if "expires" in claim:
        yield (*place, "expires"), claim["expires"]


def _of_agreement(key: str, source: Entry) -> Iterator[tuple[Place, object]]:
    term: Entry = as_mapping(as_mapping(source.get("agreement")).get("term"))
    if "to" in term and term.get("ongoing") is not True:
        yield ("sources", key, "agreement", "term", "to"), term["to"]


RULE = Rule(
    code="LIC013",
    name="licence-expired",
    severity=Severity.WARNING,
    summary="A licence or an agreement has ended",
    page=__doc__,
    find=find,
)
