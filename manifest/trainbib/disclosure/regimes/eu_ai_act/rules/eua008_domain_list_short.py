"""The domains that were crawled are not listed, or too few of them.

What it does: looks at the row of section 2.3 for domain names, where pages were crawled or scraped.
It reports that there is no list; that words stand in its place which name no domain and no place to
find the list; and that the list is shorter than the rule: 10 % of all domain names, or for a small
or medium-sized enterprise the lower of 5 % and 1 000.

It runs in the profile `eu-ai-act`, and on filings that are read back. A gap that says why there is
none is an answer. Of a filing without figures only its own words can be judged.

Why it matters: owners of sites look for their domain, and for nothing else. Of eight filed
summaries that say that they crawled, none names one.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  web:
    kind: own_crawl
    license: {unknown: pages without terms}
    collected: {from: 2026-01, to: 2026-02}
    crawl: {crawlers: [{user_agent: PortBot, purpose: ports}]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  web:
    kind: own_crawl
    license: {unknown: pages without terms}
    collected: {from: 2026-01, to: 2026-02}
    crawl:
      crawlers: [{user_agent: PortBot, purpose: ports}]
      domains: {withheld: "the agreement with the operator, clause 9"}
```

How to fix: write `crawl.domains.path`: a file beside the manifest with each domain and its bytes,
as `trainbib domains` makes one; docs/disclosure-domains.md.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.3.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import not_needed
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Answer, Filing

_FIELD = "eu.2.3.domains"
_COUNTS = r"(?P<listed>\d[\d \u00a0.,]*) of (?P<all>\d[\d \u00a0.,]*) domain"
_A_PLACE = r"(?i)https?://|\bwww\.|\.(?:csv|jsonl?|parquet|txt|gz)\b|\blist\b"
_DOMAIN = r"(?i)\b[\w-]+\.[a-z]{2,}\b"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on a list that is missing or too short."""
    answer = filing.answer(_FIELD)
    if answer.value is None:
        if filing.asked(filing.form.fields[_FIELD]) and not answer.gaps:
            yield _absent(answer)
        return
    text = answer.value if isinstance(answer.value, str) else ""
    if (
        text
        and not not_needed(text)
        and not (re.search(_A_PLACE, text) or re.search(_DOMAIN, text))
    ):
        yield Remark(
            _FIELD,
            f"{text!r:.80} names no domain, and no place to find the list",
            "list the domain names, or say where the list is",
        )
        return
    listed, wanted = _figures(answer)
    if wanted and listed < wanted:
        yield Remark(
            _FIELD,
            f"{listed} domain names are listed, and the rule makes it {wanted}",
            "list the top 10 %, or for an SME the lower of 5 % and 1 000",
            places=tuple(want.pointer for want in answer.wants) or answer.origins[:1],
        )


def _absent(answer: "Answer") -> Remark:
    wants = answer.wants
    return Remark(
        _FIELD,
        "the domains that were crawled are not listed",
        f"write {wants[0].what} at {wants[0].pointer}, or a gap there that says why not"
        if wants
        else "list the domain names, or say where the list is",
        places=tuple(want.pointer for want in wants),
    )


def _figures(answer: "Answer") -> tuple[int, int]:
    """Return how many are listed, and how many have to be; 0 where that cannot be told."""
    figures = answer.figures
    if "listed" in figures and "wanted" in figures:
        return figures["listed"], figures["wanted"]
    if not isinstance(answer.shown, str):
        return len(answer.shown or ()), 0
    # A filing that others wrote: its own words have the figures, if anything has.
    count = re.search(_COUNTS, answer.shown)
    if count is None:
        return 0, 0
    # The least that anybody may list: nothing says whether the provider is an SME.
    return _number(count["listed"]), min(-(-_number(count["all"]) // 20), 1000)


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits) or 0)


RULE = Rule(
    code="EUA008",
    name="domain-list-short",
    severity=Severity.ERROR,
    summary="The domains that were crawled are not listed, or too few of them",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
