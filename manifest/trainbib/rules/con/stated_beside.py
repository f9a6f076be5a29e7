"""What metadata files in the folder of a set say of it: licence, title, version, size."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath, relpath
from typing import TYPE_CHECKING

from trainbib.rules.context import Context

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Claims

_CODE = frozenset({"code", "weights"})
_MANIFESTS = frozenset({".yaml", ".yml", ".json"})
_DESCRIPTIONS = frozenset({"hugging-face-card", "croissant", "data-package", "citation-cff"})
_NO_DATA_CARD = re.compile(
    rb"^(?:library_name|pipeline_tag|base_model|datasets|metrics|model-index|model_name|sdk|app_file"
    rb"|colorFrom|layout|permalink)[ \t]*:",
    re.MULTILINE,
)
"""Keys that only models, programs and pages have at the beginning of their README."""
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that a file says.

    Attributes:
        path: The file, relative to the folder of the set.
        value: What it says, in the standard's terms.
        clear: Whether it is plainly said of the data, so that it can be held against the manifest.
    """

    path: str
    value: str
    clear: bool = True


def claims_beside(context: Context) -> "list[Claims]":
    """Read the metadata files at the top of the folder, and descriptions beside the manifest.

    Paths are relative to the folder of the files.
    """
    return [*_in_folder_of_files(context), *_beside_manifest(context)]


def _in_folder_of_files(context: Context) -> "list[Claims]":
    return [] if context.root is None else _claims_in(context, context.root)


def _claims_in(context: Context, folder: Path) -> "list[Claims]":
    from trainbib.sidecars.reading import read_sidecars

    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []
    own = {os.path.basename(context.document.path)}  # noqa: PTH119 - ditto
    if context.inventory_path is not None:
        own.add(context.inventory_path.name)
    return read_sidecars(folder, [name for name in names if name not in own])


def _beside_manifest(context: Context) -> "list[Claims]":
    """Read what describes a data set beside a manifest whose files are in another folder.

    A licence or a plain README there may be that of a program, and a folder with several manifests
    says of none of them that a card is about it.
    """
    folder, root = context.folder, context.files.get("root")
    if folder is None or not context.settings.use_disk or not isinstance(root, str):
        return []
    inside = normpath(root)
    if inside == "." or inside.startswith(("/", "..")) or context.root == folder.resolve():
        return []
    manifests = [path for path in folder.glob("*trainbib.*") if path.suffix in _MANIFESTS]
    if len(manifests) > 1:
        return []
    return [
        replace(claim, path=relpath(claim.path, inside))
        for claim in _claims_in(context, folder)
        if claim.format in _DESCRIPTIONS and not _is_of_another(folder / claim.path)
    ]


def _is_of_another(path: Path) -> bool:
    """Tell whether a card is that of a model, a program or a page."""
    if path.suffix.lower() != ".md":
        return False
    try:
        with path.open("rb") as file:
            return _NO_DATA_CARD.search(file.read(_HEAD)) is not None
    except OSError:
        return True


def path_in_manifest(context: Context, path: str) -> str:
    """Return the path of a file of the set as the manifest writes it, relative to itself."""
    return normpath(join(str(context.files.get("root", ".")), path))


def licenses_of(claims: "list[Claims]") -> list[Beside]:
    """Return the licence of the data that each file states, where it states one and no more."""
    stated = [
        (claim.path, licence)
        for claim in claims
        for licence in claim.licenses
        if licence.scope not in _CODE and not _is_software(claim)
    ]
    # A licence file that does not say of what it is, may be that of the code.
    about_data = any(licence.scope == "data" for _, licence in stated)
    found: dict[str, set[str]] = {}
    unclear: set[str] = set()
    for path, licence in stated:
        if about_data and licence.scope is None and licence.where == "repository file":
            continue
        expression = licence.reading.expression
        if expression is None or (licence.scope is not None and licence.scope != "data"):
            unclear.add(path)
        else:
            found.setdefault(path, set()).add(expression)
    return [
        Beside(path, next(iter(expressions)))
        for path, expressions in found.items()
        if path not in unclear and len({terms(expression) for expression in expressions}) == 1
    ]


@lru_cache(maxsize=1024)
def terms(expression: str) -> frozenset[str]:
    """Return the licences that an expression names, in one spelling."""
    from trainbib.licensing.expressions import ExpressionError, parse

    try:
        return frozenset(term.normalised() for term in parse(expression).identifiers())
    except ExpressionError:
        return frozenset({expression})


def titles_of(claims: "list[Claims]") -> list[Beside]:
    """Return the titles and names that files give to the set; names only to agree with."""
    found: list[Beside] = []
    for claim in claims:
        if claim.format == "license-file" or _is_software(claim):
            continue
        if claim.title:
            found.append(Beside(claim.path, claim.title, clear=claim.format != "readme"))
        if claim.name:
            found.append(Beside(claim.path, claim.name, clear=False))
    return found


def versions_of(claims: "list[Claims]") -> list[Beside]:
    """Return the versions of the set that files state."""
    return [
        Beside(claim.path, claim.version)
        for claim in claims
        if claim.version and not _is_software(claim)
    ]


def records_of(claims: "list[Claims]") -> Iterator[tuple[str, int]]:
    """Yield the numbers of records of the whole set that files state."""
    for claim in claims:
        configs = {split.config for split in claim.splits}
        counts = [split.records for split in claim.splits]
        if claim.records is not None:
            yield claim.path, claim.records
        elif counts and len(configs) == 1 and None not in counts:
            yield claim.path, sum(count for count in counts if count is not None)


def _is_software(claim: "Claims") -> bool:
    """Tell whether a file is about software: a CITATION.cff is, if it does not say otherwise."""
    if claim.format != "citation-cff":
        return False
    return not any(licence.scope == "data" for licence in claim.licenses)
