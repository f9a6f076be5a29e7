"""A question of yes or no is answered otherwise.

What it does: looks at every question that the form wants answered with Yes or No, and reports an
answer that is neither, such as "Other (see below)".

It runs in the profile `eu-ai-act`, and on filings that are read back. In a manifest such answers
are `true` or `false`, and SCH003 reports anything else, so that this check speaks of filings only.

Why it matters: a third answer leaves the question open, and hides in a box that readers and
programs take for one of two. A filed summary has added "Other (see below)".

Fails:

In a filing: `"eu.2.2.1.used": {"value": "Other (see below)"}`. In a manifest `agreement: {licensed:
Other (see below)}` is for SCH003.

Passes:

In a filing: `"eu.2.2.1.used": {"value": "Yes"}`, with what there is to add among the comments.

How to fix: answer Yes or No, and write the rest as a comment; or state in a gap why neither can be
said.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3, 2 and 3.1.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on answers that are neither Yes nor No."""
    for field in filing.form.fields.values():
        if field.kind != "yes_no":
            continue
        for text in texts(filing, field.id):
            if text not in field.options:
                yield Remark(
                    field.id,
                    f"{text!r:.80} is neither Yes nor No: {field.label}",
                    "answer Yes or No, and write the rest as a comment",
                    instead=("SCH003",),
                )


RULE = Rule(
    code="EUA002",
    name="yes-no-otherwise",
    severity=Severity.ERROR,
    summary="A question of yes or no is answered otherwise",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
