"""Statements about any data set that rest on one about each."""

from trainbib.disclosure.answers import Answer, Gap, Want, missing
from trainbib.disclosure.reading import Reading, gap_of
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.pointers import pointer
from trainbib.values import as_mapping, is_gap, is_mapping

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

    def answer(reading: Reading) -> Answer:
        found, denied, gaps, wants = list[str](), list[str](), list[Gap](), list[Want]()
        for key, source in reading.sources.items():
            rights = source.get("rights")
            place = pointer("sources", key, "rights", name)
            value = as_mapping(rights).get(name)
            gap = gap_of(rights, pointer("sources", key, "rights")) or gap_of(value, place)
            status = value.get("status") if is_mapping(value) and not is_gap(value) else value
            if status in yes.split():
                found.append(place)
            elif status == no or (gap is not None and gap.state in ("none", "not_applicable")):
                denied.append(place)
            elif gap is not None:
                gaps.append(gap)
            else:
                wants.append(Want(place, f"{what} (`{key}`)"))
        if found:
            how = f"{plural(len(found), 'data set')} of {len(reading.sources)}"
            return Answer("Yes", origins=tuple(found), how=how)
        if gaps or wants:
            return Answer(gaps=tuple(gaps), wants=tuple(wants))
        if not denied:
            return missing("/sources", f"the data sets, and for each {what}")
        how = f"{plural(len(denied), 'data set')}, each stated"
        return Answer("No", origins=tuple(denied), how=how)

    return answer
