"""A file has another size than the inventory says.

What it does: compares the size of each file in the folder with the inventory; nothing is read, so
`check` does it too. `check` reports the files together; `verify` reports each by itself, with both
digests.

Why it matters: a file of another size has other content. It is the cheapest way to find downloads
that were cut short, and it does not keep the other checks from running.

Fails, with a file `data/part-1.jsonl` of 10 bytes where 20 are listed:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
error[HSH002] size-mismatch: 1 of the 412 files of the inventory has another size in `data`
  = note: `part-1.jsonl`: 20 bytes listed, 10 found
```

Passes: the same manifest, with the file that was listed.

How to fix: restore the file; or run `trainbib generate` if the change is meant.

Source: SPEC.md, section 13.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE, printable


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all the files of another size."""
    compared = context.disk_comparison
    if compared is None or not compared.resized:
        return
    notes = [
        f"`{printable(path)}`: {listed} bytes listed, {found} found"
        for path, listed, found in compared.resized_sample[:SAMPLE]
    ]
    rest = compared.resized - len(notes)
    if rest:
        notes.append(f"and {rest} more")
    verb = "has" if compared.resized == 1 else "have"
    yield Finding(
        "/files/inventory",
        f"{compared.resized} of the {compared.listed} files of the inventory {verb} another size "
        f"in `{context.files.get('root')}`",
        on_key=True,
        label="lists other sizes",
        help="restore them, or run `trainbib generate` if the change is meant",
        notes=tuple(notes),
        subject="files",
        places=compared.resized,
        members=few([path for path, _, _ in compared.resized_sample], compared.resized),
    )


RULE = Rule(
    code="HSH002",
    name="size-mismatch",
    severity=Severity.ERROR,
    summary="A file has another size than the inventory says",
    page=__doc__,
    find=find,
)
