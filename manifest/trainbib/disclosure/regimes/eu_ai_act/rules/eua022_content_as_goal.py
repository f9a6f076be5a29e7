"""Types of content say what the data is for, and not what it is.

What it does: reads the types of content of each modality (section 1.3), and reports words of
purpose: to improve, to ensure, in order to, so that, capabilities, model performance, high-quality.

It runs in the profile `eu-ai-act`, and on filings that are read back. It looks for words, in
English alone: a line in another language is let be. It is a warning, since each of them can belong
to the name of a kind of work.

Why it matters: "data that improves reasoning" may be anything. Two filed summaries answer with
goals.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  a:
    kind: other
    license: CC0-1.0
    modalities: [text]
    content: [texts to improve reasoning capabilities]
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  a:
    kind: other
    license: CC0-1.0
    modalities: [text]
    content: [exercises of mathematics with solutions, proofs]
```

How to fix: name kinds of works: fiction, scientific articles, press, law, source code, comments;
what it is for has its place in `use` and `purpose`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.3.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import lines_in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELDS = tuple(f"eu.1.3.{name}.content_types" for name in ("text", "image", "audio", "video"))
_GOALS = (
    r"(?i)\b(?:to (?:improve|enhance|enable|ensure|increase|support|boost|strengthen|broaden|"
    r"teach)|"
    r"in order to|so that|aim(?:s|ed|ing)? (?:to|at)|capabilit(?:y|ies)|"
    r"(?:model|task|benchmark|better|improved) performance|performance (?:on|of the model)|"
    r"high-quality|high quality)\b"
)


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on types of content that are goals."""
    for name in _FIELDS:
        found = re.search(_GOALS, lines_in_english(prose(filing, name)))
        if found:
            yield Remark(
                name,
                f"{found[0]!r} in `{name}` says what the data is for",
                "name the types of content",
                words=found[0],
            )


RULE = Rule(
    code="EUA022",
    name="content-as-goal",
    severity=Severity.WARNING,
    summary="Types of content say what the data is for, and not what it is",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
