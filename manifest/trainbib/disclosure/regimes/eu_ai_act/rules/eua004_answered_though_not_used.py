"""A section that says No goes on as if it were Yes.

What it does: looks at the sections 2.1 to 2.6. Where the question that opens one is answered No,
the rows that depend on it have to be empty, or to say N/A; those that are filled are reported.

It runs in the profile `eu-ai-act`, and on filings that are read back. A manifest has no such
question: Yes or No follows from its sources. Where a manifest says of a crawl that there was none,
and describes it all the same, SCH009 reports that. So this check speaks of filings only.

Why it matters: one of the two is wrong, and nobody can tell which. A filed summary says No to
crawlers, and gives a period of collection and a domain.

Fails:

In a filing: `"eu.2.3.used": {"value": "No"}` beside `"eu.2.3.period": {"value": "From 03/2023 to
05/2024"}`.

Passes:

In a filing: `"eu.2.3.used": {"value": "No"}`, and nothing, or N/A, in the rows of the section that
depend on it.

How to fix: answer Yes, or empty the rows that depend on it; what is only a remark belongs among the
comments.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import not_needed, texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on rows that are filled although their section says No."""
    for field in filing.form.fields.values():
        if field.when is None or filing.asked(field):
            continue
        section = filing.form.section_of[field.id]
        gates = {each.id for each in section.fields if each.kind == "yes_no"}
        asks = [term.name for term in field.when.terms if term.name in gates]
        if not asks or any(filing.answer(name).value != "No" for name in asks):
            continue
        filled = [text for text in texts(filing, field.id) if not not_needed(text)]
        if filled:
            yield Remark(
                field.id,
                f"`{asks[0]}` is No, and `{field.id}` says {filled[0]!r:.80}",
                "answer Yes, or empty what depends on it",
            )


RULE = Rule(
    code="EUA004",
    name="answered-though-not-used",
    severity=Severity.ERROR,
    summary="A section that says No goes on as if it were Yes",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
