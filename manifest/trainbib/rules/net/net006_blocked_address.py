"""A URL leads to an address that is not public.

What it does: with `--online`, looks at the address that each URL really leads to, after the name is
resolved and at every redirect. Addresses of the machine itself, of private networks, of links and
of clouds' metadata services are reported and never connected to, in whatever spelling: `127.1`,
`0x7f000001`, `2130706433`, `[::ffff:127.0.0.1]`, or a name that resolves to one of them.

Why it matters: nobody outside can reach it, so it locates nothing; and a URL that makes a checker
speak to the machines around it is an attack.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://192.168.0.10/news/"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/there/"}
```

How to fix: give a public address, or say who can be asked for the data in `contact`. A registry of
your own, inside your network, can be allowed in the settings.

Source: SPEC.md, section 20; RFC 6890.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place of a URL that was not fetched."""
    if context.online is None:
        return
    from trainbib.online.links import Verdict

    for link, places in context.online.links_that_are(Verdict.BLOCKED):
        for place in places:
            yield Finding(
                pointer(*place),
                f"{subject(place)}, {shown(link.url)}, was not fetched: {link.reason}",
                label="not a public address",
                help="give a public address; a host of your own can be allowed in the settings",
                notes=tuple(f"{hop.status} from {hop.url}" for hop in link.chain),
                cause=link.url,
                value=link.url,
            )


RULE = Rule(
    code="NET006",
    name="blocked-address",
    severity=Severity.ERROR,
    summary="A URL leads to an address that is not public",
    page=__doc__,
    find=find,
    online=True,
)
