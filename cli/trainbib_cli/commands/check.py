"""``trainbib check``: is the manifest what the standard says, and does it add up?"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from trainbib_cli.checking import CheckRun
from trainbib_cli.configured import configuration_for, settings_as_text
from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import STANDARD_INPUT, paths_to_read
from trainbib_cli.reports import CHECK_FORMATS, check_reporter
from trainbib_cli.reports.results import ReportOptions
from trainbib_cli.terminal import notice, shared_options, style, write, write_bytes

if TYPE_CHECKING:
    from trainbib.baseline import Baseline

_EPILOG = """\b
Examples:
  trainbib check
  trainbib check corpus.trainbib.yaml --fail-on warning
  trainbib check --profile complete --ignore SRC008
  trainbib check --since origin/main
  trainbib check --format json data/ | jq .summary

\b
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on, or more warnings than --max-warnings
  2  a file could not be read (the others are checked), or a wrong option
  3  nothing to check: no manifest was found
"""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _words(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [word for item in value for word in item.replace(",", " ").split()]


def _what_runs(command: _Command) -> _Command:
    """Add the options that say which checks run, and with what."""
    options: list[Callable[[_Command], _Command]] = [
        click.option(
            "--select",
            multiple=True,
            metavar="CHECKS",
            callback=_words,
            help="Run these checks only: codes, beginnings of codes or names, with commas.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="CHECKS",
            callback=_words,
            help="Leave these checks out.",
        ),
        click.option(
            "--extend-select",
            multiple=True,
            metavar="CHECKS",
            callback=_words,
            help="Run these checks, too, even if they are pedantic or of a profile.",
        ),
        click.option(
            "--persona",
            type=click.Choice(["regular", "pedantic"]),
            help="pedantic: run the checks that most people find too strict, too.",
        ),
        click.option(
            "--profile",
            "profiles",
            multiple=True,
            metavar="NAME",
            callback=_words,
            help="Check what a profile asks for, beside those that the manifest names.",
        ),
        click.option(
            "--key-pattern",
            metavar="REGEX",
            help="Regular expression that citation keys should match (KEY004).",
        ),
        click.option(
            "--today",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help="Compare dates with this day (2026-03-01) instead of today.",
        ),
        click.option("--no-disk", is_flag=True, help="Do not look at the folder of the files."),
        click.option(
            "--config",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="Use this file, not the nearest trainbib.toml or pyproject.toml; or set a key.",
        ),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
        click.option("--show-settings", is_flag=True, help="Print what applies, and stop."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _what_counts(command: _Command) -> _Command:
    """Add the options that say which findings count."""
    options: list[Callable[[_Command], _Command]] = [
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "info", "never"]),
            help="The least severity that makes the exit code 1.  [default: error]",
        ),
        click.option(
            "--max-warnings",
            type=click.IntRange(min=0),
            metavar="N",
            help="Make the exit code 1 if there are more warnings.",
        ),
        click.option(
            "--baseline",
            type=click.Path(),
            metavar="FILE",
            help="Leave out findings that `trainbib baseline` wrote down.",
        ),
        click.option(
            "--since",
            metavar="REV",
            help="Leave out findings that the manifest has in this revision of git, too.",
        ),
        click.option(
            "--allow-empty", is_flag=True, help="Exit with 0, not 3, where there is no manifest."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command("check", epilog=_EPILOG)
@click.argument("files", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "format_",
    type=click.Choice(CHECK_FORMATS),
    help="full: with source lines; concise: a line for each finding; json: for programs.",
)
@click.option(
    "--recursive", "-r", is_flag=True, help="Look for manifests in folders below folders, too."
)
@_what_counts
@_what_runs
@click.option(
    "--stdin-filename",
    metavar="PATH",
    help="What to call standard input (`-`) in findings; the suffix tells YAML from JSON.",
)
@click.option(
    "--limit-per-rule",
    type=click.IntRange(min=0),
    help="Show so many findings of each rule, 0 for all. Text formats only.  [default: 20]",
)
@click.option("--quiet", "-q", is_flag=True, help="Leave out the summary. Text formats only.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes.")
@shared_options
def command(
    *,
    files: tuple[str, ...],
    format_: str | None,
    recursive: bool,
    fail_on: str | None,
    max_warnings: int | None,
    baseline: str | None,
    since: str | None,
    allow_empty: bool,
    select: list[str],
    ignore: list[str],
    extend_select: list[str],
    persona: str | None,
    profiles: list[str],
    key_pattern: str | None,
    today: datetime | None,
    no_disk: bool,
    config: tuple[str, ...],
    isolated: bool,
    show_settings: bool,
    stdin_filename: str | None,
    limit_per_rule: int | None,
    quiet: bool,
    watch: bool,
) -> int:
    """Check manifests: the schema, the references, the licences, the files they describe.

    FILES are manifests, folders that hold some, or `-` for standard input. Without FILES, the
    manifests of the current folder are checked: trainbib.yaml, trainbib.yml, trainbib.json and
    *.trainbib.yaml, *.trainbib.yml, *.trainbib.json. File contents are never read here; that is
    what `trainbib verify` does.
    """
    configuration = configuration_for(
        files,
        config=config,
        isolated=isolated,
        flags={
            "select": select,
            "ignore": ignore,
            "extend-select": extend_select,
            "persona": persona,
            "profiles": profiles,
            "key-pattern": key_pattern,
            "format": format_,
            "fail-on": fail_on,
            "max-warnings": max_warnings,
            "limit-per-rule": limit_per_rule,
        },
    )
    if show_settings:
        write(settings_as_text(configuration))
        return Exit.OK
    values = configuration.values
    settings = replace(
        configuration.settings(today.date() if today else None), use_disk=not no_disk
    )
    known = _baseline(baseline, configuration.baseline)

    def run() -> int:
        try:
            paths = paths_to_read(files, recursive=recursive)
        except CannotError as error:
            if error.code is Exit.NOTHING and allow_empty:
                notice(str(error))
                return Exit.OK
            raise
        done = CheckRun(settings, stdin_filename, known, since)
        options = ReportOptions(
            style=style(),
            width=shutil.get_terminal_size((120, 0)).columns,
            limit_per_rule=values.get("limit-per-rule", 20),
            quiet=quiet,
        )
        name = values.get("format", "full")
        chunks = check_reporter(name)(done.results(paths), options)
        if name == "json":
            for chunk in chunks:
                write_bytes(chunk.encode("utf-8", "backslashreplace"))
        else:
            write(chunks)
        if done.stale:
            notice(
                f"{done.stale} findings of the baseline are gone; `trainbib baseline --prune` "
                "takes them out"
            )
        return done.exit_code(values.get("fail-on", "error"), values.get("max-warnings"))

    if watch:
        _watched(lambda: paths_to_read(files, recursive=recursive), run)
    return run()


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

    watch(paths, once)
