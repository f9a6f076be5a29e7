r"""A path pattern is not valid.

What it does: reports patterns that break the rules: an empty part, `.` or `..`, a leading `/`, `**`
together with other characters in one part, a `[` that is not closed, a `\` at the end.

Why it matters: the pattern matches nothing, and its files cite nothing or something else. Other
programs read such patterns in other ways.

Fails:

```yaml fails
files:
  root: data
  cites: [{paths: "web/**.jsonl", sources: [example]}]
```

Passes:

```yaml passes
files:
  root: data
  cites: [{paths: "web/**/*.jsonl", sources: [example]}]
```

How to fix: write `**` as a part of its own, between slashes; put a `\` before a character that is
meant as itself.

Source: SPEC.md, section 12.2.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.globs import GlobError, compile_glob
from trainbib.pointers import join, pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list, is_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pattern that does not compile."""
    for index, rule in enumerate(as_list(context.files.get("cites"))):
        paths = rule.get("paths") if is_mapping(rule) else None
        here = pointer("files", "cites", index, "paths")
        listed = [(here, paths)] if isinstance(paths, str) else []
        listed += [
            (join(here, position), pattern)
            for position, pattern in enumerate(as_list(paths))
            if isinstance(pattern, str)
        ]
        for place, pattern in listed:
            try:
                compile_glob(pattern)
            except GlobError as error:
                if pattern:  # empty text is SCH005
                    yield Finding(
                        place,
                        f"{shown(pattern)} is not a pattern: at character {error.position + 1}, "
                        f"{error.reason}",
                        label="not a pattern",
                        help="correct it; a `\\` before a character takes its special meaning",
                        value=pattern,
                    )


RULE = Rule(
    code="REF011",
    name="invalid-pattern",
    severity=Severity.ERROR,
    summary="A path pattern is not valid",
    page=__doc__,
    find=find,
)
