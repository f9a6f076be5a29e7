"""``trainbib verify-proof``: does a proof hold under the roots that a manifest pins?"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

import click

from trainbib_cli.commands.prove import pins_in
from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import STANDARD_INPUT
from trainbib_cli.options import NamedPath, format_option, manifest_argument
from trainbib_cli.reports.wording import counted
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
    from trainbib.proofs import Proof, ProofVerdict, TreePins

_EPILOG = """\b
Examples:
  trainbib verify-proof 0001.proof.json trainbib.yaml
  trainbib prove --file a.txt | trainbib verify-proof - --format json

\b
Exit codes:
  0  the proof holds, whatever it proves: that something is in the set, or that it is not
  1  the proof does not hold under this manifest
  2  not a proof, or the manifest cannot be read or pins no root
  3  nothing to verify it with: no manifest was found
"""


@click.command("verify-proof", epilog=_EPILOG)
@click.argument("proof", type=NamedPath(allow_dash=True))
@manifest_argument()
@format_option()
@shared_options
def command(*, proof: str, manifest: str | None, format_: str) -> int:
    """Verify a proof with the manifest alone: neither inventory nor files are read.

    PROOF is what `trainbib prove` wrote, or `-`. MANIFEST pins the roots of the set; the one of the
    current folder if left out. Get it from where you trust it: a proof says something about the set
    that this manifest describes, and no other.
    """
    from trainbib.proofs import PinError, ProofError, verify_proof
    from trainbib.proofs.pins import root_of

    try:
        given = _read(proof)
        pins = pins_in(manifest)
        verdict = verify_proof(given, root_of(pins, given.keying))
    except (ProofError, PinError) as error:
        raise CannotError(str(error)) from error
    if format_ == "json":
        write_json(_json(given, verdict, pins))
    else:
        write(_text(given, verdict, pins, style()))
    return Exit.OK if verdict.holds else Exit.FINDINGS


def _read(path: str) -> "Proof":
    from trainbib.proofs import ProofError, parse_proof, read_proof

    if path != STANDARD_INPUT:
        return read_proof(path)
    stdin: TextIO | None = sys.stdin
    if stdin is None:
        raise CannotError("standard input is closed; name the file of the proof")
    try:
        return parse_proof(stdin.buffer.read())
    except ProofError as error:
        raise ProofError(f"<stdin>: {error}") from error


def _text(
    proof: "Proof", verdict: "ProofVerdict", pins: "TreePins", colors: Style
) -> Iterator[str]:
    from trainbib.proofs import ContentLeaf, FileLeaf
    from trainbib.proofs.leaves import path_text

    subject, dataset = printable_path(proof.subject_text), printable(pins.dataset)
    if not verdict.holds:
        yield f"The proof {colors.bad('does not hold')}: {verdict.reason}.\n"
        yield f"Nothing is proved about {subject} in {dataset}.\n"
        return
    yield f"The proof {colors.good('holds')}: "
    match proof.end:
        case FileLeaf(size, digest):
            yield f"{subject} is in {dataset}, {counted(size, 'byte')}, sha256:{digest}.\n"
        case ContentLeaf(files, _, None):
            yield f"{subject} is in {dataset}.\n"
            yield f"Who made it says that it is {counted(files, 'file')}, which is not proved.\n"
        case ContentLeaf(files, _, paths):
            yield f"{subject} is in {dataset}, as {counted(files, 'file')}:\n"
            yield from (f"  {printable_path(path_text(path))}\n" for path in paths or ())
        case _:
            yield f"{subject} is not in {dataset}.\n"


def _json(proof: "Proof", verdict: "ProofVerdict", pins: "TreePins") -> dict[str, object]:
    return {
        "version": "1",
        "manifest": pins.manifest,
        "dataset": pins.dataset,
        "keying": proof.keying,
        "subject": proof.subject_text,
        "root": proof.root,
        "holds": verdict.holds,
        "reason": verdict.reason,
        "included": verdict.included if verdict.holds else None,
        "files": verdict.files,
    }
