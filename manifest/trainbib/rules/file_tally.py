"""What the rows of an inventory add up to, counted while the citing rules are matched.

One pass over the inventory serves all rules about files. What is kept does not grow with the number
of files, but for the two questions that need a memory: which paths differ in case alone, and which
contents are in a test split. Both keep a number for each file that may matter, and no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol

Role = Literal["train", "test"]

_TEST = (
    "test", "testing", "validation", "valid", "val", "dev", "development", "eval", "evaluation",
    "holdout", "held-out",
)  # fmt: skip
_TRAIN = ("train", "training")

SMALLEST_COPY = 100
"""Bytes below which equal files are chance: labels, empty files, lists of a few words."""


class Row(Protocol):
    """What is asked of a row of an inventory."""

    @property
    def path(self) -> str:
        """Path below the root."""
        ...

    @property
    def bytes(self) -> int:
        """Size in bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Digest of the content, in hexadecimal."""
        ...

    @property
    def type(self) -> str:
        """Media type."""
        ...

    @property
    def records(self) -> int | None:
        """How many records there are; None if they were not counted."""
        ...

    @property
    def unit(self) -> str | None:
        """What a record is."""
        ...


class Sums:
    """Files of one sort: how many, and their sizes added up.

    Attributes:
        files: How many there are.
        bytes: Their bytes.
        records: Their records, of those that were counted.
    """

    __slots__ = ("bytes", "files", "records")

    def __init__(self) -> None:
        self.files = self.bytes = self.records = 0


Sort = tuple[int | None, str, str | None, bool]
"""Citing rule, media type, unit, and whether records were counted."""


def role_of_split(split: object) -> Role | None:
    """Tell what a split is for, by its name; None for a name that is not known."""
    name = split.strip().casefold() if isinstance(split, str) else ""
    if name in _TRAIN:
        return "train"
    return "test" if name in _TEST else None


def folded(path: str) -> str:
    """Return what a file system that ignores case and Unicode form makes of a path."""
    if path.isascii():
        return path.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", path).casefold())


def ending_of(path: str) -> str:
    """Return what follows the last dot of a path, in lower case; "" if there is no dot."""
    _, dot, ending = path.rpartition(".")
    return ending.lower() if dot else ""


def digest_number(sha256: str) -> int:
    """Return the first half of a digest as a number: enough to tell contents apart."""
    return int(sha256[:32], 16)


class FileTally:
    """Counts the files of an inventory.

    Args:
        splits: The split that each citing rule names, if any.
        extensions: The endings of names, in lower case, that promise a media type.

    Attributes:
        sums: Files and sizes by sort.
        promised: Endings and media types that came together.
        odd_forms: Hashes of folded paths, of those that folding may change.
        clashes: Hashes of folded paths that two paths share.
        foreign: Hashes of folded paths, of those of which folding leaves nothing but ASCII.
        tested: Digests of the larger files in splits to test with.
        trained: Whether there are files in a split to train on.
    """

    def __init__(self, splits: Sequence[object] = (), extensions: Iterable[str] = ()) -> None:
        self._roles: list[Role | None] = [role_of_split(split) for split in splits]
        self._extensions = frozenset(extensions)
        self.sums: dict[Sort, Sums] = defaultdict(Sums)
        self.promised: set[tuple[str, str]] = set()
        self.odd_forms: set[int] = set()
        self.clashes: set[int] = set()
        self.foreign: set[int] = set()
        self.tested: set[int] = set()
        self.trained = False

    def add(self, row: Row, rule: int | None) -> None:
        """Count a file.

        Args:
            row: Its row of the inventory.
            rule: The citing rule that holds for it.
        """
        path, media, records = row.path, row.type, row.records
        sums = self.sums[rule, media, row.unit, records is not None]
        sums.files += 1
        sums.bytes += row.bytes
        if records is not None:
            sums.records += records
        ending = ending_of(path)
        if ending in self._extensions:
            self.promised.add((ending, media))
        if not path.isascii():
            form = folded(path)
            if form.isascii():
                self.foreign.add(hash(form))
            self._fold(hash(form))
        elif path != (form := path.lower()):
            self._fold(hash(form))
        elif self.odd_forms and hash(path) in self.odd_forms:
            # Capitals sort before small letters, so that what clashes with this has come before.
            self.clashes.add(hash(path))
        if rule is not None:
            role = self._roles[rule]
            if role == "train":
                self.trained = True
            elif role == "test" and row.bytes >= SMALLEST_COPY:
                self.tested.add(digest_number(row.sha256))

    def _fold(self, form: int) -> None:
        if form in self.odd_forms:
            self.clashes.add(form)
        self.odd_forms.add(form)

    def role_of_rule(self, rule: int | None) -> Role | None:
        """Tell what the split of a citing rule is for."""
        return self._roles[rule] if rule is not None else None

    def of_rules(self, rules: Iterable[int]) -> Iterator[tuple[Sort, Sums]]:
        """Yield the sums of the files that certain citing rules hold for."""
        wanted = set(rules)
        return ((sort, sums) for sort, sums in self.sums.items() if sort[0] in wanted)
