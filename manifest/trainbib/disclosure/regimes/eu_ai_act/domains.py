"""Section 2.3, domain names: the top 10 % of what was crawled; docs/disclosure-domains.md.

Small and medium-sized enterprises list the lower of 5 % and 1 000. Numbers are rounded up, so that
no list is shorter than the rule.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answers import Answer, Entry, Value
from trainbib.disclosure.dates import day, month
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.crawling import scraped_keys
from trainbib.disclosure.regimes.eu_ai_act.measures import shown
from trainbib.pointers import pointer
from trainbib.values import as_mapping

if TYPE_CHECKING:
    from trainbib.disclosure.regimes.eu_ai_act.domain_lists import DomainFile, ListFacts
    from trainbib.domains import SuffixList
    from trainbib.domains.runs import Row

__all__ = ["INLINE", "DomainList", "DomainRow", "domain_entries", "share_to_list", "top_domains"]

INLINE = 200
"""How many domain names stand in the document; a longer list is a file of its own."""

_SME_MOST = 1000


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain name that is listed.

    Attributes:
        domain: The registrable domain.
        opted_out: Since when it has opted out, as the form writes dates; ``Yes`` where that is not
            told; empty if it has not, as far as is known.
    """

    domain: str
    opted_out: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class DomainList:
    """The domain names that the form wants, and how they were chosen.

    Attributes:
        count: How many domain names were crawled.
        listed: How many of them are listed.
        wanted: How many the form wants.
        how: How they were chosen, with the figures.
        notes: Sentences about rows that are not domains.
        answer: The gaps, wants and origins of the list, without a value.
        rows: Yields the list, the most content first; can be called again.
    """

    count: int
    listed: int
    wanted: int
    how: str
    notes: tuple[str, ...]
    answer: Answer
    rows: Callable[[], Iterator[DomainRow]]


def share_to_list(count: int, *, sme: bool) -> int:
    """Return how many of some domain names the form wants.

    Args:
        count: How many were crawled.
        sme: Whether the provider is a small or medium-sized enterprise.
    """
    return min(-(-count // 20), _SME_MOST) if sme else -(-count // 10)


@once
def top_domains(reading: Reading) -> DomainList:
    """Choose the domain names that the form wants.

    Lists of any length are read in bounded memory; temporary files are put where the system has
    them, and are removed with the list.
    """
    from trainbib.domains import read_suffix_list
    from trainbib.records.files import RecordsError

    met = Gathering()
    try:
        suffixes = read_suffix_list()
    except RecordsError as error:
        for key in scraped_keys(reading):
            met.want(source_at(key, "crawl", "domains"), str(error))
        return DomainList(0, 0, 0, "", (), met.answer(None), lambda: iter(()))
    folder = Path(mkdtemp(prefix="trainbib-"))
    with ExitStack() as undo:
        undo.callback(rmtree, folder, ignore_errors=True)
        chosen = _Choice(reading, met, folder, suffixes).made()
        if any(folder.iterdir()):
            undo.pop_all()
            finalize(chosen, rmtree, folder, ignore_errors=True)
    return chosen


class _Choice:
    """Reads the lists of all crawls, adds them up, and takes the top."""

    def __init__(
        self, reading: Reading, met: Gathering, folder: Path, suffixes: "SuffixList"
    ) -> None:
        self._reading = reading
        self._met = met
        self._folder = folder
        self._suffixes = suffixes
        self._facts: dict[str, ListFacts] = {}
        self._opted_out: dict[str, str] = {}
        self._unsized: set[str] = set()

    def made(self) -> DomainList:
        """Return the list."""
        from trainbib.collection import collection_paused
        from trainbib.disclosure.regimes.eu_ai_act.domain_ranking import Census, rank

        files = self._files()
        with collection_paused():
            columns = sorted({name for _, _, names, _ in files for name in names})
            rows = self._rows(files, columns)
            census = Census.of(rows(), len(columns))
            sme = self._sme()
            wanted = share_to_list(census.domains, sme=sme)
            ranking = rank(rows, census, wanted, self._folder)
        opted_out = self._opted_out
        domains = ranking.domains
        ranked_in = sum(census.having(at) > 0 for at in range(len(columns)))
        return DomainList(
            census.domains,
            ranking.listed,
            wanted,
            self._how(census.domains, ranking.listed, wanted, ranked_in, sme=sme),
            self._notes(),
            self._met.answer(None),
            lambda: (DomainRow(domain, _since(opted_out.get(domain, ""))) for domain in domains()),
        )

    def _files(self) -> list[tuple[str, str, tuple[str, ...], "DomainFile"]]:
        """Open the lists: source, place, columns, list."""
        files = list[tuple[str, str, tuple[str, ...], "DomainFile"]]()
        for key in scraped_keys(self._reading):
            place = source_at(key, "crawl")
            crawl = self._met.mapping(self._reading.sources[key], source_at(key), "crawl")
            known = len(self._met.wants)
            opened = self._open(crawl, place, "domains", "the list of crawled domains")
            if opened is None and len(self._met.wants) == known:  # it names none
                self._met.want(
                    f"{place}/domains", f"a list of the domains of `{key}`, with bytes of each"
                )
            elif opened is not None:
                files.append((key, f"{place}/domains/path", self._names(key, opened), opened))
            if crawl.get("opted_out") is not None:
                self._read_opted_out(crawl, place)
        return files

    def _read_opted_out(self, crawl: Mapping[str, object], place: str) -> None:
        from trainbib.records.files import RecordsError

        what = "the list of domains that opted out"
        gone = self._open(crawl, place, "opted_out", what)
        if gone is None:
            return
        try:
            for row in gone.rows():
                self._has_opted_out(row.domain, row.opted_out or "Yes")
        except (OSError, RecordsError) as error:
            self._met.want(f"{place}/opted_out/path", f"{what}, in a whole file: {error}")

    def _names(self, key: str, opened: "DomainFile") -> tuple[str, ...]:
        """Return the modality of each column; bytes of a source of one modality are of that."""
        modalities = self._reading.modalities(key)
        alone = modalities[0] if len(modalities) == 1 else ""
        return tuple(name or alone for name in opened.columns)

    def _open(
        self, crawl: Mapping[str, object], place: str, name: str, what: str
    ) -> "DomainFile | None":
        from trainbib.disclosure.regimes.eu_ai_act.domain_lists import open_list
        from trainbib.records.files import RecordsError

        block = self._met.mapping(crawl, place, name)
        path = block.get("path")
        if not isinstance(path, str):
            return None
        here = f"{place}/{name}/path"
        file = self._reading.file(path)
        if file is None:
            self._met.want(here, f"{what}, in a file beside the manifest: {path!r:.200} is none")
            return None
        try:
            opened = open_list(file, self._suffixes)
        except (OSError, RecordsError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            self._met.want(here, f"{what}, in a file that can be read: {path:.200}: {why}")
            return None
        self._met.origins.append(here)
        return opened

    def _rows(
        self, files: list[tuple[str, str, tuple[str, ...], "DomainFile"]], columns: list[str]
    ) -> Callable[[], Iterator["Row"]]:
        """Add up the rows of all lists by domain."""
        from trainbib.disclosure.regimes.eu_ai_act.domain_ranking import taken
        from trainbib.domains.runs import Sums, summed

        if len(files) == 1 and files[0][3].unique:
            # A table of ours has each domain once: it is read where it is, as often as it takes.
            return lambda: self._numbered(files[0], columns)
        sums = Sums(self._folder)
        for each in files:
            for row in self._numbered(each, columns):
                sums.add(row)
        return taken(summed(sums.sources()), self._folder)

    def _numbered(
        self, file: tuple[str, str, tuple[str, ...], "DomainFile"], columns: list[str]
    ) -> Iterator["Row"]:
        """Yield the rows of a list with a number for each column, and whether one has no size."""
        from trainbib.records.files import RecordsError

        key, place, names, opened = file
        places = [[at for at, name in enumerate(names) if name == column] for column in columns]
        nothing = (1, *(0 for _ in columns))
        straight = places == [[at] for at in range(len(columns))]
        is_empty = True
        try:
            for row in opened.rows():
                is_empty = False
                if row.opted_out:
                    self._has_opted_out(row.domain, row.opted_out)
                sizes = row.sizes
                if sizes is None:
                    yield row.domain, nothing
                elif straight:
                    yield row.domain, (0, *sizes)
                else:
                    yield row.domain, (0, *(sum(sizes[at] for at in each) for each in places))
        except (OSError, RecordsError) as error:
            self._met.want(place, f"a list of the domains of `{key}` that can be read: {error}")
        else:
            if is_empty:
                self._want_rows(key, place, opened)
        self._facts[key] = opened.facts
        if not names:
            self._unsized.add(key)

    def _want_rows(self, key: str, place: str, opened: "DomainFile") -> None:
        dirty = sorted(opened.facts.dirty.items())
        why = ", ".join(f"{shown(count)} {what}" for what, count in dirty)
        self._met.want(
            place,
            f"a list with the domains of `{key}`: this one has "
            + (f"none, only {why}" if why else "no rows"),
        )

    def _has_opted_out(self, domain: str, since: str) -> None:
        """Keep the earliest date that is told, as the list has it."""
        told = self._opted_out.get(domain, "Yes")
        self._opted_out[domain] = since if told == "Yes" else min(told, since)

    def _sme(self) -> bool:
        """Tell whether the provider is a small or medium-sized enterprise."""
        provider = self._reading.provider
        sme = as_mapping(self._reading.parties.get(provider or "")).get("sme")
        if isinstance(sme, bool) and provider is not None:
            self._met.origins.append(pointer("parties", provider, "sme"))
        return sme is True

    def _notes(self) -> tuple[str, ...]:
        """Tell what rows were left out, and which have no size."""
        dirty = sum((each.dirty for each in self._facts.values()), Counter[str]())
        notes = [f"left out: {shown(count)} {what}" for what, count in sorted(dirty.items())]
        unsized = sum(each.unsized for each in self._facts.values())
        if unsized:
            notes.append(f"without a size that can be read: {shown(unsized)} rows")
        return tuple(notes)

    def _how(self, count: int, listed: int, wanted: int, ranked_in: int, *, sme: bool) -> str:
        """Tell the rule with its figures."""
        of_all = f"of {shown(count)} domain names, rounded up"
        told = (
            f"the provider is an SME: the lower of 5 % {of_all}, and {shown(_SME_MOST)}"
            if sme
            else f"10 % {of_all}"
        )
        told += f", are {shown(wanted)}"
        if ranked_in > 1:
            told += (
                f"; ranked by bytes in each of {ranked_in} modalities, of which the same part is "
                "listed"
            )
        elif ranked_in:
            told += ", those with the most bytes"
        if listed != wanted:
            told += f"; {shown(listed)} are listed, since "
            told += (
                f"the lists of {', '.join(f'`{key}`' for key in sorted(self._unsized))} have no "
                "sizes to rank by"
                if self._unsized
                else "some rows have no sizes to rank by"
            )
        version = self._suffixes.version
        told += "; domains by the public suffix list"
        return f"{told} of {version[:10]}" if version else told


def domain_entries(reading: Reading) -> Iterator[Entry]:
    """Yield every domain name that is listed as a line of the form's table."""
    for row in top_domains(reading).rows():
        yield {"domain": row.domain} | ({"opted_out": row.opted_out} if row.opted_out else {})


def crawled_domains(reading: Reading) -> Answer:
    """List the domain names, or tell that the list is a file of its own."""
    if not scraped_keys(reading):
        return Answer()
    listed = top_domains(reading)
    how = "; ".join([*([listed.how] if listed.count else []), *listed.notes])
    told = listed.answer.explained(how)
    if not listed.listed:
        return told
    value: Value
    if listed.listed > INLINE:
        value = (
            f"{shown(listed.listed)} of {shown(listed.count)} domain names, in the separate list "
            "of domain names"
        )
    else:
        value = tuple(
            {"domain": row.domain, "opted_out": row.opted_out}
            if row.opted_out
            else {"domain": row.domain}
            for row in listed.rows()
        )
    figures = {"listed": listed.listed, "all": listed.count, "wanted": listed.wanted}
    return replace(told, value=value, figures=figures)


def _since(date: str) -> str:
    """Return the date of an opt-out as the form writes dates."""
    return day(date) or month(date) or date


ANSWERS: dict[str, AnswerOf] = {"eu.2.3.domains": crawled_domains}

FACTS: dict[str, FactOf] = {}
