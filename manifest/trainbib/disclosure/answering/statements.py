"""Statements about any data set that rest on one about each."""

from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.disclosure.places import EachSource, Wants, each_at, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.values import is_mapping

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

    def verdict(rights: object) -> str | Gap | None:
        """Return what rights tell: Yes, No, a gap, or None where they are silent."""
        value = rights.get(name) if is_mapping(rights) else None
        gap = gap_of(rights, "rights") or gap_of(value, f"rights/{name}")
        if gap is not None:
            return "No" if gap.state in ("none", "not_applicable") else gap
        status = value.get("status") if is_mapping(value) else value
        if isinstance(status, str) and status in positive:
            return "Yes"
        return "No" if status == no else None

    @once
    def answer(reading: Reading) -> Answer:
        keys = reading.keys_by("rights", verdict)
        if found := keys.pop("Yes", None):
            how = f"{plural(len(found), 'data set')} of {len(reading.sources)}"
            return Answer("Yes", origins=each_at(found, f"rights/{name}"), how=how)
        denied, silent = keys.pop("No", []), keys.pop(None, [])
        if keys or silent:
            gaps = reading.gaps(reading.each_source("rights", verdict)) if keys else ()
            return Answer(gaps=gaps, wants=Wants([EachSource(silent, wanted)]))
        if not denied:
            return missing("/sources", f"the data sets, and for each {what}")
        how = f"{plural(len(denied), 'data set')}, each stated"
        return Answer("No", origins=each_at(denied, f"rights/{name}"), how=how)

    return answer
