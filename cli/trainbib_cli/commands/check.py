"""``trainbib check``: is the manifest what the standard says, and does it add up?"""

import re
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import Exit, os_reason
from trainbib_cli.manifests import paths_to_read, read_manifest
from trainbib_cli.reports import CHECK_FORMATS, check_reporter
from trainbib_cli.reports.results import Checked, CheckResult, ReportOptions, Unreadable
from trainbib_cli.terminal import notice, shared_options, style, write, write_bytes

if TYPE_CHECKING:
    from trainbib.document import Document

_EPILOG = """\b
Examples:
  trainbib check
  trainbib check corpus.trainbib.yaml --fail-on warning
  trainbib check --format json data/ | jq .summary

\b
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  a file could not be read (the others are checked), or a wrong option
  3  nothing to check: no manifest was found
"""


def _pattern(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            re.compile(value)
        except re.error as error:
            raise click.BadParameter(f"{value!r} is not a regular expression: {error}") from error
    return value


@click.command("check", epilog=_EPILOG)
@click.argument("files", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "format_",
    type=click.Choice(CHECK_FORMATS),
    default="full",
    show_default=True,
    help="full: with source lines; concise: a line for each finding; json: for programs.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--pedantic", is_flag=True, help="Run the checks that most people find too strict.")
@click.option(
    "--key-pattern",
    metavar="REGEX",
    callback=_pattern,
    help="Regular expression that citation keys should match (KEY004).",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Compare dates with this day (2026-03-01) instead of today.",
)
@click.option("--no-disk", is_flag=True, help="Do not look at the folder of the files.")
@click.option(
    "--stdin-filename",
    metavar="PATH",
    help="What to call standard input (`-`) in findings; the suffix tells YAML from JSON.",
)
@click.option(
    "--limit-per-rule",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Show so many findings of each rule, 0 for all. Text formats only.",
)
@click.option("--quiet", "-q", is_flag=True, help="Leave out the summary. Text formats only.")
@shared_options
def command(
    *,
    files: tuple[str, ...],
    format_: str,
    fail_on: str,
    pedantic: bool,
    key_pattern: str | None,
    today: datetime | None,
    no_disk: bool,
    stdin_filename: str | None,
    limit_per_rule: int,
    quiet: bool,
) -> int:
    """Check manifests: the schema, the references, the licences, the files they describe.

    FILES are manifests, folders that hold some, or `-` for standard input. Without FILES, the
    manifests of the current folder are checked: trainbib.yaml, trainbib.yml, trainbib.json and
    *.trainbib.yaml, *.trainbib.yml, *.trainbib.json. File contents are never read here; that is
    what `trainbib verify` does.
    """
    from trainbib import clock
    from trainbib.checking import check
    from trainbib.diagnostics import Severity
    from trainbib.settings import Settings

    settings = Settings(
        today=today.date() if today else clock.today(),
        pedantic=pedantic,
        key_pattern=key_pattern,
        use_disk=not no_disk,
    )
    found: set[Severity] = set()
    failed: list[str] = []

    def checked(path: str) -> CheckResult:
        try:
            document: Document = read_manifest(path, stdin_name=stdin_filename)
            report = check(document, settings)
        except OSError as error:
            failed.append(path)
            notice(f"cannot read {os_reason(error)}")
            return Unreadable(path, error.strerror or str(error))
        found.update(diagnostic.severity for diagnostic in report.diagnostics)
        return Checked(report, document)

    paths = paths_to_read(files)
    options = ReportOptions(
        style=style(),
        width=shutil.get_terminal_size((120, 0)).columns,
        limit_per_rule=limit_per_rule,
        quiet=quiet,
    )
    chunks = check_reporter(format_)((checked(path) for path in paths), options)
    if format_ == "json":
        for chunk in chunks:
            write_bytes(chunk.encode("utf-8", "backslashreplace"))
    else:
        write(chunks)
    if failed:
        return Exit.FAILED
    threshold = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
    if fail_on != "never" and any(severity >= threshold[fail_on] for severity in found):
        return Exit.FINDINGS
    return Exit.OK
