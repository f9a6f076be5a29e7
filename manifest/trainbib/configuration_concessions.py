"""What a configuration lets pass: what a reader of a report has to know to judge its silence.

A configuration may come with the data that is checked, so a report that it shortens names it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from trainbib.configuration import Configuration
from trainbib.diagnostics import Severity
from trainbib.rules import rule_of

_MOST = 8


@dataclass(frozen=True, slots=True)
class Concessions:
    """What a configuration file lets pass; what flags put in its place is not among it.

    Attributes:
        name: The file, as messages call it.
        ignored: The checks that it leaves out.
        selected: The only ones that it leaves; empty: all.
        lowered: Checks that it makes less grave, each with the severity.
        suppressed: The checks that its suppressions are of.
        never_fails: Whether no finding makes the exit code 1.
        baseline: The baseline that it names.
        licenses: The licences whose attributes it states.
    """

    name: str
    ignored: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()
    lowered: Mapping[str, str] = field(default_factory=dict[str, str])
    suppressed: tuple[str, ...] = ()
    never_fails: bool = False
    baseline: str | None = None
    licenses: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say what passes, in one sentence; empty if nothing does."""
        said = "; ".join(self._parts())
        return f"{self.name} {said}." if said else ""

    def _parts(self) -> Iterator[str]:
        if self.ignored:
            yield f"ignores {_listed(self.ignored)}"
        if self.selected:
            yield f"selects {_listed(self.selected)} alone"
        if self.lowered:
            yield f"lowers {_listed(f'{code} to {name}' for code, name in self.lowered.items())}"
        if self.suppressed:
            yield f"suppresses {_listed(self.suppressed)}"
        if self.never_fails:
            yield "lets no finding fail"
        if self.baseline is not None:
            yield f"takes what {self.baseline} knows for known"
        if self.licenses:
            yield f"states attributes of {_listed(self.licenses)}"


def concessions(configuration: Configuration) -> Concessions | None:
    """Return what a configuration lets pass; None if there is no file."""
    if configuration.path is None:
        return None
    left = _left(configuration.written, configuration.values)
    severities: Mapping[str, str] = left.get("severity", {})
    stated: Mapping[str, Any] = left.get("licensing", {}).get("attributes", {})
    suppressions: Iterable[Mapping[str, Any]] = left.get("suppressions", ())
    codes = (code for each in suppressions for code in each["codes"])
    return Concessions(
        configuration.name,
        ignored=tuple(left.get("ignore", ())),
        selected=tuple(left.get("select", ())),
        lowered={
            code: name
            for code, name in severities.items()
            if rule_of(code).severity > Severity[name.upper()]
        },
        suppressed=tuple(dict.fromkeys(codes)),
        never_fails=left.get("fail-on") == "never",
        baseline=left.get("baseline"),
        licenses=tuple(stated),
    )


def _left(written: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the file still applies."""
    left: dict[str, Any] = {}
    for key, value in written.items():
        now = values.get(key)
        if isinstance(value, dict) and isinstance(now, dict):
            left[key] = {name: each for name, each in value.items() if now.get(name) == each}
        elif now == value:
            left[key] = value
    return left


def _listed(words: Iterable[str]) -> str:
    each = list(words)
    more = len(each) - _MOST
    return ", ".join(each[:_MOST]) + (f" and {more} more" if more > 0 else "")
