"""The URL of a licence is that of another one.

What it does: compares the `expression` of a claim, and of each observation, with the `url` beside
it, and the `url` of an entry under `licenses` with its SPDX identifier, where the URL is a known
address of a licence: those of Creative Commons, GNU, Open Data Commons, SPDX, the OSI and some
more. Any other URL, and expressions with a `LicenseRef-` name, are left alone.

Why it matters: one of the two is wrong, and they often differ in what matters most, such as
whether commercial use is allowed.

Fails:

```yaml fails
sources:
  photos:
    kind: other
    creators: {unknown: the page names none}
    license: {expression: CC-BY-4.0, url: "https://creativecommons.org/licenses/by-nc/4.0/"}
```

Passes:

```yaml passes
sources:
  photos:
    kind: other
    creators: {unknown: the page names none}
    license: {expression: CC-BY-NC-4.0, url: "https://creativecommons.org/licenses/by-nc/4.0/"}
```

How to fix: read again what the source says, and correct the one that is wrong.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator
from functools import lru_cache

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.licensing.expressions import ExpressionError, parse
from trainbib.licensing.spdx import find_license
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.licence_statements import Claim, Place, observations


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of expression and URL that disagree."""
    yield from context.licence_statements.find_in_claims(_in_claim)
    for key, terms in context.licenses.items():
        url = terms.get("url")
        if isinstance(url, str) and find_license(key) is not None:
            named = _disagreement(key, url)
            if named:
                yield _finding(("licenses", key), key, named, url)


def _in_claim(place: Place, claim: Claim) -> Iterator[Finding]:
    yield from _compared(place, claim)
    for index, observation in observations(claim):
        yield from _compared((*place, "observations", index), observation)


def _compared(place: Place, claim: Claim) -> Iterator[Finding]:
    expression, url = claim.get("expression"), claim.get("url")
    if isinstance(expression, str) and isinstance(url, str):
        named = _disagreement(expression, url)
        if named:
            yield _finding(place, expression, named, url, (*place, "expression"))


@lru_cache(maxsize=4096)
def _disagreement(expression: str, url: str) -> tuple[str, ...]:
    """Return the licences that lie at a URL if the expression names none of them."""
    from trainbib.licensing.urls import read_url

    reading = read_url(url)
    if reading is None:
        return ()
    named = (reading.expression,) if reading.expression else reading.candidates
    try:
        terms = parse(expression).terms
    except ExpressionError:
        return ()
    if not named or any(term.kind == "reference" or not term.known for term in terms):
        return ()
    written = {_text_of(term.normalised()) for term in terms}
    return () if written & {_text_of(name) for name in named} else named


def _text_of(identifier: str) -> str:
    """Return what two identifiers of one text share: GPL-3.0-only, GPL-3.0-or-later, GPL-3.0+."""
    name = identifier.partition(" WITH ")[0]
    for suffix in ("-only", "-or-later", "+"):
        name = name.removesuffix(suffix)
    return name


def _finding(
    place: Place, expression: str, named: tuple[str, ...], url: str, other: Place | None = None
) -> Finding:
    return Finding(
        pointer(*place, "url"),
        f"{subject(place)}: the licence is given as `{expression}`, but the URL is that of "
        f"{one_of(named)}",
        label="another licence",
        help="read again what the source says, and correct the one that is wrong",
        related=(Related(pointer(*other), "the licence given", on_key=False),) if other else (),
        value=url,
    )


RULE = Rule(
    code="LIC006",
    name="licence-url-disagrees",
    severity=Severity.ERROR,
    summary="The URL of a licence is that of another one",
    page=__doc__,
    find=find,
)
