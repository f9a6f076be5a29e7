"""An answer speaks the language of the draft of January 2025.

What it does: looks for what only the draft of January 2025 asked: data sets of more than 5 % (the
form says 3 %), and the removal of "unwanted content" (the form asks for content that is illegal
under Union law).

It runs in the profile `eu-ai-act`, and on filings that are read back. It looks for words, in
English alone: a line in another language is let be.

Why it matters: at least two filed summaries follow the draft, and so list too few data sets.
Whoever has written their answers for it has others to write anew.

It is a warning, since words are a sign and no proof: a filing of another version of the form is
refused when it is read.

Fails:

```yaml fails
profiles: [eu-ai-act]
policies: {illegal_content: Unwanted content is removed by filters.}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies:
  illegal_content: Child sexual abuse material, terrorist content and pirated works are removed.
```

How to fix: answer what the form of December 2025 asks.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 2.1 and 3.2; C(2025) 8311.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import lines_in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose, said
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_UNWANTED = r"(?i)\bunwanted content\b"
_FIVE = (
    r"(?i)(?:\b(?:(?:more|larger|greater|bigger) than|threshold of|above|over|exceed(?:s|ed|ing)?)"
    r"|[>\u2265])\s*5\s?(?:%|per\s?cent\b)"
    r"|(?<![\d.,])5\s?(?:%|per\s?cent)\s+(?:threshold|rule)\b"
)
_HINTS = {_FIVE: (("%", "per"), r"5\s?(?:%|per)"), _UNWANTED: (("unwanted",), "unwanted")}
"""What a text of each pattern has in any case, in small letters: quick to find in a long one."""
_LOOKED_AT = {
    "eu.2.1.large_datasets": _FIVE,
    "eu.2.1.other_datasets_description": _FIVE,
    "eu.2.1.comments": _FIVE,
    "eu.3.1.tdm_measures": _UNWANTED,
    "eu.3.2.illegal_content_measures": _UNWANTED,
    "eu.3.3.other_information": _UNWANTED,
}


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on words that only the draft had."""
    for name, pattern in _LOOKED_AT.items():
        text, (stems, hint) = said(filing, name).lower(), _HINTS[pattern]
        if not any(stem in text for stem in stems) or not re.search(hint, text):
            continue
        found = re.search(pattern, lines_in_english(prose(filing, name)))
        if found:
            yield Remark(
                name,
                f"{found[0]!r} in `{name}` is what the draft of January 2025 asked",
                "data sets are listed above 3 %"
                if pattern is _FIVE
                else "the form asks for content that is illegal under Union law",
                words=found[0],
            )


RULE = Rule(
    code="EUA007",
    name="superseded-draft",
    severity=Severity.WARNING,
    summary="An answer speaks the language of the draft of January 2025",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
