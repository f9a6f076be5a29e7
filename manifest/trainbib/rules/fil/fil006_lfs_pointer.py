"""A file is a pointer to data that was not fetched.

What it does: Git LFS and git-annex put a short text in the place of a large file until it is
fetched. `check` reports files of the inventory whose media type is that of such a text: the
inventory was made before the data was there. `verify` reports files that are pointers now and were
data when they were listed, and says whether a pointer stands for the very content that is listed.

Why it matters: an inventory of pointers pins nothing of the data, its sizes are those of a few
lines, and its records are not counted. Where the data is missing, a size that does not fit
(HSH002) is no damage.

Fails, with an inventory that lists a pointer:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
warning[FIL006] lfs-pointer: 2 files of the inventory are pointers of Git LFS, not data
  = note: `train-00000.parquet`, `train-00001.parquet`
```

Passes: the same, after `git lfs pull` and `trainbib generate`.

How to fix: fetch the data (`git lfs pull`, `git annex get .`), then run `trainbib generate` or
`trainbib verify` again.

Source: SPEC.md, section 13; https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md;
https://git-annex.branchable.com/internals/pointer_file/
"""

from collections.abc import Iterator

from trainbib.diagnostics import FEW, Finding, Severity, few
from trainbib.media_families import POINTERS
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import sample_note
from trainbib.rules.fil.again import rows

FETCH = {"Git LFS": "git lfs pull", "git-annex": "git annex get ."}
"""The command that fetches the data, by program."""


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for the pointers of each program."""
    citations = context.citations
    if citations is None:
        return
    for media, program in POINTERS.items():
        files = sum(sums.files for sort, sums in citations.tally.sums.items() if sort[1] == media)
        if not files:
            continue
        sample: list[str] = []
        for row in rows(context):
            if row.type == media:
                sample.append(row.path)
                if len(sample) == FEW:
                    break
        what = (
            "file of the inventory is a pointer"
            if files == 1
            else ("files of the inventory are pointers")
        )
        yield Finding(
            "/files/inventory",
            f"{files} {what} of {program}, not data",
            on_key=True,
            label="lists pointers",
            help=f"fetch the data with `{FETCH[program]}`, then run `trainbib generate`",
            notes=(sample_note(sample, files),),
            subject=program,
            places=files,
            members=few(sample, files),
        )


RULE = Rule(
    code="FIL006",
    name="lfs-pointer",
    severity=Severity.WARNING,
    summary="A file is a pointer to data that was not fetched",
    page=__doc__,
    find=find,
)
