"""Indicators P1 to P3: methods of processing, their purposes and techniques."""

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.answering.processing import Step, is_processed, programs, steps
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf


def _methods(reading: Reading, met: Gathering) -> dict[str, list[Step]]:
    """Return the steps by what they are called, whichever source they are of."""
    found = dict[str, list[Step]]()
    names = dict[str, str]()
    for place, step in steps(reading, met):
        name = str(step["step"]).strip()
        called = names.setdefault(name.casefold(), f"{name[:1].upper()}{name[1:]}")
        found.setdefault(called, []).append((place, step))
    return found


def methods(reading: Reading) -> Answer:
    """Name every method of processing."""
    met = Gathering()
    found = _methods(reading, met)
    if found:
        met.gaps.clear()
        met.origins = [f"{place}/step" for told in found.values() for place, _ in told]
    else:
        met.want(
            "/dataset/processing",
            "what was done to the data, step by step, or `{none: …}` with the reason",
        )
    return met.answer(tuple(found) or None)


def purposes(reading: Reading) -> Answer:
    """Tell the purpose of each method."""
    met, table = Gathering(), Table("purpose")
    for method, told in _methods(reading, Gathering()).items():
        own = Gathering()
        words = unique(text for place, step in told if (text := own.text(step, place, "purpose")))
        if words:
            own.gaps.clear()
        else:
            own.want(f"{told[0][0]}/purpose", f"what the step `{method}` was for")
        met.add(own)
        table.add({"method": method}, "\n".join(words), own.gaps)
    return met.answer(table.entries)


def techniques(reading: Reading) -> Answer:
    """Tell how each method is implemented: in words, with programs or with models."""
    met, table = Gathering(), Table("technique")
    for method, told in _methods(reading, Gathering()).items():
        own = Gathering()
        words = unique(text for step in told for text in _technique(step, own))
        if words:
            own.gaps.clear()
        else:
            what = f"how the step `{method}` is done, or its `software` or `models`"
            own.want(f"{told[0][0]}/description", what)
        met.add(own)
        table.add({"method": method}, "\n".join(words), own.gaps)
    return met.answer(table.entries)


def _technique(step: Step, met: Gathering) -> list[str]:
    place, told = step
    words = met.text(told, place, "description")
    lines = [words] if words else []
    return [*lines, *(f"with {each}" for each in programs(step, met))]


ANSWERS: dict[str, AnswerOf] = {
    "fmti.p1": methods,
    "fmti.p2": purposes,
    "fmti.p3": techniques,
}

FACTS: dict[str, FactOf] = {"derived.processed": is_processed}
