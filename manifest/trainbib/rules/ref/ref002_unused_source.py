"""A source is cited by no file.

What it does: where the manifest has citing rules, lists the sources that none of them cites, and
that no cited source is derived from, overlaps with or was seeded by, over any number of steps.

Why it matters: either the files of that source are in the set and cite something else, or the
source is no longer part of it.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0}
  books: {kind: other, license: CC0-1.0}
files:
  root: data
  cites: [{paths: "**", sources: [news]}]
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, derived_from: [{source: archive, relation: subset}]}
  archive: {kind: other, license: CC0-1.0}
files:
  root: data
  cites: [{paths: "**", sources: [news]}]
```

How to fix: cite the source where its files are, or remove it. The repair removes it, and is unsafe:
whoever described it may have meant files that the citing rules do not name. There is none while a
reference leads to no source: it may be this one that is meant.

Source: SPEC.md, section 12.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.ref.removing import may_remove
from trainbib.values import as_list, as_mapping, is_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that nothing leads to."""
    if not context.citing_rules:
        return
    sources = context.sources
    cited = {
        key
        for _, rule in context.citing_rules
        for key in as_list(rule.get("sources"))
        if isinstance(key, str)
    }
    waiting = [key for key in cited if key in sources]
    while waiting:
        for key in _behind(sources[waiting.pop()]):
            if key not in cited:
                cited.add(key)
                if key in sources:
                    waiting.append(key)
    removable = may_remove(context, "sources")
    for key in sources:
        if key not in cited:
            where = pointer("sources", key)
            yield Finding(
                where,
                f"source `{key}` is cited by no file",
                on_key=True,
                label="never cited",
                help="cite it where its files are (`files.cites`), or remove it",
                fix=Fix.remove(where, safe=False, description=f"remove source `{key}`")
                if removable
                else None,
                value=key,
            )


def _behind(source: Entry) -> Iterator[str]:
    """Yield the sources that a source names."""
    for field in ("derived_from", "overlaps"):
        if field in source:
            for item in as_list(source[field]):
                key = item.get("source") if is_mapping(item) else None
                if isinstance(key, str):
                    yield key
    if "synthetic" in source:
        for key in as_list(as_mapping(source["synthetic"]).get("seeds")):
            if isinstance(key, str):
                yield key


RULE = Rule(
    code="REF002",
    name="unused-source",
    severity=Severity.WARNING,
    summary="A source is cited by no file",
    page=__doc__,
    find=find,
    fix="unsafe",
)
