"""A method of acquisition is none that the index lists.

What it does: looks at the methods by which data was acquired, and reports one that the index has no
name for. What stands at Other needs words after a colon, or stands alone.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. From a manifest the
methods are worked out; so this check speaks of filings only.

Why it matters: which indicators are asked next follows from the methods.

Fails:

In a filing: `"fmti.a1": {"value": ["The internet"]}`.

Passes:

In a filing: `"fmti.a1": {"value": ["Crawling of the web"]}`.

How to fix: choose of the methods that the message names.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, Data acquisition methods.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "fmti.a1"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on methods that the index does not list."""
    field = filing.form.fields[_FIELD]
    for value in filing.texts(_FIELD):
        if not field.takes(value):
            yield Remark(
                _FIELD,
                f"{value!r:.80} is no method of acquisition that the index lists",
                f"choose of: {'; '.join(field.options)}",
            )


RULE = Rule(
    code="FMT001",
    name="acquisition-not-listed",
    severity=Severity.ERROR,
    summary="A method of acquisition is none that the index lists",
    page=__doc__,
    find=OnFiling("fmti-2025", lint),
    profiles=("fmti-2025",),
)
