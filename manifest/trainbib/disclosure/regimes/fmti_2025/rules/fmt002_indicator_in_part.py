"""An indicator is answered in part, and the rest is not said to be a gap.

What it does: reports indicators that are answered of some sources only, or less exactly than the
index asks: a vendor without the countries where people work, a language without its share, shares
of tokens where shares of documents are asked for, a size whose bounds lie further apart than one
unit of its first figure. With more than five sources of a sort it asks for the sizes on which it
turns which five are the largest.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. An answer that is
missing as a whole is for FMT100 to FMT103.

Why it matters: the index gives a point for the whole answer, and none for a part of it.

Fails:

```yaml fails
profiles: [fmti-2025]
dataset:
  name: example
  version: "1"
  modalities: [text]
  languages: [{tag: en, share: 0.9, tool: fasttext}, {tag: da, tool: fasttext}]
```

Passes:

```yaml passes
profiles: [fmti-2025]
dataset:
  name: example
  version: "1"
  modalities: [text]
  languages:
    - {tag: en, share: 0.9, tool: fasttext}
    - {tag: da, share: {unknown: told together with Norwegian}, tool: fasttext}
```

How to fix: write what is asked for at the places that are named, or a gap there that says why not.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import incomplete
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="FMT002",
    name="indicator-in-part",
    severity=Severity.WARNING,
    summary="An indicator is answered in part, and the rest is not said to be a gap",
    page=__doc__,
    find=OnFiling("fmti-2025", incomplete()),
    profiles=("fmti-2025",),
)
