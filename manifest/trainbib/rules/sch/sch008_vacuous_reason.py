"""The reason of a gap gives none.

What it does: looks at the text of every gap for words that say no more than the state does
(`{unknown: unknown}`, `{withheld: "N/A"}`, `{none: none}`), and for placeholders. A gap without any
reason cannot be written: each state is followed by its text, and without it the schema reports it.

Why it matters: the reason is what makes a gap an honest answer. It says what was tried, on what
ground something is withheld, why there is nothing to name.

Fails:

```yaml fails
sources:
  example: {kind: other, license: {unknown: not known}}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: {unknown: no terms on the page of the publisher}}
```

How to fix: write the reason, as section 4 of the standard asks for each state.

Source: SPEC.md, section 4.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import leaves
from trainbib.rules.words import empty_reasons
from trainbib.values import GAP_STATES

_ASKED = {
    "none": "say why there is nothing to name",
    "not_applicable": "say why the question does not arise",
    "unknown": "say what was tried",
    "withheld": "say on what ground: contract, trade secret, security, privacy",
    "lost": "say how it was lost",
}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each reason that gives none."""
    if not context.overview.words:
        return
    empty = empty_reasons()
    for leaf in leaves(context.data, empty.__contains__, extensions=False):
        state = leaf.path[-1]
        if state not in GAP_STATES:
            continue
        yield Finding(
            pointer(*leaf.path),
            f"the reason why {subject(leaf.path[:-1])} is `{state}` is {shown(leaf.value)}",
            label="no reason",
            help=_ASKED[str(state)],
            cause=f"{state}: {leaf.text.casefold()}",
            value=leaf.text,
        )


RULE = Rule(
    code="SCH008",
    name="vacuous-reason",
    severity=Severity.WARNING,
    summary="The reason of a gap gives none",
    page=__doc__,
    find=find,
)
