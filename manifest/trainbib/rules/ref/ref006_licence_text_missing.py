"""A licence of one's own naming has no text.

What it does: looks for every `LicenseRef-` and `AdditionRef-` name (what is added to a licence,
after `WITH`) in the licences of the set, the document and the sources, and asks for an entry of
that name under `licenses` with `text` or `url`. A gap with its reason will do, and so will the
`text` or `url` of the claim itself. The text of a name that begins with `DocumentRef-` is in
another document: it is not asked for here, and the name counts as not described (`LIC015`).

Why it matters: SPDX identifiers have texts that everybody can look up. A name of one's own has only
the text that comes with it, and an addition can forbid what the licence allows.

Fails:

```yaml fails
sources:
  example: {kind: other, license: LicenseRef-harbour}
  notes: {kind: other, license: MIT WITH AdditionRef-no-resale}
```

Passes:

```yaml passes
licenses:
  LicenseRef-harbour: {title: Harbour data agreement, text: licences/harbour.txt}
sources:
  example: {kind: other, license: LicenseRef-harbour}
```

How to fix: describe the licence under `licenses`, with a copy of its text beside the manifest, a
URL, or a gap that says why the text is not shown.

Source: SPEC.md, section 7; SPDX 3.0.1, annex on licence expressions.
"""

import re
from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer, resolve
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.rules.leaves import Tokens
from trainbib.values import is_mapping

_NAME = re.compile(r"(?<![A-Za-z0-9.:-])(?:License|Addition)Ref-[A-Za-z0-9.-]+")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of a name that has no text."""
    statements = context.licence_statements
    for text in statements.texts:
        if "LicenseRef-" not in text and "AdditionRef-" not in text:
            continue
        for name in dict.fromkeys(_NAME.findall(text)):
            terms = context.licenses.get(name)
            if terms is not None and _has_text(terms):
                continue
            for place in statements.places(text):
                if not _has_text(_claim(context, place)):
                    yield _finding(name, place, described=terms is not None)


def _has_text(entry: Mapping[str, object]) -> bool:
    return has_answer(entry, "text") or has_answer(entry, "url")


def _claim(context: Context, place: Tokens) -> Mapping[str, object]:
    """Return the claim that an expression belongs to, or an empty mapping."""
    start = place.index("license") + 1
    claim = resolve(context.data, [str(token) for token in place[:start]])
    return claim if is_mapping(claim) else {}


def _finding(name: str, place: Tokens, *, described: bool) -> Finding:
    where = pointer("licenses", name)
    message = f"{subject(place)} is `{name}`, which `licenses` does not describe"
    if described:
        message = f"{subject(place)} is `{name}`, whose entry has neither `text` nor `url`"
    return Finding(
        pointer(*place),
        message,
        label="no licence text",
        help=f"describe `{name}` under `licenses`, with `text` (a file beside it) or `url`",
        related=(Related(where, "described here, without a text"),) if described else (),
        cause=name,
        value=name,
    )


RULE = Rule(
    code="REF006",
    name="licence-text-missing",
    severity=Severity.ERROR,
    summary="A licence of one's own naming has no text",
    page=__doc__,
    find=find,
)
