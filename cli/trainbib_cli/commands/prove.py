"""``trainbib prove``: proofs that a file or a content is, or is not, in a set."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import NamedPath, manifest_argument, output_option
from trainbib_cli.terminal import (
    notice,
    printable,
    printable_path,
    safe_json,
    shared_options,
    write,
    write_bytes,
)

if TYPE_CHECKING:
    from trainbib.proofs import Proof, TreePins

_EPILOG = """\b
Examples:
  trainbib prove trainbib.yaml --file train/0001.jsonl -o 0001.proof.json
  trainbib prove trainbib.yaml --digest "$(sha256sum < poem.txt | cut -c 1-64)"
  trainbib prove trainbib.yaml --tables      from now on proofs read one bucket

\b
Exit codes:
  0  proved: that it is in the set, or that it is not
  1  the inventory is not the one that the manifest pins
  2  no proof: the manifest pins no roots, or the inventory cannot be read
  3  nothing to prove: no manifest was found
"""


@click.command("prove", epilog=_EPILOG)
@manifest_argument(standard_input=True)
@click.option(
    "--file",
    "file",
    metavar="PATH",
    help="Prove it of the file with this path, relative to the root of the files.",
)
@click.option(
    "--digest",
    metavar="HEX",
    help="Prove it of the content with this SHA-256, whatever the file is called.",
)
@click.option(
    "--paths",
    "with_paths",
    is_flag=True,
    help="With --digest: tell the paths of the files, which proves how many there are.",
)
@click.option(
    "--inventory",
    type=NamedPath(),
    metavar="FILE",
    help="The inventory, if it is elsewhere than the manifest says, or kept private.",
)
@click.option(
    "--tables",
    "wants_tables",
    is_flag=True,
    help="Write the bucket tables and sorted leaves of the set beside its inventory first "
    "(.buckets, .leaves), so that a proof reads a part of them, not the inventory.",
)
@output_option("Write the proof there and say in a line what it proves; else print the proof.")
@shared_options
def command(
    *,
    manifest: str | None,
    file: str | None,
    digest: str | None,
    with_paths: bool,
    inventory: str | None,
    wants_tables: bool,
    output: str | None,
) -> int:
    """Prove that a file, or a content, is or is not in the set that a manifest describes.

    The proof is a small JSON file (`trainbib schema proof`). Whoever has the manifest can verify it
    with `trainbib verify-proof`, without the inventory and without the files. MANIFEST is the one
    of the current folder if left out.
    """
    from trainbib.proofs import DepartedError, PinError, write_pinned_index

    if with_paths and digest is None:
        raise click.UsageError("--paths goes with --digest")
    if file is None and digest is None and not wants_tables:
        raise click.UsageError("name what to prove, with --file or --digest")
    try:
        pins = pins_in(manifest, inventory)
        if wants_tables:
            write_pinned_index(pins)
        if file is None and digest is None:
            return Exit.OK
        proof = _proof(pins, file, digest, with_paths=with_paths)
    except DepartedError as error:
        notice(str(error))
        return Exit.FINDINGS
    except PinError as error:
        raise CannotError(str(error)) from error
    except ValueError as error:  # a path or a digest that is none
        raise CannotError(str(error)) from error
    _write(proof, pins, output)
    folder = pins.folder.removesuffix("/") + "/"
    if file is not None and not proof.included and file.startswith(folder):
        notice(f"paths are relative to the root of the files, which is {pins.folder}")
    return Exit.OK


def pins_in(manifest: str | None, inventory: str | None = None) -> "TreePins":
    """Read what a manifest pins, or the one of the current folder.

    Raises:
        CannotError: If there is none, or several, or it cannot be parsed.
        PinError: If it pins no roots.
        OSError: If it cannot be read.
    """
    from trainbib.proofs import pins_of

    document = read_manifest(one_manifest(manifest))
    mapping_of(document)
    return pins_of(document, inventory=inventory)


def _proof(pins: "TreePins", file: str | None, digest: str | None, *, with_paths: bool) -> "Proof":
    from trainbib.proofs import prove

    return prove(pins, path=file, digest=digest, with_paths=with_paths)


def _write(proof: "Proof", pins: "TreePins", output: str | None) -> None:
    """Write the proof.

    Raises:
        CannotError: If it would be written over what it is about.
        OSError: If it cannot be written.
    """
    from trainbib.proofs import format_proof, index_paths
    from trainbib.writing.atomic import write_atomically

    data = format_proof(proof).encode()
    if output is None:
        write_bytes(safe_json(data.decode()).encode())
        return
    target = Path(output)
    own = [Path(pins.manifest)]
    if pins.inventory is not None:
        own += [pins.inventory, *index_paths(pins.inventory)]
    if target.exists() and any(path.exists() and path.samefile(target) for path in own):
        raise CannotError(f"{output}: is part of what is proved about; write the proof elsewhere")
    write_atomically(target, data)
    verb = "is" if proof.included else "is not"
    write(f"{printable_path(proof.subject_text)} {verb} in {printable(pins.dataset)}\n")
