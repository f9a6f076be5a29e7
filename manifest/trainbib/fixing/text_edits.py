"""The text edits of fixes, for editors and for reports that carry them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trainbib.diagnostics import Cut, Edit, Fix, Insert, Remove, Rename, Replace, Step, Wrap
from trainbib.document import Document
from trainbib.writing.layout import EditError, Layout
from trainbib.writing.planning import applied, as_written, changed, planned, verified, wanted

__all__ = ["Claims", "EditError", "Planned", "edits", "edits_of", "planned_fixes"]


def edits(document: Document, fix: Fix) -> tuple[Edit, ...]:
    """Return the text edits of a fix, in the order of the text, none touching another.

    Args:
        document: The document that the fix is for.
        fix: All of its steps, or none, are in the edits. A fix without steps has no edits: the
            file is to be written again without its byte order mark, which is no part of the text.

    Returns:
        Edits with offsets in characters of ``document.text``.

    Raises:
        EditError: If the layout of the document does not allow it.
    """
    layout = Layout(document, wanted(fix.steps))
    steps = as_written(document, layout, fix.steps)
    found = tuple(planned(layout, steps))
    verified(document, applied(document.text, found), changed(document.data, steps))
    return found


def edits_of(document: Document, fixes: Sequence[Fix]) -> list[tuple[Edit, ...] | None]:
    """Do the same for many fixes at once, each by itself; None for those that are not possible.

    Takes few readings of the document, where one for each fix would be many.
    """
    plans = planned_fixes(document, fixes)
    found: list[tuple[Edit, ...] | None] = [None] * len(fixes)
    waiting = [index for index, plan in enumerate(plans) if isinstance(plan, Planned)]
    while waiting:
        claims = Claims()
        chosen = [
            index
            for index in waiting
            if isinstance(plan := plans[index], Planned) and claims.take(plan)
        ]
        for index in _proven(document, plans, chosen):
            plan = plans[index]
            found[index] = plan.edits if isinstance(plan, Planned) else None
        taken = set(chosen)
        waiting = [index for index in waiting if index not in taken]
    return found


def _proven(
    document: Document, plans: "Sequence[Planned | EditError]", chosen: list[int]
) -> list[int]:
    """Return which of some fixes, none of which touches another, come out as meant."""
    if not chosen:
        return []
    some = [plan for index in chosen if isinstance(plan := plans[index], Planned)]
    try:
        steps = [step for plan in some for step in plan.steps]
        text = applied(document.text, merged(some))
        verified(document, text, changed(document.data, steps))
    except EditError:
        if len(chosen) == 1:
            return []
        middle = len(chosen) // 2
        first = _proven(document, plans, chosen[:middle])
        return first + _proven(document, plans, chosen[middle:])
    return chosen


@dataclass(frozen=True, slots=True)
class Planned:
    """The steps of a fix and its edits, which have still to be proven."""

    layout: Layout
    steps: tuple[Step, ...]
    edits: tuple[Edit, ...]

    @property
    def removes(self) -> bool:
        """Whether it takes members or items away, and does nothing else."""
        return bool(self.steps) and all(isinstance(step, Remove) for step in self.steps)


def planned_fixes(document: Document, fixes: Sequence[Fix]) -> list[Planned | EditError]:
    """Return for each fix its edits, or why it has none."""
    if not fixes:
        return []
    try:
        layout = Layout(document, (p for fix in fixes for p in wanted(fix.steps)))
    except EditError as error:
        return [error] * len(fixes)
    plans: list[Planned | EditError] = []
    for fix in fixes:
        try:
            steps = as_written(document, layout, fix.steps)
            plans.append(Planned(layout, steps, tuple(planned(layout, steps))))
        except EditError as error:
            plans.append(error)
    return plans


def merged(plans: Sequence[Planned]) -> list[Edit]:
    """Return the edits of fixes that can be made together, in the order of the text.

    Args:
        plans: Of one layout; what they touch has been claimed.

    Raises:
        EditError: If the layout does not allow some removals beside each other.
    """
    removing = [step for plan in plans if plan.removes for step in plan.steps]
    found = planned(plans[0].layout, removing) if removing else []
    found += [edit for plan in plans if not plan.removes for edit in plan.edits]
    return sorted(found, key=lambda edit: (edit.start, edit.end))


@dataclass(slots=True)
class Claims:
    """What fixes of one pass touch: places in the data, and stretches of text.

    Removals may touch the same text, as those of neighbours in JSON do, which share a comma: they
    are planned together.
    """

    _touched: set[str] = field(default_factory=set[str])
    _around: set[str] = field(default_factory=set[str])
    _whole: set[str] = field(default_factory=set[str])
    _stretches: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    _removals: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Those of them that only removals touch."""

    def take(self, plan: Planned) -> bool:
        """Claim what a fix touches; False if another one has claimed some of it."""
        steps = plan.steps
        places = {step.pointer for step in steps if not isinstance(step, Cut | Insert)}
        renamed = {
            f"{step.pointer.rpartition('/')[0]}/{step.key}"
            for step in steps
            if isinstance(step, Rename)
        }
        grown = {f"{step.pointer}/{step.key}" for step in steps if isinstance(step, Insert)}
        whole = {step.pointer for step in steps if isinstance(step, Remove | Replace | Wrap)}
        mine = places | renamed | grown
        if not mine.isdisjoint(self._touched) or not whole.isdisjoint(self._around):
            return False
        around = {parent for place in mine for parent in _parents(place)}
        if not around.isdisjoint(self._whole):
            return False
        touched = [self._stretches] if plan.removes else [self._stretches, self._removals]
        if any(_overlaps(stretches, edit) for stretches in touched for edit in plan.edits):
            return False
        self._touched |= mine
        self._around |= around
        self._whole |= whole
        for edit in plan.edits:
            insort(self._removals if plan.removes else self._stretches, (edit.start, edit.end))
        return True


def _overlaps(stretches: Sequence[tuple[int, int]], edit: Edit) -> bool:
    """Tell whether an edit touches one of some stretches of text, which are in order."""
    at = bisect_left(stretches, (edit.start, edit.end))
    for start, end in stretches[max(at - 1, 0) : at + 1]:
        both_empty = start == end == edit.start == edit.end
        if both_empty or (edit.start < end and start < edit.end):
            return True
    return False


def _parents(pointer: str) -> Iterable[str]:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer
