"""Something is ticked that the form has no box for.

What it does: looks at the boxes of items 1 and 2, modalities and provenance, and reports what is
ticked and has no box. What stands at Other needs words after a colon, or stands alone.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing. From a
manifest the boxes are worked out; so this check speaks of filings only.

Why it matters: who reads many forms counts boxes.

Fails:

In a filing: `"cop.2.provenance": {"value": ["The internet"]}`.

Passes:

In a filing: `"cop.2.provenance": {"value": ["Web crawling", "User data"]}`.

How to fix: choose of the options that the message names.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, type and provenance of data.
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
    """Remark on ticks at no option of the form."""
    for field in filing.form.fields.values():
        for value in filing.texts(field.id) if field.kind == "choices" else ():
            if not field.takes(value):
                yield Remark(
                    field.id,
                    f"{value!r:.80} is none of what can be ticked at `{field.id}`",
                    f"choose of: {'; '.join(field.options)}",
                )


RULE = Rule(
    code="COP001",
    name="data-not-an-option",
    severity=Severity.ERROR,
    summary="Something is ticked that the form has no box for",
    page=__doc__,
    find=OnFiling("code-of-practice", lint),
    profiles=("code-of-practice",),
)
