"""An address stands where a name or a text is due.

What it does: reports an `http` address in a `title` or a `name`; and a `description`, `notes`,
`version` or `revision` that is an address and nothing else. An address within a description is a
reference, as in any text, and left alone.

Why it matters: what is in `url` can be followed, checked and archived; what is in a title is only
printed. And a title is what people look for, so that an address there is no title.

Fails:

```yaml fails
sources:
  news:
    kind: other
    license: CC0-1.0
    title: https://data.example.edu/news/
```

Passes:

```yaml passes
sources:
  news:
    kind: other
    license: CC0-1.0
    title: News of the valley
    url: https://data.example.edu/news/
    version: "1"
```

How to fix: move the address to `url`, or to the field that asks for it. The fix does so where the
entry has no `url` yet.

Source: SPEC.md, section 6.2.
"""

import re
from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer, resolve
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.values import as_mapping

_MOVED = ("title", "description", "notes")
_ADDRESS = r"https?://[^\s/?#.]+\.[^\s]+"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each address out of its place."""
    address = re.compile(_ADDRESS, re.IGNORECASE)

    def wanted(label: str, texts: Iterable[str]) -> list[str]:
        look = address.search if label == "name" else address.fullmatch
        return [text for text in texts if "://" in text and look(text.strip())]

    for path, label, text in texts_where(context, ("name", "remark"), wanted):
        alone = address.fullmatch(text.strip()) is not None
        yield Finding(
            pointer(*path),
            f"{subject(path)} {'is' if alone else 'holds'} an address, {shown(text)}",
            label="an address",
            help="move it to `url`" if label == "name" else "move it to the field that asks for it",
            fix=_moved(context, path) if alone else None,
            value=text,
        )


def _moved(context: Context, path: Tokens) -> Fix | None:
    """Return the repair that makes the field the `url`, where there is none yet."""
    if path[-1] not in _MOVED or path[0] not in {"sources", "dataset"} or len(path) > 3:  # noqa: PLR2004 - a field of an entry
        return None
    entry = as_mapping(resolve(context.data, [str(token) for token in path[:-1]]))
    if "url" in entry:
        return None
    return Fix.rename(pointer(*path), "url", safe=False)


RULE = Rule(
    code="SRC003",
    name="url-in-wrong-field",
    severity=Severity.WARNING,
    summary="An address stands where a name or a text is due",
    page=__doc__,
    find=find,
    fix="unsafe",
)
