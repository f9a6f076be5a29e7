"""Applying the fixes of a check, pass by pass, until nothing is left to do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from trainbib.checking import Report, check
from trainbib.diagnostics import Diagnostic, Remove, Rename, Severity, Wrap
from trainbib.document import Document
from trainbib.fixing.text_edits import Claims, Planned, merged, planned_fixes
from trainbib.pointers import join, split
from trainbib.settings import Settings
from trainbib.values import is_mapping
from trainbib.writing.encoding import encoded, has_mark, is_whole, original
from trainbib.writing.layout import EditError
from trainbib.writing.planning import applied, changed, verified

MAX_PASSES = 10
"""How often fixes are sought again in what other fixes have made."""

_SECTIONS = ("parties", "licenses", "sources", "labellers", "models")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that was not applied, and why."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class FixResult:
    """What became of a manifest.

    Attributes:
        document: The manifest as it was read.
        text: Its text after all fixes, without a byte order mark.
        mark: Whether it begins with a byte order mark all the same.
        applied: The findings whose fixes were applied, in that order.
        remaining: What a check of the new text says.
        refused: Fixes that could not be applied.
    """

    document: Document
    text: str
    mark: bool
    applied: tuple[Diagnostic, ...]
    remaining: Report
    refused: tuple[Refusal, ...]

    @property
    def changed(self) -> bool:
        """Whether the file is to be written again."""
        return self.data != self.original

    @property
    def data(self) -> bytes:
        """The bytes to write."""
        return encoded(self.text, mark=self.mark)

    @property
    def original(self) -> bytes:
        """The bytes that were read."""
        return original(self.document)


def fixed(
    document: Document,
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
    report: Report | None = None,
) -> FixResult:
    """Apply the fixes of a check to a manifest in memory; nothing is written.

    After each pass the text is read again: it must hold exactly the data that the steps ask for,
    and have no new error. Fixes that touch each other wait for the next pass. A second run on the
    result has nothing left to apply. The network is asked once before the first pass and once
    after the last one, if it is asked at all.

    Args:
        document: The manifest.
        settings: What the user set for the check.
        unsafe: Whether to apply fixes that a person has to look at, too.
        report: What ``check`` said of the document with these settings, if that is known.

    Raises:
        OSError: If a file that the check looks at cannot be read.
    """
    settings = settings or Settings()
    first = report or check(document, settings)
    if not is_mapping(document.data) or not is_whole(document):
        why = "the file cannot be read as it is; repair that first"
        refused = tuple(Refusal(found, why) for found in _fixable(first, unsafe=unsafe))
        return FixResult(document, document.text, has_mark(document), (), first, refused)
    run = _Run(document, first, replace(settings, online=None), unsafe=unsafe)
    while run.passes < MAX_PASSES and run.advance():
        pass
    run.refuse_the_rest()
    online = settings.online is not None and run.applied
    remaining = check(run.document, settings) if online else run.report
    refused = tuple(run.refused.values())
    return FixResult(document, run.document.text, run.mark, tuple(run.applied), remaining, refused)


def _takes_away(found: Diagnostic) -> bool:
    """Tell whether the repair of a finding removes a member."""
    return found.fix is not None and any(isinstance(step, Remove) for step in found.fix.steps)


def _fixable(report: Report, *, unsafe: bool) -> list[Diagnostic]:
    """Return the findings to repair: silenced ones are not among those of a report."""
    return [d for d in report.diagnostics if d.fix is not None and (d.fix.safe or unsafe)]


@dataclass(slots=True)
class _State:
    """A text that was proven, and what a check says of it."""

    document: Document
    report: Report
    mark: bool


@dataclass(slots=True)
class _Run:
    """All passes over one manifest."""

    document: Document
    report: Report
    settings: Settings
    unsafe: bool = field(kw_only=True)
    mark: bool = field(init=False)
    passes: int = 0
    applied: list[Diagnostic] = field(default_factory=list[Diagnostic])
    refused: dict[str, Refusal] = field(default_factory=dict[str, Refusal])

    def __post_init__(self) -> None:
        self.mark = has_mark(self.document)

    def advance(self) -> bool:
        """Do one pass; False if nothing was applied."""
        self.passes += 1
        self.refused.clear()  # what failed in the last pass may go now
        candidates = self._candidates()
        # What takes an entry away waits until nothing else is left: a citation that is put right
        # may be the one that was missing.
        removing = [found for found in candidates if _takes_away(found)]
        mending = [found for found in candidates if not _takes_away(found)]
        return self._repair(mending) or self._repair(removing)

    def refuse_the_rest(self) -> None:
        """Say of repairs that were never tried that they were not made."""
        for found in self._candidates():
            self._refuse(found, f"other repairs took {MAX_PASSES} passes; run it again")

    def _candidates(self) -> list[Diagnostic]:
        """Return the findings to repair that were not repaired before."""
        done = {diagnostic.fingerprint for diagnostic in self.applied}
        fixable = _fixable(self.report, unsafe=self.unsafe)
        return [found for found in fixable if found.fingerprint not in done]

    def _repair(self, candidates: Sequence[Diagnostic]) -> bool:
        """Apply some candidates; False if none of them can be.

        Those that touch others have their turn when none of these can be applied.
        """
        accepted: list[_Candidate] = []
        while candidates:
            chosen, candidates = self._chosen(candidates)
            state = self._accept(chosen, accepted)
            if state is not None:
                self.applied += [candidate.diagnostic for candidate in accepted]
                self.document, self.report, self.mark = state.document, state.report, state.mark
                return True
        return False

    def _chosen(
        self, candidates: Sequence[Diagnostic]
    ) -> "tuple[list[_Candidate], list[Diagnostic]]":
        """Plan the candidates; return those that do not touch each other, and those left over."""
        fixes = [found.fix for found in candidates if found.fix is not None]
        claims = Claims()
        chosen: list[_Candidate] = []
        left: list[Diagnostic] = []
        plans = planned_fixes(self.document, fixes) if fixes else []
        for found, plan in zip(candidates, plans, strict=True):
            if isinstance(plan, EditError):
                self._refuse(found, str(plan))
            elif claims.take(plan):
                chosen.append(_Candidate(found, plan))
            else:
                left.append(found)
        return chosen, left

    def _accept(
        self, candidates: "Sequence[_Candidate]", accepted: "list[_Candidate]"
    ) -> "_State | None":
        """Add to the accepted those candidates that go with them; halve to find those that do not.

        One that fails beside others is tried alone: if it then works, it waits for the next pass.

        Returns:
            What comes of those that were added; None if none was.
        """
        if not candidates:
            return None
        try:
            state = self._attempt([*accepted, *candidates])
        except EditError as error:
            if len(candidates) > 1:
                middle = len(candidates) // 2
                first = self._accept(candidates[:middle], accepted)
                return self._accept(candidates[middle:], accepted) or first
            reason = self._reason(candidates[0]) if accepted else str(error)
            if reason:
                self._refuse(candidates[0].diagnostic, reason)
            return None
        accepted.extend(candidates)
        return state

    def _reason(self, candidate: "_Candidate") -> str:
        try:
            self._attempt([candidate])
        except EditError as error:
            return str(error)
        return ""

    def _refuse(self, found: Diagnostic, reason: str) -> None:
        self.refused.setdefault(found.fingerprint, Refusal(found, reason))

    def _attempt(self, candidates: "Sequence[_Candidate]") -> _State:
        """Return what comes of some fixes.

        Raises:
            EditError: If it is not what was meant, loses an entry, or has a new error.
        """
        plans = [candidate.plan for candidate in candidates]
        steps = [step for plan in plans for step in plan.steps]
        unmarked = any(not plan.steps for plan in plans)
        mark = self.mark and not unmarked
        text = applied(self.document.text, merged(plans))
        if text == self.document.text and mark == self.mark:
            raise EditError("it would change nothing")
        expected = changed(self.document.data, steps)
        removed = Counter(_section(step.pointer) for step in steps if isinstance(step, Remove))
        for section, count in _entries(self.document.data).items():
            if _entries(expected)[section] < count - removed[section] and not removed[""]:
                raise EditError(f"it would lose an entry of `{section}`")
        again = verified(self.document, text, expected, mark=mark)
        report = check(again, self.settings)
        renames = [step for step in steps if isinstance(step, Rename)]
        keys = {rename.pointer: rename.key for rename in renames}
        opened = [*keys, *(step.pointer for step in steps if isinstance(step, Wrap))]
        fault = _new_error(self.report, report, {_moved(each, keys) for each in opened})
        if fault is not None:
            raise EditError(f"it would make a new error: {fault.code} {fault.message}")
        return _State(again, report, mark)


@dataclass(frozen=True, slots=True)
class _Candidate:
    diagnostic: Diagnostic
    plan: Planned


def _section(pointer: str) -> str:
    """Return the section whose entry a step removes; nothing if it removes a whole section."""
    tokens = split(pointer)
    if len(tokens) == 1:
        return ""
    return tokens[0] if len(tokens) == 2 else pointer  # noqa: PLR2004 - section and key


def _entries(data: object) -> Mapping[str, int]:
    sections = data if is_mapping(data) else {}
    counts: Counter[str] = Counter()
    for name in _SECTIONS:
        section = sections.get(name)
        counts[name] = len(section) if is_mapping(section) else 0
    return counts


def _moved(pointer: str, keys: Mapping[str, str]) -> str:
    """Return where a member stands when members have new keys, which are given by pointer."""
    old = new = ""
    for token in split(pointer):
        old = join(old, token)
        new = join(new, keys.get(old, token))
    return new


def _new_error(before: Report, after: Report, opened: AbstractSet[str]) -> Diagnostic | None:
    """Return an error that was not there before.

    What a member with a new name holds was not read under the old one, nor what is in a list now
    that is due, so that its faults are not new, only seen now.

    Args:
        before: What a check said before.
        after: What it says now.
        opened: Pointers of those members.
    """
    left = _errors(before)
    for found in after.diagnostics:
        if found.severity is not Severity.ERROR:
            continue
        identity = (found.code, found.value)
        left[identity] -= found.count
        if left[identity] < 0 and opened.isdisjoint(_upwards(found.pointer)):
            return found
    return None


def _upwards(pointer: str) -> Iterator[str]:
    """Yield a pointer, and those of all that it stands in."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _errors(report: Report) -> Counter[tuple[str, str]]:
    errors: Counter[tuple[str, str]] = Counter()
    for found in report.diagnostics:
        if found.severity is Severity.ERROR:
            errors[found.code, found.value] += found.count
    return errors
