"""A link is dead.

What it does: with `--online`, asks for every `http` and `https` URL of the manifest. A link is dead
if its server answers 404 or 410, or if its host does not exist, and does so again at least a minute
later. Links to `doi.org` are not followed: see NET002.

Why it matters: what cannot be found can be neither checked nor obtained, and an address that
nobody holds any more can be taken by somebody else.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/gone/"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/there/"}
```

How to fix: give the address where it is now, or that of an archived copy as `archive`. Where it is
gone for good, say so: `url: {lost: "taken down in 2025"}`. No repair is offered: where it has gone
to, the server does not say, and an archived copy is another address for what was there on another
day.

Source: SPEC.md, section 6.2; RFC 9110, sections 15.5.5 and 15.5.11.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place of a dead link."""
    if context.online is None:
        return
    from trainbib.online.links import Verdict

    for link, places in context.online.links_that_are(Verdict.DEAD):
        for place in places:
            yield Finding(
                pointer(*place),
                f"{subject(place)}, {shown(link.url)}, is dead: {link.reason}",
                label="nothing is there",
                help="give the address where it is now, or an archived copy, or say that it is "
                "lost",
                notes=tuple(f"{hop.status} from {hop.url}" for hop in link.chain),
                cause=link.url,
                value=link.url,
            )


RULE = Rule(
    code="NET001",
    name="dead-link",
    severity=Severity.ERROR,
    summary="A link is dead",
    page=__doc__,
    find=find,
    online=True,
)
