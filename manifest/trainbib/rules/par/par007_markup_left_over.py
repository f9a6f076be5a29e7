r"""Plain text holds HTML or LaTeX.

What it does: looks in titles, names, descriptions and other prose for HTML entities, for tags of
HTML that format text, and for LaTeX commands with an argument.

Why it matters: the text is shown as it is. `&amp;` comes from a web page, `\emph{…}` from a
bibliography, and neither belongs in a title.

Fails:

```yaml fails
dataset: {name: example, version: "1", title: "Questions &amp; Answers"}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", title: "Questions & Answers, n < 5"}
```

How to fix: write the characters themselves.

Source: SPEC.md, section 2.1.
"""

import re
from collections.abc import Iterator
from functools import cache

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.document import Document
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import leaves
from trainbib.rules.spellings import spellings

_PROSE = frozenset(
    {"title", "name", "description", "purpose", "collection", "notes", "limitations", "changes"}
)
_TAGS = "a|abbr|b|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|sup|u|ul"


@cache
def _markup(blank: str = " ") -> re.Pattern[str]:
    """Match markup; each branch begins with one of three characters.

    Args:
        blank: What stands behind the name of a tag.
    """
    entity = (
        r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|lt|gt|quot|apos|nbsp|[nm]dash|[lr][sd]quo|"
        r"hellip|szlig|[aeiouncyAEIOUNCY](?:acute|grave|circ|tilde|uml|cedil|ring));"
    )
    tag = rf"</?(?:{_TAGS})(?:{blank}[^<>]*)?/?>"
    latex = (
        r"\\(?:emph|text(?:bf|it|tt|sc|sf|rm|up|sl)|url|href|cite[tp]?|footnote|math(?:rm|bf|it))\{"
        r"|\{\\[\\`'^\"~=.a-zA-Z]"
    )
    return re.compile(f"{entity}|{tag}|{latex}")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each text with markup."""
    if not _may_hold_markup(context.document):
        return
    import html

    search = _markup().search

    def has_markup(value: object) -> bool:
        return isinstance(value, str) and search(value) is not None

    for leaf in leaves(context.data, has_markup, extensions=False):
        if leaf.field not in _PROSE:
            continue
        match = search(leaf.text)
        if match is None:
            continue
        where = pointer(*leaf.path)
        plain = html.unescape(re.sub(rf"</?(?:{_TAGS})(?: [^<>]*)?/?>", "", leaf.text))
        fix = None
        if not search(plain):
            fix = Fix.replace(where, plain, safe=False, description="write it as plain text")
        yield Finding(
            where,
            f"{subject(leaf.path)} holds {shown(match.group())}, which is markup",
            label="markup in plain text",
            help="write the characters themselves",
            fix=fix,
            value=leaf.text,
        )


def _may_hold_markup(document: Document) -> bool:
    """Look at the text as a whole: nearly all manifests are done with here."""
    if not any(character in document.text for character in "&<\\"):
        return False
    return any(_markup(r"\s").search(text) for text in spellings(document))


RULE = Rule(
    code="PAR007",
    name="markup-left-over",
    severity=Severity.WARNING,
    summary="Plain text holds HTML or LaTeX",
    page=__doc__,
    find=find,
    fix="unsafe",
)
