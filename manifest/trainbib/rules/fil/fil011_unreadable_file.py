"""A file cannot be read.

What it does: `verify` reports files and folders below the root that it may not read, links that
lead nowhere or to a folder, and what is no regular file, such as a named pipe. `check` reports the
inventory that the manifest names where it is there and cannot be read: it is no file, may not be
read, or has a line that is no row or not in its place; the line is named. An inventory that is not
there, or is at a URL, is for FIL013, and one that names a path out of the folder for FIL003.

Why it matters: what cannot be read cannot be compared, so nothing can be said about it. A check
that passed it over in silence would say that all is well.

Fails:

```text
$ chmod 000 data/part-1.jsonl
$ trainbib verify trainbib.yaml
error[FIL011] unreadable-file: part-1.jsonl: permission denied
```

Passes: the same, once the file may be read.

How to fix: make the file readable for the account that verifies, repair or remove the link, or
leave the file out by `.trainbibignore`. Get the inventory back from its publisher, or run
`trainbib generate` to write it anew.

Source: SPEC.md, sections 12.1 and 13.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.named_paths import is_url, path_fault
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.fil.named_inventory import PLACE, leads_out, named_inventory


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding if the inventory is there and cannot be read."""
    named, fault = named_inventory(context), context.inventory_fault
    if named is None or context.folder is None:
        return
    if fault is not None and fault.kind == "unreadable":
        reason = f"cannot be read: {fault.reason}"
    elif context.inventory_path is not None or is_url(context.folder, named):
        return
    elif not leads_out(context.folder, named):
        reason = path_fault(context.folder, named)
    else:
        return
    yield Finding(
        PLACE,
        f"the inventory {shown(named)} {reason}",
        label="no file of it was checked",
        help="get it back from its publisher, or run `trainbib generate` to write it anew",
        value=named,
    )


RULE = Rule(
    code="FIL011",
    name="unreadable-file",
    severity=Severity.ERROR,
    summary="A file or a folder cannot be read",
    page=__doc__,
    find=find,
)
