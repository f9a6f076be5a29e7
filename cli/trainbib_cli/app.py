"""The program: finds the command, runs it, and turns whatever happens into an exit code."""

import contextlib
import importlib
import os
import sys
from collections.abc import Generator, Sequence
from typing import Any, TextIO

import click

from trainbib_cli.exits import CannotError, Exit, os_reason
from trainbib_cli.terminal import Terminal, notice, shared_options

# Kept here so that neither --help nor one command imports the others; tests hold the table against
# the commands themselves.
COMMANDS: dict[str, str] = {
    "init": "Write a first manifest.",
    "generate": "Write or update a manifest from a folder of files.",
    "check": "Check manifests.",
    "baseline": "Write down findings that are known.",
    "fmt": "Put manifests in one layout, comments kept.",
    "verify": "Compare a folder with its inventory, byte for byte.",
    "hash": "Print digests of a manifest and of its files.",
    "scan": "Hash and count a large set in shards.",
    "merge": "Join what was scanned in shards to one inventory.",
    "diff": "Say what changed in meaning between two manifests.",
    "disclose": "Fill a form, such as that of a law; say what is missing.",
    "observe": "Read what files say of rights, languages and domains.",
    "domains": "Count bytes and records by registrable domain.",
    "index": "Write a list of digests in which records can be looked up.",
    "lookup": "Say whether a URL or a text is in such a list.",
    "licenses": "Judge whether the licences allow what is meant to be done.",
    "score": "Count what a manifest discloses: given, gap, silent.",
    "prove": "Prove that a file or a content is, or is not, in a set.",
    "verify-proof": "Verify such a proof with the manifest alone.",
    "sign": "Sign manifests.",
    "verify-signature": "Verify the signatures of manifests.",
    "explain": "Print the page of a check.",
    "rules": "List the checks.",
    "schema": "Print a JSON Schema of the standard.",
    "lsp": "Serve an editor.",
    "completion": "Print the completion script of a shell.",
}

_EPILOG = """\b
Examples:
  trainbib init                     a first manifest
  trainbib generate data/           a manifest and an inventory of a folder
  trainbib check                    check the manifests of this folder
  trainbib verify trainbib.yaml     is the data still what was described?

\b
Exit codes, the same for every command:
  0  nothing found                  2  could not do it
  1  findings, or mismatches        3  nothing to check
"""


class OutputClosedError(Exception):
    """Nobody reads the output any more, as after ``trainbib rules | head``."""


@contextlib.contextmanager
def _closed_output_told() -> Generator[None]:
    """Keep a closed pipe from click, which would make exit code 1 of it: findings."""
    try:
        yield
    except BrokenPipeError as error:
        raise OutputClosedError from error


class Program(click.Group):
    """The group of all commands; each is imported when it is called."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the arguments, which prints help and versions.

        Raises:
            OutputClosedError: If nobody reads the output.
        """
        with _closed_output_told():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            OutputClosedError: If nobody reads the output.
        """
        with _closed_output_told():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"trainbib_cli.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name.

        Raises:
            CannotError: If there is none; the nearest names are offered.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from trainbib.conformance.wording import did_you_mean, one_of
            from trainbib_cli.habits import command_hint

            near = did_you_mean(args[0], COMMANDS)
            nearest = f"did you mean {one_of(near)}?" if near else "`trainbib --help` lists them"
            hint = command_hint(args[0]) or nearest
            raise CannotError(f"there is no command `{args[0]}`; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's callback
    if not value or context.resilient_parsing:
        return
    from trainbib import __version__
    from trainbib.licensing.spdx import license_list
    from trainbib.schemas import SPEC_VERSION

    licences = license_list().version
    click.echo(f"trainbib {__version__} (standard {SPEC_VERSION}, SPDX licence list {licences})")
    context.exit()


@click.group(
    cls=Program,
    name="trainbib",
    epilog=_EPILOG,
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of the program and of the standard.",
)
@shared_options
@click.pass_context
def program(context: click.Context) -> int:
    """Keep the bibliography of a training set: what it is made of, in a file that can be checked.

    A manifest (trainbib.yaml) names every source, licence and labeller of a training set, and says
    which files cite them. The program checks, hashes, verifies, compares and generates manifests.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return Exit.FAILED
    return Exit.OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: What follows the program's name; those of the process if left out.

    Returns:
        The exit code.
    """
    terminal = Terminal()
    for stream in _streams():
        # What an encoding cannot carry, and bytes of a file name that are no text, are shown
        # escaped: a report never dies of a name.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments, terminal)
        for stream in _streams():
            stream.flush()
    except (BrokenPipeError, OutputClosedError):  # the reader has what it wants
        code = Exit.FAILED
    except OSError as error:  # a full disk
        code = _failed(f"cannot write the result: {os_reason(error)}", terminal)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    finally:
        _leave_streams_quiet()
    return int(code)


def _run(arguments: Sequence[str] | None, terminal: Terminal) -> int:
    try:
        result: object = program.main(
            args=None if arguments is None else list(arguments),
            prog_name="trainbib",
            standalone_mode=False,
            obj=terminal,
        )
    except click.NoSuchOption as error:
        return _failed(_unknown_option(error), terminal)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "trainbib"
        message = error.format_message().rstrip(".")
        return _failed(f"{message} (see `{path} --help`)", terminal)
    except click.ClickException as error:
        return _failed(error.format_message(), terminal)
    except (click.Abort, KeyboardInterrupt):
        notice("interrupted")
        return Exit.INTERRUPTED
    except CannotError as error:
        _failed(str(error), terminal)
        for row in error.rows:
            click.echo(row, err=True, color=True)  # colours are decided already
        return error.code
    except (BrokenPipeError, OutputClosedError):
        raise
    except OSError as error:
        return _failed(os_reason(error), terminal)
    except MemoryError:
        return _failed("not enough memory", terminal)
    except Exception as error:  # noqa: BLE001 - a sentence, not a traceback, whatever it is
        hint = "" if terminal.debug else "; run it again with --debug and report what it shows"
        return _failed(f"internal error: {type(error).__name__}: {error}{hint}", terminal)
    return result if isinstance(result, int) else Exit.OK


def _unknown_option(error: click.NoSuchOption) -> str:
    """Say what to write instead of an option that there is not."""
    from trainbib_cli.habits import option_hint

    path = error.ctx.command_path if error.ctx else "trainbib"
    hint = option_hint(path.partition(" ")[2], error.option_name)
    if hint:
        return f"`{path}` has no {error.option_name}; {hint}"
    return f"{error.format_message().rstrip('.')} (see `{path} --help`)"


def _failed(message: str, terminal: Terminal) -> int:
    """Say in one sentence what failed; called while the error is handled."""
    if terminal.debug and sys.exc_info()[1] is not None:
        import traceback

        click.echo(traceback.format_exc(), err=True, nl=False)
    notice(message)
    return Exit.FAILED


def _streams() -> list[TextIO]:
    """Return the output streams that are open.

    The process may have been started with one of them closed, and the language server closes
    standard output when the conversation is over.
    """
    both: tuple[TextIO | None, ...] = (sys.stdout, sys.stderr)
    return [stream for stream in both if stream is not None and not stream.closed]


def _leave_streams_quiet() -> None:
    """Point a stream that cannot be written to nowhere, so that Python's own exit is silent."""
    for stream in _streams():
        try:
            stream.flush()
        except (OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
