"""The options of ``check``, declared once, and what they hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from trainbib_cli import completing
from trainbib_cli.options import (
    Decorator,
    NamedPath,
    network_options,
    options,
    recursive_option,
    stdin_filename_option,
    today_option,
)
from trainbib_cli.reports import CHECK_FORMATS


@dataclass(frozen=True, slots=True)
class CheckFlags:
    """What was given on the command line; None and empty where nothing was."""

    formats: tuple[str, ...]
    recursive: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    fail_on: str | None
    max_warnings: int | None
    baseline: str | None
    since: str | None
    allow_empty: bool
    select: list[str]
    ignore: list[str]
    extend_select: list[str]
    persona: str | None
    profiles: list[str]
    key_pattern: str | None
    withdrawn: tuple[str, ...]
    today: datetime | None
    no_disk: bool
    online: bool
    no_network: bool
    online_strict: bool
    contact: str | None
    allow_host: tuple[str, ...]
    allow_port: tuple[int, ...]
    proxy: str | None
    ca_bundle: str | None
    cache_dir: str | None
    no_cache: bool
    config: tuple[str, ...]
    isolated: bool
    show_settings: bool
    show_files: bool
    stdin_filename: str | None
    limit_per_rule: int | None
    statistics: bool
    score: bool
    quiet: bool
    watch: bool

    @property
    def configured(self) -> dict[str, object]:
        """The flags that have a key of the configuration."""
        return {
            "select": self.select,
            "ignore": self.ignore,
            "extend-select": self.extend_select,
            "persona": self.persona,
            "profiles": self.profiles,
            "key-pattern": self.key_pattern,
            "fail-on": self.fail_on,
            "max-warnings": self.max_warnings,
            "limit-per-rule": self.limit_per_rule,
            "contact": self.contact,
        }


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    return options(*_OUTPUT, *_REPAIR, *_COUNTS, *_CHECKS, *_NETWORK, *_SETTINGS)(command)


def _words(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [word for item in value for word in item.replace(",", " ").split()]


def _checks(name: str, help_: str) -> Decorator:
    return click.option(
        name,
        multiple=True,
        metavar="CHECKS",
        callback=_words,
        shell_complete=completing.checks,
        help=help_,
    )


_OUTPUT: tuple[Decorator, ...] = (
    click.option(
        "--format",
        "formats",
        multiple=True,
        metavar="FORMAT[:PATH]",
        shell_complete=completing.report,
        help=f"Can be repeated, each with a file of its own: {', '.join(CHECK_FORMATS)}.  "
        "[default: full]",
    ),
    recursive_option(),
    click.option(
        "--limit-per-rule",
        type=click.IntRange(min=0),
        help="Show so many findings of each rule, 0 for all. Text formats only.  [default: 20]",
    ),
    click.option("--statistics", is_flag=True, help="Count findings by check instead."),
    click.option("--score", is_flag=True, help="Count what is given, a gap, or silent, too."),
    click.option("--quiet", "-q", is_flag=True, help="Leave out the summary. Text formats only."),
    click.option("--watch", is_flag=True, help="Check again whenever a file changes."),
)

_REPAIR: tuple[Decorator, ...] = (
    click.option("--fix", is_flag=True, help="Repair what can be repaired without a doubt."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="With --fix or --diff: make doubtful repairs, too."
    ),
    click.option("--diff", is_flag=True, help="Write nothing; print the repairs as a patch."),
)

_COUNTS: tuple[Decorator, ...] = (
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
        type=NamedPath(),
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
)

_CHECKS: tuple[Decorator, ...] = (
    _checks("--select", "Run these checks only: codes, beginnings of codes or names, with commas."),
    _checks("--ignore", "Leave these checks out."),
    _checks("--extend-select", "Run these, too, even if they are pedantic or of a profile."),
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
        shell_complete=completing.profiles,
        help="Check what a profile asks for, beside those that the manifest names.",
    ),
    click.option(
        "--key-pattern",
        metavar="REGEX",
        help="Regular expression that citation keys should match (KEY004).",
    ),
    click.option(
        "--withdrawn",
        multiple=True,
        type=NamedPath(),
        metavar="FILE",
        help="Another list of withdrawn data sets (RGT008).",
    ),
    today_option("dates"),
    click.option("--no-disk", is_flag=True, help="Do not look at the folder of the files."),
)

_NETWORK: tuple[Decorator, ...] = (
    network_options("Look up links and identifiers (docs/online.md)."),
    click.option(
        "--online-strict", is_flag=True, help="Make the exit code 1 for what is unverifiable, too."
    ),
    click.option("--contact", metavar="MAIL|URL", help="What requests say of who asks."),
    click.option("--cache-dir", type=NamedPath(), metavar="FOLDER", help="Where answers are kept."),
    click.option("--no-cache", is_flag=True, help="Ask everything anew, and keep nothing."),
)

_SETTINGS: tuple[Decorator, ...] = (
    click.option(
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        help="Use this file, not the nearest trainbib.toml or pyproject.toml; or set a key.",
    ),
    click.option("--isolated", is_flag=True, help="Use no configuration file."),
    click.option("--show-settings", is_flag=True, help="Print what applies, and stop."),
    click.option("--show-files", is_flag=True, help="Print which manifests these are, and stop."),
    stdin_filename_option(),
)
