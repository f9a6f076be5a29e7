"""Which files cite what: rules out of paths; sizes and modalities out of the inventory."""

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname

from trainbib.globs import Glob, GlobError, compile_glob
from trainbib.inventory import FileRow

DOCUMENTS = re.compile(
    r"^(?:(readme|licen[cs]e|copying|notice|citation|changelog|changes|contributing|contributors|authors"
    r"|data_?sheet|datacard|data_card|model_card|code_of_conduct|data_licen[cs]e|weight_diff_licen[cs]e)"
    r"([._-].*)?|.*\.bib|requirements.*\.txt|.*\.py|.*\.sh|makefile|\..*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Names of files that document a set, or belong to its code; a line each, if several are sought."""
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
_SPLIT_STEMS = ("train", "dev", "val", "test")
"""The beginnings of all words in `_SPLITS`."""
_GROUP = 512
"""Files that are looked at together first: mostly none of them is a document or names a split."""
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


@dataclass(frozen=True, slots=True)
class CitingRules:
    """Rules, and what each file cites by them.

    Attributes:
        rules: The list ``files.cites``.
        cited: For each row, the key of the source; None for documentation.
    """

    rules: list[dict[str, object]]
    cited: list[str | None]


def literal(path: str) -> str:
    """Write a path as a pattern that matches only itself; ``?`` for a byte that is not UTF-8."""
    escaped = re.sub(r"([*?\[\]\\])", r"\\\1", path)
    return re.sub("[\ud800-\udfff]", "?", escaped)


def citing_rules(
    rows: Sequence[FileRow],
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
    cited: list[str | None] = []
    documents: list[str] = []
    splits: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_metadata = _stated_splits(stated)
    prefixes = [(f"{folder}/", keys[folder]) for folder in reversed(folders) if folder]
    every = [row.path for row in rows]
    for group in _groups(every):
        has_documents = _has_documents(group) or not known.isdisjoint(group)
        has_splits = by_metadata or _has_splits(group)
        if not has_documents and not has_splits and not prefixes:
            cited += [keys[""]] * len(group)
            continue
        for path in group:
            key = next((key for prefix, key in prefixes if path.startswith(prefix)), keys[""])
            if has_documents and (path in known or DOCUMENTS.fullmatch(path.rpartition("/")[2])):
                documents.append(path)
                cited.append(None)
                continue
            cited.append(key)
            if has_splits:
                split = next((name for glob, name in by_metadata if glob.matches(path)), None)
                split = split or split_of(path)
                if split is not None:
                    splits[key, split].append(path)
    for (key, split), paths in sorted(splits.items()):
        rules.append({"paths": _patterns(paths, every), "sources": [key], "split": split})
    if documents:
        patterns = _document_patterns(documents, every)
        rules.append({"paths": patterns, "sources": {"none": "documentation, not data"}})
    return CitingRules(rules, cited)


def _groups(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), _GROUP):
        yield paths[start : start + _GROUP]


def _has_documents(paths: list[str]) -> bool:
    """Say whether one of the paths may be that of a document; one search for all of them."""
    names = "\n".join([path.rpartition("/")[2] for path in paths])
    return DOCUMENTS.search(names) is not None


def _has_splits(paths: list[str]) -> bool:
    """Say whether one of the paths may name a split."""
    text = "\n".join(paths).lower()
    return any(stem in text for stem in _SPLIT_STEMS)


def _stated_splits(stated: Iterable[tuple[str, str]]) -> list[tuple[Glob, str]]:
    globs: list[tuple[Glob, str]] = []
    for pattern, split in stated:
        with contextlib.suppress(GlobError):  # not a pattern of ours: the names of files tell
            globs.append((compile_glob(pattern), _SPLITS.get(split.lower(), split)))
    return globs


def illustrations(rows: Iterable[FileRow], readme: str) -> list[str]:
    """Return the pictures that a README at the top shows, by their paths in its text."""
    if not readme:
        return []
    return [row.path for row in rows if row.type.startswith("image/") and row.path in readme]


# `(?ai:`: without regard to case, but a long s is no `s`.
_SPLIT = re.compile(rf"(?<![^/._\-\s])(?ai:{'|'.join(_SPLITS)})(?![^/._\-\s])")


def split_of(path: str) -> str | None:
    """Tell the split by a whole word of a file's or folder's name, the last that there is."""
    words = _SPLIT.findall(path)
    return _SPLITS[words[-1].lower()] if words else None


def _patterns(paths: list[str], every: list[str]) -> list[str]:
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


def _matches_only(pattern: str, every: list[str], wanted: set[str]) -> bool:
    glob = compile_glob(pattern)
    return all(path in wanted for path in every if glob.matches(path))


def _common_stem(names: list[str]) -> str:
    first, last = min(names), max(names)
    length = next((i for i, c in enumerate(first) if last[i : i + 1] != c), len(first))
    return first[:length]


def _document_patterns(documents: list[str], every: list[str]) -> list[str]:
    if len(documents) <= _MANY:
        return [literal(path) for path in documents]
    counts = Counter(basename(path) for path in documents)
    wanted = set(documents)
    patterns: list[str] = []
    for name in sorted(counts):
        pattern = f"**/{literal(name)}"
        if counts[name] > 1 and _matches_only(pattern, every, wanted):
            patterns.append(pattern)
        else:
            patterns.extend(literal(p) for p in documents if basename(p) == name)
    return patterns


def modalities(rows: Sequence[FileRow]) -> list[str]:
    """Return the modalities that make up at least a hundredth of the bytes, the largest first."""
    by_type: Counter[str] = Counter()
    for row in rows:
        by_type[row.type] += row.bytes
    total = by_type.total()
    amounts: Counter[str] = Counter()
    for media_type, amount in by_type.items():
        inner = media_type.rpartition(",")[2]
        name = next((name for start, name in _MODALITIES if inner.startswith(start)), None)
        if name is not None:
            amounts[name] += amount
    return [name for name, amount in amounts.most_common() if amount and amount * 100 >= total]


def size_of(rows: Sequence[FileRow]) -> dict[str, object]:
    """Return bytes, files, and records where all files were counted."""
    if not rows:
        return {}
    size: dict[str, object] = {"bytes": sum([row.bytes for row in rows]), "files": len(rows)}
    types = Counter([row.type for row in rows])
    if any("," in media for media in types):
        size["compressed"] = True
    counts = [row.records for row in rows if row.records is not None]
    if len(counts) == len(rows):
        size["records"] = sum(counts)
    images = sum(number for media, number in types.items() if media.startswith("image/"))
    if images:
        size["images"] = images
    return size
