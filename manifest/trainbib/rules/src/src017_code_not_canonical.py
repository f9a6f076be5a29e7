"""There is a better code for a language or a country.

What it does: reports valid codes that their standard has replaced, and tags that are not in their
canonical form: languages with a deprecated part (`iw`, now `he`), with a code of three letters
where there is one of two (`eng`, `ger`), as part of a larger language (`zh-yue`), or in another
letter case than the usual (`EN-us`); countries under a code that was withdrawn for another (`BU`,
now `MM`). Codes of countries that fell apart have no better one and are left alone.

Why it matters: shares are added up by code, and `en`, `eng` and `EN` are one language.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, languages: [eng, iw, pt-br]}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, languages: [en, he, pt-BR]}
```

How to fix: apply the fix. Both codes mean the same.

Source: SPEC.md, section 6; RFC 5646, sections 2.1.1 and 4.5; ISO 3166-3.
"""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each code that has a better one."""
    if context.overview.fields.isdisjoint(("languages", "country")):
        return
    from trainbib.identifiers.codes import (
        canonical_country,
        canonical_language,
        country_fault,
        language_fault,
    )

    better = {"language_tag": canonical_language, "country": canonical_country}
    fault = {"language_tag": language_fault, "country": country_fault}

    def wanted(label: str, texts: Iterable[str]) -> list[str]:
        preferred, wrong = better[label], fault[label]
        return [text for text in texts if preferred(text) != text and wrong(text) is None]

    for path, label, text in texts_where(context, better, wanted):
        preferred = better[label](text)
        yield Finding(
            pointer(*path),
            f"{subject(path)}, {shown(text)}, is better written `{preferred}`",
            label=f"now `{preferred}`",
            help=f"write `{preferred}`, which means the same",
            fix=Fix.replace(pointer(*path), preferred, safe=True),
            cause=f"{label}: {text}",
            value=text,
        )


RULE = Rule(
    code="SRC017",
    name="code-not-canonical",
    severity=Severity.WARNING,
    summary="There is a better code for a language or a country",
    page=__doc__,
    find=find,
    fix="safe",
)
