"""Which version of the summary this is cannot be followed up.

What it does: reports a summary that does not say at which address the current version stands, and
one whose version is not the first and that links to no earlier one. An earlier version that is
named without its link is for EUA101. Digest and day of the manifest are in every document that is
made from one; what changed between two versions `trainbib disclose --against` says; the form has no
row for either.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: summaries are copied and archived. A reader has to be able to tell whether theirs is
the latest, and what stood in the ones before. A filed summary is version 2, and nobody finds
version 1.

Fails:

```yaml fails
profiles: [eu-ai-act]
document: {version: "2", updated: 2026-06-30, url: "https://acme.example/summary"}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
document:
  version: "2"
  updated: 2026-06-30
  url: https://acme.example/summary
  previous: [{version: "1", url: "https://acme.example/summary-1"}]
```

How to fix: give `document.url` the address of the current version, and `document.previous` the
earlier ones with theirs.

Source: template for the summary of AI Act, Art. 53(1)(d), head; point 32 of the Explanatory Notice:
published on the provider's web site.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_VERSION, _EARLIER = "eu.header.version", "eu.header.previous_versions"
_LATER = r"(?i)\s*(?:version|v)?\.?\s*(?:[2-9]|[1-9]\d)(?:\.\d+)*\s*"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on a summary without an address, or without its earlier versions."""
    if not filing.subject.url:
        yield Remark(
            _VERSION,
            "nothing says at which address the current version of the summary stands",
            "write the address at /document/url",
            places=("/document/url",),
        )
    version, earlier = filing.answer(_VERSION), filing.answer(_EARLIER)
    told = (
        earlier.value is not None
        or earlier.gaps
        or any(want.pointer != "/document/previous" for want in earlier.wants)
    )
    text = prose(filing, _VERSION)
    told = told or filing.asked(filing.form.fields[_EARLIER])  # EUA101 asks for it
    # Of a data set's version, which stands in where the document has none, nothing follows.
    if not told and not version.how and re.fullmatch(_LATER, text):
        yield Remark(
            _EARLIER,
            f"this is version {text.strip()!r:.40}, and no earlier one is linked",
            "list the earlier versions under /document/previous, each with its URL",
            places=("/document/version",),
        )


RULE = Rule(
    code="EUA017",
    name="version-untraceable",
    severity=Severity.WARNING,
    summary="Which version of the summary this is cannot be followed up",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
