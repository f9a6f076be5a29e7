"""A licence expression cannot be read.

What it does: reads every licence expression by the grammar of SPDX, and shows the place where it
cannot go on.

Why it matters: `MIT/Apache-2.0` may mean that both licences hold, or that one may choose. The two
are not the same in law, so the standard has words for them: `AND` and `OR`.

Fails:

```yaml fails
sources:
  news: {kind: other, license: MIT / Apache-2.0, creators: {unknown: the page names none}}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: MIT OR Apache-2.0, creators: {unknown: the page names none}}
```

How to fix: join identifiers by `AND` (all hold), `OR` (a choice) and `WITH` (an exception), with
parentheses where they are needed. A licence that was read in other words goes into an observation
as `as_found`. A repair is offered where one reading is the likely one, and is unsafe: what the
expression was to say, only its writer knows.

Source: SPEC.md, section 7; SPDX 3.0.1, annex "SPDX license expressions".
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.licensing.spdx import find_license
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import Problem, find_problems

_WINDOW = 60
_JOINT = re.compile(r"\s*[/|,;&]+\s*")
_SEVERAL = re.compile(r"[/|,;&]|\b(?:and|or|with)\b", re.IGNORECASE)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each expression that cannot be read."""
    for place, problem in find_problems(context, "invalid"):
        where = pointer(*place)
        meant = _meant(problem.text)
        yield Finding(
            where,
            f"{subject(place)} is no licence expression: {_sentence(problem.reason)}",
            label=f"from character {problem.start + 1}",
            help=f"did you mean {one_of(meant)}?"
            if meant
            else "join SPDX identifiers by `AND`, `OR` and `WITH`",
            notes=_excerpt(problem),
            fix=Fix.replace(where, meant[0], safe=False) if len(meant) == 1 else None,
            cause=problem.text,
            value=problem.text,
        )


def _meant(text: str) -> tuple[str, ...]:
    """Return what a list, a name or a URL in the place of an expression may stand for."""
    parts = _JOINT.split(text.strip())
    if len(parts) > 1 and all(find_license(part) for part in parts):
        return (" OR ".join(parts), " AND ".join(parts))
    from trainbib.licensing.urls import read_url

    reading = read_url(text)
    if reading is None:
        if _SEVERAL.search(text):
            return ()  # a name read out of such a text could be one of several
        from trainbib.licensing.aliases import read_license

        reading = read_license(text)
    return (reading.expression,) if reading.expression else reading.candidates[:3]


def _sentence(message: str) -> str:
    """Put a message of the parser behind a colon."""
    return message[:1].lower() + message[1:]


def _excerpt(problem: Problem) -> tuple[str, str]:
    """Return two lines: the text around the fault, and carets below it."""
    text = "".join(map(_visible, problem.text))
    first = max(0, min(problem.start - _WINDOW // 2, len(text) - _WINDOW))
    shown = text[first : first + _WINDOW]
    before = "…" if first else ""
    after = "…" if first + _WINDOW < len(text) else ""
    end = min(problem.end, first + _WINDOW)
    carets = "^" * max(1, end - problem.start)
    return f"{before}{shown}{after}", " " * (len(before) + problem.start - first) + carets


def _visible(char: str) -> str:
    """Return one character that is seen: carets stand below it."""
    if char.isprintable():
        return char
    return " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"


RULE = Rule(
    code="LIC003",
    name="invalid-expression",
    severity=Severity.ERROR,
    summary="A licence expression cannot be read",
    page=__doc__,
    find=find,
    fix="unsafe",
)
