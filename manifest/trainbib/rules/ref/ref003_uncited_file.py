"""Files of the inventory cite nothing.

What it does: goes through the inventory and counts the files that no citing rule matches. A rule
whose `sources` is a gap with a reason counts as a citation.

Why it matters: this is the text without a reference. Nobody can say where such a file is from.

Fails, where the inventory also lists files outside of `web/`:

```yaml
sources:
  web: {kind: other, license: CC0-1.0}
files:
  root: data
  inventory: {path: trainbib.files.jsonl, files: 2, bytes: 30, roots: {paths: …, contents: …}}
  cites: [{paths: "web/**", sources: [web]}]
```

An example needs an inventory beside it, so that this page cannot carry one that is run.

Passes:

```yaml passes
sources:
  web: {kind: other, license: CC0-1.0}
files:
  root: data
  cites:
    - {paths: "web/**", sources: [web]}
    - {paths: "*.md", sources: {none: documentation}}
```

How to fix: add a citing rule for these files, with a source, or with a gap that says why they have
none.

Source: SPEC.md, section 12.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all files that cite nothing."""
    citations = context.citations
    if citations is None or not citations.uncited:
        return
    count, sample = citations.uncited, citations.uncited_sample[:SAMPLE]
    listed = ", ".join(f"`{path}`" for path in sample) + (" …" if count > len(sample) else "")
    files = "1 file cites" if count == 1 else f"{count} files cite"
    yield Finding(
        "/files/cites" if "cites" in context.files else "/files",
        f"{files} nothing: {listed}",
        on_key=True,
        label=f"{count} of {citations.files} files are matched by no rule",
        help="add a citing rule for them; where there is no source, "
        "`sources: {none: …}` with the reason",
        subject="files",
        places=count,
        members=few(citations.uncited_sample, count),
    )


RULE = Rule(
    code="REF003",
    name="uncited-file",
    severity=Severity.ERROR,
    summary="Files of the inventory cite nothing",
    page=__doc__,
    find=find,
)
