"""A question of the datasheet that asks for Yes or No has another answer.

What it does: looks at the two questions that open others, whether instances have labels and whether
the data relates to people, and reports an answer that is neither Yes nor No.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing. From a manifest both
are worked out; so this check speaks of filings only.

Why it matters: which questions come next turns on it.

Fails:

In a filing: `"ds.2.people": {"value": "Partly"}`.

Passes:

In a filing: `"ds.2.people": {"value": "Yes"}`.

How to fix: write Yes or No, or a gap.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.2, Composition.
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
    """Remark on answers that are neither Yes nor No."""
    for field in filing.form.fields.values():
        value = filing.answer(field.id).value if field.kind == "yes_no" else None
        if value is not None and value not in field.options:
            yield Remark(
                field.id,
                f"{value!r:.80} is no answer to `{field.id}`: {field.label}",
                "write Yes or No; or a gap that says why neither can be said",
            )


RULE = Rule(
    code="DSH002",
    name="question-not-yes-or-no",
    severity=Severity.ERROR,
    summary="A question of the datasheet that asks for Yes or No has another answer",
    page=__doc__,
    find=OnFiling("datasheet", lint),
    profiles=("datasheet",),
)
