"""A crawled source has no record of reservations or opt-outs.

What it does: in the profiles `complete` and `eu-ai-act`, asks sources from the web for what was
done about reservations of rights: a record or gap under `rights.reservations`. A gap in the place
of `rights` is an answer. The European Union asks for measures, not for records, so that in
`eu-ai-act` alone it will also do to say how the crawl handles `robots_txt` or `other_protocols`, or
what `policies.reservations` are. The core profile does not ask.

From the web are sources of kind `own_crawl`, and those that say so themselves: by a block `crawl`,
or an identifier of Common Crawl. Whether any other public data set was crawled once is not guessed.

Why it matters: whoever mines text and data in the European Union has to respect reservations
(Directive (EU) 2019/790, Article 4(3)), and the public summary of training content asks how
(template, section 3.1). Afterwards nobody can tell what robots.txt said on the day of the crawl.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  example:
    kind: own_crawl
    url: https://harbour-press.example/
    license: {none: "no licence; text and data mining"}
    collected: {from: 2025-03, to: 2025-04}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  example:
    kind: own_crawl
    url: https://harbour-press.example/
    license: {none: "no licence; text and data mining"}
    collected: {from: 2025-03, to: 2025-04}
    rights:
      reservations:
        - {protocol: robots.txt, checked: 2025-04, when: [at_crawl], action: excluded}
```

How to fix: one record for each protocol that was looked at, with `checked` and `action`; or a gap
that says why there is none: `reservations: {unknown: why}`.

Source: SPEC.md, section 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer, is_given
from trainbib.values import as_mapping, is_gap

_HANDLING = ("robots_txt", "other_protocols")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source from the web without a record."""
    records_only = "complete" in context.profiles
    if not records_only and has_answer(as_mapping(context.data.get("policies")), "reservations"):
        return
    if (
        "own_crawl" not in context.source_kinds
        and "crawl" not in context.source_fields
        and not context.of_sources("ids.common_crawl")
    ):
        return
    for key, source in context.sources.items():
        if not _is_crawled(source) or _is_answered(source, records_only=records_only):
            continue
        yield Finding(
            pointer("sources", key),
            f"source `{key}` comes from the web, and nothing says whether opt-outs were looked at",
            on_key=True,
            label="no `rights.reservations`",
            help="record each protocol that was looked at (robots.txt, tdmrep …) under "
            "`rights.reservations`, or say why there is no record: `reservations: {unknown: why}`",
        )


def _is_crawled(source: Entry) -> bool:
    if source.get("kind") == "own_crawl" or is_given(source, "crawl"):
        return True
    return "ids" in source and is_given(as_mapping(source["ids"]), "common_crawl")


def _is_answered(source: Entry, *, records_only: bool) -> bool:
    rights, crawl = source.get("rights"), source.get("crawl")
    if is_gap(rights) or has_answer(as_mapping(rights), "reservations"):
        return True
    if records_only:
        return False
    handled = any(has_answer(as_mapping(crawl), name) for name in _HANDLING)
    return is_gap(crawl) or handled


RULE = Rule(
    code="RGT003",
    name="opt-out-unchecked",
    severity=Severity.WARNING,
    summary="A crawled source has no record of reservations or opt-outs",
    page=__doc__,
    find=find,
    profiles=("complete", "eu-ai-act"),
)
