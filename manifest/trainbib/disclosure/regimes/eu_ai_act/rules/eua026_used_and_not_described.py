"""A section says Yes, and tells nothing of what was used.

What it does: looks at private data sets of third parties (2.2.2) and at synthetic data (2.5). Where
the section says Yes, it has to name or describe the data sets, or the models that generated the
data; if it has neither, that is reported. What depends on how many of them are publicly known, or
on the market, a filing alone does not say, so that nothing else would ask.

It runs in the profile `eu-ai-act`, and on filings that are read back. In a manifest each source is
one or the other, and EUA107 and EUA110 ask for what is missing; so this check speaks of filings
only. Public data sets are for EUA009.

Why it matters: a filed summary says Yes in 2.2.2, and nothing more.

Fails:

In a filing: `"eu.2.2.2.used": {"value": "Yes"}`, and neither `eu.2.2.2.known_datasets` nor
`eu.2.2.2.unknown_datasets_description`.

Passes:

In a filing: one of the two, or a gap that says why there is none.

How to fix: describe the data sets, or name them; or state in a gap why neither can be done.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 2.2.2 and 2.5.
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

_EITHER = {
    "2.2.2": ("eu.2.2.2.known_datasets", "eu.2.2.2.unknown_datasets_description"),
    "2.5": ("eu.2.5.gpai_generators", "eu.2.5.other_generators"),
}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on sections that say Yes and tell nothing."""
    for section, names in _EITHER.items():
        used = f"eu.{section}.used"
        if filing.answer(used).value != "Yes":
            continue
        if any(filing.asked(filing.form.fields[name]) for name in names):
            continue
        told = any(
            filing.answer(name).gaps or not all(map(not_needed, texts(filing, name)))
            for name in names
        )
        if not told:
            yield Remark(
                used,
                f"`{used}` is Yes, and neither `{names[0]}` nor `{names[1]}` says what was used",
                "name or describe it, or say in a gap why not",
            )


RULE = Rule(
    code="EUA026",
    name="used-and-not-described",
    severity=Severity.ERROR,
    summary="A section says Yes, and tells nothing of what was used",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
