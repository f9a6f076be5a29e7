"""Adding up records by the registrable domain of their URL."""

from collections.abc import Sequence
from pathlib import Path

from trainbib.domains.facts import DomainFacts
from trainbib.domains.runs import HELD, Sums
from trainbib.domains.suffixes import SuffixList
from trainbib.records.urls import UrlError, url_host

__all__ = ["DomainCounter"]

_AFTER_SCHEME = (
    8  # no host ends before this character of a URL that begins with http:// or https://
)
_REMEMBERED = 1 << 19


class DomainCounter:
    """Counts records by domain.

    A URL is taken apart once for everything in front of its path; what has been seen before is
    looked up by that.
    """

    def __init__(
        self, suffixes: SuffixList, folder: Path, *, held: int = HELD, remembered: int = _REMEMBERED
    ) -> None:
        """Begin with nothing.

        Args:
            suffixes: The public suffix list.
            folder: Where runs are put.
            held: How many domains are held in memory.
            remembered: How many beginnings of URLs are.
        """
        self.facts = DomainFacts()
        self.sums = Sums(folder, held=held)
        self._suffixes = suffixes
        self._remembered = remembered
        self._origins: dict[str, list[int]] = {}  # what is in front of the path
        self._bare: dict[str, list[int]] = {}  # whole URLs that have no path
        self._others = {name: [0, 0] for name in self.facts.others}

    def add(self, urls: Sequence[str | None], sizes: Sequence[int]) -> None:
        """Count records.

        Args:
            urls: The URL of each as it was written; None without one.
            sizes: The bytes of each.
        """
        origins = self._origins
        for url, size in zip(urls, sizes, strict=True):
            if url is None:
                cell = self._others["without_url"]
            else:
                end = url.find("/", _AFTER_SCHEME)
                found = origins.get(url[:end]) if end > 0 else self._bare.get(url)
                cell = self._new(url, end) if found is None else found
            cell[0] += 1
            cell[1] += size
        if self.sums.is_full or len(origins) + len(self._bare) > self._remembered:
            self._forget()

    def _new(self, url: str, end: int) -> list[int]:
        """Find where a URL is counted, and remember it by what says so."""
        cell = self._cell_of(url)
        if url.startswith(("https://", "http://")):
            # Up to the first / after the scheme's own two, these beginnings decide the host.
            if end > 0:
                self._origins[url[:end]] = cell
            else:
                self._bare[url] = cell
        return cell

    def _cell_of(self, url: str) -> list[int]:
        try:
            host = url_host(url)
        except UrlError:
            return self._others["invalid_urls"]
        if host.is_address:
            return self._others["ip_addresses"]
        domain = self._suffixes.domain_of(host.name)
        if domain is None:
            return self._others["public_suffixes"]
        return self.sums.cell(domain)

    def _forget(self) -> None:
        if self.sums.is_full:
            self.sums.spill()
        self._origins.clear()
        self._bare.clear()

    def finish(self) -> None:
        """Put everything into runs, and the totals of what has no domain into the facts."""
        self.sums.spill()
        self._origins.clear()
        self._bare.clear()
        for name, (records, size) in self._others.items():
            self.facts.others[name].records = records
            self.facts.others[name].bytes = size
