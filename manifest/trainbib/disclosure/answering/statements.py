"""Statements about any data set that rest on one about each."""

from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.disclosure.places import EachSource, Wants, each_at, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.values import GAP_STATES, is_gap, is_mapping

__all__ = ["any_source"]


def any_source(name: str, yes: str, no: str, what: str) -> AnswerOf:
    """Return the answer to "does any data set …?" from a field under ``rights``.

    One that has it is enough for Yes; No takes a statement about each.

    Args:
        name: The field of ``rights``.
        yes: Its values for Yes, separated by blanks.
        no: Its value for No.
        what: What to write where it is missing, as a clause.
    """
    positive = frozenset(yes.split())
    wanted = members((f"rights/{name}", (f"{what} (`", "`)")))

    @once
    def answer(reading: Reading) -> Answer:
        found, denied, gaps, silent = list[str](), list[str](), list[Gap](), list[str]()
        told = reading.having("rights")
        if reading.members("rights").isdisjoint((name, *GAP_STATES)):
            silent = list(reading.sources)
            told = {}
        for key in reading.sources if told else ():
            rights = told.get(key)
            value = rights.get(name) if is_mapping(rights) else None
            gap, status = None, value
            if rights is not None and not isinstance(value, str):
                place = reading.places[key]
                gap = gap_of(rights, f"{place}/rights") or gap_of(value, f"{place}/rights/{name}")
                status = value.get("status") if is_mapping(value) and not is_gap(value) else None
            if isinstance(status, str) and status in positive:
                found.append(key)
            elif status == no or (gap is not None and gap.state in ("none", "not_applicable")):
                denied.append(key)
            elif gap is not None:
                gaps.append(gap)
            else:
                silent.append(key)
        if found:
            how = f"{plural(len(found), 'data set')} of {len(reading.sources)}"
            return Answer("Yes", origins=each_at(found, f"rights/{name}"), how=how)
        if gaps or silent:
            return Answer(gaps=tuple(gaps), wants=Wants([EachSource(silent, wanted)]))
        if not denied:
            return missing("/sources", f"the data sets, and for each {what}")
        how = f"{plural(len(denied), 'data set')}, each stated"
        return Answer("No", origins=each_at(denied, f"rights/{name}"), how=how)

    return answer
