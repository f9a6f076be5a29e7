"""A DOI is not registered.

What it does: with `--online`, looks up every DOI of the manifest, given as an identifier or as a
URL, in the handle system behind `doi.org`. It does not follow the DOI to the publisher, whose page
may refuse programs.

Why it matters: a DOI that nobody has registered leads nowhere, and is often a slip of one digit
that names another work tomorrow.

Fails:

```yaml fails
sources:
  corpus: {kind: other, license: CC0-1.0, version: "1", ids: {doi: 10.5281/zenodo.0}}
```

Passes:

```yaml passes
sources:
  corpus: {kind: other, license: CC0-1.0, version: "1", ids: {doi: 10.5281/zenodo.1}}
```

How to fix: copy the DOI from the page of the work, and not from a list.

Source: SPEC.md, section 6.2; DOI Handbook, REST API response format,
<https://doi.info/doi-handbook/HTML/rest-api-response-format.html>.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place of a DOI that is not registered."""
    online = context.online
    if online is None:
        return
    for doi, record in online.dois.items():
        if record.state != "absent":
            continue
        for place in online.subjects.dois[doi]:
            yield Finding(
                pointer(*place),
                f"{subject(place)}: the DOI `{doi}` is not registered",
                label="no such DOI",
                help="copy the DOI from the page of the work",
                cause=doi,
                value=doi,
            )


RULE = Rule(
    code="NET002",
    name="doi-not-registered",
    severity=Severity.ERROR,
    summary="A DOI is not registered",
    page=__doc__,
    find=find,
    online=True,
)
