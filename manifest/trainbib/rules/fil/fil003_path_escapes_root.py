"""A path leads out of the folder that it belongs to.

What it does: the schema refuses paths that are absolute, hold a `..` part or a backslash, or begin
with a drive, in every field that holds a path. An inventory that names such a path is reported with
the line, and nothing of it is read; so is one that links lead to, out of the folder of the
manifest. Where there is an inventory, symbolic links below the root that lead out of it are
reported, unless `links: follow` allows them; all that there are make one finding. `verify` and
`generate` name each of them.

Why it matters: a manifest comes from somebody else. A path such as `../../.ssh/id_ed25519` would
make a program read, hash or publish what is none of its business.

Fails:

```yaml fails
files: {root: ../elsewhere}
```

Passes:

```yaml passes
files: {root: data}
```

How to fix: put the manifest into a folder above all that it names, and write paths relative to it,
with `/` between the parts. Copy the file that a link leads to into the folder, or set
`links: follow` under `files`. Ask whoever made an inventory with such a path how it came there; no
program of ours writes one.

Source: SPEC.md, sections 12.1 and 20.
"""

from collections.abc import Iterator
from pathlib import Path

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity, few
from trainbib.inventory.rows import InventoryError
from trainbib.named_paths import OUTSIDE
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE, links_out, printable
from trainbib.rules.fil.named_inventory import PLACE, leads_out, named_inventory


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for the inventory, and one for all links that lead out of the folder."""
    yield from _inventory(context)
    yield from _links(context)


def _inventory(context: Context) -> Iterator[Finding]:
    """Yield a finding if the inventory names a path that leads out, or lies itself elsewhere."""
    named, fault = named_inventory(context), context.inventory_fault
    if named is None or context.folder is None:
        return
    if fault is not None and fault.kind == "outside":
        yield Finding(
            PLACE,
            f"the inventory {shown(named)} is not to be trusted: {fault.reason}",
            label="nothing of it was read",
            help="ask its publisher for one that names only files of the set",
            value="rows",
        )
    elif context.inventory_path is None and leads_out(context.folder, named):
        yield Finding(
            PLACE,
            f"the inventory {shown(named)} {OUTSIDE}",
            label="a link leads out of the folder",
            help="copy the file into the folder of the manifest",
            value=named,
        )


def _links(context: Context) -> Iterator[Finding]:
    """Yield one finding for all links that lead out of the folder, where it is looked through."""
    root, inventory = context.root, context.inventory_path
    if root is None or inventory is None or context.files.get("links") == "follow":
        return
    from trainbib.own_files import own_files

    try:
        links = links_out(root, own_files(Path(context.document.path), inventory))
    except (InventoryError, OSError):
        return
    if not links:
        return
    folder = shown(context.files["root"])
    notes = [f"`{printable(link)}` leads to {_target(root, link)}" for link in links[:SAMPLE]]
    if len(links) > SAMPLE:
        notes.append(f"and {len(links) - SAMPLE} more")
    what = "a link" if len(links) == 1 else f"{len(links)} links"
    yield Finding(
        "/files/root",
        f"{what} in {folder} {'leads' if len(links) == 1 else 'lead'} out of it",
        label="a link leads out of this folder",
        help="copy the file into the folder, or set `links: follow` under `files`",
        notes=tuple(notes),
        value="links",
        places=len(links),
        members=few(links, len(links)),
    )


def _target(root: Path, link: str) -> str:
    return f"`{printable(str((root / link).resolve()))}`"


RULE = Rule(
    code="FIL003",
    name="path-escapes-root",
    severity=Severity.ERROR,
    summary="A path or a link leads out of its folder",
    page=__doc__,
    find=find,
)
