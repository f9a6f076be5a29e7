"""Which findings a text report shows, where one rule has very many."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.diagnostics import Diagnostic
from trainbib_cli.reports.wording import counted

if TYPE_CHECKING:
    from trainbib.checking import Unlisted


class Selection:
    """Lets so many findings of each rule through, and remembers what it held back."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._seen: Counter[tuple[str, str]] = Counter()

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Tell whether to show a finding; asked once for each."""
        rule = (diagnostic.code, diagnostic.name)
        self._seen[rule] += 1
        return self._limit == 0 or self._seen[rule] <= self._limit

    def hold_back(self, more: "Unlisted") -> None:
        """Remember findings that nobody listed, since the limit was known."""
        self._seen[more.code, more.name] += more.findings

    def held_back(self) -> Iterator[str]:
        """Yield a sentence for each rule of which findings were not shown."""
        for (code, name), count in self._seen.items():
            if self._limit and count > self._limit:
                more = counted(count - self._limit, "more finding")
                yield f"{code} {name}: {more} not shown (--limit-per-rule 0 shows all)."
