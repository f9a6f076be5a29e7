"""``trainbib schema``: the JSON Schemas of the standard."""

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.terminal import shared_options, write, write_bytes

_EPILOG = """\b
Examples:
  trainbib schema > manifest.schema.json
  trainbib schema check-report
  trainbib schema --list

\b
Exit codes:
  0  printed
  2  there is no such schema
"""


@click.command("schema", epilog=_EPILOG)
@click.argument("name", default="manifest")
@click.option("--list", "list_names", is_flag=True, help="Print the names of the schemas.")
@shared_options
def command(*, name: str, list_names: bool) -> int:
    """Print a JSON Schema of the standard (2020-12), as it ships with the program.

    NAME is manifest (the default), or one of those that --list names: the inventory, the
    configuration, what commands print for programs.
    """
    from trainbib.schemas import schema_root, schema_text

    ending = ".schema.json"
    names = sorted(
        entry.name.removesuffix(ending)
        for entry in (schema_root() / "v1").iterdir()
        if entry.name.endswith(ending)
    )
    if list_names:
        write("".join(f"{known}\n" for known in names))
        return Exit.OK
    if name not in names:
        from trainbib.conformance.wording import did_you_mean, one_of

        near = did_you_mean(name, names)
        hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(names)}"
        raise CannotError(f"there is no schema `{name}`; {hint}")
    write_bytes(schema_text(name).encode())
    return Exit.OK
