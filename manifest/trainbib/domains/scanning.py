"""Counting the domains of files, and adding tables that were counted before."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from trainbib.collection import collection_paused
from trainbib.domains.counting import DomainCounter
from trainbib.domains.facts import DomainFacts, FactsError, Total
from trainbib.domains.runs import Row, Sums, ranked, summed
from trainbib.domains.suffixes import SuffixList, read_suffix_list
from trainbib.domains.tables import DomainTable, TableFormat, open_table
from trainbib.inventory import Progress
from trainbib.records.fields import Fields
from trainbib.records.files import JSON_LINES, PARQUET, RecordFile, RecordsError, record_files
from trainbib.records.reading import Damage, Wanted, read_records
from trainbib.records.working import jobs_for, worked

__all__ = ["DomainCount", "DomainSettings", "count_domains", "table_of_runs"]

_TABLES: dict[str, TableFormat] = {JSON_LINES: "jsonl", PARQUET: "parquet"}
_WIDTH = 2


@dataclass(frozen=True, slots=True)
class DomainSettings:
    """How domains are counted.

    Attributes:
        fields: Where URL and text of a record are.
        suffix_list: A public suffix list; that of the installed package if None.
        private: Whether its private section counts.
        modality: What the bytes of these files are, such as ``text`` or ``image``; they then have
            a column of their own. None without such a column.
        jobs: How many processes read; as many as are worth it if None.
        folder: Where temporary files are put; where the system has them if None.
        leave_out: Files that are not read, such as the result.
    """

    fields: Fields = field(default_factory=Fields)
    suffix_list: str | None = None
    private: bool = False
    modality: str | None = None
    jobs: int | None = None
    folder: str | None = None
    leave_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DomainCount:
    """What was counted.

    Attributes:
        table: The table; its rows can be read while the count is open.
        sources: How many files there were, tables among them.
        others: Files in folders that hold no records that can be read.
        problems: Sentences about what is missing from the table.
        notes: Sentences about what is in it, but may surprise.
    """

    table: DomainTable
    sources: int
    others: Sequence[str]
    problems: Sequence[str]
    notes: Sequence[str]


@contextmanager
def count_domains(
    sources: Iterable[str],
    settings: DomainSettings | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> Generator[DomainCount]:
    """Count bytes and records by registrable domain.

    Sources are files and folders with JSON Lines, Parquet or WARC, and tables that were written
    before, which are added as if their records were read again. The result does not depend on how
    the records are divided among files, tables and processes, nor on their order.

    Args:
        sources: Paths.
        settings: How to count.
        progress: Told how far it is.

    Yields:
        The count, whose temporary files are there until the context ends.

    Raises:
        RecordsError: A source cannot be used, or a package is missing.
    """
    chosen = settings or DomainSettings()
    tables, rest = _tables_among(list(sources))
    found = record_files(rest, leave_out=chosen.leave_out)
    files: list[RecordFile] = []
    for file in found.files:
        kind = _TABLES.get(file.media)
        table = open_table(file.path, kind) if kind is not None and not file.packing else None
        if table is None:
            files.append(file)
        else:
            tables.append((file.path, table))
    with TemporaryDirectory(prefix="trainbib-", dir=chosen.folder) as folder:
        scan = _Scan(chosen, Path(folder), found.problems)
        with collection_paused():  # a container for each domain, and none of them garbage
            if files:
                scan.read(files, progress)
            for path, table in tables:
                scan.add_table(path, table)
            table = scan.table()
        yield DomainCount(
            table,
            len(files) + len(tables),
            found.others,
            scan.problems,
            scan.notes,
        )


def _tables_among(sources: list[str]) -> tuple[list[tuple[str, DomainTable]], list[str]]:
    """Take out the tables in CSV, whose content alone does not tell what they are."""
    tables: list[tuple[str, DomainTable]] = []
    rest: list[str] = []
    for source in dict.fromkeys(sources):
        is_csv = source.lower().endswith(".csv") and os.path.isfile(source)  # noqa: PTH113 - names only
        table = open_table(source, "csv") if is_csv else None
        if table is not None:
            tables.append((source, table))
        else:
            rest.append(source)
    return tables, rest


class _Scan:
    """Sums and facts of everything that is read."""

    def __init__(self, settings: DomainSettings, folder: Path, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        self.notes: list[str] = []
        self._settings = settings
        self._folder = folder
        self._facts = DomainFacts()
        self._read: list[str] = []  # runs of what was read
        self._tables: list[tuple[str, DomainTable]] = []

    def read(
        self, files: Sequence[RecordFile], progress: Callable[[Progress], None] | None
    ) -> None:
        """Read files of records."""
        settings = self._settings
        suffixes = read_suffix_list(settings.suffix_list, private=settings.private)
        self._facts.suffix_list = (suffixes.version, suffixes.sha256, suffixes.private)
        if settings.modality is not None:
            self._facts.modalities = (settings.modality,)
        wanted = Wanted(settings.fields, urls=True, sizes=True)
        total = sum(file.size for file in files)
        done = [0, 0]

        def work(
            some: Sequence[RecordFile], tick: Callable[[int], None]
        ) -> tuple[str, list[str], list[str], list[str]]:
            return _counted(some, wanted, suffixes, self._folder, tick)

        def tick(size: int) -> None:
            done[0] += 1
            done[1] += size
            if progress is not None:
                progress(Progress(done[0], done[1], len(files), total))

        def lost(file: RecordFile) -> None:
            self._facts.incomplete += 1
            self._facts.files += 1
            self.problems.append(f"{file.path}: the process that read it died; nothing is counted")

        jobs = jobs_for(files, settings.jobs)
        for facts, runs, problems, notes in worked(files, work, jobs=jobs, tick=tick, lost=lost):
            self._facts.add(_facts_of(facts))
            self._read += runs
            self.problems += problems
            self.notes += notes
        self.problems.sort()
        self.notes.sort()

    def add_table(self, path: str, table: DomainTable) -> None:
        """Take the rows of a table."""
        try:
            self._facts.add(table.facts)
        except FactsError as error:
            raise RecordsError(f"{path}: {error}") from None
        self._tables.append((path, table))

    def table(self) -> DomainTable:
        """Return the sum of everything."""
        modalities = self._facts.modalities
        sums = Sums(self._folder)
        for path, table in self._tables:
            widen = _widening(table.facts.modalities, modalities)
            records = size = 0
            for domain, numbers in table.rows():
                records += numbers[0]
                size += numbers[1]
                sums.add((domain, widen(numbers)))
            if Total(records, size) != table.facts.of_domains:
                raise RecordsError(
                    f"{path}: its rows do not add up to what it says of them, so something was cut "
                    "off or changed: make it anew"
                )
        own = (self._settings.modality,) if self._settings.modality is not None else ()
        widen = _widening(own, modalities)
        read = Sums(self._folder)
        read.runs = self._read

        def widened(rows: Iterable[Row]) -> Iterator[Row]:
            for domain, numbers in rows:
                yield domain, widen((*numbers, numbers[1]) if own else numbers)

        sources: list[Iterable[Row]] = [widened(rows) for rows in read.sources()]
        rows = ranked(_tallied(self._facts, summed([*sources, *sums.sources()])), self._folder)
        return DomainTable(self._facts, rows)


def table_of_runs(facts: DomainFacts, runs: Sequence[str], folder: Path) -> DomainTable:
    """Return the table of what `DomainCounter` put into runs.

    Args:
        facts: What is told beside the rows; the domains are counted into it.
        runs: The runs; they may be gone afterwards.
        folder: Where temporary files are put; the rows can be read as long as it is there.
    """
    sums = Sums(folder)
    sums.runs = list(runs)
    return DomainTable(facts, ranked(_tallied(facts, summed(sums.sources())), folder))


def _tallied(facts: DomainFacts, rows: Iterable[Row]) -> Iterator[Row]:
    """Count the domains, and what they have, as they go by."""
    facts.domains = facts.of_domains.records = facts.of_domains.bytes = 0
    for row in rows:
        facts.domains += 1
        facts.of_domains.records += row[1][0]
        facts.of_domains.bytes += row[1][1]
        yield row


def _widening(
    have: Sequence[str], want: Sequence[str]
) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Return what gives numbers a column for each modality."""
    if tuple(have) == tuple(want):
        return lambda numbers: numbers
    places = [have.index(name) + _WIDTH if name in have else None for name in want]

    def widen(numbers: tuple[int, ...]) -> tuple[int, ...]:
        more = (0 if place is None else numbers[place] for place in places)
        return (*numbers[:_WIDTH], *more)

    return widen


def _counted(
    files: Sequence[RecordFile],
    wanted: Wanted,
    suffixes: SuffixList,
    folder: Path,
    tick: Callable[[int], None],
) -> tuple[str, list[str], list[str], list[str]]:
    """Count some files; return facts, runs, problems and notes."""
    import json

    counter = DomainCounter(suffixes, folder)
    problems: list[str] = []
    notes: list[str] = []
    facts = counter.facts
    facts.suffix_list = (suffixes.version, suffixes.sha256, suffixes.private)
    for file in files:
        damage = Damage()
        facts.files += 1
        try:
            for batch in read_records(file, wanted, damage):
                counter.add(batch.urls, batch.sizes)
                facts.whole += batch.whole
        except RecordsError as error:
            facts.incomplete += 1
            problems.append(f"{error}; what was read before is counted")
        if damage.lines:
            facts.damaged_lines += damage.lines
            facts.damaged_bytes += damage.bytes
            notes.append(
                f"{file.path}: lines that are no JSON object: {damage.lines}, the first is line "
                f"{damage.first}"
            )
        tick(file.size)
    counter.finish()
    return json.dumps(facts.as_json()), counter.sums.runs, problems, notes


def _facts_of(text: str) -> DomainFacts:
    import json

    return DomainFacts.from_json(json.loads(text))
