"""A page seems to be missing, although its server says that all is well.

What it does: with `--online` and `--persona pedantic`, reads the pages that links lead to. One is
reported if its title or first heading says that nothing was found, or if a page beside it, of a
name that nobody has given, gets the very same answer. Some sites answer everything with one page
that is filled in by a script; for them nothing can be told, and the finding is wrong.

Why it matters: for a reader the link is dead, and a program that looks at the status alone will
never find out.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/soft/news"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/there/"}
```

How to fix: look at the page; if nothing is there, treat it as a dead link (NET001).

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place of a link to a page that seems to be missing."""
    online = context.online
    if online is None:
        return
    for url, reason in online.soft_404s.items():
        for place in online.subjects.links[url]:
            yield Finding(
                pointer(*place),
                f"{subject(place)}, {shown(url)}, seems to lead to nothing: {reason}",
                label="probably not there",
                help="look at the page; if nothing is there, give another address",
                cause=url,
                value=url,
            )


RULE = Rule(
    code="NET005",
    name="soft-404",
    severity=Severity.WARNING,
    summary="A page seems to be missing, although its server says that all is well",
    page=__doc__,
    find=find,
    online=True,
    pedantic=True,
)
