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
as `as_found`. A repair is offered where the text is another name of one licence, or its address,
and says nothing else; of `not MIT` there is none. It is unsafe: what the expression was to say,
only its writer knows.

Source: SPEC.md, section 7; SPDX 3.0.1, annex "SPDX license expressions".
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.licensing.spdx import find_license
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.problems import Problem, find_problems

if TYPE_CHECKING:
    from trainbib.licensing.readings import Reading

_WINDOW = 60
_JOINT = re.compile(r"\s*[/|,;&]+\s*")
_WORD = re.compile(r"[^\s,;:()\[\]\"'<>]+(?<!\.)")
_GRANTING = frozenset(
    {
        "the", "license", "licence", "licensed", "released", "distributed", "published", "provided",
        "made", "available", "under", "terms", "of",
    }
)  # fmt: skip
"""Words around the name of a licence that say no more than that it holds."""
_MOST_MEANT = 3
_SEVERAL = re.compile(r"[/|,;&]|\b(?:and|or|with)\b", re.IGNORECASE)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each expression that cannot be read."""
    for place, problem in find_problems(context, "invalid"):
        where = pointer(*place)
        meant, whole = _meant(problem.text)
        yield Finding(
            where,
            f"{subject(place)} is no licence expression: {_sentence(problem.reason)}",
            within=(problem.start, problem.end),
            label="here",
            help=f"did you mean {one_of(meant)}?"
            if meant
            else "join SPDX identifiers by `AND`, `OR` and `WITH`",
            notes=_excerpt(problem),
            fix=Fix.replace(where, meant[0], safe=False) if whole else None,
            cause=problem.text,
            value=problem.text,
        )


def _meant(text: str) -> tuple[tuple[str, ...], bool]:
    """Return what a list, a name or a URL in the place of an expression may stand for.

    Returns:
        The expressions that it may stand for, and whether it says one of them and nothing else.
    """
    parts = _JOINT.split(text.strip())
    if len(parts) > 1 and all(find_license(part) for part in parts):
        return (" OR ".join(parts), " AND ".join(parts)), False
    from trainbib.licensing.urls import read_url

    reading = read_url(text)
    if reading is not None:
        return _readings(reading), reading.expression is not None
    if _SEVERAL.search(text):
        return (), False  # a name read out of such a text could be one of several
    from trainbib.licensing.aliases import read_license

    reading = read_license(text)
    if reading.expression is None:
        return _readings(reading), False
    if _is_all(text, reading):
        return (reading.expression,), True
    named = (
        word for word in _WORD.findall(text) if (entry := find_license(word)) and entry.id == word
    )
    return tuple(dict.fromkeys((*named, reading.expression)))[:_MOST_MEANT], False


def _readings(reading: "Reading") -> tuple[str, ...]:
    return (reading.expression,) if reading.expression else reading.candidates[:_MOST_MEANT]


def _is_all(text: str, reading: "Reading") -> bool:
    """Tell whether a text says that a licence holds, and nothing else: each word is accounted for.

    What is read without a remark is a name as a whole. In a sentence, the words around the name
    count: "not", "except", "formerly".
    """
    from trainbib.licensing.aliases import MAX_NAME
    from trainbib.licensing.mentions import find_mentions

    if len(text) > MAX_NAME or "?" in text:
        return False
    if reading.reason is None:
        return True
    around, end = "", 0
    for mention in find_mentions(text):
        around += f"{text[end : mention.start]} "
        end = mention.end
    return all(
        word.casefold() in _GRANTING or word == reading.expression
        for word in _WORD.findall(around + text[end:])
    )


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
