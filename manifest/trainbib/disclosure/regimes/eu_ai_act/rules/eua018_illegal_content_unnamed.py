"""The measures against illegal content leave out a kind that the form names.

What it does: reads the measures of section 3.2, and reports which of the three kinds that the form
names they do not mention: child sexual abuse material, terrorist content, and use of works without
the consent of their rights holders (intellectual property).

It runs in the profile `eu-ai-act`, and on filings that are read back. It looks for words, in
English alone: measures in another language are let be. That they are missing altogether is for
EUA113. It is a warning, since what is meant can be said in other words.

Why it matters: "harmful content is filtered" does not say of what. A filed summary leaves out child
sexual abuse material.

Fails:

```yaml fails
profiles: [eu-ai-act]
policies: {illegal_content: A classifier removes hate speech.}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies:
  illegal_content: >-
    Hash lists remove child sexual abuse material, a classifier terrorist content, and block lists
    sites of pirated works.
```

How to fix: say for each of the three what is done, and where nothing is done, that nothing is.

Source: template for the summary of AI Act, Art. 53(1)(d), section 3.2.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.3.2.illegal_content_measures"
_KINDS = {
    "child sexual abuse material": r"\b(?:csam|csai|child (?:sexual|porn|abuse)|"
    r"sexual(?:ly)? (?:abus|exploit)\w* (?:of )?(?:child|minor)|minors\b)",
    "terrorist content": r"\bterror(?:is|\b)",
    "use of protected works without consent": r"\b(?:intellectual property|copyright|"
    r"pira(?:cy|ted|tes?)\b|infring|rights?[ -]?holders?|unauthori[sz]ed use)",
}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on kinds of illegal content that are not mentioned."""
    text = prose(filing, _FIELD)
    if not in_english(text):
        return
    missing = [name for name, words in _KINDS.items() if not re.search(words, text, re.IGNORECASE)]
    if text and missing:
        yield Remark(
            _FIELD,
            f"the measures do not mention {', nor '.join(missing)}",
            "say what is done about each, or that nothing is",
        )


RULE = Rule(
    code="EUA018",
    name="illegal-content-unnamed",
    severity=Severity.WARNING,
    summary="The measures against illegal content leave out a kind that the form names",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
