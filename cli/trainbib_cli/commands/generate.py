"""``trainbib generate``: a manifest and an inventory from a folder."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import NamedPath, format_option, jobs_option
from trainbib_cli.progress import progress
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.scan_options import also_option, digests_asked_for, engine_options
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
    from trainbib.engines.base import Engine
    from trainbib.generating import Generated

_EPILOG = """\b
Examples:
  trainbib generate data/
  trainbib generate data/ --manifest trainbib.yaml
  trainbib generate data/ --inventory-format parquet
  trainbib generate /shared/data --engine ray --address auto

\b
Exit codes:
  0  written
  1  written, but something could not be read and is not in it
  2  nothing written: the folder or the manifest cannot be read or written
"""


@click.command("generate", epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=NamedPath())
@click.option(
    "--manifest",
    type=NamedPath(),
    metavar="PATH",
    help="The manifest to write or update, in DIR or above it; trainbib.yaml in DIR if left out. "
    "The suffix .json makes it JSON.",
)
@click.option(
    "--inventory-format",
    type=click.Choice(["auto", "jsonl", "parquet"]),
    default="auto",
    show_default=True,
    help="auto: keep what is there, and write a new inventory as Parquet from a million files on "
    "if pyarrow is installed, else as JSON Lines.",
)
@also_option(keeps=True)
@click.option(
    "--follow-links", is_flag=True, help="List files behind links that lead out of DIR, too."
)
@engine_options()
@jobs_option()
@click.option(
    "--cache/--no-cache",
    default=False,
    show_default=True,
    help="Do not read again files that have the size, time of change and inode that they had the "
    "last time; what was found is then kept beside the inventory. `verify` always reads.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day (2026-03-01) on which metadata counts as read; today if left out.",
)
@format_option()
@shared_options
def command(
    *,
    folder: str,
    manifest: str | None,
    inventory_format: Literal["auto", "jsonl", "parquet"],
    also: str | None,
    follow_links: bool,
    engine_name: str,
    address: str | None,
    jobs: int | None,
    cache: bool,
    today: datetime | None,
    format_: str,
) -> int:
    """Write a manifest and an inventory of a folder, or bring them up to date with it.

    Every file of DIR is hashed, its format is sniffed and its records are counted; metadata that
    lies there (a dataset card, licence files, …) is used. What cannot be known is written as a gap
    with its reason. Where there is a manifest already, no word or comment in it is lost. The file
    .trainbibignore in DIR names what is left out, as .gitignore does. A run that was interrupted
    goes on where it was. With `--engine ray` the machines of a cluster read, which see DIR and the
    folder of the inventory at the same paths; the bytes that are written are the same.
    """
    from trainbib.collection import collection_paused

    with collection_paused():  # nothing is looked through for cycles while modules are imported
        from trainbib.generating import generate

    if engine_name == "ray" and cache:
        raise CannotError("--cache: is for the engine local; leave one of the two options out")
    try:
        with _engine(engine_name, address, jobs) as engine, progress("Reading") as report:
            made = generate(
                folder,
                manifest=manifest,
                follow_links=follow_links,
                jobs=jobs,
                cache=cache,
                inventory_format=inventory_format,
                also=digests_asked_for(also),
                engine=engine,
                today=today.date() if today else None,
                progress=report,
            )
    except _errors() as error:
        raise CannotError(str(error)) from error
    if format_ == "json":
        write_json(_json(made))
    else:
        write(_text(made, style()))
    return Exit.FINDINGS if made.problems else Exit.OK


def _errors() -> "tuple[type[Exception], ...]":
    """Return what is told in a sentence; asked for, and imported, only once something is raised."""
    from trainbib.engines import EngineError
    from trainbib.generating import GenerateError
    from trainbib.inventory import InventoryError
    from trainbib.shards.outputs import ShardError

    return EngineError, GenerateError, InventoryError, ShardError


def _engine(
    name: str, address: str | None, jobs: int | None
) -> "AbstractContextManager[Engine | None]":
    """Open the engine; the processes of this machine need none.

    Raises:
        EngineError: If there is no such engine, or an address that nothing is done with.
    """
    if name == "local" and address is None:
        return nullcontext()
    from trainbib.engines import open_engine

    return open_engine("ray" if name == "ray" else "local", jobs=jobs, address=address)


def _text(made: "Generated", colors: Style) -> Iterator[str]:
    for problem in made.problems:
        head = colors.severity(f"not listed ({problem.kind})", "error")
        yield f"{head}: {printable(problem.path)}: {printable(problem.message)}\n"
    for unused in made.metadata_problems:
        head = colors.severity("metadata not used", "warning")
        yield f"{head}: {printable(unused.path)}: {printable(unused.message)}\n"
    verb = "Wrote" if made.created else "Updated"
    both = f"{printable_path(str(made.manifest))} and {printable_path(str(made.inventory))}"
    yield f"{colors.good(verb)} {both}.\n"
    parts = [
        counted(made.files, "file"),
        counted(made.bytes, "byte"),
        counted(made.records, "record"),
        counted(made.sources, "source"),
    ]
    yield f"Listed {', '.join(parts)}.\n"
    if made.uncounted:
        yield f"Records of {counted(made.uncounted, 'file')} were not counted.\n"
    if not made.created:
        changed = f"{grouped(made.added)} added, {grouped(made.changed)} changed"
        yield f"Since the last time: {changed}, {grouped(made.removed)} removed.\n"
        for change in made.changes:
            yield f"  {printable(change)}\n"
    if made.created and made.gaps:
        questions = counted(made.gaps, "question")
        verb = "is" if made.gaps == 1 else "are"
        yield f"{questions} {verb} open: look for `unknown` in the manifest.\n"
    if made.hint:
        yield f"Hint: {made.hint}.\n"


def _json(made: "Generated") -> dict[str, object]:
    return {
        "version": "1",
        "manifest": str(made.manifest),
        "inventory": str(made.inventory),
        "inventory_format": made.inventory_format,
        "created": made.created,
        "files": made.files,
        "bytes": made.bytes,
        "records": made.records,
        "uncounted": made.uncounted,
        "sources": made.sources,
        "gaps": made.gaps,
        "added": made.added,
        "removed": made.removed,
        "changed": made.changed,
        "changes": list(made.changes),
        "problems": [
            {"kind": problem.kind, "path": problem.path, "message": problem.message}
            for problem in made.problems
        ],
        "metadata_problems": [
            {"path": problem.path, "message": problem.message} for problem in made.metadata_problems
        ],
    }
