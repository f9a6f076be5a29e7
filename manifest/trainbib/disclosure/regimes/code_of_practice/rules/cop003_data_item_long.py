"""An item of the form has more words than it recommends.

What it does: counts the words of items 3, 5, 6, 7 and 8, and reports an item that has more than the
form recommends: 300 for how data was obtained and selected and for curation, 400 for unsuitable
sources, 200 for scope and for biases. Numbers and names count as words;
beyond ten times as many as recommended, none is counted any more.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: the form wants a description, not an inventory. It is information: a recommendation
is no limit, and a manifest of many sources has much to tell.

Fails:

```yaml fails
profiles: [code-of-practice]
policies:
  bias: >-
    In Norwegian we compared what the model says of women and of men, of the old and of the
    young, and changed the mixture. In Danish we compared what the model says of women and of
    men, of the old and of the young, and changed the mixture. In Swedish we compared what the
    model says of women and of men, of the old and of the young, and changed the mixture. In
    Estonian we compared what the model says of women and of men, of the old and of the young,
    and changed the mixture. In Finnish we compared what the model says of women and of men, of
    the old and of the young, and changed the mixture. In Faroese we compared what the model
    says of women and of men, of the old and of the young, and changed the mixture. In Icelandic
    we compared what the model says of women and of men, of the old and of the young, and
    changed the mixture. In Scots we compared what the model says of women and of men, of the
    old and of the young, and changed the mixture. In German we compared what the model says of
    women and of men, of the old and of the young, and changed the mixture.
```

Passes:

```yaml passes
profiles: [code-of-practice]
policies: {bias: Answers are compared across languages.}
```

How to fix: shorten the text at the place that is named; for many sources, file a shortened text and
link to the manifest.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form. The numbers of words are those of copies of the form.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_MOST = {"3": 300, "5": 200, "6": 300, "7": 400, "8": 200}
"""How many words the form recommends at most, by item."""


_COUNTED = 10
"""How many times as many words are counted at most: a document of a hundred thousand has enough."""


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on items that have more words than the form recommends."""
    for section in filing.form.sections:
        most = _MOST.get(section.number)
        if most is None:
            continue
        end = most * _COUNTED
        told = [(field.id, _words(filing, field.id, end)) for field in section.fields]
        count = sum(words for _, words in told)
        if count > most:
            longest = max(told, key=lambda each: each[1])[0]
            number = f"{count}" if count <= end else f"more than {end}"
            yield Remark(
                longest,
                f"item {section.number} has {number} words, and the form recommends up to {most}",
                "shorten it, or say the rest where the form can link to it",
            )


def _words(filing: "Filing", name: str, end: int) -> int:
    """Count the words of an answer, as long as there are not too many."""
    value = filing.value(name) or ()
    count = 0
    for text in (value,) if isinstance(value, str) else value:
        count += len(text.split()) if isinstance(text, str) else 0
        if count > end:
            break
    return count


RULE = Rule(
    code="COP003",
    name="data-item-long",
    severity=Severity.INFO,
    summary="An item of the form has more words than it recommends",
    page=__doc__,
    find=OnFiling("code-of-practice", lint),
    profiles=("code-of-practice",),
)
