"""``trainbib rules``: the list of checks and kinds of change."""

import click

from trainbib_cli import completing
from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import json_option
from trainbib_cli.terminal import shared_options, style, write, write_json

_EPILOG = """\b
Examples:
  trainbib rules
  trainbib rules --family LIC
  trainbib rules --json

\b
Exit codes:
  0  printed
  2  there is no such family
"""


@click.command("rules", epilog=_EPILOG)
@click.option(
    "--family",
    metavar="LETTERS",
    shell_complete=completing.family,
    help="Only the checks of a family, such as LIC.",
)
@json_option("Print the list as JSON.")
@shared_options
def command(*, family: str | None, as_json: bool) -> int:
    """List the checks: code, severity, name and what is found.

    The DIF codes at the end are the kinds of change that `trainbib diff` tells apart. `trainbib
    explain CODE` prints the page of one.
    """
    from trainbib_cli.catalogue import entries

    known = entries()
    shown = known
    if family is not None:
        shown = [entry for entry in known if entry.family == family.upper()]
        if not shown:
            families = ", ".join(dict.fromkeys(entry.family for entry in known))
            raise CannotError(f"there is no family `{family}`; there are {families}")
    if as_json:
        write_json([entry.as_json() for entry in shown])
        return Exit.OK
    colors = style()
    level_width = max(len(entry.level) for entry in shown)
    name_width = max(len(entry.name) for entry in shown)
    for entry in shown:
        level = colors.severity(f"{entry.level:<{level_width}}", entry.level)
        when = [words for words in entry.conditions if words.startswith("only")]
        aside = f" ({', '.join(when)})" if when else ""
        write(f"{entry.code}  {level}  {entry.name:<{name_width}}  {entry.summary}{aside}\n")
    return Exit.OK
