"""``trainbib verify``: is the data still what was described?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import one_manifest
from trainbib_cli.options import NamedPath, format_option, jobs_option, manifest_argument
from trainbib_cli.progress import progress
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import (
    Style,
    printable,
    printable_path,
    shared_options,
    style,
    write,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.diagnostics import Diagnostic
    from trainbib.verifying import Verification

_EPILOG = """\b
Examples:
  trainbib verify trainbib.yaml
  trainbib verify corpus.trainbib.yaml --root /mnt/corpus --jobs 8

\b
Exit codes:
  0  every file is there and unchanged, and there is no other
  1  the folder is not what the inventory says
  2  the manifest, its inventory or the folder cannot be read
  3  nothing to verify: no manifest was found
"""


@click.command("verify", epilog=_EPILOG)
@manifest_argument("file")
@click.option(
    "--root",
    type=NamedPath(),
    metavar="DIR",
    help="The folder of the files, if it is elsewhere than the manifest says.",
)
@jobs_option()
@format_option()
@shared_options
def command(*, file: str | None, root: str | None, jobs: int | None, format_: str) -> int:
    """Compare a folder with its inventory, byte for byte.

    All that differs is found in one run: files that are missing, added, changed, moved (the same
    content under another path) or cannot be read. FILE is the manifest; the one of the current
    folder if left out.
    """
    from trainbib.collection import collection_paused

    with collection_paused():  # nothing is looked through for cycles while modules are imported
        from trainbib.inventory import InventoryError
        from trainbib.verifying import VerifyError, verify

    manifest = one_manifest(file, needs_file="its folder is where the data is")
    try:
        with progress("Verifying") as report:
            result = verify(manifest, root=root, jobs=jobs, progress=report)
    except (VerifyError, InventoryError) as error:
        raise CannotError(str(error)) from error
    if format_ == "json":
        write_json(_json(result))
    else:
        write(_text(result, style()))
    return Exit.OK if result.matches else Exit.FINDINGS


def _text(result: "Verification", colors: Style) -> Iterator[str]:
    for found in result.diagnostics:
        severity = str(found.severity)
        head = colors.severity(f"{severity}[{found.code}]", severity)
        yield f"{head} {colors.strong(found.name)}: {printable(found.message)}\n"
        for note in found.notes:
            yield f"    {printable(note)}\n"
    if result.diagnostics:
        yield "\n"
    files, size = counted(result.files, "file"), counted(result.bytes, "byte")
    yield f"Verified {files}, {size}, in {printable_path(result.root)}: "
    if result.intact == result.files:
        yield f"{colors.good('all intact')}.\n"
    else:
        yield f"{grouped(result.intact)} intact.\n"
    if not result.diagnostics:
        return
    yield f"Found {', '.join(_counts(result))}.\n"
    advice = dict.fromkeys((found.name, found.help) for found in result.diagnostics if found.help)
    for name, help_ in advice:
        yield f"  {name}: {printable(help_)}\n"


def _counts(result: "Verification") -> Iterator[str]:
    names: dict[str, int] = {}
    for found in result.diagnostics:
        names[found.name] = names.get(found.name, 0) + 1
    for name, count in names.items():
        yield f"{grouped(count)} {name}"


def _json(result: "Verification") -> dict[str, object]:
    return {
        "version": "1",
        "manifest": result.manifest,
        "root": result.root,
        "matches": result.matches,
        "files": result.files,
        "bytes": result.bytes,
        "intact": result.intact,
        "findings": [_finding(found) for found in result.diagnostics],
    }


def _finding(found: "Diagnostic") -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": str(found.severity),
        "message": found.message,
        "pointer": found.pointer,
        "notes": list(found.notes),
        "help": found.help,
    }
