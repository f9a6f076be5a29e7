r"""A path or pattern is not in Unicode normalisation form C.

What it does: looks at every path and path pattern of the manifest. Citation keys are ASCII anyway
(KEY002).

Why it matters: `ü` is one character or two (`u` and a combining mark), which look the same. Paths
are compared as the bytes that the file system holds, so that a pattern in one form does not match
a file name in the other.

Fails:

```yaml fails
files: {root: "Mu\u0308nchen"}
```

Passes:

```yaml passes
files: {root: "M\u00FCnchen"}
```

How to fix: write the composed form, and rename the files if their names are in the other form. If
the names cannot be changed, the warning is to be lived with: the path is then right as it is. That
is why the repair, which composes the path, is unsafe: the files may bear the other form.

Source: SPEC.md, section 12.1; Unicode Standard Annex 15.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.places import Places, places_in_schema

_ESCAPES = ("\\u", "\\x", "\\U", "\\\n", "\\\r", "\\\x85", "\\\u2028", "\\\u2029")
"""What may make neighbours of characters that are none in the text: numbers of characters, and in
YAML the end of a line that goes on in the next one."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each path or pattern that is not normalised."""
    text = context.document.text
    escapes = "\\" in text and any(escape in text for escape in _ESCAPES)
    if text.isascii() and not escapes:
        return
    from unicodedata import is_normalized, normalize

    if not escapes and is_normalized("NFC", text):
        return
    places = Places.of({"path": places_in_schema("path", "pattern")})
    values = places.texts(context.data).get("path", set())
    if all(is_normalized("NFC", value) for value in values):
        return
    for path, value in places.find(context.data, lambda _, value: not is_normalized("NFC", value)):
        where = pointer(*path)
        yield Finding(
            where,
            f"{subject(path)}, {shown(value)}, is not in normalisation form C",
            label="decomposed characters",
            help="write it in composed form, as the names of the files are on disk",
            fix=Fix.replace(
                where, normalize("NFC", value), safe=False, description="compose the characters"
            ),
            value=value,
        )


RULE = Rule(
    code="PAR006",
    name="not-nfc",
    severity=Severity.WARNING,
    summary="A path or pattern is not in Unicode normalisation form C",
    page=__doc__,
    find=find,
    fix="unsafe",
)
