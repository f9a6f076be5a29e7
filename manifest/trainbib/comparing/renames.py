"""Where a manifest stood in a revision of git, if it was moved or renamed since.

Git itself tells what is a rename, from two trees: of the files that are gone, and of those that
came. One that is gone is at most one that came; the others are copies, and new. The trees are made
in a store of objects that is thrown away; the repository, its index and what it configures are left
alone, and the manifest need not be known to git yet.
"""

import functools
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from trainbib.comparing.repository import REGULAR, Repository

_FORMATS = {".json": (".json",), ".yaml": (".yaml", ".yml"), ".yml": (".yaml", ".yml")}
_LIMIT = "32767"
"""How many files git compares with each other; it would stop at a thousand."""
_MOST_TIMES_LARGER = 2
"""Git takes files for the same one only if half of the larger is in both."""


@dataclass(frozen=True, slots=True)
class _Gone:
    path: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class _Came:
    """A file that a commit did not have; its size and times stand for what it holds."""

    path: str
    size: int
    times: tuple[int, int]


def name_before(repository: Repository, commit: str, manifest: Path) -> str | None:
    """Return the path that a manifest had in a commit, from the top of the repository.

    Args:
        repository: The repository that it is in.
        commit: A commit in which nothing has its path of today.
        manifest: The manifest on disk.

    Returns:
        The path of a file that is gone since, and that git takes for the same one, whole or with
        small edits, rather than another new file; None if there is none.
    """
    endings = _FORMATS.get(manifest.suffix.lower(), ())
    listed = repository.line("ls-tree", "-r", "-z", "--full-tree", commit) if endings else None
    there = dict(_entry(each) for each in (listed or "").split("\0") if each)
    gone = _gone(repository, there, endings)
    if not gone:
        return None
    name = os.path.relpath(os.path.realpath(manifest), os.path.realpath(repository.folder))
    name = name.replace(os.sep, "/")
    sizes = [each.size for each in gone]
    fit = range(min(sizes) // _MOST_TIMES_LARGER, max(sizes) * _MOST_TIMES_LARGER + 1)

    def came(*which: str) -> tuple[_Came, ...]:
        found = repository.line("ls-files", "-z", "--full-name", *which) or ""
        names = {each for each in found.split("\0") if each.lower().endswith(endings)}
        return _came(repository, names - there.keys(), fit)

    known = came("--cached")
    unknown = {each.path: each for each in came("--others", "--exclude-standard")}
    if all(each.path != name for each in known):  # it may be one that git is to ignore
        unknown |= {each.path: each for each in _came(repository, (name,), fit)}
    others = tuple(unknown[path] for path in sorted(unknown.keys() - {each.path for each in known}))
    return _names_before(repository, gone, known, others).get(name)


def _entry(listed: str) -> tuple[str, tuple[str, str]]:
    """Read an entry of ``git ls-tree``: its path; and its mode and blob."""
    facts, _, path = listed.partition("\t")
    mode, _, blob = facts.split()
    return path, (mode, blob)


def _gone(
    repository: Repository, there: Mapping[str, tuple[str, str]], endings: tuple[str, ...]
) -> tuple[_Gone, ...]:
    """Return each file of the same format that is no longer on disk, if git has what it held."""
    gone = {
        path: blob
        for path, (mode, blob) in there.items()
        if path.lower().endswith(endings)
        and mode in REGULAR
        and not os.path.lexists(repository.folder / path)
    }
    if not gone:
        return ()
    asked = "".join(f"{blob}\n" for blob in gone.values())
    told = repository.line("cat-file", "--batch-check=%(objectsize)", given=asked.encode())
    sizes = zip(gone.items(), (told or "").split("\n"), strict=False)
    return tuple(_Gone(path, blob, int(size)) for (path, blob), size in sizes if size.isdigit())


def _came(repository: Repository, paths: Iterable[str], fit: range) -> tuple[_Came, ...]:
    """Return the files that can be read, and whose size is near that of one that is gone."""
    found: list[_Came] = []
    for path in sorted(paths):
        file = repository.folder / path
        try:
            status = file.lstat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) and status.st_size in fit and os.access(file, os.R_OK):
            times = (status.st_mtime_ns, status.st_ctime_ns)
            found.append(_Came(path, status.st_size, times))
    return tuple(found)


@functools.lru_cache(maxsize=8)
def _names_before(
    repository: Repository,
    gone: tuple[_Gone, ...],
    known: tuple[_Came, ...],
    unknown: tuple[_Came, ...],
) -> Mapping[str, str]:
    """Return the path before of each file that was renamed.

    As in ``git diff``, a file that git knows comes before one that it does not know. The answer is
    kept, since each new manifest of a run asks the same.
    """
    found: dict[str, str] = {}
    for came in (known, unknown):
        left = tuple(each for each in gone if each.path not in found.values())
        if left and came:
            with tempfile.TemporaryDirectory(prefix="trainbib-") as temporary:
                found |= _matches(repository, left, came, Path(temporary))
    return found


def _matches(
    repository: Repository, gone: tuple[_Gone, ...], came: tuple[_Came, ...], store: Path
) -> dict[str, str]:
    objects = repository.line("rev-parse", "--git-path", "objects")
    if objects is None:
        return {}
    alternates = [os.fspath((repository.folder / objects).absolute())]
    if known := os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES"):
        alternates.append(known)
    apart = {"GIT_OBJECT_DIRECTORY": os.fspath(store)}
    beside = {**apart, "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(alternates)}

    def lines(*arguments: str, given: str, environment: Mapping[str, str] = beside) -> list[str]:
        data = given.encode("utf-8", "surrogateescape")
        return (repository.line(*arguments, given=data, environment=environment) or "").split("\n")

    def tree(side: str, files: Iterable[tuple[str, str]]) -> str:
        """Make a tree with a folder for each file: in the order given, and with its own name."""
        entries = "".join(f"100644 blob {blob}\t{_base(path)}\0\0" for path, blob in files)
        folders = enumerate(lines("mktree", "-z", "--batch", given=entries))
        given = "".join(f"040000 tree {blob}\t{side}{number:08}\0" for number, blob in folders)
        return lines("mktree", "-z", given=given)[0]

    # Of files that are the same, git takes the first: the one that kept its name, if there is one.
    bases = {_base(each.path) for each in gone}
    paths = sorted((each.path for each in came), key=lambda path: (_base(path) not in bases, path))
    # Git would mark an object of the repository as new if it saw that it has this one already.
    blobs = lines(
        "hash-object", "-w", "--no-filters", "--stdin-paths",
        given="".join(f"{_quoted(path)}\n" for path in paths), environment=apart,
    )  # fmt: skip
    if len(blobs) != len(paths):
        return {}
    before = tree("-", ((each.path, each.blob) for each in gone))
    after = tree("+", zip(paths, blobs, strict=True))
    if not before or not after:
        return {}
    told = repository.line(
        "diff-tree", "-r", "-z", "--find-renames", f"-l{_LIMIT}", "--diff-filter=R",
        "--name-status", before, after, environment=beside,
    )  # fmt: skip
    fields = iter((told or "").split("\0"))
    # Of each, its status and both names are told.
    renames = zip(fields, fields, fields, strict=False)
    return {paths[_number(new)]: gone[_number(old)].path for _, old, new in renames}


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _number(name: str) -> int:
    return int(name.partition("/")[0][1:])


def _quoted(path: str) -> str:
    """Write a path as git reads it from a line."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
