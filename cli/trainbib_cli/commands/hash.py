"""``trainbib hash``: the digest of a manifest, the roots of its file tree, those of its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit, os_reason
from trainbib_cli.manifests import STANDARD_INPUT, mapping_of, paths_to_read, read_manifest
from trainbib_cli.options import files_argument, format_option
from trainbib_cli.terminal import (
    notice,
    printable_path,
    shared_options,
    write,
    write_bytes,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.tree import Roots

_EPILOG = """\b
Examples:
  trainbib hash trainbib.yaml
  trainbib hash --format sha256sum trainbib.yaml | sha256sum -c

\b
Exit codes:
  0  printed
  1  the inventory is not the one that the manifest pins
  2  no digest: the manifest or its inventory cannot be read
  3  nothing to hash: no manifest was found
"""


@dataclass(frozen=True, slots=True)
class _Digests:
    """What is printed for a manifest."""

    path: str
    digest: str
    roots: "Roots | None"
    pinned: Mapping[str, object]

    @property
    def departures(self) -> list[tuple[str, str, object]]:
        """Keying, root of the inventory, root that is pinned, where they differ."""
        if self.roots is None:
            return []
        computed = (("paths", self.roots.paths), ("contents", self.roots.contents))
        return [
            (keying, root, self.pinned[keying])
            for keying, root in computed
            if keying in self.pinned and self.pinned[keying] != root
        ]


@click.command("hash", epilog=_EPILOG)
@files_argument()
@format_option(
    text="a line for each digest",
    json="for programs",
    sha256sum="a line for each file of the inventory, as `sha256sum -c` reads it in the folder of "
    "the manifest",
)
@click.option(
    "--root/--no-root",
    "wants_root",
    default=None,
    help="Whether to compute the roots of the file tree from the inventory; by default where the "
    "manifest pins one that is there.",
)
@shared_options
def command(*, files: tuple[str, ...], format_: str, wants_root: bool | None) -> int:
    """Print digests of a manifest and of its files.

    The digest of a manifest is that of its canonical form (RFC 8785): the same for YAML and JSON,
    for any order of keys and any layout. The two roots of the file tree are computed from the
    inventory, not from the files; `trainbib verify` reads those.

    FILES are manifests, folders that hold some, or `-`; without FILES those of the current folder.
    """
    paths = paths_to_read(files)
    if format_ == "sha256sum":
        departed = False
        for path in paths:
            if _is_another_inventory(path):
                departed = True
                continue
            for line in _sha256sum_lines(path):
                write_bytes(line)
        return Exit.FINDINGS if departed else Exit.OK
    failed = False
    made: list[_Digests] = []
    for path in paths:
        try:
            digests = _digests(path, wants_root=wants_root)
        except CannotError as error:
            notice(str(error))
        except OSError as error:
            notice(f"cannot read {os_reason(error)}")
        else:
            made.append(digests)
            if format_ == "text":
                write(_text(digests))
            continue
        failed = True
    if format_ == "json":
        write_json(_json(made))
    departed = False
    for digests in made:
        for keying, root, pinned in digests.departures:
            departed = True
            notice(
                f"{digests.path}: the root of {keying} of the inventory is {root}, but the "
                f"manifest pins {pinned}; run `trainbib generate` if the change is meant"
            )
    if failed:
        return Exit.FAILED
    return Exit.FINDINGS if departed else Exit.OK


def _digests(path: str, *, wants_root: bool | None) -> _Digests:
    """Compute what is asked for of one manifest.

    Raises:
        CannotError: If there is no canonical form, or no inventory where roots are asked for.
        OSError: If a file cannot be read.
    """
    from trainbib.canonical import CanonicalFormError, canonical_digest
    from trainbib.values import as_mapping

    document = read_manifest(path)
    data = mapping_of(document)
    try:
        digest = canonical_digest(data)
    except CanonicalFormError as error:
        raise CannotError(f"{document.path}: {error}") from error
    pinned = as_mapping(as_mapping(as_mapping(data.get("files")).get("inventory")).get("roots"))
    roots = None if wants_root is False else _roots(path, data, required=bool(wants_root))
    return _Digests(document.path, digest, roots, pinned)


def _roots(path: str, data: Mapping[str, object], *, required: bool) -> "Roots | None":
    from trainbib.inventory import InventoryError, read_inventory
    from trainbib.tree import roots

    inventory = _inventory(path, data)
    if inventory is None:
        if required:
            raise CannotError(_no_inventory(path))
        return None
    try:
        return roots(read_inventory(inventory))
    except FileNotFoundError:
        if required:
            raise
        notice(f"{path}: no roots of the file tree: its inventory {inventory} is not here")
        return None
    except InventoryError as error:
        raise CannotError(str(error)) from error
    except ValueError as error:
        raise CannotError(f"{inventory}: {error}") from error


def _inventory(path: str, data: Mapping[str, object]) -> Path | None:
    """Return the inventory of a manifest; None if it names none, or is on standard input.

    Raises:
        CannotError: If it is named by a path that leads out of the manifest's folder.
    """
    from trainbib.named_paths import named_path, path_fault
    from trainbib.values import as_mapping

    named = as_mapping(as_mapping(data.get("files")).get("inventory")).get("path")
    if not isinstance(named, str) or path == STANDARD_INPUT:
        return None
    inventory = named_path(Path(path).parent, named)
    if inventory is None:
        raise CannotError(f"{path}: the path {named!r} {path_fault(Path(path).parent, named)}")
    return inventory


def _no_inventory(path: str) -> str:
    return f"{path}: pins no inventory of files; write one with `trainbib generate`"


def _text(digests: _Digests) -> str:
    path = printable_path(digests.path)
    lines = [f"{digests.digest}  {path}"]
    if digests.roots is not None:
        lines.append(f"{digests.roots.paths}  {path} (root of paths)")
        lines.append(f"{digests.roots.contents}  {path} (root of contents)")
    return "".join(f"{line}\n" for line in lines)


def _json(made: list[_Digests]) -> dict[str, object]:
    manifests = [
        {
            "path": digests.path,
            "digest": digests.digest,
            "roots": None
            if digests.roots is None
            else {"paths": digests.roots.paths, "contents": digests.roots.contents},
            "as_pinned": None if digests.roots is None else not digests.departures,
        }
        for digests in made
    ]
    return {"version": "1", "manifests": manifests}


_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def _is_another_inventory(path: str) -> bool:
    """Tell whether the inventory is not the one that the manifest pins, and say so if it is not.

    Raises:
        CannotError: If the manifest has no inventory.
        OSError: If a file cannot be read.
    """
    from hashlib import file_digest

    from trainbib.values import as_mapping

    data = mapping_of(read_manifest(path))
    inventory = _inventory(path, data)
    if inventory is None:
        raise CannotError(_no_inventory(path))
    pinned = as_mapping(as_mapping(data.get("files")).get("inventory")).get("digest")
    with inventory.open("rb") as file:
        digest = f"sha256:{file_digest(file, 'sha256').hexdigest()}"
    if pinned in {None, digest}:
        return False
    notice(
        f"{path}: {inventory} has the digest {digest}, but the manifest pins {pinned}; "
        "nothing was printed for it"
    )
    return True


def _sha256sum_lines(path: str) -> Iterator[bytes]:
    """Yield a line for each file, as coreutils writes it, in chunks.

    Raises:
        CannotError: If the manifest has no inventory that can be read.
        OSError: If a file cannot be read.
    """
    from trainbib.inventory import InventoryError, read_inventory
    from trainbib.values import as_mapping

    data = mapping_of(read_manifest(path))
    inventory = _inventory(path, data)
    if inventory is None:
        raise CannotError(_no_inventory(path))
    root = PurePosixPath(str(as_mapping(data.get("files")).get("root", ".")))
    try:
        for row in read_inventory(inventory):
            name = str(root / row.path)
            # A lone hyphen would be standard input, and a name with a backslash or the end of a
            # line in it is escaped, which a backslash before the digest says.
            name = "./-" if name == "-" else name
            escaped = name.translate(_ESCAPES)
            sign = "\\" if escaped != name else ""
            yield f"{sign}{row.sha256}  {escaped}\n".encode("utf-8", "surrogateescape")
    except InventoryError as error:
        raise CannotError(str(error)) from error
