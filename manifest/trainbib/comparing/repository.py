"""A git repository, asked without a shell and without running what it configures.

A revision is resolved to a commit first, so nothing that a user writes is ever taken for an option;
the network is never used, not even by a partial clone.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainbib.comparing.model import ComparisonInputError

_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OFFLINE = ("-c", "protocol.allow=never", "-c", "core.fsmonitor=")
_NOTHING: Mapping[str, str] = {}
REGULAR = ("100644", "100755")
"""What git says of files that are no links."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository.

    Attributes:
        git: The program.
        folder: The folder in it that paths begin at.
        named: What the environment says of it, wherever git is run.
    """

    git: str
    folder: Path
    named: tuple[tuple[str, str], ...] = ()

    def run(
        self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] = _NOTHING
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run git.

        Args:
            arguments: What it is to do.
            given: What it reads from standard input.
            environment: Further variables.
        """
        return subprocess.run(  # noqa: S603 - no shell; revisions are resolved before they are used
            [self.git, *_OFFLINE, *arguments],
            cwd=self.folder,
            env={**os.environ, **_ENVIRONMENT, **dict(self.named), **environment},
            input=given,
            capture_output=True,
            check=False,
        )

    def line(
        self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] = _NOTHING
    ) -> str | None:
        """Return the one line that git answers; None if it refuses."""
        done = self.run(*arguments, given=given, environment=environment)
        if done.returncode:
            return None
        return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def commit(self, revision: str) -> str:
        """Return the commit of a revision.

        Raises:
            ComparisonInputError: If there is no such revision.
        """
        if not revision or revision.startswith("-") or "\0" in revision:
            raise ComparisonInputError(f"`{revision}` is no revision of git")
        found = self.line(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if found is None:
            raise ComparisonInputError(
                f"there is no revision `{revision}` in the git repository of {self.folder}"
            )
        return found

    def blob(self, commit: str, path: str) -> tuple[str, int] | None:
        """Return id and size of a file in a commit; None if there is no such file.

        Raises:
            ComparisonInputError: If git does not have it here, as in a partial clone.
        """
        if not path or "\0" in path:
            return None
        listed = self.line("ls-tree", "-z", "--full-tree", commit, "--", path)
        if not listed:
            return None
        facts, _, name = listed.rstrip("\0").partition("\t")
        mode, _, blob = facts.split()
        if mode not in REGULAR or name != path:
            return None
        size = self.line("cat-file", "-s", blob)
        if size is None:
            raise ComparisonInputError(
                f"what `{path}` holds in commit {commit} is not here, as in a partial clone; "
                f"`git cat-file -e {blob}` in {self.folder} fetches it"
            )
        return blob, int(size)

    def write(self, blob: str, target: Path) -> None:
        """Write the bytes of a file, as they are stored, to a file.

        Raises:
            ComparisonInputError: If git does not have them here.
        """
        with target.open("wb") as stream:
            done = subprocess.run(  # noqa: S603 - no shell; the id is git's own
                [self.git, *_OFFLINE, "cat-file", "blob", blob],
                cwd=self.folder,
                env={**os.environ, **_ENVIRONMENT, **dict(self.named)},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.PIPE,
                check=False,
            )
        if done.returncode:
            raise ComparisonInputError(f"git cannot give object {blob}: {_reason(done.stderr)}")


def repository_of(folder: Path) -> tuple[Repository, str]:
    """Return the repository that a folder is in, and the folder's path in it, with a final slash.

    Raises:
        ComparisonInputError: If it is in none, or git is not installed.
    """
    git = shutil.which("git")
    if git is None:
        raise ComparisonInputError("git is not installed, so no revision can be read")
    # With GIT_DIR, git takes the folder that it is run in for the top, unless it is told better.
    named = bool(os.environ.get("GIT_DIR"))
    here = Repository(git, Path.cwd() if named else folder)
    done = here.run("rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode:
        raise ComparisonInputError(_refusal(here, _reason(done.stderr)))
    # The prefix ends in a slash, or is empty; only the path of the repository can hold a line feed.
    top, _, prefix = done.stdout.decode("utf-8", "surrogateescape")[:-1].rpartition("\n")
    if named or not prefix:  # it is empty outside of the top, too
        inside = Path(os.path.relpath(os.path.realpath(folder), os.path.realpath(top)))
        if os.pardir in inside.parts:
            raise ComparisonInputError(
                f"{folder.absolute()} is outside of {top}, where the files of its git repository "
                f"are ({_variables() or 'core.worktree'}); unset that, or name a manifest in there"
            )
        prefix = "".join(f"{part}/" for part in inside.parts)
    if not named:
        return Repository(git, Path(top)), prefix
    directory = here.line("rev-parse", "--absolute-git-dir") or os.environ["GIT_DIR"]
    return Repository(git, Path(top), (("GIT_DIR", directory), ("GIT_WORK_TREE", top))), prefix


_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE")


def _variables() -> str:
    """Name what the environment says of the repository."""
    return ", ".join(f"{name}={os.environ[name]}" for name in _VARIABLES if os.environ.get(name))


def _refusal(here: Repository, reason: str) -> str:
    """Say why git finds no files of a repository in a folder, and what to do."""
    folder = here.folder.absolute()
    said = _variables() if os.environ.get("GIT_DIR") else ""
    if here.line("rev-parse", "--is-inside-work-tree") == "false":
        if said:
            return (
                f"the environment names a git repository ({said}) that has no files in {folder}: a "
                "bare one, or one of other files; unset GIT_DIR, or set GIT_WORK_TREE to the "
                "folder of its files"
            )
        return (
            f"{folder} is in a bare git repository, or in the `.git` of one, where no files are "
            "checked out; name a manifest in a clone of it, or in a working tree"
        )
    if "not a git repository" in reason:
        if said:
            return (
                f"the environment names a git repository ({said}) that is none; unset "
                f"GIT_DIR, so that git looks for the one that {folder} is in"
            )
        return f"{folder} is not in a git repository"
    if "dubious ownership" in reason:
        whose = reason.partition("'")[2].rpartition("'")[0] or str(folder)
        return (
            f"git leaves {whose} alone, for it belongs to another user; if you trust what is in "
            f"there, `git config --global --add safe.directory {shlex.quote(whose)}` lets it read"
        )
    return f"git cannot read {folder}: {reason}"


def _reason(stderr: bytes) -> str:
    """Return the first line that git wrote, without its word for a failure."""
    said = stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return said.removeprefix("fatal: ")
