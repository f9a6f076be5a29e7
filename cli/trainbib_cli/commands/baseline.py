"""``trainbib baseline``: write down what is known, so that a check reports what is new."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.checking import CheckRun
from trainbib_cli.configured import configuration_for, refuse_unusable
from trainbib_cli.exits import CannotError, Exit, os_reason
from trainbib_cli.manifests import STANDARD_INPUT, paths_to_read
from trainbib_cli.options import files_argument, output_option, recursive_option
from trainbib_cli.reports.results import Checked
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import notice, shared_options

if TYPE_CHECKING:
    from trainbib.baseline import Baseline
    from trainbib.configuration import Configuration

_DEFAULT = "trainbib.baseline.json"
_MOST_NAMED = 5

_EPILOG = """\b
Examples:
  trainbib baseline
  trainbib check --baseline trainbib.baseline.json
  trainbib baseline --prune

\b
Exit codes:
  0  written, or nothing to change
  2  a file could not be read, or a wrong option
  3  nothing to check: no manifest was found
"""


@click.command("baseline", epilog=_EPILOG)
@files_argument(standard_input=False)
@output_option(f"The baseline; else the one of the configuration, else {_DEFAULT}.")
@recursive_option()
@click.option("--prune", is_flag=True, help="Only take out what is no longer found; add nothing.")
@shared_options
def command(*, files: tuple[str, ...], output: str | None, recursive: bool, prune: bool) -> int:
    """Write down the findings of manifests, so that `trainbib check --baseline` reports new ones.

    FILES are manifests, or folders that hold some; without FILES, those of the current folder. A
    finding is known by what it is about, not by its line. Silenced findings are not written down.

    What is known of other manifests stays. With --prune, too: of a manifest that is not there it is
    taken out, and told, if FILES name its folder, or one above it with --recursive.
    """
    from trainbib.writing.atomic import write_atomically

    if STANDARD_INPUT in files:
        raise CannotError("the findings of standard input have no file; name a manifest")
    configuration = configuration_for(files, config=(), isolated=False, flags={})
    path = Path(output) if output is not None else _configured(configuration)
    before = _read(path, needed=prune)
    settings = configuration.settings()
    refuse_unusable(settings)
    run = CheckRun(settings)
    paths = paths_to_read(files, recursive=recursive)
    reports = [result.report for result in run.results(paths) if isinstance(result, Checked)]
    if run.failed:
        return Exit.FAILED
    gone: list[str] = []
    if prune:
        folders = [Path(name) for name in files or (".",) if Path(name).is_dir()]
        gone = before.gone(folders, recursive=recursive)
    after = before.pruned(reports, gone) if prune else before.taken(reports)
    try:
        write_atomically(path, after.text().encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CannotError(f"cannot write {os_reason(error)}") from error
    if gone:
        notice(f"{path}: took out {_known_of(before, gone)} not there")
    if prune and (away := after.away()):
        notice(
            f"{path}: keeps {_known_of(after, away)} not there; to take them out, name the folder, "
            "or one above it with --recursive"
        )
    left = sum(len(known) for known in after.manifests.values())
    notice(f"{path}: {counted(left, 'known finding')}")
    return Exit.OK


def _known_of(baseline: "Baseline", names: Sequence[str]) -> str:
    """Say how much is known of manifests, and which these are."""
    known = sum(len(baseline.manifests[name]) for name in names)
    listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    verb = "is" if len(names) == 1 else "are"
    manifests = counted(len(names), "manifest")
    return f"{counted(known, 'known finding')} of {manifests} ({listed}) that {verb}"


def _configured(configuration: "Configuration") -> Path:
    """Return the baseline of the configuration, which may not be its own maker's choice.

    Raises:
        CannotError: If it lies outside of the folder of the configuration.
    """
    path = configuration.baseline
    if path is None:
        return Path(_DEFAULT)
    if not path.resolve().is_relative_to(configuration.folder.resolve()):
        raise CannotError(
            f"{configuration.path} names {path}, outside of its folder; name the file with -o"
        )
    return path


def _read(path: Path, *, needed: bool) -> "Baseline":
    """Read the baseline that there is.

    Raises:
        CannotError: If it cannot be read, or is not there although it is needed.
    """
    from trainbib.baseline import Baseline, BaselineError, read_baseline

    if not needed and not path.exists():
        return Baseline(path.parent)
    try:
        return read_baseline(path)
    except BaselineError as error:
        raise CannotError(str(error)) from error
