"""A citing rule matches no file.

What it does: compares the patterns of each citing rule with the files of the inventory, and reports
rules of which no pattern matches any. Patterns that are not valid are REF011.

Why it matters: the pattern is misspelt, or the files have moved; they may now cite something else.

Fails, where the inventory lists no file below `webb/`:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, files: 2, bytes: 30, roots: {paths: …, contents: …}}
  cites:
    - {paths: "**", sources: [example]}
    - {paths: "webb/**", sources: [example]}
```

An example needs an inventory beside it, so that this page cannot carry one that is run.

Passes:

```yaml passes
files:
  root: data
  cites: [{paths: "**", sources: [example]}]
```

How to fix: correct the pattern, or remove the rule.

Source: SPEC.md, sections 12.2 and 12.3.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that matches no file."""
    citations = context.citations
    if citations is None:
        return
    for index, (patterns, _) in enumerate(context.citing_rules):
        if patterns and not citations.per_rule[index] and not citations.matched[index]:
            listed = ", ".join(shown(pattern) for pattern in patterns)
            yield Finding(
                pointer("files", "cites", index, "paths"),
                f"{listed} matches none of the {citations.files} files",
                label="matches nothing",
                help="correct the pattern, or remove the rule; patterns match whole paths below "
                "`files.root`",
                value=" ".join(sorted(patterns)),
            )


RULE = Rule(
    code="REF010",
    name="glob-matches-nothing",
    severity=Severity.WARNING,
    summary="A citing rule matches no file",
    page=__doc__,
    find=find,
)
