"""``trainbib merge``: the inventory of a set that was scanned in shards."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import NamedPath, format_option, output_option
from trainbib_cli.reports.wording import counted
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
    from trainbib.shards import Merged

_EPILOG = """\b
Examples:
  trainbib merge scan/ -o trainbib.files.jsonl
  trainbib merge scan/ -o trainbib.files.parquet --format json

\b
Exit codes:
  0  written
  1  written, but something could not be read and is not in it
  2  nothing written: shards are missing or damaged
"""


@click.command("merge", epilog=_EPILOG)
@click.argument("folder", metavar="OUT", type=NamedPath())
@output_option(
    "The inventory to write or replace; the suffix .parquet makes it Parquet.", required=True
)
@format_option(text="for people", json="for programs, with all that a manifest pins")
@shared_options
def command(*, folder: str, output: str, format_: str) -> int:
    """Join what was scanned in shards to one inventory.

    OUT is the folder that `trainbib scan` wrote into. The inventory has the same bytes however the
    work was shared, and memory does not grow with it; its digest and roots are printed. What could
    not be read is listed, as by `trainbib generate`.
    """
    from trainbib.inventory import InventoryError
    from trainbib.shards import ShardError, merge

    try:
        made = merge(folder, output)
    except (InventoryError, ShardError) as error:
        raise CannotError(str(error)) from error
    if format_ == "json":
        write_json(_json(made))
    else:
        write(_text(made, style()))
    return Exit.FINDINGS if made.problems else Exit.OK


def _text(made: "Merged", colors: Style) -> Iterator[str]:
    for problem in made.problems:
        head = colors.severity(f"not listed ({problem.kind})", "error")
        yield f"{head}: {printable(problem.path)}: {printable(problem.message)}\n"
    parts = (
        counted(made.files, "file"),
        counted(made.bytes, "byte"),
        counted(made.records, "record"),
    )
    yield f"{colors.good('Wrote')} {printable_path(str(made.inventory))}: {', '.join(parts)}.\n"
    if made.uncounted:
        yield f"Records of {counted(made.uncounted, 'file')} were not counted.\n"
    yield f"{made.digest}  {printable_path(str(made.inventory))}\n"
    yield f"{made.roots.paths}  (root of paths)\n"
    yield f"{made.roots.contents}  (root of contents)\n"


def _json(made: "Merged") -> dict[str, object]:
    return {
        "version": "1",
        "inventory": {
            "path": str(made.inventory),
            "files": made.files,
            "bytes": made.bytes,
            "digest": made.digest,
            "roots": {"paths": made.roots.paths, "contents": made.roots.contents},
        },
        "records": made.records,
        "uncounted": made.uncounted,
        "problems": [
            {"kind": problem.kind, "path": problem.path, "message": problem.message}
            for problem in made.problems
        ],
    }
