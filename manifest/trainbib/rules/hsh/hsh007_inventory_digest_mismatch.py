"""The inventory is not the one that the manifest pins.

What it does: compares `files.inventory.digest` with the SHA-256 of the inventory file. Where it
matches, or is not given, the roots of the file tree are computed from the rows and compared with
`files.inventory.roots`. `check` computes roots for up to 200 000 files; `verify` always does. The
digest of the manifest itself is not written in it; where another manifest pins it, that is for
REF009.

Why it matters: the manifest is what is published and cited. If the inventory beside it is another
one, every later comparison is with the wrong list.

Fails, with an inventory that was changed after it was pinned:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, digest: "sha256:…", …}
```

```text
error[HSH007] inventory-digest-mismatch: `trainbib.files.jsonl` is not the inventory that is pinned
  = note: found  sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
  = note: pinned sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
```

Passes: the same, with the inventory that was pinned.

How to fix: get the inventory back; or run `trainbib generate`, which writes both. No repair is
offered: to pin whatever lies there would make the pin worthless.

Source: SPEC.md, sections 13 and 15.
"""

import hashlib
from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.inventory import InventoryError, read_inventory
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.tree import roots
from trainbib.values import as_mapping

MOST_FILES = 200_000
"""For how many files roots are computed here: about a second's work."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pin that the inventory does not fit."""
    path = context.inventory_path
    if path is None or not path.is_file():  # FIL011 and FIL013 say why
        return
    pinned = as_mapping(context.files.get("inventory"))
    digest = pinned.get("digest")
    if isinstance(digest, str):
        try:
            with path.open("rb") as file:
                found = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return  # that it is not there, or may not be read, is said elsewhere
        if found != digest:
            message = f"`{pinned.get('path')}` is not the inventory that is pinned"
            yield _finding("digest", message, found, digest)
            return
    counted = context.citations
    if counted is None or counted.files > MOST_FILES:
        return
    try:
        tree = roots(read_inventory(path))
    except (InventoryError, OSError, ValueError):
        return  # a fault of the inventory is reported where its files are counted
    stated = as_mapping(pinned.get("roots"))
    for name, root in (("paths", tree.paths), ("contents", tree.contents)):
        claimed = stated.get(name)
        if isinstance(claimed, str) and claimed != root:
            message = f"the root `{name}` is not that of `{pinned.get('path')}`"
            yield _finding(f"roots/{name}", message, root, claimed)


def _finding(place: str, message: str, found: str, claimed: str) -> Finding:
    return Finding(
        pointer("files", "inventory", *place.split("/")),
        message,
        label="pinned here",
        help="get the inventory back, or run `trainbib generate` to write and pin a new one",
        notes=(f"found  {found}", f"pinned {claimed}"),
        value=claimed,
    )


RULE = Rule(
    code="HSH007",
    name="inventory-digest-mismatch",
    severity=Severity.ERROR,
    summary="The inventory is not the one that the manifest pins",
    page=__doc__,
    find=find,
)
