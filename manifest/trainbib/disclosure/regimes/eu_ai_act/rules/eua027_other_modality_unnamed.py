"""Other modalities are ticked, and nothing says which.

What it does: reports "Other" among the modalities of a section without the words that the form asks
for beside it, and a line for another modality in section 1.3 that does not name it.

It runs in the profile `eu-ai-act`, and on filings that are read back. In a manifest a source of
`modalities: [other]` is named by the units of its `size.other`.

Why it matters: a filed summary ticks "Other", and nobody knows what it was trained on.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  a: {kind: private_third_party, license: CC0-1.0, modalities: [other]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  a:
    kind: private_third_party
    license: CC0-1.0
    modalities: [other]
    size: {other: [{amount: 400, unit: molecular structures}]}
```

How to fix: name the modality: one of the schema's, such as `tabular` or `three_d`; or `other`, with
its unit under `size.other`.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3 and 2.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import entries, texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_BARE = r"(?i)other\W*(?:\(please specify\))?\W*"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on other modalities that are not named."""
    for field in filing.form.fields.values():
        if field.kind != "choices" or field.id == "eu.1.3.modalities":
            continue
        if any(re.fullmatch(_BARE, text) for text in texts(filing, field.id)):
            wants = filing.answer(field.id).wants
            yield Remark(
                field.id,
                f"`{field.id}` has other modalities, and does not say which",
                "name them",
                places=tuple(w.pointer for w in wants if w.pointer.endswith("/size/other")),
            )
    bare = [
        each
        for each in entries(filing, "eu.1.3.other.entries")
        if re.fullmatch(_BARE, each.get("modality", "")) and not each.get("unit")
    ]
    if bare and "Other" in texts(filing, "eu.1.3.modalities") and not _said(filing):
        yield Remark(
            "eu.1.3.other.entries", "another modality is listed, and does not say which", "name it"
        )


def _said(filing: "Filing") -> bool:
    """Tell whether a section has other modalities without names, which is reported already."""
    return any(
        field.kind == "choices"
        and any(re.fullmatch(_BARE, text) for text in texts(filing, field.id))
        for field in filing.form.fields.values()
        if field.id != "eu.1.3.modalities"
    )


RULE = Rule(
    code="EUA027",
    name="other-modality-unnamed",
    severity=Severity.WARNING,
    summary="Other modalities are ticked, and nothing says which",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
