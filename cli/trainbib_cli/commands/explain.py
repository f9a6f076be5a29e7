"""``trainbib explain``: the page of a check."""

import sys

import click

from trainbib_cli import completing
from trainbib_cli.exits import Exit
from trainbib_cli.options import json_option
from trainbib_cli.terminal import shared_options, style, write, write_json

_EPILOG = """\b
Examples:
  trainbib explain REF001
  trainbib explain dangling-source --json

\b
Exit codes:
  0  printed
  2  there is no such check
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("check", metavar="CODE|NAME", shell_complete=completing.check)
@json_option("Print the page and its facts as JSON.")
@shared_options
def command(*, check: str, as_json: bool) -> int:
    """Print the page of a check: what it looks for, why, how to repair it.

    CODE|NAME is what a finding shows, such as REF001 or dangling-source; DIF codes are those of
    `trainbib diff`. `trainbib rules` lists them all.
    """
    from trainbib_cli.catalogue import entries, entry_of, plain_text

    entry = entry_of(check, entries())
    if as_json:
        write_json({**entry.as_json(), "page": entry.page})
        return Exit.OK
    colors = style()
    write(f"{colors.severity(entry.code, entry.level)} {colors.strong(entry.name)}")
    write(f" ({', '.join([entry.level, *entry.conditions])})\n\n")
    if colors.on and sys.stdout.isatty():
        _write_rich(entry.page)
    else:
        write(f"{plain_text(entry.page)}\n")
    return Exit.OK


def _write_rich(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    # Rich shows code on black, which is a blot on a light terminal.
    theme = Theme({"markdown.code": "bold cyan"})
    console = Console(highlight=False, theme=theme, no_color=False)
    console.print(Markdown(page, code_theme="ansi_dark"), width=min(console.width, 100))
