"""Section 2.3 of the summary lacks something of the crawls.

What it does: fills section 2.3 of the form (whether crawlers were used; names, purposes, behaviour;
period; content and sites; modalities), and reports what the form requires there and what has
neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. Domain names are for EUA008.
SRC013 says of each crawl of a manifest what it does not tell, as a warning, also where another
crawl tells it; here it is the row of the form that has no answer, which is an error.

Why it matters: owners of sites find the crawler in their logs, and learn here what it was for.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  ports:
    kind: own_crawl
    license: {unknown: pages without terms}
    collected: {from: 2026-01-10, to: 2026-03-02}
    crawl:
      crawlers: [{user_agent: PortBot/2.1, purpose: notices of ports}]
      robots_txt: obeyed
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
    modalities: [text]
    content: [notices]
    languages: [nl]
    crawl:
      crawlers: [{user_agent: PortBot/2.1, purpose: notices of ports}]
      robots_txt: obeyed
      captchas: left alone
      logins: left alone
      paywalls: left alone
      site_types: [government portals]
```

How to fix: give the sources of kind `own_crawl` their `content`, `modalities` and
`crawl.site_types`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.3.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA108",
    name="crawling-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.3 of the summary lacks something of the crawls",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.3"], but=["eu.2.3.domains"])),
    profiles=("eu-ai-act",),
)
