"""A question of the documentation is answered with none of its options.

What it does: looks at the questions that the documentation answers with Yes or No, or with one of
two or three statements, and reports an answer that is none of them.

It runs in the profile `ca-ab2013`, and on filings that are read back. From a manifest these answers
are worked out; so this check speaks of filings only.

Why it matters: a third answer leaves the question open. The law says "whether".

Fails:

In a filing: `"ab.6": {"value": "Some of them"}`.

Passes:

In a filing: `"ab.6": {"value": "Yes"}`.

How to fix: choose one of the options that the message names, or state in a gap why none can be
chosen.

Source: California Civil Code, section 3111(a)(3) to (10) and (12).
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on answers that are no option."""
    for field in filing.form.fields.values():
        if field.kind not in ("yes_no", "choice"):
            continue
        value = filing.answer(field.id).value
        if value is not None and value not in field.options:
            yield Remark(
                field.id,
                f"{value!r:.80} is no answer to `{field.id}`: {field.label}",
                f"choose of: {'; '.join(field.options)}",
            )


RULE = Rule(
    code="CAB001",
    name="answer-not-an-option",
    severity=Severity.ERROR,
    summary="A question of the documentation is answered with none of its options",
    page=__doc__,
    find=OnFiling("ca-ab2013", lint),
    profiles=("ca-ab2013",),
)
