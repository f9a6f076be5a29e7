"""Common Crawl is listed without snapshots, or without what was done to it.

What it does: looks for Common Crawl in the list of large public data sets (section 2.1), and
reports a line without the names of snapshots (CC-MAIN-2024-10), and one that does not say which
parts were used (`selection`).

It runs in the profile `eu-ai-act`, and on filings that are read back. Where SRC008 reports that a
source of a manifest is not pinned, this check asks for its part only.

Why it matters: Common Crawl is a hundred crawls of billions of pages, and hardly anyone trains on
one of them as it is. Without snapshots and filters its name says no more than "the web".

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  cc:
    title: Common Crawl
    kind: public_dataset
    license: {unknown: terms differ from page to page}
    url: https://commoncrawl.org/
    version: "2024"
    retrieved: 2024-05
    modalities: [text]
    size: {tokens: 1000}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  cc:
    title: Common Crawl
    kind: public_dataset
    license: {unknown: terms differ from page to page}
    ids: {common_crawl: CC-MAIN-2024-10}
    retrieved: 2024-05
    selection: English pages, without those that the quality classifier scores below 0.7.
    modalities: [text]
    size: {tokens: 1000}
```

How to fix: give `ids.common_crawl` the snapshot, one source for each, with a common `collection`;
and `selection` the filters.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.1.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import entries
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_LIST = "eu.2.1.large_datasets"
_NAME = r"(?i)common[\s_-]?crawl"
_SNAPSHOT = r"(?i)CC-(?:MAIN|NEWS)-\d{4}"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on Common Crawl without snapshots or filters."""
    for each in entries(filing, _LIST):
        name = each.get("name", "")
        if "crawl" not in name.lower() or not re.search(_NAME, name):
            continue
        if not any(re.search(_SNAPSHOT, text) for text in each.values()):
            yield Remark(
                _LIST,
                f"{name!r:.80} does not say which snapshots",
                "name the snapshots: CC-MAIN-2024-10",
                words=name,
                instead=("SRC008",),
            )
        if "selection_approach" not in each:
            yield Remark(
                _LIST,
                f"{name!r:.80} does not say which part was used, by which filters",
                "tell under `selection` of the source what was kept",
                words=name,
            )


RULE = Rule(
    code="EUA010",
    name="common-crawl-unpinned",
    severity=Severity.WARNING,
    summary="Common Crawl is listed without snapshots, or without what was done to it",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
