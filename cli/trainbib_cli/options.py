"""The arguments and options that several commands have, each declared once.

``--color`` and ``--debug``, which all have, are in :mod:`trainbib_cli.terminal`; those of ``check``
alone in :mod:`trainbib_cli.check_options`.
"""

import math
from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

TEXT_OR_JSON = {"text": "for people", "json": "for programs"}


class NamedPath(click.Path):
    """A path. The empty text is none, although for the operating system it is the current folder.

    Whether a file can be read is told by who reads it.
    """

    def __init__(
        self, *, exists: bool = False, dir_okay: bool = True, allow_dash: bool = False
    ) -> None:
        super().__init__(exists=exists, dir_okay=dir_okay, allow_dash=allow_dash, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path.

        Raises:
            click.BadParameter: If it is empty, or not as it is asked for.
        """
        if value == "":
            rest = "" if param is None or param.required else ", or leave it out"
            self.fail(f"'' names no file; write a path{rest}", param, ctx)
        return super().convert(value, param, ctx)


class Number(click.FloatRange):
    """A number in a range; not ``nan``, which is neither less nor more than anything."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number.

        Raises:
            click.BadParameter: If it is none, or out of range.
        """
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is no number", param, ctx)
        return number


def options(*declared: Decorator) -> Decorator:
    """Make one decorator of several, which stand in the help in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(declared):
            command = option(command)
        return command

    return decorate


def files_argument(*, standard_input: bool = True) -> Decorator:
    """Declare ``[FILES]...``: manifests, and folders that hold some."""
    return click.argument("files", nargs=-1, type=NamedPath(allow_dash=standard_input))


def recursive_option() -> Decorator:
    """Declare ``-r``, ``--recursive``."""
    return click.option(
        "--recursive", "-r", is_flag=True, help="Look for manifests in folders below folders, too."
    )


def manifest_argument(name: str = "manifest", *, standard_input: bool = False) -> Decorator:
    """Declare ``[MANIFEST]``: one manifest, or the folder that holds it."""
    return click.argument(name, required=False, type=NamedPath(allow_dash=standard_input))


def records_arguments(text_fields: str) -> Decorator:
    """Declare ``SOURCE...``, ``--field`` and ``--text-field``: records, and what is read of them.

    Args:
        text_fields: The help of ``--text-field``.
    """
    return options(
        click.argument("sources", nargs=-1, required=True, type=NamedPath(), metavar="SOURCE..."),
        click.option(
            "--field",
            "fields",
            multiple=True,
            metavar="NAME",
            help="Where the URL of a record is, instead of the usual places; a dot leads into an "
            "object. May be given several times: the first that holds something is taken.",
        ),
        click.option(
            "--text-field", "text_fields", multiple=True, metavar="NAME", help=text_fields
        ),
    )


def format_option(**formats: str) -> Decorator:
    """Declare ``--format`` of a command that prints one report on standard output.

    Args:
        formats: What each format is for; the first is the default. Text and JSON if left out.
    """
    meanings = formats or TEXT_OR_JSON
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(meanings)),
        default=next(iter(meanings)),
        show_default=True,
        help="; ".join(f"{name}: {meaning}" for name, meaning in meanings.items()) + ".",
    )


def json_option(help_: str) -> Decorator:
    """Declare ``--json`` of a command that prints pages or lists."""
    return click.option("--json", "as_json", is_flag=True, help=help_)


def output_option(help_: str, *, required: bool = False) -> Decorator:
    """Declare ``-o``, ``--output``: a file to write."""
    return click.option(
        "-o",
        "--output",
        required=required,
        type=NamedPath(dir_okay=False),
        metavar="FILE",
        help=help_,
    )


def jobs_option() -> Decorator:
    """Declare ``--jobs``: how many processes read files."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many processes read files; as many as there are processors if left out.",
    )


def today_option(compared: str) -> Decorator:
    """Declare ``--today``.

    Args:
        compared: What is compared with the day.
    """
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help=f"Compare {compared} with this day (2026-03-01) instead of today.",
    )


def index_key_option(help_: str) -> Decorator:
    """Declare ``--key`` of an index of records."""
    return click.option(
        "--key", type=NamedPath(exists=True, dir_okay=False), metavar="FILE", help=help_
    )


def all_option(help_: str) -> Decorator:
    """Declare ``--all``: what a report for people leaves out otherwise."""
    return click.option("--all", "show_all", is_flag=True, help=f"{help_} JSON always has all.")


def stdin_filename_option() -> Decorator:
    """Declare ``--stdin-filename``."""
    return click.option(
        "--stdin-filename",
        metavar="PATH",
        help="What to call standard input (`-`) in messages; the suffix tells YAML from JSON.",
    )


def _hosts(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for host in value:
        if "/" in host or not host.partition(":")[0].strip():
            raise click.BadParameter(f"{host!r} is no host; write data.acme.example or host:8443")
    return value


def network_options(online: str) -> Decorator:
    """Declare ``--online`` and what opens or closes the network with it.

    Args:
        online: The help of ``--online``.
    """
    return options(
        click.option("--online", is_flag=True, help=online),
        click.option(
            "--no-network", is_flag=True, help="Refuse --online; so does TRAINBIB_OFFLINE=1."
        ),
        click.option(
            "--allow-host",
            multiple=True,
            callback=_hosts,
            metavar="HOST[:PORT]",
            help="Ask this host even at an address that is not public.",
        ),
        click.option(
            "--allow-port",
            multiple=True,
            type=click.IntRange(1, 65535),
            metavar="PORT",
            help="Ask this port, beside 80 and 443.",
        ),
        click.option(
            "--proxy", metavar="URL", help="Ask through a proxy, which then is the guard."
        ),
        click.option(
            "--ca-bundle",
            type=NamedPath(),
            metavar="FILE",
            help="Trust these certificates instead.",
        ),
    )
