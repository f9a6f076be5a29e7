"""``trainbib lsp``: a language server for editors."""

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.terminal import shared_options

_EPILOG = """\b
Examples:
  trainbib lsp        started by an editor, which speaks to it over standard input and output

\b
Exit codes:
  0  the editor has ended the conversation
  2  the language server is not installed
"""


@click.command("lsp", epilog=_EPILOG)
@shared_options
def command() -> int:
    """Serve an editor: findings while one types, completion, meanings, repairs, layout.

    It speaks the Language Server Protocol over standard input and output. docs/editors.md says how
    editors are told of it. It needs the extra `lsp`: pip install "trainbib[lsp]".
    """
    try:
        from trainbib_cli.lsp.server import make_server
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(("pygls", "lsprotocol")):
            raise
        raise CannotError(
            f'the language server needs {error.name}; install it with pip install "trainbib[lsp]"'
        ) from error
    make_server().start_io()
    return Exit.OK
