"""How much there is of the data, summed up by folder or by source; rows are never held."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from posixpath import basename

from trainbib.generating.citing import is_document
from trainbib.inventory.pieces import Amount, Totals
from trainbib.inventory.row import FileRow

__all__ = ["FolderAmount", "SourceAmounts", "amounts_by_folder", "amounts_by_source"]


@dataclass(slots=True)
class FolderAmount:
    """Data of one folder at the top.

    Attributes:
        totals: How much there is.
        paths: The paths of the files, if the folder is the root itself.
    """

    totals: Totals = field(default_factory=Totals)
    paths: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class SourceAmounts:
    """What sources are cited for.

    Attributes:
        by_source: How much there is of each, by its key.
        whole: How much there is that cites any.
    """

    by_source: defaultdict[str, Totals] = field(default_factory=lambda: defaultdict(Totals))
    whole: Totals = field(default_factory=Totals)


def amounts_by_folder(
    rows: Iterable[FileRow], metadata: Collection[str], wanted: Callable[[str], bool]
) -> tuple[dict[str, FolderAmount], dict[str, list[str]]]:
    """Sum up files by the folder at the top that they are in; "" is the root itself.

    Args:
        rows: The files.
        metadata: Paths of metadata, which are no data.
        wanted: Says which files, by their paths.

    Returns:
        How much data is in each folder; and the paths of documents, by folder.
    """
    folders: dict[str, FolderAmount] = defaultdict(FolderAmount)
    documents: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        path = row.path
        if not wanted(path):
            continue
        folder = path.partition("/")[0] if "/" in path else ""
        if path in metadata or is_document(basename(path)):
            documents[folder].append(path)
            continue
        folders[folder].totals.add_row(row)
        if not folder:  # the others are named by their folder
            folders[folder].paths.append(path)
    return folders, documents


def amounts_by_source(
    rows: Iterable[FileRow], sources_of: Callable[[str], Iterable[object]]
) -> SourceAmounts:
    """Sum up files by the sources that they cite.

    Args:
        rows: The files.
        sources_of: Returns the keys of the sources that a path cites.
    """
    sums: dict[tuple[tuple[str, ...], str], list[int]] = {}
    for row in rows:
        keys = tuple(map(str, sources_of(row.path)))
        if not keys:
            continue
        numbers = sums.setdefault((keys, row.type), [0, 0, 0, 0])
        numbers[0] += 1
        numbers[1] += row.bytes
        if row.records is not None:
            numbers[2] += 1
            numbers[3] += row.records
    found = SourceAmounts()
    for (keys, media), numbers in sums.items():
        amount = {media: Amount(*numbers)}
        found.whole.add(amount)
        for key in keys:
            found.by_source[key].add(amount)
    return found
