"""A licence is one that the user's policy does not let in.

What it does: compares the licences of the sources with the lists `licensing.allow` and
`licensing.deny` of the configuration, and runs only where there is one. A choice (`OR`) is let in
if one of its alternatives is; what applies together (`AND`) if all of it is. A licence with an
exception (`WITH`) may be listed with it or without. One with an addition that SPDX does not list
(`WITH AdditionRef-…`) is let in only if it is listed with that, which may forbid what the licence
allows; it is denied with the licence. On the lists, `NONE` stands for a source without a licence
(the gap `none`), and `NOASSERTION` for one whose licence is not known: all other gaps, no licence
at all, and what cannot be read. A list of what is allowed lets in neither, unless they are on it.

Why it matters: who builds on a set has often been told which licences may come in. A list that a
program holds to is kept.

Fails:

```text
with `deny = ["GPL-3.0-only"]`: license: GPL-3.0-only, MIT AND GPL-3.0-only
with `allow = ["MIT", "CC0-1.0"]`: license: Apache-2.0, {unknown: not looked up}
```

Passes: `license: MIT OR GPL-3.0-only` with either of the two, since MIT can be chosen.

How to fix: take the source out, or change the policy.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterable, Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.licensing.expressions import Compound, Term
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.flowing import in_any_order

_NONE, _UNKNOWN = "none", "noassertion"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source whose licence is not let in."""
    policy = context.settings.licensing
    if not policy.allowed and not policy.denied:
        return
    from trainbib.licensing.statements import statement_of

    gate = _Gate(policy.allowed, policy.denied)
    statements = context.each_source("license", statement_of)
    for (key, source), statement in zip(context.sources.items(), statements, strict=True):
        kept_out = gate.keeps_out(statement.expressions, is_none=statement.shown == "(none)")
        if kept_out:
            given = "license" in source
            yield Finding(
                pointer("sources", key, "license") if given else pointer("sources", key),
                f"source `{key}`: the policy does not let in `{kept_out}`"
                + (f" of `{statement.shown}`" if kept_out != statement.shown else ""),
                on_key=not given,
                label=gate.word(kept_out),
                help="take the source out, or change `licensing.allow` and `licensing.deny`",
                cause=statement.shown,
                subject="licences",
                value=in_any_order(statement.shown),
            )


class _Gate:
    """Holds licences against the two lists; each expression once."""

    def __init__(self, allowed: Iterable[str], denied: Iterable[str]) -> None:
        self._allowed = {name.strip().lower() for name in allowed}
        self._denied = {name.strip().lower() for name in denied}
        self._done: dict[tuple[tuple[str, ...], bool], str] = {}

    def keeps_out(self, expressions: tuple[str, ...], *, is_none: bool) -> str:
        """Return the licence that is kept out; "" if all are let in."""
        key = (expressions, is_none)
        if key not in self._done:
            self._done[key] = self._decide(expressions, is_none=is_none)
        return self._done[key]

    def word(self, name: str) -> str:
        """Say which list keeps a licence out."""
        return "denied" if self._is_on(self._denied, name.lower()) else "not among those allowed"

    def _decide(self, expressions: tuple[str, ...], *, is_none: bool) -> str:
        from trainbib.licensing.assessing import tree_of

        if not expressions:
            return self._kept_out(_NONE if is_none else _UNKNOWN)
        for text in expressions:
            tree = tree_of(text)
            if tree is not None:
                kept_out = self._node(tree)
            else:
                kept_out = self._kept_out(_NONE if text.strip().lower() == _NONE else _UNKNOWN)
            if kept_out:
                return kept_out
        return ""

    def _node(self, node: Term | Compound) -> str:
        if isinstance(node, Term):
            added = node.exception
            listed = added is None or (added.kind == "exception" and added.known)
            return self._kept_out(node.normalised(), bare=listed)
        parts = [self._node(operand) for operand in node.operands]
        if node.operator == "OR" and not all(parts):
            return ""
        return next((part for part in parts if part), "")

    def _kept_out(self, name: str, *, bare: bool = True) -> str:
        """Return a licence if it is kept out; ``bare`` if it is let in without its ``WITH`` too."""
        folded = name.lower()
        shown = name.upper() if folded in {_NONE, _UNKNOWN} else name
        if self._is_on(self._denied, folded):
            return shown
        let_in = self._is_on(self._allowed, folded) if bare else folded in self._allowed
        return shown if self._allowed and not let_in else ""

    @staticmethod
    def _is_on(names: set[str], folded: str) -> bool:
        return folded in names or folded.partition(" with ")[0] in names


RULE = Rule(
    code="LIC014",
    name="denied-licence",
    severity=Severity.ERROR,
    summary="A licence is one that the policy does not let in",
    page=__doc__,
    find=find,
)
