"""Languages are counted, and not listed.

What it does: looks at the languages of the whole training data (section 1.3), and reports a number
in the place of a list ("200+ languages"), the tag `mul` (several languages), and an answer that
names no official language of the Union and does not say that there is none.

It runs in the profile `eu-ai-act`, and on filings that are read back. That the answer is missing is
for EUA104. It knows the names of the official languages in English and in themselves, and their
tags; of an answer in another language that names none so, nothing is said. It is a warning, since
names of languages are written in many ways.

Why it matters: speakers of Maltese learn nothing from a number. Graders mark "999+ languages" down
even where everything else is listed.

Fails:

```yaml fails
profiles: [eu-ai-act]
dataset: {name: example, version: "1", modalities: [text], languages: [mul]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
dataset: {name: example, version: "1", modalities: [text], languages: [mt, en, nds]}
```

How to fix: list the languages under `languages`, of the set or of each source, as tags (BCP 47);
the document puts the official ones first.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.3.
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

_FIELD = "eu.1.3.linguistic_characteristics"
_COUNT = r"(?i)(?:\d+\s?\+?|\bmany|\bseveral|\bmultiple|\bnumerous)\s+(?:\w+\s+)?languages"
_SEVERAL = r"(?m)\(mul\)|(?:^|[:,;])[^\S\n]*mul[^\S\n]*(?:[,;.]|$)"
"""The tag where it stands as one: in brackets, or in a list."""
_TAG = r"\(([a-z]{2})(?:-[\w-]+)?\)"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on languages that are not listed."""
    text = prose(filing, _FIELD)
    if not text:
        return
    several = re.search(_SEVERAL, text)
    if several:
        yield Remark(_FIELD, "`mul` stands for languages that are not listed", _HELP, words="mul")
    elif not _official(text) and in_english(text):
        count = re.search(_COUNT, text)
        yield Remark(
            _FIELD,
            f"{count[0]!r:.60} counts languages, and names none"
            if count
            else "no official language of the Union is named, nor said to be absent",
            _HELP,
        )


def _official(text: str) -> bool:
    """Tell whether an official language is named, or is said to be absent."""
    from trainbib.disclosure.regimes.eu_ai_act.union import OFFICIAL_LANGUAGES
    from trainbib.identifiers.names import language_name

    if "fficial languages" in text or any(t in OFFICIAL_LANGUAGES for t in re.findall(_TAG, text)):
        return True
    names = {language_name(tag).partition(" (")[0].casefold() for tag in OFFICIAL_LANGUAGES}
    return not names.union(_ENDONYMS.split()).isdisjoint(re.findall(r"\w+", text.casefold()))


_ENDONYMS = """
български čeština dansk deutsch eesti ελληνικά español suomi français gaeilge hrvatski magyar
italiano lietuvių latviešu malti nederlands polski português română slovenčina slovenščina svenska
"""
"""The names of the official languages in themselves."""


_HELP = "list the languages, the official ones of the Union above all"


RULE = Rule(
    code="EUA013",
    name="languages-not-listed",
    severity=Severity.WARNING,
    summary="Languages are counted, and not listed",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
