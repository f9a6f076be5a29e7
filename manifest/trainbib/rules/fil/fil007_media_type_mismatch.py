"""A file is not of the type that is said.

What it does: `check` compares the ending of each name with the media type that the inventory has
for the content: a `.jpg` that is `text/html` is reported. `verify` compares the media type of the
inventory with the first bytes of the files that have not changed, and finds what another program
has written there; of files below a megabyte it looks at a few hundred, spread evenly.

Only types that the first bytes tell for certain are compared (images, archives, Parquet, audio …),
texts count as one type, and a type that is not known agrees with all others.

Why it matters: most often a server has answered with an error page, and the page was kept under the
name of the file. Readers that go by the name fail, or skip the file.

Fails, with an inventory that has the type `text/html` for `photos/0001.jpg`:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
warning[FIL007] media-type-mismatch: 1 file of the inventory is not what its name says
  = note: `photos/0001.jpg`: text/html
```

Passes: the same, after the picture was fetched again.

How to fix: look into the file. If it is an error page or cut short, get it again; if only the name
is wrong, rename it. Then run `trainbib generate`. No repair is offered: the type in the inventory
is that of the content, and to write the other would hide that the two differ.

Source: SPEC.md, section 13.
"""

from collections.abc import Iterator

from trainbib.diagnostics import FEW, Finding, Severity, few
from trainbib.media_families import broken_promises
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE, printable
from trainbib.rules.fil.again import rows
from trainbib.rules.file_tally import ending_of


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all the files that are not what their names say."""
    citations = context.citations
    if citations is None:
        return
    broken = set(broken_promises(citations.tally.promised))
    if not broken:
        return
    files = 0
    sample: list[str] = []
    notes: list[str] = []
    for row in rows(context):
        if (ending_of(row.path), row.type) in broken:
            files += 1
            if files <= FEW:
                sample.append(row.path)
            if files <= SAMPLE:
                notes.append(f"`{printable(row.path)}`: {row.type}")
    if not files:
        return
    if files > SAMPLE:
        notes.append(f"and {files - SAMPLE} more")
    one = files == 1
    yield Finding(
        "/files/inventory",
        f"{files} {'file' if one else 'files'} of the inventory {'is' if one else 'are'} not what "
        f"{'its name says' if one else 'their names say'}",
        on_key=True,
        label="another type than the name",
        help="look into the file: if it is an error page, get it again; if its name is wrong, "
        "rename it; then run `trainbib generate`",
        notes=tuple(notes),
        subject="files",
        places=files,
        members=few(sample, files),
    )


RULE = Rule(
    code="FIL007",
    name="media-type-mismatch",
    severity=Severity.WARNING,
    summary="A file is not of the type that its name or the inventory says",
    page=__doc__,
    find=find,
)
