"""A file of the inventory is not in the folder.

What it does: looks for every path of the inventory below `files.root`. `check` reports them
together, by name alone. `verify` reports each by itself, and can tell a file that is gone from one
that was moved (HSH006), since it reads contents.

Why it matters: the manifest describes data that is not there: part of the set was lost, or the
folder is that of another version.

Fails, with an inventory that lists `data/part-1.jsonl` where there is none:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
error[FIL001] file-missing: 1 of the 412 files of the inventory is not in `data`
  = note: `part-1.jsonl`
```

Passes: the same manifest, with every listed file in its place. Where the folder itself is not on
this machine, nothing is reported: the summary says that files were not checked.

How to fix: restore the files; `trainbib verify` says whether they lie elsewhere under another
name. If they are meant to be gone, write the inventory anew with `trainbib generate`. No repair is
offered: the list is in the inventory, which a program writes, not in the text of the manifest.

Source: SPEC.md, section 13.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import sample_note


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all the files that are not there."""
    compared = context.disk_comparison
    if compared is None or not compared.missing:
        return
    verb = "is" if compared.missing == 1 else "are"
    yield Finding(
        "/files/inventory",
        f"{compared.missing} of the {compared.listed} files of the inventory {verb} not in "
        f"`{context.files.get('root')}`",
        on_key=True,
        label="lists what is not there",
        help="restore them, or run `trainbib generate` if they are meant to be gone; "
        "`trainbib verify` finds those that were moved",
        notes=(sample_note(compared.missing_sample, compared.missing),),
        subject="files",
        places=compared.missing,
        members=few(compared.missing_sample, compared.missing),
    )


RULE = Rule(
    code="FIL001",
    name="file-missing",
    severity=Severity.ERROR,
    summary="A file of the inventory is not in the folder",
    page=__doc__,
    find=find,
)
