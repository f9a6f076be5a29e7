"""``trainbib fmt``: one layout for all manifests, and not a word less."""

from pathlib import Path

import click

from trainbib_cli.exits import Exit, os_reason, output_told
from trainbib_cli.manifests import STANDARD_INPUT, paths_to_read, read_manifest
from trainbib_cli.options import files_argument, recursive_option, stdin_filename_option
from trainbib_cli.patches import write_patch
from trainbib_cli.terminal import notice, printable_path, shared_options, write, write_bytes

_EPILOG = """\b
Examples:
  trainbib fmt
  trainbib fmt --check --diff trainbib.yaml
  trainbib fmt - < trainbib.yaml

\b
Exit codes:
  0  done, or nothing to do
  1  --check or --diff: a file would change
  2  a file cannot be read, or cannot be formatted without loss (it stays as it is)
  3  nothing to format: no manifest was found
"""


@click.command("fmt", epilog=_EPILOG)
@files_argument()
@recursive_option()
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, as a patch.")
@click.option("--sort", is_flag=True, help="Put entries in the order of their keys, too.")
@stdin_filename_option()
@shared_options
def command(
    *,
    files: tuple[str, ...],
    recursive: bool,
    check: bool,
    diff: bool,
    sort: bool,
    stdin_filename: str | None,
) -> int:
    """Put manifests in one layout, with their fields in one order.

    Comments stay with what they stand beside, entries in the order in which they were written, and
    the digest is the same before and after. A file is written whole or not at all.

    FILES are manifests, folders that hold some, or `-` for standard input, which is written to
    standard output; without FILES the manifests of the current folder.
    """
    from trainbib.fixing import unified_diff
    from trainbib.formatting import FormatError, formatted
    from trainbib.writing import replace_unchanged
    from trainbib.writing.encoding import encoded, original

    failed = changes = False
    for path in paths_to_read(files, recursive=recursive):
        try:
            document = read_manifest(path, stdin_name=stdin_filename)
            text = formatted(document, sort=sort)
        except FormatError as error:
            notice(str(error))
            failed = True
            continue
        except OSError as error:
            notice(f"cannot read {os_reason(error)}")
            failed = True
            continue
        old, new = original(document), encoded(text)
        changes |= old != new
        with output_told():
            if diff:
                write_patch(unified_diff(old.decode(), text, document.path))
            elif check:
                write(f"{printable_path(document.path)}\n" if old != new else "")
            elif path == STANDARD_INPUT:
                write_bytes(new)
        if check or diff or path == STANDARD_INPUT or old == new:
            continue
        try:
            replace_unchanged(Path(path), old, new)
        except OSError as error:
            notice(f"cannot write {os_reason(error)}")
            failed = True
            continue
        with output_told():
            write(f"formatted {printable_path(path)}\n")
    if failed:
        return Exit.FAILED
    return Exit.FINDINGS if changes and (check or diff) else Exit.OK
