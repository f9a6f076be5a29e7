"""A DOI stands with a prefix, or as a URL.

What it does: reports every `ids.doi` that begins with `doi:` or with an address of the resolver
(`https://doi.org/`, `http://dx.doi.org/`), percent-encoded or not. The letter case of a DOI says
nothing, and registries print it as it was registered; it is compared without it and left alone.

Why it matters: the same DOI in four spellings is four identifiers to a program that does not know
them all. The address of the resolver has changed more than once; the DOI never does.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, ids: {doi: "https://dx.doi.org/10.18653/v1/D16-1264"}}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, ids: {doi: 10.18653/v1/D16-1264}}
```

How to fix: write the DOI alone; the fix does. An address to follow goes into `url`.

Source: SPEC.md, section 6.2; ISO 26324.
"""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.identifiers.schemes import bare_doi
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each DOI that is written with more than itself."""
    if "doi" not in context.overview.fields:
        return

    def wanted(_scheme: str, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if not text.startswith("10.") and bare_doi(text)]

    for path, _, text in texts_where(context, ("id doi",), wanted):
        bare = bare_doi(text)
        yield Finding(
            pointer(*path),
            f"{subject(path)}, {shown(text)}, has more than the DOI in it",
            label=f"the DOI is `{bare}`",
            help=f"write `{bare}`",
            fix=Fix.replace(pointer(*path), bare, safe=True),
            value=text,
        )


RULE = Rule(
    code="IDN002",
    name="doi-not-normalised",
    severity=Severity.WARNING,
    summary="A DOI stands with a prefix, or as a URL",
    page=__doc__,
    find=find,
    fix="safe",
)
