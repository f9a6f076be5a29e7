"""A hub or registry states another licence today.

What it does: with `--online`, asks for the licence that Hugging Face or GitHub states of a source
on that hub, and DataCite or Crossref of one with a DOI, and compares it with the licence in the
manifest. It is silent where the hub states none, or one that names no licence clearly, and where an
observation in the manifest already records what the hub says.

Why it matters: publishers correct licences, and withdraw permissions. What was obtained under the
old terms may stay so, but somebody should know and decide.

Fails:

```yaml fails
sources:
  code:
    kind: other
    license: CC0-1.0
    ids: {hf: acme/code}
    revision: 761dc5b0f1d2
```

Passes:

```yaml passes
sources:
  code:
    kind: other
    creators: {unknown: the page names none}
    license: CC-BY-4.0
    ids: {hf: acme/code}
    revision: 761dc5b0f1d2
```

How to fix: read the page of the source. Record what it says now, with the date, as an observation;
and conclude anew.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.rules.licence_statements import observations
from trainbib.values import as_list, is_gap, is_mapping

_HUBS = {"huggingface": "Hugging Face", "github": "GitHub"}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each entry whose licence is stated otherwise upstream."""
    online = context.online
    if online is None:
        return
    for hosted, record in online.hosted:
        stated = as_list(record.facts.get("licenses")) if record.state == "found" else []
        yield from _compared(hosted.place, hosted.entry, _HUBS[hosted.hub.hub], stated)
    if not any("license" in described.entry for described in online.subjects.described):
        return
    for described, record in online.metadata:
        stated = as_list(record.facts.get("licenses")) if record.state == "found" else []
        agency = str(record.facts.get("agency"))
        yield from _compared(described.place, described.entry, agency, stated)


def _compared(
    place: Tokens, entry: Mapping[str, object], who: str, stated: list[object]
) -> Iterator[Finding]:
    claim = entry.get("license")
    expression = claim.get("expression") if is_mapping(claim) else claim
    if not stated or is_gap(claim) or not isinstance(expression, str):
        return
    upstream = _read(stated)
    recorded = _terms(expression)
    if not upstream or not recorded or _names(upstream) & recorded:
        return
    if is_mapping(claim):
        for _, observation in observations(claim):
            observed = observation.get("expression")
            if isinstance(observed, str) and _terms(observed) & _names(upstream):
                return
    here = (*place, "license") if isinstance(claim, str) else (*place, "license", "expression")
    fix = None
    if len(upstream) == 1:
        fix = Fix.replace(pointer(*here), upstream[0], safe=False)
    yield Finding(
        pointer(*here),
        f"{subject(here)}: recorded is `{expression}`, but {who} states {one_of(upstream)}",
        label="stated otherwise today",
        help="read the page of the source, record what it says as an observation, and conclude",
        fix=fix,
        value=f"{expression} {' '.join(sorted(upstream))}",
    )


def _read(stated: list[object]) -> list[str]:
    """Return the expressions that statements mean; none if one of them cannot be read."""
    from trainbib.licensing.aliases import read_license

    found: list[str] = []
    for statement in stated:
        reading = read_license(statement) if isinstance(statement, str) else None
        if reading is None or reading.expression is None:
            return []
        found.append(reading.expression)
    return list(dict.fromkeys(found))


def _names(expressions: list[str]) -> set[str]:
    return set().union(*(_terms(expression) for expression in expressions))


def _terms(expression: str) -> set[str]:
    """Return the licences of an expression, GNU ones without what differs in words only."""
    from trainbib.licensing.expressions import ExpressionError, parse

    try:
        terms = parse(expression).terms
    except ExpressionError:
        return set()
    names: set[str] = set()
    for term in terms:
        name = term.normalised().partition(" WITH ")[0]
        for suffix in ("-only", "-or-later", "+"):
            name = name.removesuffix(suffix)
        names.add(name)
    return names


RULE = Rule(
    code="NET009",
    name="licence-changed-upstream",
    severity=Severity.WARNING,
    summary="A hub or registry states another licence today",
    page=__doc__,
    find=find,
    online=True,
    fix="unsafe",
)
