"""Two files have paths that some file systems take for one.

What it does: compares the paths of the inventory without case and in Unicode normalisation form C,
as the file systems of Windows and macOS do, and reports those that are then equal.

Why it matters: whoever unpacks or checks out the set there gets one of the two files, and does not
hear of it. The digests that are pinned cannot be met again.

Fails, with an inventory that lists `Train.jsonl` and `train.jsonl`:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
warning[FIL004] path-clash: 2 files have paths that some file systems take for one
  = note: `Train.jsonl` and `train.jsonl`
```

Passes: the same files, one of them called otherwise.

How to fix: rename one of the files, and run `trainbib generate`.

Source: SPEC.md, section 12.1: paths are compared byte by byte, and so are two files all the same;
Unicode Standard Annex 15.
"""

from collections import defaultdict
from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE, printable
from trainbib.rules.fil.again import rows
from trainbib.rules.file_tally import folded


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all the paths that clash."""
    citations = context.citations
    if citations is None:
        return
    taken, foreign = citations.tally.clashes, citations.tally.foreign
    if foreign:
        # Such a path sorts after the one in ASCII that it is folded to.
        taken = taken | {hash(row.path) for row in rows(context) if hash(row.path) in foreign}
    if not taken:
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows(context):
        form = folded(row.path)
        if hash(form) in taken:
            groups[form].append(row.path)
    clashing = [paths for paths in groups.values() if len(paths) > 1]
    if not clashing:
        return
    files = sum(map(len, clashing))
    named = [" and ".join(f"`{_shown(path)}`" for path in paths) for paths in clashing[:SAMPLE]]
    rest = len(clashing) - len(named)
    yield Finding(
        "/files/inventory",
        f"{files} files have paths that some file systems take for one",
        on_key=True,
        label="lists paths that clash",
        help="rename them, and run `trainbib generate`: some file systems keep one file of them",
        notes=(*named, f"and {rest} more") if rest else tuple(named),
        subject="files",
        places=files,
        members=few(["\n".join(sorted(paths)) for paths in clashing], files),
    )


def _shown(path: str) -> str:
    """Return a path for a message; two that look alike are told apart by their code points."""
    return printable(path) if path.isascii() else ascii(path)[1:-1]


RULE = Rule(
    code="FIL004",
    name="path-clash",
    severity=Severity.WARNING,
    summary="Two files have paths that some file systems take for one",
    page=__doc__,
    find=find,
)
