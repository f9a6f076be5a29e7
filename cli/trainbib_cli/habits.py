"""What people write who come from other checkers, and what to write here instead.

There is one way to do a thing, so none of these is another name of it; but who tries one is told.
"""

import os
import shlex
from collections.abc import Mapping

__all__ = ["COMMANDS", "OPTIONS", "command_hint", "option_hint"]

_LOUD = "leave it out: all is told; --debug shows the traceback of a failure"

COMMANDS: Mapping[str, str] = {
    "compare": "trainbib diff",
    "completions": "trainbib completion SHELL",
    "fix": "trainbib check --fix",
    "format": "trainbib fmt",
    "lint": "trainbib check",
    "new": "trainbib init",
    "rule": "trainbib explain CODE",
    "server": "trainbib lsp",
    "update": "trainbib generate",
    "validate": "trainbib check",
}
"""Commands of other checkers, and what to write here."""

OPTIONS: Mapping[str, Mapping[str, str]] = {
    "": {"-v": _LOUD, "--verbose": _LOUD},
    "check": {
        "--add-noqa": "write `trainbib baseline`, or `# trainbib: ignore[CODE] reason` at a line",
        "--baseline-commit": "write --since=REV",
        "--exit-zero": "write --fail-on=never",
        "--extend-ignore": "write --ignore=CHECKS",
        "--jobs": "leave it out: manifests are checked one after the other",
        "--json": "write --format=json",
        "--min-severity": "write --fail-on=LEVEL for the exit code; --ignore=CHECKS leaves checks "
        "out",
        "--new-only": "write --since=REV, or --baseline=FILE",
        "--offline": "leave it out: without --online nothing is looked up; --no-network forbids it",
        "--output-file": "write --format=FORMAT:PATH",
        "--output-format": "write --format=FORMAT",
        "--pedantic": "write --persona=pedantic",
        "--strict": "write --fail-on=warning",
        "--write-baseline": "write `trainbib baseline`",
    },
    "fmt": {"--write": "leave it out: without --check and --diff it writes"},
    "hash": {
        "--check": "write `trainbib verify`",
        "--write": "write `trainbib generate`: it pins the inventory and its digests",
    },
    "rules": {"--output-format": "write --json"},
}
"""By command, options of other checkers that it lacks, and what to do; "" stands for every one."""


def command_hint(written: str) -> str:
    """Say what to write instead of a command of other checkers; "" if it is none that is known.

    Args:
        written: What stands where a command should.
    """
    if written in COMMANDS:
        return f"write `{COMMANDS[written]}`"
    from trainbib_cli.manifests import is_manifest_name

    # Not Path.exists, to which a name that is too long is an error.
    if is_manifest_name(os.path.basename(written)) or os.path.exists(written):  # noqa: PTH110, PTH119
        return f"write `{shlex.join(['trainbib', 'check', written])}`"
    return ""


def option_hint(command: str, option: str) -> str:
    """Say what to do instead of an option of other checkers; "" if it is none that is known.

    Args:
        command: The command; "" for the program itself.
        option: As it was written, without its value.
    """
    found = OPTIONS.get(command, {}).get(option) or OPTIONS[""].get(option)
    if found or command:
        return found or ""
    if option in OPTIONS["check"]:
        return f"`trainbib check` has none either: {OPTIONS['check'][option]}"
    from trainbib_cli.commands.check import command as check

    known = any(option in (*each.opts, *each.secondary_opts) for each in check.params)
    return f"write `trainbib check {option}`" if known else ""
