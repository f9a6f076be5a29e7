"""``trainbib verify-signature``: is a manifest what a certain key has signed?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import NamedPath, format_option, manifest_argument
from trainbib_cli.terminal import (
    Style,
    printable,
    printable_path,
    shared_options,
    style,
    write,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.signing import SignatureReport

_EPILOG = """\b
Examples:
  trainbib verify-signature trainbib.yaml --key publisher.pub.pem
  trainbib verify-signature trainbib.yaml --key publisher.pub.pem --key auditor.pub.pem

\b
Exit codes:
  0  the manifest is what was signed, by all keys (with --any: by one of them)
  1  it is not, or a key has not signed it
  2  the manifest, the signatures or a key cannot be read, or no key was named
  3  nothing to verify: no manifest was found, or it has no signatures
"""


@click.command("verify-signature", epilog=_EPILOG)
@manifest_argument()
@click.option(
    "--key",
    "key_files",
    type=NamedPath(),
    multiple=True,
    metavar="PUB.pem",
    help="A public key that has to have signed: PEM, Ed25519 or P-256. May be repeated. Without "
    "one, the ids of the keys that are said to have signed are printed and nothing is verified.",
)
@click.option("--any", "any_key", is_flag=True, help="It is enough that one of the keys has.")
@click.option(
    "--signatures",
    type=NamedPath(),
    metavar="FILE",
    help="The file of signatures; MANIFEST.dsse.json if left out.",
)
@format_option()
@shared_options
def command(
    *,
    manifest: str | None,
    key_files: tuple[str, ...],
    any_key: bool,
    signatures: str | None,
    format_: str,
) -> int:
    """Verify that a manifest is what was signed, and by whose keys.

    A signature covers the canonical form of the manifest: all it says, not its layout and comments.
    Get the public keys from where you trust them. MANIFEST is the one of the current folder if left
    out.
    """
    from trainbib.signing import SigningError, envelope_path, read_public_key, verify_signatures

    found = one_manifest(manifest, needs_file="its signatures lie beside it")
    document = read_manifest(found)
    mapping_of(document)
    path = signatures if signatures is not None else str(envelope_path(found))
    try:
        keys = [read_public_key(file) for file in key_files]
        try:
            report = verify_signatures(document, keys, envelope=path)
        except FileNotFoundError:
            raise CannotError(
                f"{found}: has no signatures: {path} is not there; sign it with `trainbib sign`",
                Exit.NOTHING,
            ) from None
    except SigningError as error:
        raise CannotError(str(error)) from error
    holds = report.holds(any_key=any_key)
    if format_ == "json":
        write_json(_json(report, holds=holds))
    else:
        write(_text(report, style()))
    if not keys and report.fault is None:
        raise CannotError("nothing was verified: name the public keys that you trust with --key")
    return Exit.OK if holds else Exit.FINDINGS


def _text(report: "SignatureReport", colors: Style) -> Iterator[str]:
    manifest = printable_path(report.manifest)
    if report.fault is not None:
        yield f"{manifest}: {colors.bad('is not what was signed')}: {printable(report.fault)}\n"
    for verdict in report.keys:
        name = f"{printable_path(verdict.key.name)} ({verdict.key.algorithm}, {verdict.key.key_id})"
        if not verdict.signed:
            yield f"{manifest}: {colors.bad('no valid signature')} by {name}\n"
        elif report.fault is None:
            yield f"{manifest}: {colors.good('signed')} by {name}\n"
    if not report.keys:
        for key_id in report.key_ids:
            yield f"{manifest}: said to be signed by {printable(key_id) or 'a key without id'}\n"


def _json(report: "SignatureReport", *, holds: bool) -> dict[str, object]:
    return {
        "version": "1",
        "manifest": report.manifest,
        "signatures": report.envelope,
        "holds": holds,
        "reason": report.fault,
        "keys": [
            {
                "key": verdict.key.name,
                "algorithm": verdict.key.algorithm,
                "key_id": verdict.key.key_id,
                "signed": verdict.signed,
            }
            for verdict in report.keys
        ],
        "key_ids": list(report.key_ids),
    }
