"""Something could not be verified.

What it does: with `--online`, lists what was asked for and not answered: links whose server wants a
login, refuses programs, limits their number, has a fault or takes too long; links that robots.txt
keeps this program from; ports and schemes that are not asked; registries and hubs that did not
answer; and what was left because of the limits of a run. Findings of one host and reason are one.

Why it matters: it says what was not checked. It says nothing against the link: a page that refuses
a program is there for people, so this is never an error, and never changes the exit code unless
`--online-strict` is given.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/forbidden/"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, version: "1", url: "http://data.example/there/"}
```

How to fix: nothing, as a rule; look at the page yourself. A port or a host of your own can be
allowed in the settings.

Source: SPEC.md, section 20; RFC 9309.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each thing that could not be verified."""
    if context.online is None:
        return
    for doubt in context.online.doubts():
        yield Finding(
            pointer(*doubt.place),
            f"{subject(doubt.place)}: {shown(doubt.what)} could not be verified: {doubt.reason}",
            label="not verified",
            help="this says nothing against it; look at it yourself",
            cause=doubt.cause,
            value=doubt.what,
        )


RULE = Rule(
    code="NET004",
    name="link-unverifiable",
    severity=Severity.INFO,
    summary="Something could not be verified",
    page=__doc__,
    find=find,
    online=True,
)
