"""What the network says of one manifest, asked when a rule wants to know, and once only."""

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import urldefrag

from trainbib.online.archive import capture_record
from trainbib.online.asking import Asker, Record
from trainbib.online.hubs import HubPlace, hub_record, revision_record
from trainbib.online.links import LinkResult, Verdict, check_links
from trainbib.online.registries import doi_metadata, doi_record, orcid_record, ror_record
from trainbib.online.scheduling import host_of, run_by_host
from trainbib.online.settings import OnlineSettings
from trainbib.online.soft_404 import soft_404
from trainbib.online.subjects import Described, Hosted, Party, Retrieved, Subjects, subjects_of
from trainbib.rules.leaves import Tokens

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be verified.

    Attributes:
        place: Where it stands.
        what: What it is, such as a URL.
        reason: Why not, as a clause.
        cause: What it has in common with others: a host and a reason, or a limit.
    """

    place: Tokens
    what: str
    reason: str
    cause: str


class OnlineResults:
    """Answers by subject; each topic is asked for when it is looked at first.

    Nothing is asked of a registry, hub or archive whose rule does not run.
    """

    def __init__(
        self, data: object, settings: OnlineSettings, codes: frozenset[str] = frozenset()
    ) -> None:
        self._data = data
        self._codes = codes
        self.settings = settings
        self.asker = Asker(settings)

    @cached_property
    def subjects(self) -> Subjects:
        """What there is to ask about."""
        return subjects_of(self._data)

    @cached_property
    def links(self) -> dict[str, LinkResult]:
        """What is known of each link."""
        with self.asker.working():
            return check_links(self.asker, list(self.subjects.links))

    def links_that_are(self, verdict: Verdict) -> Iterator[tuple[LinkResult, list[Tokens]]]:
        """Yield the links of one verdict with their places, in document order."""
        for url, places in self.subjects.links.items():
            result = self.links[url]
            if result.verdict is verdict:
                yield result, places

    def tells_dead(self, url: str) -> bool:
        """Tell whether a link is dead, and a rule of this run says so."""
        if "NET001" not in self._codes:
            return False
        link = self.links.get(urldefrag(url).url)
        return link is not None and link.verdict is Verdict.DEAD

    @contextlib.contextmanager
    def run(self) -> Generator[Asker]:
        """Yield the run, to ask for manifests in it.

        Links are looked at before, if a rule asks for them: what is missing is then known, and
        nobody waits a second time to be sure.
        """
        if "NET001" in self._codes:
            _ = self.links
        with self.asker.working() as asker:
            yield asker

    @cached_property
    def soft_404s(self) -> dict[str, str]:
        """Links that work and seem to lead to a page for what is missing, with the reason."""
        working = [link for link in self.links.values() if link.verdict is Verdict.OK]
        reasons = self._all(
            "pages", working, lambda link: soft_404(self.asker, link), lambda link: link.url
        )
        return {link.url: reason for link, reason in zip(working, reasons, strict=True) if reason}

    @cached_property
    def dois(self) -> dict[str, Record]:
        """Whether each DOI is registered."""
        return self._records("DOIs", list(self.subjects.dois), doi_record)

    @cached_property
    def metadata(self) -> list[tuple[Described, Record]]:
        """What the registries say of each entry whose DOI is registered."""
        described = [
            entry for entry in self.subjects.described if self.dois[entry.doi].state == "found"
        ]
        dois = list(dict.fromkeys(entry.doi for entry in described))
        records = self._records("DOI metadata", dois, doi_metadata)
        return [(entry, records[entry.doi]) for entry in described]

    @cached_property
    def parties(self) -> list[tuple[Party, Record]]:
        """What the registries say of each party."""
        parties = self.subjects.parties
        keys = list(dict.fromkeys((party.scheme, party.id) for party in parties))

        def ask(asker: Asker, key: tuple[str, str]) -> Record:
            scheme, identifier = key
            return (orcid_record if scheme == "orcid" else ror_record)(asker, identifier)

        records = self._records("parties", keys, ask)
        return [(party, records[party.scheme, party.id]) for party in parties]

    @cached_property
    def hosted(self) -> list[tuple[Hosted, Record]]:
        """What the hubs say today of each source that is on one and has a licence."""
        hosted = [each for each in self.subjects.hosted if "license" in each.entry]
        records = self._records(
            "hubs", list(dict.fromkeys(each.hub for each in hosted)), hub_record
        )
        return [(each, records[each.hub]) for each in hosted]

    @cached_property
    def revisions(self) -> list[tuple[Hosted, Record]]:
        """Whether the hubs have each revision that is pinned."""
        pinned = [each for each in self.subjects.hosted if each.revision]
        keys = list(dict.fromkeys((each.hub, each.revision) for each in pinned))

        def ask(asker: Asker, key: tuple[HubPlace, str]) -> Record:
            return revision_record(asker, *key)

        records = self._records("revisions", keys, ask)
        return [(each, records[each.hub, each.revision]) for each in pinned]

    @cached_property
    def captures(self) -> list[tuple[Retrieved, Record]]:
        """The archived copies of sources that name none."""
        retrieved = self.subjects.retrieved
        keys = list(dict.fromkeys((each.url, each.day) for each in retrieved))
        records = self._records(
            "archived copies", keys, lambda asker, key: capture_record(asker, *key)
        )
        return [(each, records[each.url, each.day]) for each in retrieved]

    def doubts(self) -> Iterator[Doubt]:
        """Yield what could not be verified, of all that the rules of this run ask for."""
        for result, places in self.links_that_are(Verdict.UNVERIFIABLE):
            cause = result.reason if result.limit else f"{host_of(result.final)}: {result.reason}"
            for place in places:
                yield Doubt(place, result.url, result.reason, cause)
        for code, records in self._topics().items():
            if code in self._codes:
                for place, what, record in records():
                    if record.state == "unverifiable":
                        yield Doubt(place, what, record.reason, record.reason)

    def _topics(self) -> dict[str, Callable[[], list[tuple[Tokens, str, Record]]]]:
        """Return what the rules look at beside links: places, names and records by code."""
        return {
            "NET002": lambda: [
                (place, f"DOI {doi}", record)
                for doi, record in self.dois.items()
                for place in self.subjects.dois[doi]
            ],
            "NET007": lambda: [
                ((*each.place, "ids", "doi"), f"the metadata of DOI {each.doi}", record)
                for each, record in self.metadata
            ],
            "NET008": lambda: [(party.place, party.id, record) for party, record in self.parties],
            "NET009": lambda: [
                ((*each.place, "license"), f"the licence of {each.hub.id}", record)
                for each, record in self.hosted
            ],
            "NET011": lambda: [
                ((*each.place, "revision"), each.revision, record)
                for each, record in self.revisions
            ],
            "NET012": lambda: [
                (("sources", source.key, "url"), f"an archived copy of {source.url}", record)
                for source, record in self.captures
            ],
        }

    def _records(
        self, what: str, keys: Sequence[T], ask: Callable[[Asker, T], Record]
    ) -> dict[T, Record]:
        records = self._all(what, keys, lambda key: ask(self.asker, key), lambda _: what)
        return dict(zip(keys, records, strict=True))

    def _all(
        self, what: str, items: Sequence[T], work: Callable[[T], R], url: Callable[[T], str]
    ) -> list[R]:
        """Do something for all items, those of one host two at a time."""
        with self.asker.working():
            return run_by_host(
                items,
                work,
                host=lambda item: host_of(url(item)) or url(item),
                workers=self.settings.concurrency,
                per_host=self.settings.host_concurrency,
                done=self.asker.reports(what, len(items)),
            )
