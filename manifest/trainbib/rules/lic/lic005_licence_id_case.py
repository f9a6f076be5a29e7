"""A licence identifier is written in another case than on the SPDX list.

What it does: compares identifiers with the list, letter by letter, and the prefix of
`LicenseRef-` names.

Why it matters: identifiers match in any case, but most programs compare them as they stand, and
count `mit` and `MIT` as two licences.

Fails:

```yaml fails
sources:
  news: {kind: other, license: cc0-1.0}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0}
```

How to fix: write it as the list does; `trainbib check --fix` does so.

Source: SPEC.md, section 7; SPDX 3.0.1, annex "SPDX license expressions", case sensitivity.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.licensing.expressions import Term
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import Problem, find_problems, problems


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each expression with identifiers in another case."""
    for place, problem in find_problems(context, "case"):
        wrong = [other for other in problems(problem.text) if other.kind == "case"]
        if problem is not wrong[0]:
            continue  # one finding, and one repair, for the whole expression
        where = pointer(*place)
        repaired = _repaired(problem.text, wrong)
        yield Finding(
            where,
            f"{subject(place)}: SPDX writes {_listed(wrong)}",
            within=(problem.start, problem.end),
            label="other case",
            help=f"write `{repaired}`",
            fix=Fix.replace(where, repaired, safe=True),
            cause=problem.text,
            value=problem.text,
        )


def _canonical(term: Term | None) -> str:
    return "" if term is None else term.canonical or term.id


def _listed(wrong: list[Problem]) -> str:
    return ", ".join(f"`{_canonical(p.term)}` for `{p.word}`" for p in wrong)


def _repaired(text: str, wrong: list[Problem]) -> str:
    for problem in reversed(wrong):
        text = text[: problem.start] + _canonical(problem.term) + text[problem.end :]
    return text


RULE = Rule(
    code="LIC005",
    name="licence-id-case",
    severity=Severity.WARNING,
    summary="A licence identifier is not written in the case of the SPDX list",
    page=__doc__,
    find=find,
    fix="safe",
)
