"""The behaviour of crawlers leaves out an aspect that the form names.

What it does: reads the description of how the crawlers behave (section 2.3), and reports which of
the aspects that the form names it leaves out: captchas, passwords, paywalls, robots.txt, other
protocols.

It runs in the profile `eu-ai-act`, and on filings that are read back. Of the crawls of a manifest
SRC013 asks for the first four; of them this check reports `other_protocols` alone. In a filing that
is read back it looks for words, in English alone: a description in another language is let be. It
is a warning, since what is meant can be said in other words.

Why it matters: each aspect is a door, and the form asks whether the crawler goes through it when it
is shut.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  ports:
    kind: own_crawl
    license: {unknown: pages without terms}
    collected: {from: 2026-01-10, to: 2026-03-02}
    crawl:
      crawlers: [{user_agent: PortBot/2.1, purpose: to collect notices of ports}]
      robots_txt: obeyed (RFC 9309)
      captchas: left alone
      logins: left alone
      paywalls: left alone
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  ports:
    kind: own_crawl
    license: {unknown: pages without terms}
    collected: {from: 2026-01-10, to: 2026-03-02}
    crawl:
      crawlers: [{user_agent: PortBot/2.1, purpose: to collect notices of ports}]
      robots_txt: obeyed (RFC 9309)
      captchas: left alone
      logins: left alone
      paywalls: left alone
      other_protocols: {none: "no other was read"}
```

How to fix: say under `crawl` what happens at each: `captchas`, `logins`, `paywalls`, `robots_txt`,
`other_protocols`; or a gap that says why not.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.3.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.2.3.crawler_behaviour"
_ASPECTS = {
    "captchas": ("captchas", r"captcha"),
    "logins": ("passwords", r"password|\blog-?ins?\b|credential|\bauthenticat|\bregistration"),
    "paywalls": ("paywalls", r"paywall|\bsubscri"),
    "robots_txt": ("robots.txt", r"\brobots\b|rfc 9309|exclusion protocol"),
    "other_protocols": (
        "other protocols",
        r"\bprotocols?\b|\btdm|\bai\.txt|\bnoai|\brsl\b|\bheaders?\b|\bmeta tag",
    ),
}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on aspects of behaviour that are left out."""
    answer = filing.answer(_FIELD)
    if answer.value is None:
        return
    text = prose(filing, _FIELD)
    foreign = not in_english(text)
    told = {gap.pointer.rpartition("/")[2] for gap in answer.gaps}
    for name, (words, pattern) in _ASPECTS.items():
        wants = [want for want in answer.wants if want.pointer.endswith(f"/crawl/{name}")]
        if not wants and (
            answer.wants or name in told or foreign or re.search(pattern, text, re.IGNORECASE)
        ):
            continue
        yield Remark(
            _FIELD,
            f"nothing says how the crawlers behave as to {words}",
            f"write {wants[0].what} at {wants[0].pointer}, or a gap there that says why not"
            if wants
            else "say what they do, or that it is not known",
            places=tuple(want.pointer for want in wants),
            instead=() if name == "other_protocols" else ("SRC013",),
        )


RULE = Rule(
    code="EUA019",
    name="crawler-behaviour-gap",
    severity=Severity.WARNING,
    summary="The behaviour of crawlers leaves out an aspect that the form names",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
