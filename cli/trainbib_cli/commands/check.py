"""``trainbib check``: is the manifest what the standard says, and does it add up?"""

import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from trainbib_cli.check_options import CheckFlags, check_options
from trainbib_cli.checking import CheckRun
from trainbib_cli.configured import configuration_for, refuse_unusable, settings_as_text
from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import STANDARD_INPUT, paths_to_read
from trainbib_cli.options import files_argument
from trainbib_cli.reports import TEXT_FORMATS
from trainbib_cli.reports.links import wants_links
from trainbib_cli.reports.results import ReportOptions
from trainbib_cli.reports.uris import from_here
from trainbib_cli.reports.wording import counted
from trainbib_cli.reports.writing import Output, parse_output, write_reports
from trainbib_cli.terminal import notice, printable_path, shared_options, style, write

if TYPE_CHECKING:
    from trainbib.baseline import Baseline
    from trainbib.configuration import Configuration
    from trainbib.settings import Settings

_SHOWN = 20
"""How many findings of one rule a text report shows, where nothing else is said."""

_EPILOG = """\b
Examples:
  trainbib check
  trainbib check corpus.trainbib.yaml --fail-on warning
  trainbib check --profile complete --ignore SRC008
  trainbib check --fix
  trainbib check --since origin/main
  trainbib check --format full --format sarif:report.sarif
  trainbib check --format json data/ | jq .summary

\b
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on, more warnings than --max-warnings, or a patch (--diff)
  2  a file could not be read (the others are checked), or a wrong option
  3  nothing to check: no manifest was found
"""


@click.command("check", epilog=_EPILOG)
@files_argument()
@check_options
@shared_options
def command(files: tuple[str, ...], **given: Any) -> int:
    """Check manifests: the schema, the references, the licences, the files they describe.

    FILES are manifests, folders that hold some, or `-` for standard input. Without FILES, the
    manifests of the current folder are checked: trainbib.yaml, trainbib.yml, trainbib.json and
    *.trainbib.yaml, *.trainbib.yml, *.trainbib.json. File contents are never read here; that is
    what `trainbib verify` does.
    """
    flags = CheckFlags(**given)
    configuration = configuration_for(
        files, config=flags.config, isolated=flags.isolated, flags=flags.configured
    )
    if flags.show_settings:
        write(settings_as_text(configuration))
        return Exit.OK
    outputs = _outputs(flags, files, str(configuration.values.get("format", "full")))
    settings = _settings(flags, configuration)
    baseline = _baseline(flags.baseline, configuration.baseline)

    def run() -> int:
        try:
            found = paths_to_read(files, recursive=flags.recursive)
        except CannotError as error:
            if error.code is Exit.NOTHING and flags.allow_empty:
                notice(str(error))
                return Exit.OK
            raise
        # What was named absolutely, as editors and hooks do it, is reported from here.
        paths = [from_here(path) for path in found]
        if flags.show_files:
            write(f"{printable_path(path)}\n" for path in paths)
            return Exit.OK
        return _run(
            files, paths, flags, configuration, settings, baseline=baseline, outputs=outputs
        )

    if flags.watch:
        _watched(lambda: paths_to_read(files, recursive=flags.recursive), run)
    return run()


def _run(
    files: tuple[str, ...],
    paths: list[str],
    flags: CheckFlags,
    configuration: "Configuration",
    settings: "Settings",
    *,
    baseline: "Baseline | None",
    outputs: list[Output],
) -> int:
    """Check the manifests once, and write what was found."""
    from trainbib.configuration_concessions import concessions
    from trainbib.rules import RULES
    from trainbib_cli.lookups import lookups_shown

    values = configuration.values
    started = time.perf_counter()
    stream: TextIO | None = sys.stdout
    watched = stream is not None and stream.isatty()
    done = CheckRun(
        settings,
        flags.stdin_filename,
        baseline,
        flags.since,
        repair="diff" if flags.diff else "write" if flags.fix else None,
        unsafe=flags.unsafe_fixes,
        scored=flags.score,
        limit=_limit(outputs, values.get("limit-per-rule", _SHOWN)),
    )
    left_out = 0 if settings.online else sum(rule.online for rule in RULES)
    options = ReportOptions(
        style=style(),
        width=shutil.get_terminal_size((120, 0)).columns,
        limit_per_rule=values.get("limit-per-rule", _SHOWN),
        quiet=flags.quiet,
        links=stream is not None and wants_links(stream, os.environ),
        statistics=flags.statistics,
        seconds=(lambda: time.perf_counter() - started) if watched else None,
        online_left_out=left_out,
        concessions=concessions(
            configuration,
            () if flags.baseline is None else ("baseline",),
            manifests=[_name_of(path, flags) for path in paths],
            today=settings.today,
        ),
        fail_on=values.get("fail-on", "error"),
    )
    _spare_inputs(paths, outputs)
    with lookups_shown() as bar:
        results = done.results(paths)
        if settings.online is not None and bar is not None and _has_lines_alone(outputs):
            done.settings = replace(settings, online=replace(settings.online, progress=bar.show))
            results = bar.hidden_before(results)
        write_reports(outputs, results, options)
    if done.stale:
        gone = f"{counted(done.stale, 'finding')} of the baseline no longer found"
        notice(f"{gone}; `{_pruning(files, flags)}` takes that out")
    return done.exit_code(
        values.get("fail-on", "error"), values.get("max-warnings"), strict=flags.online_strict
    )


def _has_lines_alone(outputs: list[Output]) -> bool:
    """Tell whether a bar may stand between what standard output holds: if that is whole lines."""
    stream: TextIO | None = sys.stdout
    shown = stream is not None and stream.isatty()
    return not shown or all(
        each.path is not None or each.format in TEXT_FORMATS for each in outputs
    )


def _name_of(path: str, flags: CheckFlags) -> str:
    """Return what a report calls a manifest."""
    return flags.stdin_filename or "<stdin>" if path == STANDARD_INPUT else path


def _pruning(files: tuple[str, ...], flags: CheckFlags) -> str:
    """Return the command that prunes the baseline of what was checked."""
    words = ["trainbib", "baseline", "--prune"]
    words += ["--recursive"] if flags.recursive else []
    words += ["--output", flags.baseline] if flags.baseline is not None else []
    return shlex.join([*words, *(["--"] if files and files[0].startswith("-") else []), *files])


def _limit(outputs: list[Output], shown: int) -> int | None:
    """Return how many findings of each rule are worth to be listed, where all reports are text."""
    return shown or None if all(output.format in TEXT_FORMATS for output in outputs) else None


def _spare_inputs(paths: list[str], outputs: list[Output]) -> None:
    """Refuse to write a report over a manifest.

    Raises:
        CannotError: If one would be.
    """
    # Not Path.resolve, to which a link that leads to itself is an error of the program.
    manifests = {os.path.realpath(path) for path in paths if path != STANDARD_INPUT}
    for output in outputs:
        if output.path is not None and os.path.realpath(output.path) in manifests:
            raise CannotError(f"{output.path} is a manifest to check; name another file")


def _outputs(flags: CheckFlags, files: tuple[str, ...], configured: str) -> list[Output]:
    """Return the reports that are wanted; none on standard output where repairs go there.

    Raises:
        CannotError: If a format is none, or standard output is wanted twice.
    """
    outputs = [parse_output(text) for text in flags.formats or (configured,)]
    if flags.diff or (flags.fix and STANDARD_INPUT in files):
        return [output for output in outputs if output.path is not None]
    if all(output.path is not None for output in outputs) and not flags.formats:
        outputs.append(parse_output("full"))
    return outputs


def _settings(flags: CheckFlags, configuration: "Configuration") -> "Settings":
    """Return what is checked.

    Raises:
        CannotError: If the network is to be asked and may not be, or a list cannot be used.
    """
    from trainbib_cli.lookups import online_settings

    found = configuration.settings(flags.today.date() if flags.today else None)
    settings = replace(
        found,
        use_disk=not flags.no_disk,
        withdrawn=(*found.withdrawn, *map(Path, flags.withdrawn)),
        online=online_settings(flags, configuration.values.get("contact")),
    )
    refuse_unusable(settings)
    return settings


def _baseline(flag: str | None, configured: Path | None) -> "Baseline | None":
    """Read the baseline that applies, if there is one.

    Raises:
        CannotError: If it cannot be read.
    """
    path = Path(flag) if flag is not None else configured
    if path is None:
        return None
    from trainbib.baseline import BaselineError, read_baseline

    try:
        return read_baseline(path)
    except BaselineError as error:
        raise CannotError(str(error)) from error


def _watched(paths: Callable[[], list[str]], run: Callable[[], int]) -> NoReturn:
    """Run again and again, until the user interrupts."""
    from trainbib_cli.watching import watch

    if STANDARD_INPUT in paths():
        raise CannotError("standard input cannot be watched; name a file")

    def once() -> None:
        if style().on:
            click.clear()
        try:
            run()
        except CannotError as error:
            notice(str(error))
        notice("watching; stop with Ctrl-C")

    def watched() -> list[str]:
        try:
            return paths()
        except CannotError:  # away for a moment, as editors and git do it
            return []

    watch(watched, once)
