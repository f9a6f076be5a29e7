"""An answer of the summary hedges.

What it does: looks at the descriptions and measures of the summary for words that leave open what
was said: may, might, some, various, such as, including but not limited to, among others, etc., and
approximately without a number. One finding for each answer names them all. Names, links and
comments are left alone, and so is the month of May.

It runs in the profile `eu-ai-act`, and on filings that are read back. SRC011 looks for the same
words in all of a manifest, for those who ask for it (`pedantic`); where it runs, it speaks, and
this check does not.

Why it matters: "may include various sources such as web pages" is true of every training set there
is. Graders of filed summaries take points for each such word.

It looks for words, in English alone: a line in another language is let be. It is a warning, since
each of these words stands in good sentences too.

Fails:

```yaml fails
profiles: [eu-ai-act]
policies:
  illegal_content: Filters remove approximately all child abuse, terror and pirated works.
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies:
  illegal_content: Two filters remove child abuse, terrorist content and pirated works.
```

How to fix: say what there is, and what is done; or say in a gap what is not known.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3, 2 and 3; points 23 and 25
of the Explanatory Notice.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import lines_in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import lines_with
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELDS = (
    "eu.1.3.text.content_types",
    "eu.1.3.image.content_types",
    "eu.1.3.audio.content_types",
    "eu.1.3.video.content_types",
    "eu.2.1.other_datasets_description",
    "eu.2.2.2.unknown_datasets_description",
    "eu.2.3.crawler_purposes",
    "eu.2.3.crawler_behaviour",
    "eu.2.3.content_and_sources",
    "eu.2.4.services_description",
    "eu.2.5.other_generators_training_data",
    "eu.2.6.description",
    "eu.3.1.tdm_measures",
    "eu.3.2.illegal_content_measures",
)
_HEDGES = (
    r"(?<![\w-])(?:may|(?i:might|some|various|sundry|such as|including but not limited to|"
    r"including,? without limitation|among others|and so on|and the like|etc|possibly|probably|"
    r"approximately(?! [\d~])|a (?:variety|range|number) of|from time to time))(?![\w-])"
)

_STEMS = (
    "may",
    "might",
    "some",
    "various",
    "sundry",
    "such as",
    "including",
    "among others",
    "and so on",
    "and the like",
    "etc",
    "possibly",
    "probably",
    "approximately",
    "a variety of",
    "a range of",
    "a number of",
    "from time to time",
)


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on words that leave open what was said."""
    for name in _FIELDS:
        text = lines_in_english(lines_with(filing, name, _STEMS))
        found = list(dict.fromkeys(re.findall(_HEDGES, text)))
        if found:
            words = ", ".join(f'"{word}"' for word in dict.fromkeys(map(str.lower, found)))
            yield Remark(
                name,
                f"`{name}` hedges: {words}",
                "say what there is, or in a gap what is not known",
                words=found[0],
                instead=("SRC011",),
            )


RULE = Rule(
    code="EUA012",
    name="hedged-answer",
    severity=Severity.WARNING,
    summary="An answer of the summary hedges",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
