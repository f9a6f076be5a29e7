"""A link has moved for good.

What it does: with `--online`, reports URLs that redirect by 301 or 308 all the way to a page that
is there, and suggests its address. A redirect to a page for logging in is no move, nor is one from
a page to the home page of a site.

Why it matters: redirects are kept for some years at most. The server has said which address to use
from now on.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/moved/"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/there/"}
```

How to fix: use the new address. The fix is safe where only the path changes, or `http` becomes
`https`, or `www.` comes or goes; at another host somebody should look first.

Source: SPEC.md, section 6.2; RFC 9110, sections 15.4.2 and 15.4.9.
"""

from collections.abc import Iterator
from urllib.parse import urldefrag

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer, resolve
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place of a link that has moved."""
    if context.online is None:
        return
    from trainbib.online.links import Verdict

    for link, places in context.online.links_that_are(Verdict.MOVED):
        for place in places:
            new = link.final + _fragment(context, place)
            yield Finding(
                pointer(*place),
                f"{subject(place)}, {shown(link.url)}, has moved for good",
                label="redirects",
                help=f"write `{new}`",
                notes=tuple(f"{hop.status} from {hop.url}" for hop in link.chain),
                fix=Fix.replace(pointer(*place), new, safe=_same_host(link.url, link.final)),
                value=link.url,
            )


def _fragment(context: Context, place: Tokens) -> str:
    """Return the fragment that the URL has in the manifest, with its ``#``."""
    fragment = urldefrag(str(resolve(context.data, map(str, place)))).fragment
    return f"#{fragment}" if fragment else ""


def _same_host(url: str, other: str) -> bool:
    """Tell whether two URLs have the same host, ``www.`` or not."""
    from trainbib.online.scheduling import host_of

    return host_of(url).removeprefix("www.") == host_of(other).removeprefix("www.")


RULE = Rule(
    code="NET003",
    name="moved-permanently",
    severity=Severity.WARNING,
    summary="A link has moved for good",
    page=__doc__,
    find=find,
    online=True,
    fix="safe",
)
