"""A language or a country is not written as its code.

What it does: the schema asks for a language tag of BCP 47 (`en`, `pt-BR`, `zh-Hant`) wherever a
language is named, and for two capital letters of ISO 3166-1 (`DE`) wherever a country is.

Why it matters: "English", "eng" and "en" would be three languages to a program that adds up
shares.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, languages: [brazilian_portuguese]}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, languages: [pt-BR]}
```

How to fix: look the code up. Beware of YAML: `no` (Norwegian) must be quoted.

Source: SPEC.md, section 6; BCP 47; ISO 3166-1.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SRC009",
    name="language-or-country-code",
    severity=Severity.ERROR,
    summary="A language is not a BCP 47 tag, or a country no ISO 3166-1 code",
    page=__doc__,
    origin="schema",
)
