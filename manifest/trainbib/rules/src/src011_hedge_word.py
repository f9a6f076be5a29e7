"""An answer hedges.

What it does: reports words that leave open what was said, in descriptions and in the reasons of
gaps: "may", "might", "some", "various", "such as", "including but not limited to", "among others",
"etc." and the like. Titles, names, quotations, licences and citations are left alone, and so is
the month of May; in the description of the set, which also says what it is for, words of
possibility and example are ("a question might have no answer"). It is pedantic, for there are good
sentences with each of these words.

Why it matters: filed summaries of training data are full of such words, and nobody can tell from
"various public sources such as web pages" what there is and what there is not.

Fails:

```yaml fails
sources:
  news:
    kind: other
    license: CC0-1.0
    description: Various texts, including but not limited to news.
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: CC0-1.0
    description: News (82 %), minutes of councils (18 %).
```

How to fix: name what there is, or say by a gap what is not known.

Source: SPEC.md, section 4.
"""

import re
from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import places_in_use, texts_at
from trainbib.rules.context import Context

_LEFT_ALONE = frozenset(
    {
        "title", "name", "attribution", "as_found", "citation", "version", "revision", "contact",
        "user_agent", "agents", "value", "tokenizer", "platform", "provider", "step", "stage",
        "metric", "territory", "collection", "unit", "permits", "forbids", "requires", "names",
    }
)  # fmt: skip
"""Fields whose words are names, or somebody else's."""
_HEDGES = (
    r"\b(?:may|(?i:might|some|various|sundry|such as|e\.g\.|including but not limited to|"
    r"including,? without limitation|among others|and so on|and the like|etc|possibly|probably|"
    r"certain (?:sources|data|third parties|parties|cases)|a (?:variety|range|number) of|"
    r"from time to time))(?![\w])"
)
_OF_THE_TASK = frozenset({"may", "might", "some", "such as", "e.g.", "possibly", "probably"})
"""Words that a description of the set needs for what the set is for."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each text that leaves open what it says."""
    hedge = re.compile(_HEDGES)

    def wanted(_label: str, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if " " in text and hedge.search(text)]

    prose = [
        place
        for place in places_in_use(context.overview.fields, gaps=True).get("text", ())
        if place.rpartition(".")[2].removesuffix("[]") not in _LEFT_ALONE
    ]
    for path, _, text in texts_at(context, prose, wanted):
        words = list(dict.fromkeys(found.lower() for found in hedge.findall(text)))
        if path == ("dataset", "description"):
            words = [word for word in words if word not in _OF_THE_TASK]
            if not words:
                continue
        listed = ", ".join(f'"{word}"' for word in words)
        yield Finding(
            pointer(*path),
            f"{subject(path)} hedges: {listed}",
            label="what exactly?",
            help="name what there is, or say by a gap what is not known",
            cause=text,
            value=text,
        )


RULE = Rule(
    code="SRC011",
    name="hedge-word",
    severity=Severity.WARNING,
    summary="An answer hedges",
    page=__doc__,
    find=find,
    pedantic=True,
)
