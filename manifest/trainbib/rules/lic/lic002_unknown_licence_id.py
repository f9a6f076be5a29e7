"""A licence identifier is not on the SPDX list, and no `LicenseRef-` name either.

What it does: looks up every identifier of every licence expression, and every key under `licenses`.

Why it matters: an identifier that nobody else knows names nothing. `Apache-2` may be clear to a
reader; a program that adds up licences has to guess.

Fails:

```yaml fails
sources:
  news: {kind: other, license: Apache-2}
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: Apache-2.0
    creators: {unknown: the page names none}
```

How to fix: write the identifier of the SPDX list. `--unsafe-fixes` does, where the name is known to
mean a single licence, or is a slip of the pen away from its identifier; it chooses no version.
Terms that are not on the list get a name that begins with `LicenseRef-`, which is described under
`licenses`.

Source: SPEC.md, section 7; the SPDX licence list, https://spdx.org/licenses/.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import did_you_mean, one_of, slips_between, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.licensing.expressions import ExpressionError, parse
from trainbib.licensing.spdx import find_exception, license_list
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import Problem, find_problems


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each identifier that is not known."""
    for place, problem in find_problems(context, "unknown"):
        near = [] if problem.word in context.licenses else _near(problem)
        meant = _meant(problem, near[0]) if near else None
        where = pointer(*place)
        yield Finding(
            where,
            f"{subject(place)}: `{problem.word}`{problem.within} is no SPDX "
            f"{'exception' if _is_exception(problem) else 'licence'} identifier",
            within=(problem.start, problem.end),
            label="not on the SPDX list",
            help=_help(problem, near, context),
            fix=Fix.replace(where, meant, safe=False) if meant else None,
            cause=f"{problem.text}\n{problem.word}",
            value=problem.word,
        )
    for key in context.licenses:
        if not _names_a_licence(key):
            yield Finding(
                pointer("licenses", key),
                f"`{key}` under `licenses` is neither on the SPDX list nor a `LicenseRef-` name",
                on_key=True,
                label="no name of a licence",
                help=f"name it `LicenseRef-{key}`, here and wherever it is stated",
                value=key,
            )


def _is_exception(problem: Problem) -> bool:
    return problem.term is not None and problem.term.kind == "exception"


def _near(problem: Problem) -> list[str]:
    if _is_exception(problem):
        names = (entry.id for entry in license_list().exceptions.values() if not entry.deprecated)
        return did_you_mean(problem.word, names)
    from trainbib.licensing.suggest import suggest_license

    return suggest_license(_name(problem))


def _name(problem: Problem) -> str:
    """Return the word at fault with the plus sign behind it: `GPLv3+` is a name of its own."""
    return problem.word + "+" * problem.text.startswith("+", problem.end)


def _meant(problem: Problem, near: str) -> str | None:
    """Return the expression that was meant, if it differs by a slip, or is known by that name.

    A version that nobody wrote is none (SPEC.md, section 7): of `cc-by`, each one is as near.
    """
    from trainbib.licensing.aliases import read_license

    name = _name(problem)
    known = None if _is_exception(problem) else read_license(name).expression
    if known is not None:
        return problem.text[: problem.start] + known + problem.text[problem.start + len(name) :]
    slip = slips_between(problem.word.lower(), near.lower()) is not None
    alike = re.findall(r"\d+", problem.word) == re.findall(r"\d+", near)
    return problem.replaced(near) if slip and alike else None


def _help(problem: Problem, near: list[str], context: Context) -> str:
    if problem.word in context.licenses:
        return f"name it `LicenseRef-{problem.word}`, here and under `licenses`"
    if near:
        return f"did you mean {one_of(near)}?"
    if not _is_exception(problem):
        from trainbib.licensing.aliases import read_license

        reference = read_license(problem.word).reference
        if reference is not None:
            return f"it is not on the list: name it `{reference}`, and describe it under `licenses`"
    return "look it up at https://spdx.org/licenses/, or use a `LicenseRef-` name"


def _names_a_licence(key: str) -> bool:
    if find_exception(key) is not None or key.lower().startswith("additionref-"):
        return True
    try:
        terms = parse(key).terms
    except ExpressionError:
        return False
    return len(terms) == 1 and terms[0].known


RULE = Rule(
    code="LIC002",
    name="unknown-licence-id",
    severity=Severity.ERROR,
    summary="A licence identifier is not on the SPDX list, nor a LicenseRef- name",
    page=__doc__,
    find=find,
    fix="unsafe",
)
