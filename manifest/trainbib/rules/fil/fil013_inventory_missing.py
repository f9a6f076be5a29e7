"""The inventory that the manifest names is not there.

What it does: looks for the file that `files.inventory.path` names, in the folder of the manifest;
where that is a URL, it says so, since an inventory is never fetched.
With `--no-disk`, and where the manifest is no file, nothing is looked for.

Why it matters: without the inventory no file is checked, and a green check would say more than it
knows. The path may be wrong, or the file was left out of what was committed or published.

Fails:

```yaml fails
files:
  root: data
  inventory:
    path: no-such-file.jsonl
    files: 1
    bytes: 4
    digest: "sha256:13844a91ac78432fe9f12b1638e1fb6d2102b7ad46265269575cc35c3c3603c8"
    roots:
      paths: "sha256:ef1c5a201ae8cfc1c2b8a49fca31780f0561889783c94875ab77355b646a7ae8"
      contents: "sha256:864e014a05abd8f742bb13721029735aefb07505e54dc202ba4fdb75f6098596"
  cites: [{paths: "**", sources: [example]}]
```

Passes:

```yaml passes
files:
  root: data
  inventory:
    path: {withheld: "the names of the files tell who the patients are"}
    files: 1
    bytes: 4
    digest: "sha256:13844a91ac78432fe9f12b1638e1fb6d2102b7ad46265269575cc35c3c3603c8"
    roots:
      paths: "sha256:ef1c5a201ae8cfc1c2b8a49fca31780f0561889783c94875ab77355b646a7ae8"
      contents: "sha256:864e014a05abd8f742bb13721029735aefb07505e54dc202ba4fdb75f6098596"
  cites: [{paths: "**", sources: [example]}]
```

How to fix: correct the path, or put the inventory there: it belongs beside the manifest, as a lock
file does; download it if it is at a URL. Where it is not published, give a gap as its path. Where a
manifest is checked without its data on purpose, use `--no-disk`.

Source: SPEC.md, sections 3 and 13.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.named_paths import is_url, path_fault
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.fil.named_inventory import PLACE, named_inventory


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding if there is no file where the inventory should be, or that is a URL."""
    named, fault = named_inventory(context), context.inventory_fault
    if named is None or context.folder is None or not context.settings.use_disk:
        return
    if context.inventory_path is None and is_url(context.folder, named):
        yield Finding(
            PLACE,
            f"the inventory {shown(named)} {path_fault(context.folder, named)}, so that no "
            "file was checked",
            label="not a path in the folder",
            help="download it into the folder of the manifest, and give its path there; give a gap "
            "if it is not to be published",
            value=named,
        )
    if fault is None or fault.kind != "missing":
        return
    yield Finding(
        PLACE,
        f"the inventory {shown(named)} is not there, so that no file was checked",
        label="no such file",
        help="correct the path or put the inventory there; give a gap if it is not published, or "
        "check with `--no-disk`",
        value=named,
    )


RULE = Rule(
    code="FIL013",
    name="inventory-missing",
    severity=Severity.WARNING,
    summary="The inventory that the manifest names is not there",
    page=__doc__,
    find=find,
)
