"""What a configuration lets pass: what a reader of a report has to know to judge its silence.

A configuration may come with the data that is checked, so a report that it shortens names it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from trainbib.configuration import Configuration
from trainbib.diagnostics import Severity
from trainbib.rules import rule_of
from trainbib.suppressions import is_for

if TYPE_CHECKING:
    from trainbib.withdrawals import KnownSet

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
        unproved: Those of them of which it states one without evidence.
        replaced: The withdrawn sets, and those that hold data of such, of which its own lists do
            not say all that the program's does.
    """

    name: str
    ignored: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()
    lowered: Mapping[str, str] = field(default_factory=dict[str, str])
    suppressed: tuple[str, ...] = ()
    never_fails: bool = False
    baseline: str | None = None
    licenses: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

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
            without = "" if self.unproved == self.licenses else f" of {_listed(self.unproved)}"
            proof = f", without evidence{without}" if self.unproved else ""
            yield f"states attributes of {_listed(self.licenses)}{proof}"
        if self.replaced:
            yield f"replaces what the program knows of the data sets {_listed(self.replaced)}"


def concessions(
    configuration: Configuration,
    overruled: Collection[str] = (),
    *,
    manifests: Collection[str] | None = None,
    today: date | None = None,
) -> Concessions | None:
    """Return what a configuration lets pass; None if there is no file.

    Args:
        configuration: The file, with what flags have put in its place.
        overruled: Its keys in whose place is something that the configuration does not hold.
        manifests: The paths of what is checked; suppressions for none of it let nothing pass.
        today: The day of the check; nor do those that have ended.
    """
    if configuration.path is None:
        return None
    written = {key: each for key, each in configuration.written.items() if key not in overruled}
    left = _left(written, configuration.values)
    severities: Mapping[str, str] = left.get("severity", {})
    stated: Mapping[str, Any] = left.get("licensing", {}).get("attributes", {})
    suppressions: Iterable[Mapping[str, Any]] = left.get("suppressions", ())
    holding = (each for each in suppressions if _holds(each, manifests, today))
    codes = (code for each in holding for code in each["codes"])
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
        unproved=tuple(
            license_
            for license_, attributes in stated.items()
            if not all(isinstance(each, dict) for each in attributes.values())
        ),
        replaced=tuple(_replaced(configuration)) if left.get("withdrawn") else (),
    )


def _holds(entry: Mapping[str, Any], manifests: Collection[str] | None, today: date | None) -> bool:
    """Tell whether a suppression may silence something."""
    if today is not None and entry.get("until", "9999") < today.isoformat():
        return False
    return manifests is None or any(is_for(entry.get("manifest", ""), path) for path in manifests)


def _replaced(configuration: Configuration) -> Iterator[str]:
    from trainbib.withdrawals import WithdrawnListError, load_catalogue

    try:
        own = load_catalogue(configuration.settings().withdrawn).sets
    except WithdrawnListError:  # it lets nothing pass, for no check is made
        return
    for name, known in load_catalogue().sets.items():
        if not _says_all(own[name], known):
            yield name


def _says_all(own: "KnownSet", known: "KnownSet") -> bool:
    """Tell whether an entry of a list says all that another one says of a set."""
    withdrawn = known.withdrawn is None or own.withdrawn == known.withdrawn
    return withdrawn and set(own.contains) >= set(known.contains)


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
