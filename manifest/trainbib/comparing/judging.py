"""From differences to changes: which kind, how grave, in which words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trainbib.comparing.answers import digest_change, disclosure_change
from trainbib.comparing.changes import Level, kind_of
from trainbib.comparing.licences import compare_licenses
from trainbib.comparing.model import Change, Entity
from trainbib.comparing.structure import Difference
from trainbib.comparing.topics import is_disclosure, names, topic
from trainbib.comparing.totals import UNITS
from trainbib.comparing.wording import dotted, transition, value
from trainbib.values import as_list, gap_state, parse_quantity

_LICENSE_ORDER: Mapping[str, tuple[str, str]] = {
    "stricter": ("DIF101", "is more restrictive"),
    "laxer": ("DIF102", "is more permissive"),
    "unordered": ("DIF103", "was replaced by one that cannot be ranked against it"),
}
_LICENSED = frozenset({"source", "dataset"})


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Kind, level if it is not the usual one, and what happened: ``changed`` if nothing else."""

    code: str
    level: Level | None = None
    verb: str = "changed"


def judge(entity: Entity, found: Difference) -> Iterator[Change]:
    """Yield the change that a difference is; none if it has no meaning, or is told elsewhere.

    Args:
        entity: What the difference was found in.
        found: The difference.
    """
    verdict = _verdict(entity, found)
    if verdict is None:
        return
    field = dotted(found.path)
    subject, short = f"`{field}` of {entity}", f"{field}: "
    if _is_expression(entity, found):
        subject, short = f"the licence of {entity}", ""
    elif verdict.code == "DIF106":
        subject = str(entity)
    if _is_item(found):
        what = value(found.new if found.old is None else found.old, full=True)
        short = f"{'+' if found.old is None else '-'}{field}: "
        detail = what
    else:
        what = transition(found.old, found.new, full=True)
        detail = transition(found.old, found.new)
    yield Change(
        verdict.code,
        entity,
        verdict.level or kind_of(verdict.code).level,
        f"{subject} {verdict.verb}: {what}",
        detail=short + detail,
        field=field,
        old=found.old,
        new=found.new,
        old_pointer=found.old_pointer,
        new_pointer=found.new_pointer,
    )


def _is_item(found: Difference) -> bool:
    """Tell whether an item came to a list, or went from it."""
    return found.path[-1].startswith("[") and (found.old is None or found.new is None)


def is_same_license(entity: Entity, found: Difference) -> bool:
    """Tell whether a difference is but another spelling of a licence expression."""
    return (
        _is_expression(entity, found) and compare_licenses(str(found.old), str(found.new)) == "same"
    )


def _is_expression(entity: Entity, found: Difference) -> bool:
    return (
        entity.kind in _LICENSED
        and names(found.path) in {("license",), ("license", "expression")}
        and isinstance(found.old, str)
        and isinstance(found.new, str)
    )


def _verdict(entity: Entity, found: Difference) -> _Verdict | None:
    old, new = found.old, found.new
    if _is_expression(entity, found):
        order = compare_licenses(str(old), str(new))
        if order == "same":
            return None
        return _Verdict(_LICENSE_ORDER[order][0], verb=_LICENSE_ORDER[order][1])
    usual = topic(entity.kind, found.path)
    if _is_item(found):
        return _item(entity, found, usual)
    if entity.kind == "license" and found.path[0] in _CLAUSES:
        clause = _clause(found)
        if clause is not None:
            return clause
    if entity.kind == "source" and found.path == ("availability",) and new == "unavailable":
        return _Verdict("DIF106", verb="is now declared unavailable")
    if is_disclosure(found.path):
        if found.path[-1] == "digest":
            code = digest_change(old, new)
            if code is not None:
                weaker = "is of a weaker algorithm" if isinstance(new, str) else "is gone"
                verb = "is of a stronger algorithm" if code == "DIF302" else weaker
                return _Verdict(code, verb=verb)
        answered = disclosure_change(old, new)
        if answered is not None:
            code, level = answered
            return _Verdict(code, level, _answer_verb(code, old, new))
    if gap_state(old) is not None and gap_state(old) == gap_state(new):
        return _Verdict("DIF401", verb="is left open for another reason")
    return _of_values(entity, found, usual)


def _answer_verb(code: str, old: object, new: object) -> str:
    if code == "DIF302":
        open_still = gap_state(new) is not None
        return "says more than before" if open_still else "is now given"
    open_before = old is None or gap_state(old) is not None
    return "says less than before" if open_before else "is no longer given"


def _of_values(entity: Entity, found: Difference, usual: str) -> _Verdict | None:
    """Judge two answers."""
    before, after = parse_quantity(found.old), parse_quantity(found.new)
    if before is not None and after is not None:
        if entity.kind == "dataset" and names(found.path)[:-1] == ("size",):
            if found.path[-1] in UNITS:
                return None if before.value != after.value else _Verdict("DIF401")
        elif before.value == after.value:
            return _Verdict("DIF401", verb="is stated with another precision")
    if usual == "DIF107" and _is_stricter(found):
        return _Verdict(usual, Level.BREAKING)
    return _Verdict(usual)


def _item(entity: Entity, found: Difference, usual: str) -> _Verdict:
    """Judge an item that came to a list, or went from it."""
    verb = "was added" if found.old is None else "was removed"
    if usual == "DIF107" and found.old is None and names(found.path)[-1] == "restrictions":
        return _Verdict(usual, Level.BREAKING, verb)
    if entity.kind == "license" and found.path[0] in _CLAUSES:
        return _Verdict("DIF103", verb=verb)
    return _Verdict(usual, verb=verb)


_CLAUSES = frozenset({"permits", "forbids", "requires"})


def _clause(found: Difference) -> _Verdict | None:
    """Judge what the terms of a licence permit, forbid or require.

    None where one side is a gap, or leaves out what the other side states, unless that other side
    is new and forbids or requires something.
    """
    grants = found.path[0] == "permits"
    if not isinstance(found.new, list):
        return None
    if not isinstance(found.old, list):
        # Terms that are newly told are an answer; a duty among them is one all the same.
        return None if grants or found.old is not None else _Verdict("DIF101", verb="were added")
    before, after = set(map(value, found.old)), set(map(value, found.new))
    gained, lost = bool(after - before), bool(before - after)
    if gained and lost:
        return _Verdict("DIF103")
    return _Verdict("DIF102" if gained == grants else "DIF101")


_PRESENCE = frozenset(
    ("status", "personal_data", "trademark", "patent", "aggregate_consumer_information")
)


def _is_stricter(found: Difference) -> bool:
    """Tell whether a statement on rights allows less than before."""
    fields = names(found.path)
    if fields[-1] in _PRESENCE and "rights" in fields:
        return found.new == "present"
    if fields == ("rights", "copyright"):
        return found.old == "public_domain"
    if fields == ("rights", "restrictions"):
        return bool(set(map(value, as_list(found.new))) - set(map(value, as_list(found.old))))
    if fields in {("rights", "consent", "obtained"), ("agreement", "licensed")}:
        return found.new is False
    return fields == ("availability",) and found.new == "unavailable"
