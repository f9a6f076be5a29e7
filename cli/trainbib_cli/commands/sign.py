"""``trainbib sign``: signatures of manifests, offline, with a key of one's own."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import NamedPath, manifest_argument, output_option
from trainbib_cli.terminal import notice, printable_path, shared_options, write

if TYPE_CHECKING:
    from trainbib.signing import PrivateKey
    from trainbib.signing.keys import Algorithm

PASSPHRASE_VARIABLE = "TRAINBIB_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable

_EPILOG = """\b
Examples:
  trainbib sign --new-key publisher.pem         makes publisher.pem and publisher.pub.pem
  trainbib sign trainbib.yaml --key publisher.pem
  trainbib sign trainbib.yaml --key auditor.pem          a second signature

\b
Exit codes:
  0  signed
  2  not signed: the key or the manifest cannot be used, or the file cannot be written
  3  nothing to sign: no manifest was found
"""


@click.command("sign", epilog=_EPILOG)
@manifest_argument()
@click.option(
    "--key",
    "key_file",
    type=NamedPath(),
    metavar="KEY.pem",
    help="The private key: PEM, Ed25519 or P-256. If it is encrypted, the passphrase is taken from "
    f"the variable {PASSPHRASE_VARIABLE}, or asked for on a terminal.",
)
@output_option(
    "The file of signatures; MANIFEST.dsse.json if left out. Signatures of others that are there "
    "stay."
)
@click.option(
    "--replace",
    is_flag=True,
    help="Drop signatures of what the manifest was before.",
)
@click.option(
    "--new-key",
    type=NamedPath(),
    metavar="FILE",
    help="Make a key: the private one in FILE, for its owner alone, and the public one beside it. "
    f"It is encrypted if {PASSPHRASE_VARIABLE} is set. Nothing is overwritten.",
)
@click.option(
    "--algorithm",
    type=click.Choice(["ed25519", "p256"]),
    default="ed25519",
    show_default=True,
    help="The algorithm of the new key.",
)
@shared_options
def command(
    *,
    manifest: str | None,
    key_file: str | None,
    output: str | None,
    replace: bool,
    new_key: str | None,
    algorithm: "Algorithm",
) -> int:
    """Sign a manifest.

    What is signed is an in-toto statement about the canonical form (the digest that `trainbib hash`
    prints), in a DSSE envelope. Layout and comments stay free; whatever changes the meaning breaks
    the signature. MANIFEST is the one of the current folder if left out.
    """
    from trainbib.signing import SigningError

    if (key_file is None) == (new_key is None):
        raise click.UsageError("either sign with --key, or make a key with --new-key")
    if new_key is not None and (manifest is not None or output is not None):
        raise click.UsageError("--new-key makes a key and signs nothing; sign with --key then")
    try:
        if new_key is not None:
            return _make(new_key, algorithm)
        return _sign(manifest, str(key_file), output, replace=replace)
    except SigningError as error:
        raise CannotError(str(error)) from error


def _make(path: str, algorithm: "Algorithm") -> int:
    """Make a key and say where it is."""
    from trainbib.signing import new_key

    passphrase = os.fsencode(os.environ.get(PASSPHRASE_VARIABLE, ""))
    try:
        made = new_key(path, algorithm=algorithm, passphrase=passphrase)
    except FileExistsError as error:
        raise CannotError(
            f"{error.filename}: is there already, and a key is never overwritten; name another file"
        ) from error
    write(f"{printable_path(str(made.private))}: the private key; keep it to yourself\n")
    write(f"{printable_path(str(made.public))}: the public key; publish it\n")
    write(f"key id {made.key_id}\n")
    return Exit.OK


def _sign(manifest: str | None, key_file: str, output: str | None, *, replace: bool) -> int:
    from trainbib.signing import envelope_path, sign

    found = one_manifest(manifest, needs_file="its signatures lie beside it")
    document = read_manifest(found)
    mapping_of(document)
    target = Path(output) if output is not None else envelope_path(found)
    if target.exists() and any(target.samefile(own) for own in (found, key_file)):
        raise CannotError(f"{target}: would be overwritten by its signatures; name another file")
    key = _key(key_file)
    envelope = sign(document, key, output=target, replace=replace)
    number = len(envelope.signatures)
    write(
        f"Signed {printable_path(found)} in {printable_path(str(target))}, which now has {number} "
        f"signature{'s' if number > 1 else ''}.\n"
    )
    return Exit.OK


def _key(path: str) -> "PrivateKey":
    from trainbib.signing import read_private_key
    from trainbib.signing.keys import is_open_to_others

    key = read_private_key(path, lambda: _passphrase(path))
    if is_open_to_others(path):
        notice(f"{path}: others can read this private key; run `chmod 600 {path}`")
    return key


def _passphrase(path: str) -> bytes:
    """Return the passphrase of a key, from the environment or from who sits there.

    Raises:
        CannotError: If there is nobody.
    """
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return os.fsencode(given)
    stdin: TextIO | None = sys.stdin
    if stdin is None or not stdin.isatty():
        raise CannotError(
            f"{path}: the key is encrypted; put its passphrase into {PASSPHRASE_VARIABLE}, or run "
            "this on a terminal"
        )
    text: str = click.prompt(f"Passphrase of {printable_path(path)}", hide_input=True, err=True)
    return text.encode("utf-8", "surrogateescape")
