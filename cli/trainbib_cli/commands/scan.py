"""``trainbib scan``: a large set in shards, by one machine or by many."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import NamedPath, Number, format_option, jobs_option
from trainbib_cli.progress import progress
from trainbib_cli.reports.wording import counted
from trainbib_cli.scan_options import also_option, digests_asked_for, engine_options
from trainbib_cli.terminal import (
    notice,
    printable,
    printable_path,
    shared_options,
    write,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.engines.base import EngineName
    from trainbib.inventory import Problem
    from trainbib.shards import ShardPlan

_EPILOG = """\b
Examples:
  trainbib scan data/ -o scan/                  everything here
  trainbib scan s3://bucket/prefix -o scan/ --plan-only
  trainbib scan scan/plan.json --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
  trainbib scan scan/plan.json --shard "$JOB_COMPLETION_INDEX/64"
  trainbib scan data/ -o scan/ --engine ray --address auto
  trainbib merge scan/ -o trainbib.files.jsonl  when all shards are done

\b
Exit codes:
  0  scanned
  1  scanned, but something could not be read or listed
  2  not scanned, or not all of it
  3  nothing to scan: there is no file
"""


@click.command("scan", epilog=_EPILOG)
@click.argument("source", metavar="PLAN_OR_DIR", type=NamedPath())
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=NamedPath(),
    help="The folder for the plan and the outputs, outside of the data, which all machines see; "
    "that of the plan if left out.",
)
@click.option(
    "--shard",
    metavar="I/N",
    help="Do the I-th of N shares of the work, counted from 0; all of it if left out.",
)
@click.option("--plan-only", is_flag=True, help="List the files and write the plan, no more.")
@engine_options()
@jobs_option()
@click.option("--exclude", multiple=True, metavar="PATH", help="Leave out a path below DIR.")
@click.option(
    "--follow-links", is_flag=True, help="List files behind links that lead out of DIR, too."
)
@also_option(keeps=False)
@click.option("--no-count", is_flag=True, help="Do not count records.")
@click.option(
    "--patience",
    type=Number(min=0),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="After so long without progress a process counts as hanging and is replaced; 0 for never.",
)
@format_option()
@shared_options
def command(
    *,
    source: str,
    output: str | None,
    shard: str | None,
    plan_only: bool,
    engine_name: str,
    address: str | None,
    jobs: int | None,
    exclude: tuple[str, ...],
    follow_links: bool,
    also: str | None,
    no_count: bool,
    patience: float,
    format_: str,
) -> int:
    """Hash and count a large set in shards.

    PLAN_OR_DIR is a folder, a URL that fsspec knows (s3://, gs://, hf://, memory://), or the plan
    that an earlier run of this command wrote: OUT/plan.json. The files are listed once, and shards
    that are done stay done: the same command again goes on where it was. A file that crashes or
    hangs its reader costs only its own count. `trainbib merge` then makes the inventory.
    """
    from trainbib.engines import EngineError, open_engine
    from trainbib.inventory import InventoryError
    from trainbib.remote import StoreError
    from trainbib.shards import ShardError, make_plan, read_plan, scan_with, shards_of
    from trainbib.shards.plan import PLAN_NAME

    share = _share(shard)
    try:
        if os.path.basename(source) == PLAN_NAME and Path(source).is_file():  # noqa: PTH119 - a URL, maybe
            plan = read_plan(source)
            if output is not None and Path(output).resolve() != plan.folder.resolve():
                raise CannotError(
                    f"--output {output}: the outputs of a plan lie beside it, in {plan.folder}; "
                    "leave the option out"
                )
        elif output is None:
            raise CannotError(f"{source}: name the folder for the outputs with --output")
        else:
            plan = make_plan(
                source,
                output,
                exclude=exclude,
                follow_links=follow_links,
                count=not no_count,
                also=digests_asked_for(also) or (),
            )
        if not plan.files:
            notice(f"{plan.location}: there is no file to scan")
            return Exit.NOTHING
        chosen = shards_of(plan, *share) if share else range(len(plan.shards))
        scanned = 0
        if not plan_only:
            name: EngineName = "ray" if engine_name == "ray" else "local"
            with (
                progress("Scanning") as report,
                open_engine(name, jobs=jobs, address=address) as engine,
            ):
                scanned = scan_with(engine, plan, shards=chosen, patience=patience, progress=report)
    except (EngineError, InventoryError, ShardError, StoreError) as error:
        raise CannotError(str(error)) from error
    problems = _problems(plan, () if plan_only else chosen)
    if format_ == "json":
        write_json(_json(plan, len(chosen), scanned, problems, plan_only=plan_only))
    else:
        for problem in problems:
            write(
                f"not listed ({problem.kind}): {printable(problem.path)}: "
                f"{printable(problem.message)}\n"
            )
        write(_text(plan, len(chosen), scanned, plan_only=plan_only))
    return Exit.FINDINGS if problems else Exit.OK


def _share(text: str | None) -> tuple[int, int] | None:
    """Read ``I/N``.

    Raises:
        CannotError: If it is not that.
    """
    if text is None:
        return None
    index, slash, count = text.partition("/")
    if not (slash and index.isdecimal() and count.isdecimal() and int(count)):
        raise CannotError(f"--shard {text}: write which share and of how many, such as 0/64")
    if int(index) >= int(count):
        raise CannotError(f"--shard {text}: shares are counted from 0 to {int(count) - 1}")
    return int(index), int(count)


def _problems(plan: "ShardPlan", shards: Sequence[int]) -> "list[Problem]":
    """Return what was met while listing and in these shards."""
    from trainbib.shards.merging import runs_of

    found = [problem for run in runs_of(plan, shards) for problem in run.problems]
    return [*plan.problems, *found]


def _text(plan: "ShardPlan", chosen: int, scanned: int, *, plan_only: bool) -> str:
    what = f"{counted(plan.files, 'file')}, {counted(plan.bytes, 'byte')}"
    if plan_only:
        shards = counted(len(plan.shards), "shard")
        return f"Planned {shards} in {printable_path(str(plan.path))}: {what}.\n"
    of = f" of {len(plan.shards)}" if chosen < len(plan.shards) else ""
    earlier = f", {chosen - scanned} of them earlier" if scanned < chosen else ""
    return f"Scanned {counted(chosen, 'shard')}{of}{earlier}: {printable_path(str(plan.path))}.\n"


def _json(
    plan: "ShardPlan", chosen: int, scanned: int, problems: "Sequence[Problem]", *, plan_only: bool
) -> dict[str, object]:
    return {
        "version": "1",
        "plan": str(plan.path),
        "files": plan.files,
        "bytes": plan.bytes,
        "shards": len(plan.shards),
        "chosen": 0 if plan_only else chosen,
        "scanned": scanned,
        "problems": [
            {"kind": problem.kind, "path": problem.path, "message": problem.message}
            for problem in problems
        ],
    }
