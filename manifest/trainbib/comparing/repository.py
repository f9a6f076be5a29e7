"""A git repository, asked without a shell and without running what it configures.

A revision is resolved to a commit first, so nothing that a user writes is ever taken for an option;
the network is never used, not even by a partial clone.
"""

import os
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
_OFFLINE = ("-c", "protocol.allow=never")
_NOTHING: Mapping[str, str] = {}
REGULAR = ("100644", "100755")
"""What git says of files that are no links."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, and the folder in it that paths begin at."""

    git: str
    folder: Path

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
            env={**os.environ, **_ENVIRONMENT, **environment},
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
        """Return id and size of a file in a commit; None if there is no such file."""
        if not path or "\0" in path:
            return None
        listed = self.line("ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
        if not listed:
            return None
        facts, _, name = listed.rstrip("\0").partition("\t")
        mode, _, blob, size = facts.split()
        return (blob, int(size)) if mode in REGULAR and name == path else None

    def write(self, blob: str, target: Path) -> None:
        """Write the bytes of a file, as they are stored, to a file.

        Raises:
            ComparisonInputError: If git does not have them here.
        """
        with target.open("wb") as stream:
            done = subprocess.run(  # noqa: S603 - no shell; the id is git's own
                [self.git, *_OFFLINE, "cat-file", "blob", blob],
                cwd=self.folder,
                env={**os.environ, **_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.PIPE,
                check=False,
            )
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise ComparisonInputError(f"git cannot give object {blob}: {reason}")


def repository_of(folder: Path) -> tuple[Repository, str]:
    """Return the repository that a folder is in, and the folder's path in it, with a final slash.

    Raises:
        ComparisonInputError: If it is in none, or git is not installed.
    """
    git = shutil.which("git")
    if git is None:
        raise ComparisonInputError("git is not installed, so no revision can be read")
    here = Repository(git, folder)
    done = here.run("rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        if "not a git repository" in reason:
            raise ComparisonInputError(f"{folder.absolute()} is not in a git repository")
        raise ComparisonInputError(f"git cannot read {folder.absolute()}: {reason}")
    # The prefix ends in a slash, or is empty; only the path of the repository can hold a line feed.
    top, _, prefix = done.stdout.decode("utf-8", "surrogateescape")[:-1].rpartition("\n")
    return Repository(git, Path(top)), prefix
