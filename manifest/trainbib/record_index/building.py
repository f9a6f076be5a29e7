"""Making a record index from files of records, and from indexes that were made before."""

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from sys import byteorder
from tempfile import TemporaryDirectory
from typing import Any

from trainbib.inventory import Progress
from trainbib.record_index.digests import KINDS, IndexKey, Kind, hasher
from trainbib.record_index.facts import IndexFacts, KindFacts, RecordIndexError
from trainbib.record_index.files import (
    RecordIndex,
    is_record_index,
    open_record_index,
    write_record_index,
)
from trainbib.record_index.sorting import DigestSorter, SortedDigests
from trainbib.records.fields import Fields
from trainbib.records.files import PARQUET, RecordFile, RecordsError, record_files
from trainbib.records.parquet import pyarrow_module
from trainbib.records.reading import Damage, Wanted, read_records
from trainbib.records.texts import normal_text
from trainbib.records.urls import UrlError, normal_url
from trainbib.records.working import jobs_for, worked

__all__ = ["IndexBuild", "IndexSettings", "build_record_index"]

_BYTES = 8


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How a record index is made.

    Attributes:
        of: What is listed.
        key: The key; without one anybody can look records up.
        fields: Where URL and text of a record are.
        jobs: How many processes read; as many as are worth it if None.
    """

    of: Sequence[Kind] = KINDS
    key: IndexKey | None = None
    fields: Fields = field(default_factory=Fields)
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class IndexBuild:
    """What was made.

    Attributes:
        facts: What the index says of itself.
        sources: How many files there were, indexes among them; without any, none was written.
        others: Files in folders that hold no records that can be read.
        problems: Sentences about what is missing from it.
        notes: Sentences about what was passed over.
    """

    facts: IndexFacts
    sources: int
    others: Sequence[str]
    problems: Sequence[str]
    notes: Sequence[str]


def build_record_index(
    sources: Iterable[str],
    output: str,
    settings: IndexSettings | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> IndexBuild:
    """Write a record index.

    Sources are files and folders with JSON Lines, Parquet or WARC, and record indexes, whose
    digests are added. The result does not depend on how records are divided among them, nor on
    their order.

    Args:
        sources: Paths.
        output: The file to write; temporary files lie beside it, 16 bytes a record.
        settings: How to make it.
        progress: Told how far it is.

    Raises:
        RecordIndexError: An index cannot be added.
        RecordsError: A source cannot be used, or a package is missing.
        OSError: The file cannot be written.
    """
    chosen = settings or IndexSettings()
    pyarrow_module("pyarrow.parquet")  # before any work is done
    found = record_files(sources, leave_out=[output])
    indexes: list[RecordIndex] = []
    files: list[RecordFile] = []
    for file in found.files:
        if file.media == PARQUET and is_record_index(file.path):
            indexes.append(open_record_index(file.path))
        else:
            files.append(file)
    facts = _no_facts(chosen)
    problems = list(found.problems)
    notes: list[str] = []
    if files or indexes:
        with TemporaryDirectory(prefix="trainbib-", dir=Path(output).absolute().parent) as folder:
            build = _Build(chosen, Path(folder), facts)
            build.read(files, progress)
            for index in indexes:
                build.add_index(index)
            build.write(output)
            problems += sorted(build.problems)
            notes += sorted(build.notes)
    return IndexBuild(facts, len(files) + len(indexes), found.others, problems, notes)


def _no_facts(settings: IndexSettings) -> IndexFacts:
    check = None if settings.key is None else settings.key.check
    return IndexFacts({kind: KindFacts() for kind in KINDS if kind in settings.of}, check)


class _Build:
    """Runs and facts of everything that is read."""

    def __init__(self, settings: IndexSettings, folder: Path, facts: IndexFacts) -> None:
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._settings = settings
        self._folder = folder
        self._facts = facts
        self._runs: dict[str, list[str]] = {kind: [] for kind in facts.kinds}

    def read(
        self, files: Sequence[RecordFile], progress: Callable[[Progress], None] | None
    ) -> None:
        """Read files of records."""
        total = sum(file.size for file in files)
        done = [0, 0]

        def work(
            some: Sequence[RecordFile], tick: Callable[[int], None]
        ) -> tuple[str, dict[str, list[str]], list[str], list[str]]:
            return _listed(some, self._settings, self._folder, tick)

        def tick(size: int) -> None:
            done[0] += 1
            done[1] += size
            if progress is not None:
                progress(Progress(done[0], done[1], len(files), total))

        def lost(file: RecordFile) -> None:
            self._facts.incomplete += 1
            self._facts.files += 1
            self.problems.append(f"{file.path}: the process that read it died; nothing is listed")

        jobs = jobs_for(files, self._settings.jobs)
        for facts, runs, problems, notes in worked(files, work, jobs=jobs, tick=tick, lost=lost):
            self._facts.add(IndexFacts.from_json(json.loads(facts)))
            for kind, paths in runs.items():
                self._runs[kind] += paths
            self.problems += problems
            self.notes += notes

    def add_index(self, index: RecordIndex) -> None:
        """Take the digests of an index."""
        try:
            self._facts.add(index.facts)
        except RecordIndexError as error:
            raise RecordIndexError(f"{index.path}: {error}") from None
        for kind, told in index.facts.kinds.items():
            sorter = DigestSorter(self._folder)
            hashed = sha256()
            for digests in index.digests(kind):
                data = _most_significant_first(digests)
                hashed.update(data)
                sorter.add(data)
            sorter.spill()
            if f"sha256:{hashed.hexdigest()}" != told.digest:
                raise RecordIndexError(
                    f"{index.path}: its digests of {kind}s are not those that it says it has: make "
                    "it anew"
                )
            self._runs[kind] += sorter.runs

    def write(self, output: str) -> None:
        """Write the index of everything."""
        listed = {kind: SortedDigests(runs, self._folder) for kind, runs in self._runs.items()}
        write_record_index(output, self._facts, listed)


def _most_significant_first(digests: Any) -> bytes:
    """Return the bytes of an array of pyarrow."""
    start = digests.offset * _BYTES
    numbers = array("Q")
    numbers.frombytes(digests.buffers()[1][start : start + len(digests) * _BYTES])
    if byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def _listed(
    files: Sequence[RecordFile],
    settings: IndexSettings,
    folder: Path,
    tick: Callable[[int], None],
) -> tuple[str, dict[str, list[str]], list[str], list[str]]:
    """List some files; return facts, runs, problems and notes."""
    facts = _no_facts(settings)
    sorters = {kind: DigestSorter(folder) for kind in facts.kinds}
    wanted = Wanted(settings.fields, urls="url" in sorters, texts="text" in sorters)
    digest = hasher(settings.key)
    problems: list[str] = []
    notes: list[str] = []
    for file in files:
        damage = Damage()
        facts.files += 1
        try:
            for batch in read_records(file, wanted, damage):
                if "url" in sorters:
                    found = _of_urls(batch.urls, digest, facts.kinds["url"])
                    sorters["url"].add(found)
                if "text" in sorters:
                    found = _of_texts(batch.texts, digest, facts.kinds["text"])
                    sorters["text"].add(found)
        except RecordsError as error:
            facts.incomplete += 1
            problems.append(f"{error}; what was read before is listed")
        if damage.lines:
            notes.append(
                f"{file.path}: lines that are no JSON object: {damage.lines}, the first is line "
                f"{damage.first}"
            )
        tick(file.size)
    for sorter in sorters.values():
        sorter.spill()
    runs = {kind: sorter.runs for kind, sorter in sorters.items()}
    return json.dumps(facts.as_json()), runs, problems, notes


def _of_urls(
    urls: Iterable[str | None], digest: Callable[[bytes], bytes], facts: KindFacts
) -> bytes:
    digests: list[bytes] = []
    for url in urls:
        if url is None:
            facts.missing += 1
            continue
        try:
            digests.append(digest(normal_url(url).encode("ascii")))
        except UrlError:
            facts.invalid += 1
    facts.records += len(digests)
    return b"".join(digests)


def _of_texts(
    texts: Iterable[str | None], digest: Callable[[bytes], bytes], facts: KindFacts
) -> bytes:
    digests: list[bytes] = []
    for text in texts:
        normal = None if text is None else normal_text(text)
        if not normal:
            facts.missing += 1
            continue
        try:
            digests.append(digest(normal.encode()))
        except UnicodeEncodeError:
            facts.invalid += 1
    facts.records += len(digests)
    return b"".join(digests)
