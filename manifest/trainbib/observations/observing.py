"""Observing the files of all sources: each file is read once, by several processes if worth it."""

import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from trainbib.inventory import Progress
from trainbib.language_shares.identifying import Identifier
from trainbib.language_shares.sampling import Sample
from trainbib.language_shares.shares import SampleSettings
from trainbib.observations.cited import CitedFile
from trainbib.observations.counts import SourceCounts
from trainbib.observations.reading import Takers, read_file
from trainbib.records.fields import Fields
from trainbib.records.files import RecordFile, RecordsError
from trainbib.records.reading import Batch, Damage
from trainbib.records.working import jobs_for, worked

if TYPE_CHECKING:
    from trainbib.domains.suffixes import SuffixList
    from trainbib.domains.tables import DomainTable

__all__ = ["Observation", "ObserveSettings", "observe"]


@dataclass(frozen=True, slots=True)
class ObserveSettings:
    """What is observed, and how.

    Attributes:
        images: Whether rights in images are.
        identifier: Tells the languages of texts; None to leave them alone.
        suffixes: The public suffix list by which domains are counted; None to leave them alone.
        sample: How texts are sampled.
        fields: Where URL and text of a record are.
        jobs: How many processes read; as many as are worth it if None.
        folder: Where temporary files are put; where the system has them if None.
    """

    images: bool = True
    identifier: Identifier | None = None
    suffixes: "SuffixList | None" = None
    sample: SampleSettings = field(default_factory=SampleSettings)
    fields: Fields = field(default_factory=Fields)
    jobs: int | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What was observed.

    Attributes:
        sources: By citation key, sorted.
        settings: What was observed, and how.
        problems: Sentences about what could not be read.
        notes: Sentences about what was read, but may surprise.
        folder: Where temporary files are.
    """

    sources: Mapping[str, SourceCounts]
    settings: ObserveSettings
    problems: Sequence[str]
    notes: Sequence[str]
    folder: Path

    def domains(self, key: str) -> "DomainTable":
        """Return the table of the domains of a source; once for each source."""
        from trainbib.domains.scanning import table_of_runs

        counts = self.sources[key]
        # Runs of files that cite several sources are needed again, and merging removes them.
        copies = [
            shutil.copyfile(run, self.folder / f"{number}-{Path(run).name}")
            for number, run in enumerate(counts.runs)
        ]
        table = table_of_runs(counts.domains, list(map(str, copies)), self.folder)
        for copy in copies:
            copy.unlink(missing_ok=True)
        return table


@contextmanager
def observe(
    files: Sequence[CitedFile],
    settings: ObserveSettings | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> Generator[Observation]:
    """Observe the files that cite sources; nothing is written to the manifest.

    The result does not depend on how many processes read, nor on where the files lie.

    Args:
        files: The files.
        settings: What is observed, and how.
        progress: Told how far it is.

    Yields:
        The observation, whose temporary files are there until the context ends.
    """
    chosen = settings or ObserveSettings()
    with TemporaryDirectory(prefix="trainbib-", dir=chosen.folder) as folder:
        scan = _Scan(chosen, Path(folder), {file.path: file for file in files})
        scan.read(progress)
        yield Observation(
            dict(sorted(scan.sources.items())),
            chosen,
            sorted(scan.problems),
            sorted(scan.notes),
            Path(folder),
        )


class _Scan:
    """Sums of everything that is read."""

    def __init__(
        self, settings: ObserveSettings, folder: Path, files: Mapping[str, CitedFile]
    ) -> None:
        self.sources: dict[str, SourceCounts] = {}
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._settings = settings
        self._folder = folder
        self._files = files

    def read(self, progress: Callable[[Progress], None] | None) -> None:
        """Read all files."""
        files = [
            RecordFile(file.path, file.media, file.packing, file.size)
            for file in self._files.values()
        ]
        total = sum(file.size for file in files)
        done = [0, 0]

        def tick(size: int) -> None:
            done[0] += 1
            done[1] += size
            if progress is not None:
                progress(Progress(done[0], done[1], len(files), total))

        def lost(file: RecordFile) -> None:
            self.problems.append(f"{file.path}: the process that read it died; nothing is counted")

        jobs = jobs_for(files, self._settings.jobs)
        for parts, problems, notes in worked(files, self._work, jobs=jobs, tick=tick, lost=lost):
            self.problems += problems
            self.notes += notes
            for keys, part in parts:
                for key in keys:
                    counts = self.sources.setdefault(key, SourceCounts())
                    counts.add(part, self._settings.sample.size)

    def _work(self, some: Sequence[RecordFile], tick: Callable[[int], None]) -> Any:
        """Read some files; those of one source after the other, so that one sample is held."""
        parts: list[tuple[tuple[str, ...], dict[str, Any]]] = []
        problems: list[str] = []
        notes: list[str] = []
        files = sorted(
            (self._files[file.path] for file in some), key=lambda file: (file.sources, file.name)
        )
        for keys, group in groupby(files, key=lambda file: file.sources):
            reader = _Reader(self._settings, self._folder)
            for file in group:
                reader.read(file, problems, notes)
                tick(file.size)
            parts.append((keys, reader.finish()))
        return parts, problems, notes


class _Reader:
    """Reads the files that cite the same sources."""

    def __init__(self, settings: ObserveSettings, folder: Path) -> None:
        self._settings = settings
        self._counts = SourceCounts()
        self._sample = Sample(settings.sample.size)
        self._batches = 0  # of records that were counted by domain
        self._domains = None
        if settings.suffixes is not None:
            from trainbib.domains.counting import DomainCounter

            suffixes = settings.suffixes
            self._domains = DomainCounter(suffixes, folder)
            facts = self._domains.facts
            facts.suffix_list = (suffixes.version, suffixes.sha256, suffixes.private)

    def read(self, file: CitedFile, problems: list[str], notes: list[str]) -> None:
        """Read a file."""
        settings = self._settings
        counts = self._counts
        damage = Damage()
        counts.files += 1
        counts.bytes += file.size
        takers = Takers(
            settings.fields,
            counts.images if settings.images else None,
            None
            if settings.identifier is None
            else self._sample.file(file.name, settings.sample.seed),
            None if self._domains is None else self._take,
            damage,
        )
        seen = self._batches
        incomplete = False
        try:
            counts.passed_over += not read_file(file, takers)
        except RecordsError as error:
            incomplete = True
            problems.append(f"{error}; what was read before is counted")
        if damage.lines:
            notes.append(
                f"{file.path}: lines that are no JSON object: {damage.lines}, the first is line "
                f"{damage.first}"
            )
        if self._domains is not None and (self._batches > seen or damage.lines):
            facts = self._domains.facts
            facts.files += 1
            facts.incomplete += incomplete
            facts.damaged_lines += damage.lines
            facts.damaged_bytes += damage.bytes

    def _take(self, batch: Batch) -> None:
        """Count the domains of some records."""
        if self._domains is not None:
            self._batches += 1
            self._domains.add(batch.urls, batch.sizes)
            self._domains.facts.whole += batch.whole

    def finish(self) -> dict[str, Any]:
        """Tell the languages of the sample, and return everything as plain values."""
        identifier = self._settings.identifier
        languages = self._counts.languages
        languages.texts, languages.without = self._sample.texts, self._sample.without
        if identifier is not None:
            languages.sample = self._sample.told(identifier.tell)
        if self._domains is not None:
            self._domains.finish()
            self._counts.domains = self._domains.facts
            self._counts.runs = self._domains.sums.runs
        return self._counts.as_plain(with_domains=self._domains is not None)
