"""What a scan leaves out: the ignore file, and what is never data.

The ignore file is ``.trainbibignore`` in the data folder's root. It has one pattern a line, with
the meaning that `trainbib.globs` gives to patterns, and a little more, as users of git expect:

- an empty line, and a line that begins with ``#``, says nothing;
- ``!`` in front brings back what an earlier line left out; the last line that matches wins;
- ``/`` at the end confines the pattern to folders;
- a pattern without any other ``/`` matches in every folder; ``/`` in front confines it to the root;
- a folder that is left out is not entered, so nothing below it can be brought back;
- blanks at the end of a line do not count; a backslash keeps ``#``, ``!`` or a blank.

Always left out: ``.git`` and ``.DS_Store`` at any depth, the ignore file itself, and the paths that
the caller names (the manifest and its inventory) with what the tool keeps beside them.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from trainbib.inventory.row import InventoryError

if TYPE_CHECKING:
    from trainbib.globs import RuleMatcher

__all__ = ["IGNORE_FILE", "Ignore", "IgnoreRule", "read_ignore"]

IGNORE_FILE = ".trainbibignore"
"""Name of the ignore file, in the root of the data folder."""

_NEVER_DATA = frozenset({".git", ".DS_Store"})
_KEPT_BESIDE = ("partial", "cache", "cache.partial", "new", "old", "scan", "columns")
"""What else may lie beside a file that the caller names: see `trainbib.inventory.journal`."""


class Ignore:
    """Decides which entries of a folder are left out.

    Attributes:
        has_rules: Whether there is any rule beyond names that are left out in any case.
    """

    __slots__ = ("_excluded", "_kept", "_matchers", "has_rules")

    def __init__(self, rules: Iterable["IgnoreRule"] = (), exclude: Iterable[str] = ()) -> None:
        """Compile the rules.

        Args:
            rules: The rules in their order; the last that matches wins.
            exclude: Paths below the root that are left out in any case.

        Raises:
            GlobError: A pattern is not valid.
        """
        ordered = list(rules)
        self.has_rules = bool(ordered)
        self._kept = [rule.keep for rule in ordered]
        self._matchers = _matchers(ordered) if ordered else None
        self._excluded: dict[str, frozenset[str]] = {}
        for path in (IGNORE_FILE, *exclude):
            folder, slash, name = path.rpartition("/")
            others = self._excluded.get(folder + slash, _NEVER_DATA)
            kept = {f".{name}.{kind}" for kind in _KEPT_BESIDE}
            self._excluded[folder + slash] = others | kept | {name}

    def names_in(self, prefix: str) -> frozenset[str]:
        """Return the names that are left out of a folder whatever the rules say.

        Args:
            prefix: The folder's path below the root with a ``/`` at the end, "" for the root.

        Returns:
            The names.
        """
        return self._excluded.get(prefix, _NEVER_DATA)

    def leaves_out(self, path: str, *, folder: bool) -> bool:
        """Say whether the rules leave an entry out.

        Args:
            path: Its path below the root.
            folder: Whether it is a folder; then all that it holds is left out with it.

        Returns:
            Whether it is left out.
        """
        if self._matchers is None:
            return False
        index = self._matchers[folder].last_match(path)
        return index is not None and not self._kept[index]


def _matchers(rules: "Sequence[IgnoreRule]") -> "tuple[RuleMatcher, RuleMatcher]":
    """Compile rules for files and for folders."""
    from trainbib.globs import RuleMatcher  # most folders have no ignore file

    files = RuleMatcher([[] if rule.only_folders else [rule.glob] for rule in rules])
    return files, RuleMatcher([[rule.glob] for rule in rules])


class IgnoreRule(NamedTuple):
    """One line of an ignore file.

    Attributes:
        glob: What it matches.
        keep: Whether it brings back (``!``) what it matches.
        only_folders: Whether it applies to folders only.
    """

    glob: str
    keep: bool = False
    only_folders: bool = False


def read_ignore(root: str, exclude: Iterable[str] = ()) -> Ignore:
    """Read the ignore file of a data folder, if it has one.

    Args:
        root: The data folder.
        exclude: Paths below the root that are left out in any case.

    Returns:
        What to leave out.

    Raises:
        InventoryError: A line of the ignore file is not a pattern, or the file cannot be read.
    """
    name = f"{root}/{IGNORE_FILE}"
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - names only, as in the whole scan
            raw = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return Ignore(exclude=exclude)
    except OSError as error:
        raise InventoryError(
            f"cannot read the ignore file {name!r} ({error.strerror}): make it readable, or "
            "remove it"
        ) from error
    from trainbib.globs import GlobError, compile_glob

    rules: list[IgnoreRule] = []
    text = raw.decode("utf-8-sig", "surrogateescape")
    for number, line in enumerate(text.split("\n"), 1):  # names may hold what else ends lines
        rule = _rule(line.removesuffix("\r"))
        if rule is None:
            continue
        try:
            compile_glob(rule.glob)
        except GlobError as error:
            raise InventoryError(
                f"{name}, line {number}: {line.strip()!r} is not a pattern ({error.reason}): "
                "correct the line"
            ) from error
        rules.append(rule)
    return Ignore(rules, exclude)


def _rule(line: str) -> IgnoreRule | None:
    """Take a line apart; None when it says nothing."""
    glob = line.rstrip(" \t")
    if glob.endswith("\\") and glob != line:
        glob += line[len(glob)]  # an escaped blank belongs to the name
    if not glob or glob.startswith("#"):
        return None
    keep = glob.startswith("!")
    glob = glob.removeprefix("!")
    only_folders = glob.endswith("/")
    glob = glob.removesuffix("/")
    if glob.startswith("/"):
        glob = glob[1:]
    elif "/" not in glob:
        glob = f"**/{glob}" if glob else glob
    return IgnoreRule(glob, keep=keep, only_folders=only_folders)
