"""A data set is named as a crawler.

What it does: looks for a crawler that has the title, the key or the hub name of another source, or
of its own source if that is a public data set. Case, blanks and punctuation make no difference.

Why it matters: a data set that somebody else has crawled is a source of its own, with a publisher,
a version and a licence. As a crawler it has none of them, and the question who crawled, and how, is
answered with a name that obeys no robots.txt. A filed summary lists its data sets as crawlers, and
once more among the domains.

Fails:

```yaml fails
sources:
  fineweb:
    title: FineWeb
    kind: public_dataset
    license: ODC-By-1.0
    creators: {unknown: the page names none}
    ids: {hf: HuggingFaceFW/fineweb}
    version: 1.4.0
    retrieved: 2026-01-10
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    crawl: {crawlers: [{name: FineWeb}]}
```

Passes:

```yaml passes
sources:
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    crawl: {crawlers: [{name: ExampleBot, user_agent: ExampleBot}]}
```

How to fix: name the program that fetched the pages. Where nobody here has crawled, the kind is
`public_dataset`, and `crawl` is left out.

Source: SPEC.md, section 6.1.
"""

import re
from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.values import as_list, as_mapping, is_mapping

_SIGNS = re.compile(r"[\W_]+")
_LEAST = 3
"""Letters that a name needs to have."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each crawler that has the name of a data set."""
    if "crawl" not in context.source_fields:
        return
    crawlers = [
        (key, index, str(crawler["name"]))
        for key, source in context.sources.items()
        if "crawl" in source
        for index, crawler in enumerate(as_list(as_mapping(source["crawl"]).get("crawlers")))
        if is_mapping(crawler) and isinstance(crawler.get("name"), str)
    ]
    if not crawlers:
        return
    wanted = {_plain(name) for _, _, name in crawlers}
    owners: dict[str, list[str]] = {}
    for key, source in context.sources.items():
        for plain in _names(key, source) & wanted:
            owners.setdefault(plain, []).append(key)
    for key, index, name in crawlers:
        plain = _plain(name)
        owner = next(
            (o for o in owners.get(plain, ()) if o != key or _is_public(context.sources[o])), None
        )
        if owner is not None and len(plain) >= _LEAST:
            yield Finding(
                pointer("sources", key, "crawl", "crawlers", index, "name"),
                f"the crawler `{name}` of source `{key}` is a data set: source `{owner}`",
                label="a data set, no crawler",
                help="name the program that fetched the pages; what others have crawled is a "
                "source of its own",
                related=(Related(pointer("sources", owner), "the data set"),),
                value=name,
            )


def _names(key: str, source: Entry) -> set[str]:
    hub = as_mapping(source.get("ids")).get("hf")
    named = [key, source.get("title"), hub.rpartition("/")[2] if isinstance(hub, str) else None]
    return {_plain(name) for name in named if isinstance(name, str)}


def _is_public(source: Entry) -> bool:
    return source.get("kind") == "public_dataset"


def _plain(name: str) -> str:
    return _SIGNS.sub("", name.casefold())


RULE = Rule(
    code="CON010",
    name="crawler-is-a-source",
    severity=Severity.WARNING,
    summary="A data set is named as a crawler",
    page=__doc__,
    find=find,
)
