"""Text is a placeholder, or says in words that there is no answer.

What it does: looks for text that is, as a whole, `TODO`, `TBD`, `N/A`, `unknown`, `your-name`,
`[More Information Needed]` and the like, in the usual casings; for text that begins with "lorem
ipsum"; for templates such as `<your name>`, `{{ name }}` and `${NAME}`; and for URLs and addresses
at example.com, example.org or example.net. Licences, keys, quotations of what was found elsewhere
and `x-` fields are left alone, and so are names under `.example`, which are there for examples.

Why it matters: a placeholder counts as an answer, and hides that there is none.

Fails:

```yaml fails
dataset: {name: example, version: "1", description: TODO}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", description: {unknown: the project has ended}}
```

How to fix: write the answer, leave the field out, or write a gap with its reason.

Source: SPEC.md, section 4; RFC 2606, section 3.
"""

import re
from collections.abc import Iterator
from functools import cache

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.fields import fields_of
from trainbib.rules.leaves import leaves
from trainbib.rules.spellings import spellings
from trainbib.rules.words import non_answers, placeholders
from trainbib.values import GAP_STATES

_QUOTATIONS = frozenset({"as_found", "value", "license", "expression"})
_NAME = r"(?:[Ee]xample|EXAMPLE)"
_DOMAIN = r"\.(?:[Cc]om|COM|[Oo]rg|ORG|[Nn]et|NET)"

# What the text of a manifest has where a value may be a template, or an address for examples: a
# character that is looked for first, and what follows it.
_TEMPLATES = (
    ("<", r"[A-Za-z](?:[A-Za-z_-]|\s)*>"),
    ("{", r"\{"),
    ("$", r"\{"),
    ("p", r"sum(?<=[Ii]psum)"),
    ("P", r"SUM(?<=IPSUM)"),
)
_ADDRESSES = (
    ("x", rf"ample(?<=[/@.][Ee]xample){_DOMAIN}"),
    ("X", rf"AMPLE(?<=[/@.]EXAMPLE){_DOMAIN}"),
)


@cache
def _template() -> re.Pattern[str]:
    return re.compile(
        r"<[A-Za-z][A-Za-z _-]*>|\{\{.*\}\}|\$\{.*\}|(?:[Ll]orem [Ii]psum|LOREM IPSUM).*",
        re.DOTALL,
    )


@cache
def _reserved_host() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[A-Za-z+]+://(?:[Ww]{{3}}\.)?{_NAME}{_DOMAIN}(?:[:/?#].*)?"
        rf"|(?:[Mm]ailto:|MAILTO:)?[^@\s]+@{_NAME}{_DOMAIN})"
    )


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each placeholder."""
    texts = spellings(context.document)
    templates, reserved = _is_in(texts, _TEMPLATES), _is_in(texts, _ADDRESSES)
    if not (context.overview.words or templates or reserved):
        return
    known, no_answers = placeholders(), non_answers()
    template, host = _template(), _reserved_host()

    def wanted(value: object) -> bool:
        return isinstance(value, str) and (
            value in known
            or value in no_answers
            or (templates and template.fullmatch(value) is not None)
            or (reserved and host.fullmatch(value) is not None)
        )

    prose = fields_of("text") - fields_of("key") - _QUOTATIONS - frozenset(GAP_STATES) | {"name"}
    addresses = fields_of("url") | {"contact"}
    for leaf in leaves(context.data, wanted, extensions=False):
        value = leaf.text
        at_reserved = host.fullmatch(value) is not None
        if leaf.field not in (addresses if at_reserved else prose):
            continue
        no_answer = value in no_answers
        what = "an address for examples" if at_reserved else "a placeholder"
        what = "no answer" if no_answer else what
        yield Finding(
            pointer(*leaf.path),
            f"{subject(leaf.path)} is {shown(value)}, which is {what}",
            label="no answer" if no_answer else "placeholder",
            help='give the answer, leave the field out, or say why: {unknown: "what was tried"}',
            cause=value.casefold(),
            value=value.casefold(),
        )


def _is_in(texts: list[str], beginnings: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether one of the texts has one of the characters, and behind it what is to follow."""
    return any(
        character in text and re.search(re.escape(character) + following, text) is not None
        for character, following in beginnings
        for text in texts
    )


RULE = Rule(
    code="SCH006",
    name="placeholder",
    severity=Severity.WARNING,
    summary="Text is a placeholder, or says in words that there is no answer",
    page=__doc__,
    find=find,
)
