"""A citing rule never holds, because later rules take all its files.

What it does: the last rule that matches a file holds for it, whole. The check reports a rule whose
every file is matched by a later rule as well; without an inventory, a rule all of whose patterns
stand in one later rule too, or that comes before a rule with the pattern `**`. A rule for a whole
folder (`**`, `texts/**`) whose files later rules cite alike, such as with a split, or not at all,
is left alone: it holds for files to come.

Why it matters: the rule looks as if it cited something. Most often the order is wrong: the general
rule has to come first, the exceptions after it.

Fails:

```yaml fails
files:
  root: data
  cites:
    - {paths: "docs/*.md", sources: {none: documentation}}
    - {paths: "**", sources: [example]}
```

Passes:

```yaml passes
files:
  root: data
  cites:
    - {paths: "**", sources: [example]}
    - {paths: "docs/*.md", sources: {none: documentation}}
```

How to fix: put the general rule first; or remove the rule that never holds. Where both are meant,
name both sources in one rule.

Source: SPEC.md, section 12.3.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import one_of
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import is_gap

_EVERYTHING = "**"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that never holds."""
    for index, (takers, matched) in _without_effect(context):
        patterns = context.citing_rules[index][0]
        files = f" all {matched} files of it" if matched > 1 else " its one file" if matched else ""
        taken = f"later rules take{files}" if files else "a later rule takes all that it matches"
        yield Finding(
            pointer("files", "cites", index),
            f"the citing rule for {one_of(patterns)} never holds: {taken}",
            label="never holds",
            help="the last rule that matches holds: put the general rule before its exceptions",
            related=tuple(
                Related(pointer("files", "cites", taker), "this rule holds instead", on_key=False)
                for taker in sorted(takers)[:3]
            ),
            value=" ".join(sorted(patterns)),
        )


def _without_effect(context: Context) -> Iterator[tuple[int, tuple[set[int], int]]]:
    """Yield the rules that never hold, each with those that hold instead, and its files."""
    citations = context.citations
    if citations is not None:
        for index in range(len(context.citing_rules)):
            if citations.matched[index] and not citations.per_rule[index]:
                takers = citations.overridden_by.get(index, set())
                if not all(_refines(context, taker, index) for taker in takers):
                    yield index, (takers, citations.matched[index])
        return
    rules = [frozenset(patterns) for patterns, _ in context.citing_rules]
    catch_all = max((i for i, patterns in enumerate(rules) if _EVERYTHING in patterns), default=-1)
    holders: dict[str, list[int]] = {}
    for index, patterns in enumerate(rules):
        for pattern in patterns:
            holders.setdefault(pattern, []).append(index)
    for index, patterns in enumerate(rules):
        if not patterns:
            continue
        if index < catch_all:
            yield index, ({catch_all}, 0)
            continue
        rarest = min((holders[pattern] for pattern in patterns), key=len)
        taker = next((i for i in rarest if i > index and patterns <= rules[i]), None)
        if taker is not None:
            yield index, ({taker}, 0)


def _refines(context: Context, index: int, general: int) -> bool:
    """Tell whether a rule says more of some files than a general one, which holds for the rest.

    All of a folder may be documentation, so far, or files of splits.
    """
    cited = context.citing_rules[index][1].get("sources")
    patterns, rule = context.citing_rules[general]
    whole = all(pattern.endswith(_EVERYTHING) for pattern in patterns)
    return is_gap(cited) or (whole and cited == rule.get("sources"))


RULE = Rule(
    code="FIL005",
    name="overlapping-patterns",
    severity=Severity.WARNING,
    summary="A citing rule never holds, because later rules take all its files",
    page=__doc__,
    find=find,
)
