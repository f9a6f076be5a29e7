"""A language or a country is not written as its code.

What it does: the schema asks for the form of a language tag of BCP 47 (`en`, `pt-BR`, `zh-Hant`)
wherever a language is named, and for two capital letters of ISO 3166-1 (`DE`) wherever a country
is. Of what has the form, this rule reports language tags with a part that is not in the registry of
IANA, or with parts in a wrong order, and countries that ISO 3166-1 does not know.

Codes for private use (`qaa`, `XK`), codes that ISO reserves (`EU`) and those of countries that are
no more (`YU`) are accepted, the latter because data can be older than a border. A valid code for
which there is a better one is for SRC017.

Why it matters: "English", "eng" and "en" would be three languages to a program that adds up
shares.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, languages: [brazilian_portuguese]}
```

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, languages: [en-UK, jp]}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, languages: [pt-BR, en-GB, ja]}
```

How to fix: look the code up. The fix that is offered for frequent mistakes (`UK` for `GB`, `jp` for
`ja`, `en_US` for `en-US`) is a guess: `en_fr` may be a pair of languages. Beware of YAML: `no`
(Norwegian) must be quoted.

Source: SPEC.md, section 6; BCP 47 (RFC 5646), section 2.2.9; the IANA language subtag registry;
ISO 3166-1.
"""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context
from trainbib.schemas import load_schema


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each code of the right form that is none."""
    if context.overview.fields.isdisjoint(("languages", "country")):
        return
    import re

    from trainbib.identifiers.codes import country_fault, language_fault

    judges = {"language_tag": language_fault, "country": country_fault}
    forms = {name: re.compile(load_schema()["$defs"][name]["pattern"]) for name in judges}

    def wanted(label: str, texts: Iterable[str]) -> list[str]:
        form, judge = forms[label], judges[label]
        return [text for text in texts if form.fullmatch(text) and judge(text) is not None]

    for path, label, text in texts_where(context, judges, wanted):
        fault = judges[label](text)
        if fault is None:
            continue
        better = fault.better
        fix = Fix.replace(pointer(*path), better, safe=False) if better else None
        yield Finding(
            pointer(*path),
            f"{subject(path)}, {shown(text)}, {fault.what}",
            label=f"did you mean `{better}`?" if better else "look the code up",
            help=f"use `{better}`" if better else _HELP[label],
            fix=fix,
            cause=f"{label}: {text}",
            value=text,
        )


_HELP = {
    "language_tag": "use a tag of registered parts, such as pt-BR",
    "country": "use a code of ISO 3166-1, such as DE",
}

RULE = Rule(
    code="SRC009",
    name="language-or-country-code",
    severity=Severity.ERROR,
    summary="A language is not a BCP 47 tag, or a country no ISO 3166-1 code",
    page=__doc__,
    find=find,
    fix="unsafe",
)
