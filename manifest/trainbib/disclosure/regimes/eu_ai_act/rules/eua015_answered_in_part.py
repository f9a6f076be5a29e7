"""An answer of the summary lacks a part, and does not say so.

What it does: reports answers that the form requires and that are there in part only: of some
sources the size, the modalities or the date is told, of others not. What the form may be given or
not, such as comments, may stay empty.

It runs in the profile `eu-ai-act`, and on filings that are read back. An answer that is missing as
a whole is for the check of its section (EUA101 to EUA113). Not repeated is what others ask for:
SRC012 and SRC013 of synthetic data and crawls, LAB001 of labellers, EUA003 and EUA005 of dates,
EUA008 of domains, EUA009 of large data sets, EUA019 of the behaviour of crawlers, EUA027 of other
modalities.

Why it matters: a total over nine sources of ten looks like one over all. A gap with its reason is
shown in the document, and silence is not.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  a: {kind: licensed, license: CC0-1.0, modalities: [text], size: {tokens: 5}}
  b: {kind: licensed, license: CC0-1.0, modalities: [text]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  a: {kind: licensed, license: CC0-1.0, modalities: [text], size: {tokens: 5}}
  b: {kind: licensed, license: CC0-1.0, modalities: [text], size: {unknown: never counted}}
```

How to fix: write what is asked for at the places that are named, or a gap there that says why not.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3 and 2; point 33 of the
Explanatory Notice: gaps are stated and justified.
"""

from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import incomplete
from trainbib.disclosure.lint import OnFiling
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import LINE_PARTS
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Want
    from trainbib.disclosure.form import Field

_OF_OTHERS = ("eu.1.2.placement_date", "eu.2.3.domains", "eu.2.3.crawler_behaviour")


def _is_elsewhere(field: "Field", want: "Want") -> bool:
    """Tell whether EUA005, EUA008, EUA009, EUA019 or EUA027 asks for it."""
    name = want.pointer.rpartition("/")[2]
    return (
        field.id in _OF_OTHERS
        or (field.id == "eu.2.1.large_datasets" and name in LINE_PARTS)
        or want.pointer.endswith("/size/other")
    )


lint = incomplete(
    but=_is_elsewhere,
    instead={
        "eu.2.5.other_generators": ("SRC012",),
        "eu.2.6.description": ("LAB001",),
        "eu.2.2.2.unknown_datasets_description": ("RGT006",),
        "eu.2.3.crawler_names": ("SRC013",),
        "eu.2.3.crawler_purposes": ("SRC013",),
        "eu.2.3.period": ("SRC013",),
    },
)

RULE = Rule(
    code="EUA015",
    name="answered-in-part",
    severity=Severity.WARNING,
    summary="An answer of the summary lacks a part, and does not say so",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
