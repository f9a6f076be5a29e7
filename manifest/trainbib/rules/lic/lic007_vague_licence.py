"""A word stands where a licence should, and names none.

What it does: reports words such as `open`, `public`, `other`, `custom`, `fair use`, `unknown` and
`n/a` in the place of a licence expression, or of an identifier within one.

Why it matters: such a word says what somebody felt about the data, and nothing that can be relied
on. It is often chosen where the true answer would be a gap.

Fails:

```yaml fails
sources:
  news: {kind: other, license: public}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: {none: "press releases, published without terms"}}
```

How to fix: find the licence and name it; describe own terms under `licenses` with a `LicenseRef-`
name; or write a gap that says what is known. What was found may be kept word for word:
`observations: [{at: hub_tag, as_found: other}]`.

Source: SPEC.md, sections 4 and 7.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import find_problems


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each word that is no licence."""
    for place, problem in find_problems(context, "vague"):
        yield Finding(
            pointer(*place),
            f"{subject(place)}: {shown(problem.word)}{problem.within} {_verb(problem.reason)}",
            within=(problem.start, problem.end),
            label="no licence",
            help="name the licence, or say by a gap what is known: `license: {unknown: why}`",
            cause=f"{problem.text}\n{problem.word}",
            value=problem.word,
        )


def _verb(reason: str) -> str:
    """Make the reason the end of a sentence about the word."""
    first = reason.partition(" ")[0]
    return reason if first.endswith("s") else f"names no licence: {reason}"


RULE = Rule(
    code="LIC007",
    name="vague-licence",
    severity=Severity.WARNING,
    summary="A word stands in the place of a licence, and names none",
    page=__doc__,
    find=find,
)
