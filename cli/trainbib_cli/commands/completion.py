"""``trainbib completion``: scripts that complete commands and options in a shell."""

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.terminal import shared_options, write

_EPILOG = """\b
Examples:
  trainbib completion bash > ~/.local/share/bash-completion/completions/trainbib
  trainbib completion zsh > ~/.zfunc/_trainbib
  trainbib completion fish > ~/.config/fish/completions/trainbib.fish

\b
Exit codes:
  0  printed
  2  there is no script for that shell
"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@shared_options
@click.pass_context
def command(context: click.Context, *, shell: str) -> int:
    """Print the completion script of a shell; save it where the shell looks for such scripts."""
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:
        raise CannotError(f"this version of click has no completion for {shell}; update it")
    root = context.find_root()
    script = completion(root.command, {}, "trainbib", "_TRAINBIB_COMPLETE")
    # The template alone: source() would run the shell to ask for its version, and the script may
    # be meant for another machine.
    write(script.source_template % script.source_vars())
    return Exit.OK
