"""Where a manifest stood in a revision of git, if it was moved or renamed since.

Git itself tells what is a rename, from two trees: of the files that are gone, and of the one that
came. These are made in a store of objects that is thrown away; the repository, its index and what
it configures are left alone, and the manifest need not be known to git yet.
"""

import os
import tempfile
from pathlib import Path

from trainbib.comparing.repository import REGULAR, Repository

_FORMATS = {".json": (".json",), ".yaml": (".yaml", ".yml"), ".yml": (".yaml", ".yml")}
_LIMIT = "32767"
"""How many files git compares with each other; it would stop at a thousand."""


def name_before(repository: Repository, commit: str, manifest: Path) -> str | None:
    """Return the path that a manifest had in a commit, from the top of the repository.

    Args:
        repository: The repository that it is in.
        commit: A commit in which nothing has its path of today.
        manifest: The manifest on disk.

    Returns:
        The path of a file that is gone since, and that git takes for the same one, whole or with
        small edits; None if there is none.
    """
    gone = _gone(repository, commit, _FORMATS.get(manifest.suffix.lower(), ()))
    if not gone:
        return None
    with tempfile.TemporaryDirectory(prefix="trainbib-") as temporary:
        return _match(repository, gone, manifest, Path(temporary))


def _gone(repository: Repository, commit: str, endings: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return path and blob of each file of the same format that is no longer on disk."""
    listed = repository.line("ls-tree", "-r", "-z", "--full-tree", commit) if endings else None
    found: list[tuple[str, str]] = []
    for entry in (listed or "").split("\0"):
        facts, _, path = entry.partition("\t")
        if path.lower().endswith(endings) and not os.path.lexists(repository.folder / path):
            mode, _, blob = facts.split()
            if mode in REGULAR:
                found.append((path, blob))
    return found


def _match(
    repository: Repository, gone: list[tuple[str, str]], manifest: Path, store: Path
) -> str | None:
    objects = repository.line("rev-parse", "--git-path", "objects")
    if objects is None:
        return None
    alternates = [os.fspath((repository.folder / objects).absolute())]
    if known := os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES"):
        alternates.append(known)
    apart = {"GIT_OBJECT_DIRECTORY": os.fspath(store)}
    beside = {**apart, "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(alternates)}

    def tree(names: dict[str, str]) -> str | None:
        entries = (f"100644 blob {blob}\t{name}\0" for name, blob in names.items())
        return repository.line("mktree", "-z", given="".join(entries).encode(), environment=beside)

    # Git would mark an object of the repository as new if it saw that it has this one already.
    arrived = repository.line(
        "hash-object", "-w", "--stdin", given=manifest.read_bytes(), environment=apart
    )
    before = tree({str(number): blob for number, (_, blob) in enumerate(gone)})
    after = tree({"arrived": arrived}) if arrived else None
    if not before or not after:
        return None
    told = repository.line(
        "diff-tree", "-z", "--find-renames", f"-l{_LIMIT}", "--diff-filter=R", "--name-status",
        before, after, environment=beside,
    )  # fmt: skip
    _, _, rest = (told or "").partition("\0")
    number = rest.partition("\0")[0]
    return gone[int(number)][0] if number.isdigit() else None
