"""Which files cite what: rules out of paths; sizes and modalities out of the inventory."""

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from posixpath import basename, dirname
from typing import TYPE_CHECKING, NamedTuple

from trainbib.generating.listing import DOCUMENT, METADATA, SPLIT, Listing
from trainbib.inventory.pieces import Totals

if TYPE_CHECKING:
    from trainbib.globs import Glob

_DOCUMENTS = (
    r"^(?:(readme|licen[cs]e|copying|notice|citation|changelog|changes|contributing|contributors|authors"
    r"|data_?sheet|datacard|data_card|model_card|code_of_conduct|data_licen[cs]e|weight_diff_licen[cs]e)"
    r"([._-].*)?|.*\.bib|requirements.*\.txt|.*\.py|.*\.sh|makefile|\..*)$"
)
_SPLITS = {
    "train": "train",
    "training": "train",
    "dev": "validation",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "test": "test",
    "testing": "test",
}
_MANY = 12
"""More paths than this become a pattern, if one fits."""

_MODALITIES = (
    ("image/", "image"),
    ("audio/", "audio"),
    ("video/", "video"),
    ("text/csv", "tabular"),
    ("text/tab-separated-values", "tabular"),
    ("application/vnd.apache.parquet", "tabular"),
    ("text/", "text"),
    ("application/json", "text"),
    ("application/jsonl", "text"),
    ("application/warc", "text"),
)


class CitingRules(NamedTuple):
    """Rules, and what each file cites by them.

    Attributes:
        rules: The list ``files.cites``.
        cited: How much there is of each source, by its key.
    """

    rules: list[dict[str, object]]
    cited: dict[str, Totals]


def literal(path: str) -> str:
    """Write a path as a pattern that matches only itself; ``?`` for a byte that is not UTF-8."""
    escaped = re.sub(r"([*?\[\]\\])", r"\\\1", path)
    return re.sub("[\ud800-\udfff]", "?", escaped)


def citing_rules(
    rows: Listing,
    keys: Mapping[str, str],
    metadata: Iterable[str],
    stated: Iterable[tuple[str, str]] = (),
) -> CitingRules:
    """Propose rules: a folder cites its source, documentation nothing, splits are named.

    Args:
        rows: The inventory.
        keys: Folder to citation key; "" is the whole.
        metadata: Paths of the metadata files that were read.
        stated: Patterns and splits that metadata states; elsewhere names of files tell.
    """
    folders = sorted(keys, key=len)
    rules: list[dict[str, object]] = [
        {"paths": f"{literal(folder)}/**" if folder else "**", "sources": [keys[folder]]}
        for folder in folders
    ]
    known = set(metadata)
    cited = {key: Totals() for key in keys.values()}
    documents: list[str] = []
    splits: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_metadata = _stated_splits(stated)
    prefixes = [(f"{folder}/", keys[folder]) for folder in reversed(folders) if folder]
    for group in rows.groups():
        has_splits = by_metadata or group.signs & SPLIT
        # Metadata carries its sign; what else is known are pictures that a README shows.
        has_documents = group.signs & (DOCUMENT | METADATA) or (known and group.has_images)
        if not prefixes and not has_splits and not has_documents:
            cited[keys[""]].add(group.amounts)
            continue
        for row in group.rows():
            path = row.path
            key = next((key for prefix, key in prefixes if path.startswith(prefix)), keys[""])
            if path in known or is_document(path.rpartition("/")[2]):
                documents.append(path)
                continue
            cited[key].add_row(row)
            if has_splits:
                split = next((name for glob, name in by_metadata if glob.matches(path)), None)
                split = split or split_of(path)
                if split is not None:
                    splits[key, split].append(path)
    for (key, split), paths in sorted(splits.items()):
        rules.append({"paths": path_patterns(paths, rows), "sources": [key], "split": split})
    if documents:
        patterns = document_patterns(documents, rows)
        rules.append({"paths": patterns, "sources": {"none": "documentation, not data"}})
    return CitingRules(rules, cited)


def _stated_splits(stated: Iterable[tuple[str, str]]) -> "list[tuple[Glob, str]]":
    globs: list[tuple[Glob, str]] = []
    for pattern, split in stated:
        from trainbib.globs import GlobError, compile_glob  # few folders state any

        with contextlib.suppress(GlobError):  # not a pattern of ours: the names of files tell
            globs.append((compile_glob(pattern), _SPLITS.get(split.lower(), split)))
    return globs


def illustrations(rows: Listing, readme: str) -> list[str]:
    """Return the pictures that a README at the top shows, by their paths in its text."""
    if not readme:
        return []
    return [
        row.path
        for group in rows.groups()
        if group.has_images
        for row in group.rows()
        if row.type.startswith("image/") and row.path in readme
    ]


_compiled = cache(re.compile)  # when it is needed: the paths of most folders show nothing


def is_document(name: str) -> bool:
    """Tell by its name whether a file documents a set, or belongs to its code."""
    return _compiled(_DOCUMENTS, re.IGNORECASE).fullmatch(name) is not None


# `(?ai:`: without regard to case, but a long s is no `s`.
_SPLIT = rf"(?<![^/._\-\s])(?ai:{'|'.join(_SPLITS)})(?![^/._\-\s])"


def split_of(path: str) -> str | None:
    """Tell the split by a whole word of a file's or folder's name, the last that there is."""
    words: list[str] = _compiled(_SPLIT).findall(path)
    return _SPLITS[words[-1].lower()] if words else None


def path_patterns(paths: list[str], every: Listing) -> list[str]:
    """Write paths one by one, or as patterns if they are many and patterns match nothing else."""
    if len(paths) <= _MANY:
        return [literal(path) for path in paths]
    wanted = set(paths)
    patterns: list[str] = []
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_folder[dirname(path)].append(path)
    for folder, inside in sorted(by_folder.items()):
        prefix = f"{literal(folder)}/" if folder else ""
        stem = _common_stem([basename(path) for path in inside])
        for candidate in (f"{prefix}{literal(stem)}*" if stem else "", f"{prefix}*"):
            if candidate and _matches_only(candidate, every, wanted):
                patterns.append(candidate)
                break
        else:
            patterns.extend(literal(path) for path in inside)
    return patterns


def _matches_only(pattern: str, every: Listing, wanted: set[str]) -> bool:
    from trainbib.globs import compile_glob

    glob = compile_glob(pattern)
    return all(row.path in wanted for row in every if glob.matches(row.path))


def _common_stem(names: list[str]) -> str:
    first, last = min(names), max(names)
    length = next((i for i, c in enumerate(first) if last[i : i + 1] != c), len(first))
    return first[:length]


def document_patterns(documents: list[str], every: Listing) -> list[str]:
    """Write paths one by one, or files of one name in many folders as a pattern."""
    if len(documents) <= _MANY:
        return [literal(path) for path in documents]
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in documents:
        by_name[basename(path)].append(path)
    wanted = set(documents)
    patterns: list[str] = []
    for name, paths in sorted(by_name.items()):
        pattern = f"**/{literal(name)}"
        if len(paths) > 1 and _matches_only(pattern, every, wanted):
            patterns.append(pattern)
        else:
            patterns.extend(map(literal, paths))
    return patterns


def modalities(totals: Totals) -> list[str]:
    """Return the modalities that make up at least a hundredth of the bytes, the largest first."""
    total = totals.all.bytes
    amounts: Counter[str] = Counter()
    for media_type, amount in totals.by_type.items():
        inner = media_type.rpartition(",")[2]
        name = next((name for start, name in _MODALITIES if inner.startswith(start)), None)
        if name is not None:
            amounts[name] += amount.bytes
    return [name for name, amount in amounts.most_common() if amount and amount * 100 >= total]


def size_of(totals: Totals) -> dict[str, object]:
    """Return bytes, files, and records where all files were counted."""
    whole = totals.all
    if not whole.files:
        return {}
    size: dict[str, object] = {"bytes": whole.bytes}  # in the order of the schema, as fmt has it
    if any("," in media for media in totals.by_type):
        size["compressed"] = True
    size["files"] = whole.files
    if whole.counted == whole.files:
        size["records"] = whole.records
    images = sum(n.files for media, n in totals.by_type.items() if media.startswith("image/"))
    if images:
        size["images"] = images
    return size
