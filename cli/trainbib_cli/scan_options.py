"""The options of the commands that read large sets: who reads, and what is noted of each file."""

import click

from trainbib_cli.options import Decorator, options

__all__ = ["also_option", "digests_asked_for", "engine_options"]


def engine_options() -> Decorator:
    """Declare ``--engine`` and ``--address``."""
    return options(
        click.option(
            "--engine",
            "engine_name",
            type=click.Choice(["local", "ray"]),
            default="local",
            show_default=True,
            help="local: processes of this machine; ray: a Ray cluster.",
        ),
        click.option(
            "--address",
            metavar="ADDRESS",
            help="Where the Ray cluster is, such as auto or HOST:6379; by default what RAY_ADDRESS "
            "says, or one that is started here.",
        ),
    )


def also_option(*, keeps: bool) -> Decorator:
    """Declare ``--also``.

    Args:
        keeps: Whether an inventory that is there keeps what it has, unless told otherwise.
    """
    kept = " An inventory that has it keeps it; none leaves it out." if keeps else ""
    return click.option(
        "--also",
        type=click.Choice(["blake3", "none"] if keeps else ["blake3"]),
        help=f"Note this digest of each file, too, besides SHA-256 and never instead of it.{kept}",
    )


def digests_asked_for(also: str | None) -> tuple[str, ...] | None:
    """Return the digests that are asked for besides SHA-256; None if nothing is said."""
    return () if also == "none" else None if also is None else (also,)
