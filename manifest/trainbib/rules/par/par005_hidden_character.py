r"""Text holds a character that nobody sees.

What it does: looks at every key and every text for control characters (tab, line feed and carriage
return aside), soft hyphens, zero-width characters, bidirectional overrides and isolates, Hangul
fillers, tag characters, noncharacters and halves of surrogate pairs. Joiners and direction marks
(U+061C, U+200C to U+200F) are part of several scripts and of emoji; they are reported only where
neither neighbour, other joiners aside, is a character beyond ASCII.

Why it matters: two keys, paths or licences that look the same are not, and text can show in
another order than it has. Half a surrogate pair has no UTF-8, so the manifest has no digest.

Fails:

```yaml fails
dataset: {name: example, version: "1", title: "Com\u200Bmon Web"}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", title: "Web \u0646\u06CC\u200C\u0645"}
```

How to fix: remove the character, or type the text again.

Source: SPEC.md, section 20; Unicode Technical Report 36; RFC 7493, section 2.1.
"""

import re
from collections.abc import Iterator
from functools import cache

from trainbib.characters import ALWAYS_HIDDEN, JOINERS, hidden_characters, visible
from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Leaf, leaves


@cache
def _escaped() -> re.Pattern[str]:
    """Match the escapes of JSON and YAML that can stand for such a character."""
    four = (
        "00[01][0-9a-f]|007f|00[89][0-9a-f]|00ad|061c|115f|1160|180e|200[b-f]|202[89a-e]|"
        r"206[0-9a-f]|3164|fd[de][0-9a-f]|feff|fff[9abef]|d[89ab][0-9a-f]{2}(?!\\ud[c-f])|"
        r"d[89ab][37bf]f\\udff[ef]|db40\\udc[0-7][0-9a-f]"
    )
    lone_low = r"(?<!\\ud[89ab][0-9a-f]{2}\\)ud[c-f][0-9a-f]{2}"
    # One backslash in front of everything, so that the search skips from backslash to backslash.
    return re.compile(
        rf"\\(?:[0abefvNLP]|(?i:x(?:[01][0-9a-f]|7f|[89][0-9a-f]|ad)|u(?:{four})|{lone_low})|U)"
    )


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each key or text with hidden characters."""
    if not _suspicious(context.document.text):
        return
    hidden = hidden_characters()

    def has_hidden(value: object) -> bool:
        return isinstance(value, str) and hidden.search(value) is not None

    for leaf in leaves(context.data, has_hidden, keys=True):
        yield _finding(leaf, hidden)


def _suspicious(text: str) -> bool:
    """Look at the text as a whole: nearly all manifests are done with here."""
    if not text.isascii() and re.search(f"[{ALWAYS_HIDDEN}{JOINERS}]", text):
        return True
    return "\x7f" in text or ("\\" in text and _escaped().search(text) is not None)


def _finding(leaf: Leaf, hidden: re.Pattern[str]) -> Finding:
    import unicodedata

    matches = list(hidden.finditer(leaf.text))
    names = dict.fromkeys(
        f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"
        for match in matches
        for character in match.group()
    )
    place = f"the key of {subject(leaf.path)}" if leaf.on_key else subject(leaf.path)
    # As reports write what a terminal would obey, so that one key has one name in all of them.
    place = hidden.sub(lambda match: _escape(match.group()), place)
    where = pointer(*leaf.path)
    return Finding(
        where,
        f"{place} holds a hidden character: {', '.join(names)} at character "
        f"{matches[0].start() + 1}",
        on_key=leaf.on_key,
        label="hidden character",
        help="remove it, or type the text again",
        fix=_without(where, visible(leaf.text), on_key=leaf.on_key),
        value=leaf.text,
    )


def _escape(characters: str) -> str:
    return characters.encode("unicode_escape").decode("ascii")


def _without(where: str, text: str, *, on_key: bool) -> Fix:
    what = "remove hidden characters"
    if on_key:
        return Fix.rename(where, text, safe=False, description=what)
    return Fix.replace(where, text, safe=False, description=what)


RULE = Rule(
    code="PAR005",
    name="hidden-character",
    severity=Severity.ERROR,
    summary="Text holds a character that nobody sees",
    page=__doc__,
    find=find,
    fix="unsafe",
)
