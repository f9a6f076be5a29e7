"""A source that one indicator names is left out of one that asks for each.

What it does: compares the products of A4 with the notices of A5, the licensors of A6 with the
compensations of A7, and the people of A8 with the instructions of A9 and the practices of A10, and
reports sources that the later one does not have.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. From a manifest each has
the same sources; so this check speaks of filings only.

Why it matters: each of the later indicators asks for each of the top five sources.

Fails:

In a filing: `"fmti.a6": {"value": [{"source": "A"}, {"source": "B"}]}` and `"fmti.a7": {"value":
[{"source": "A", "compensation": "A yearly fee."}]}`.

Passes:

In a filing: the same, with a line on B in `fmti.a7`, or with a gap that says that the contract with
B forbids to tell.

How to fix: add a line for each source, or a gap.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, Notice of usage data used in training; Licensed data
compensation; Instructions for data generation; Data laborer practices.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FOLLOWED_BY = {
    "fmti.a4": ("fmti.a5",),
    "fmti.a6": ("fmti.a7",),
    "fmti.a8": ("fmti.a9", "fmti.a10"),
}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on sources of which a later indicator that asks for each says nothing."""
    for first, others in _FOLLOWED_BY.items():
        named = [entry.get("source", "") for entry in filing.entries(first)]
        for other in others:
            told = {entry.get("source", "") for entry in filing.entries(other)}
            missing = [name for name in dict.fromkeys(named) if name and name not in told]
            if missing and told and not filing.answer(other).gaps:
                yield Remark(
                    other,
                    f"`{other}` says nothing of {', '.join(missing)}, which `{first}` names",
                    f"add a line for each source of `{first}`, or a gap with the reason",
                )


RULE = Rule(
    code="FMT003",
    name="source-not-followed-up",
    severity=Severity.WARNING,
    summary="A source that one indicator names is left out of one that asks for each",
    page=__doc__,
    find=OnFiling("fmti-2025", lint),
    profiles=("fmti-2025",),
)
