"""A crawl does not say what crawled, when, what for, and how it behaved.

What it does: looks at sources of kind `own_crawl` and reports, in one finding for each, which of
these are not answered: the crawlers (`crawl.crawlers`), for each its `user_agent` or `name` and its
`purpose`; the period (`collected`); and the behaviour: `robots_txt`, `captchas`, `logins` and
`paywalls`. A gap is an answer; that there was no crawler at all is for SCH009.

It runs in the profiles `complete` and `eu-ai-act`. The core profile does not ask for these answers;
a form of the European Union does. A name such as "N/A" is for SCH006.

Why it matters: owners of sites find a crawler in their logs by its user agent, and can tell from
the rest whether what they had reserved was respected.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  ports:
    kind: own_crawl
    license: {unknown: pages without terms}
    crawl: {crawlers: [{name: PortBot}], robots_txt: obeyed}
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
```

How to fix: give the answers, or gaps that say why not: `captchas: {unknown: "not logged"}`.

Source: SPEC.md, section 6.1; template for the summary of AI Act, Art. 53(1)(d), section 2.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer
from trainbib.values import as_list, is_gap, is_mapping

_BEHAVIOUR = ("robots_txt", "captchas", "logins", "paywalls")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each crawl of one's own that is not described."""
    if "own_crawl" not in context.source_kinds:
        return
    for key, source in context.sources.items():
        if source.get("kind") != "own_crawl":
            continue
        missing = dict(_missing(source))
        if missing:
            silent = [f"`{name}`" for name in _BEHAVIOUR if name in missing]
            said = [words for words in missing.values() if words]
            if silent:
                said.append(f"how it behaved ({', '.join(silent)})")
            yield Finding(
                pointer("sources", key),
                f"source `{key}` is a crawl of one's own, and does not say {'; '.join(said)}",
                on_key=True,
                label="the crawl is not described",
                help="answer under `crawl` and `collected`, or write gaps there",
                members=tuple(missing),
            )


def _missing(source: Entry) -> Iterator[tuple[str, str]]:
    """Yield what a crawl does not say: the field, and words for it, but for how it behaved."""
    if not has_answer(source, "collected"):
        yield "collected", "when (`collected`)"
    crawl = source.get("crawl")
    if is_gap(crawl):
        return  # an answer, or for SCH009 to report
    if not is_mapping(crawl):
        yield "crawl", "what crawled and how (`crawl`)"
        return
    yield from _crawlers(crawl)
    for name in _BEHAVIOUR:
        if not has_answer(crawl, name):
            yield name, ""


def _crawlers(crawl: Entry) -> Iterator[tuple[str, str]]:
    crawlers = crawl.get("crawlers")
    if not crawlers:
        yield "crawlers", "what crawled (`crawlers`)"
    described = [crawler for crawler in as_list(crawlers) if is_mapping(crawler)]
    if not all(has_answer(each, "user_agent") or has_answer(each, "name") for each in described):
        yield "user_agent", "under what name (`user_agent`)"
    if not all(has_answer(each, "purpose") for each in described):
        yield "purpose", "what for (`purpose`)"


RULE = Rule(
    code="SRC013",
    name="crawler-incomplete",
    severity=Severity.WARNING,
    summary="A crawl does not say what crawled, when, what for, and how it behaved",
    page=__doc__,
    find=find,
    profiles=("complete", "eu-ai-act"),
)
