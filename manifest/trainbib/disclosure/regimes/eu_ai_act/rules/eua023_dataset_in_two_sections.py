"""A data set is listed in two sections of the summary.

What it does: compares the data sets that the summary lists by name: the large public ones (2.1),
and the private ones that are publicly known (2.2.2). One that has the name or the link of another
in the other section is reported.

It runs in the profile `eu-ai-act`, and on filings that are read back. Of a manifest SRC014 reports
it, for all sections; so this check speaks of filings only.

Why it matters: what is listed twice is counted twice. It is a remark: part of a set can be public,
and part bought.

Fails:

In a filing: the same `name` among the values of `eu.2.1.large_datasets` and of
`eu.2.2.2.known_datasets`.

Passes:

In a filing: the data set in the section that fits it best.

How to fix: list it in the section that fits best, or give the parts names that tell them apart.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import alike, entries
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_LISTS = {"eu.2.1.large_datasets": "2.1", "eu.2.2.2.known_datasets": "2.2.2"}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on data sets that another section lists as well."""
    from trainbib.disclosure.answering.cells import GAP_WORDS

    first = dict[str, str]()
    lists = {name: entries(filing, name) for name in _LISTS}
    for name, section in _LISTS.items() if all(lists.values()) else ():
        for each in lists[name]:
            link = each.get("link", "")
            told = {alike(each.get("name", "")), "" if link in GAP_WORDS else alike(link)}
            for identity in told - {""}:
                if first.setdefault(identity, section) != section:
                    yield Remark(
                        name,
                        f"{each.get('name', '')!r:.80} is listed in {first[identity]} as well",
                        "list it once, or give the parts names that tell them apart",
                        instead=("SRC014",),
                    )
                    break


RULE = Rule(
    code="EUA023",
    name="dataset-in-two-sections",
    severity=Severity.INFO,
    summary="A data set is listed in two sections of the summary",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
