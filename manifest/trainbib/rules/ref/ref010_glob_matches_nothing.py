"""A citing rule, or one of its patterns, matches no file.

What it does: compares the patterns of each citing rule with the files of the inventory, and reports
rules of which no pattern matches any, and each pattern that matches none beside others that do.
Rules that cite a gap may have patterns that match nothing: they often list names that documentation
usually has. Patterns that are not valid are REF011.

Without an inventory it is silent, even where the folder is there: nothing then says whether that
holds all of the data, and a pattern for files that were not fetched is not a mistake.

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

How to fix: correct the pattern, or remove it or the rule.

Source: SPEC.md, sections 12.2 and 12.3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.globs import compile_glob
from trainbib.inventory.rows import InventoryError, read_inventory
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rule, and for each pattern of others, that matches no file."""
    citations = context.citations
    if citations is None:
        return
    listed: dict[tuple[int, int], str] = {}
    for index, (patterns, rule) in enumerate(context.citing_rules):
        if patterns and not citations.per_rule[index] and not citations.matched[index]:
            named = ", ".join(shown(pattern) for pattern in patterns)
            yield _finding(("cites", index, "paths"), named, citations.files, sorted(patterns))
        elif len(patterns) > 1 and isinstance(rule.get("sources"), list):
            for place, pattern in enumerate(as_list(rule.get("paths"))):
                if isinstance(pattern, str) and pattern in patterns:
                    listed[index, place] = pattern
    if listed and context.inventory_path is not None:
        for index, place in _unmatched(listed, context.inventory_path):
            pattern = listed[index, place]
            yield _finding(
                ("cites", index, "paths", place), shown(pattern), citations.files, [pattern]
            )


def _unmatched(listed: Mapping[tuple[int, int], str], inventory: Path) -> Iterable[tuple[int, int]]:
    """Return the places of the patterns that match no file; reading ends when all have matched."""
    left = {place: compile_glob(pattern) for place, pattern in listed.items()}
    try:
        for row in read_inventory(inventory):
            met = [place for place, glob in left.items() if glob.matches(row.path)]
            for place in met:
                del left[place]
            if not left:
                break
    except (InventoryError, OSError):  # it has changed since it was read for the citations
        return ()
    return left


def _finding(
    place: tuple[str | int, ...], named: str, files: int, patterns: Sequence[str]
) -> Finding:
    return Finding(
        pointer("files", *place),
        f"{named} matches none of the {files} files",
        label="matches nothing",
        help="correct the pattern, or remove it; patterns match whole paths below `files.root`",
        value=" ".join(patterns),
    )


RULE = Rule(
    code="REF010",
    name="glob-matches-nothing",
    severity=Severity.WARNING,
    summary="A citing rule, or one of its patterns, matches no file",
    page=__doc__,
    find=find,
)
