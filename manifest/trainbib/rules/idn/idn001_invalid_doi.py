"""What is given as a DOI is none.

What it does: holds every `ids.doi`, of the set, of sources and of works, to the form of a DOI:
`10.`, a registrant of at least four digits, a slash, and a suffix without blanks, in which all
other characters are allowed, so that
`10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O` is one. A DOI with a prefix, or as a
URL, is for IDN002. Whether a DOI is registered is asked online only.

Why it matters: a DOI is given so that it resolves. One that is cut off, or that is the identifier
of something else, leads nowhere for ever.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, ids: {doi: zenodo.7654321}}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, ids: {doi: 10.5281/zenodo.7654321}}
```

How to fix: copy the DOI from the page that it leads to. If it is the identifier of another scheme,
move it there.

Source: SPEC.md, section 6.2; ISO 26324.
"""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.identifiers.schemes import bare_doi, is_doi
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each DOI that is none."""
    if "doi" not in context.overview.fields:
        return

    def wanted(_scheme: str, texts: Iterable[str]) -> list[str]:
        return [t for t in texts if not is_doi(t) and t.strip() and bare_doi(t) is None]

    for path, _, text in texts_where(context, ("id doi",), wanted):
        yield Finding(
            pointer(*path),
            f"{subject(path)}, {shown(text)}, is not a DOI",
            label="no DOI",
            help="write it as in 10.5281/zenodo.1234567",
            value=text,
        )


RULE = Rule(
    code="IDN001",
    name="invalid-doi",
    severity=Severity.ERROR,
    summary="What is given as a DOI is none",
    page=__doc__,
    find=find,
)
