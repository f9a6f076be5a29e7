"""What a source states as its licence, and what else of it counts when its use is judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from trainbib.licensing.observed import agree, same_list, same_part, stated
from trainbib.values import as_list, as_mapping, gap_state, is_gap, is_mapping

Credit: TypeAlias = Literal["named", "gap", "none"]
"""Whether the manifest names whom to credit, says why it does not, or says nothing."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands in the field ``license``.

    Attributes:
        kind: ``expression``; ``gap``; ``missing``; ``unread`` for a claim without an expression;
            ``disputed`` where observations disagree and nobody concluded.
        expressions: What is judged: the expression, or all that the observations say.
        shown: Words for the report.
        detail: What is missing, with state and reason of the gap; what was found.
        covers: The part that the claim is about, if it is not the whole.
        observed_at: The kind of place where it was read, if there is only one.
        expires: When the claim ends, as written.
    """

    kind: Literal["expression", "gap", "missing", "unread", "disputed"]
    expressions: tuple[str, ...]
    shown: str
    detail: str = ""
    covers: str = ""
    observed_at: str = ""
    expires: str = ""


_MISSING = Statement("missing", (), "no licence", "the source states no licence")


def statement_of(license_: object) -> Statement:
    """Read the field ``license`` of a source or of the set.

    Args:
        license_: Its value; None where the field is missing.
    """
    if isinstance(license_, str):
        return Statement("expression", (license_,), license_) if license_.strip() else _MISSING
    if is_gap(license_):
        return _gap(license_, "no licence is stated")
    if not is_mapping(license_) or not license_:
        return _MISSING
    concluded = license_.get("expression")
    observations = [each for each in as_list(license_.get("observations")) if is_mapping(each)]
    places = {str(each["at"]) for each in observations if isinstance(each.get("at"), str)}
    covers, expires = license_.get("covers"), license_.get("expires")
    extra: dict[str, str] = {
        "covers": covers if isinstance(covers, str) else "",
        "observed_at": places.pop() if len(places) == 1 else "",
        "expires": expires if isinstance(expires, str) else "",
    }
    if is_gap(concluded):
        return _gap(concluded, "no licence is concluded", **extra)
    read = [(text, each) for each in observations if (text := stated(each))]
    if isinstance(concluded, str) and concluded.strip():
        verified = license_.get("verified_by")
        against = [
            text
            for text, _ in read
            if not agree(stated(license_) or concluded, text, may_choose=True)
        ]
        if against and not (verified and not is_gap(verified)):
            everything = tuple(dict.fromkeys([concluded, *against]))
            shown = " / ".join(everything)
            return Statement("disputed", everything, shown, shown, **extra)
        return Statement("expression", (concluded,), concluded, **extra)
    return _from_observations(read, license_, extra)


def _gap(gap: object, what: str, **extra: str) -> Statement:
    state = gap_state(gap) or ""
    reason = as_text(gap.get(state)) if is_mapping(gap) else ""
    return Statement("gap", (), f"({state})", f"{what}; {state}: {reason}", **extra)


def as_text(value: object) -> str:
    """Return a text on one line; "" for anything else."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _from_observations(
    read: Sequence[tuple[str, Mapping[str, object]]],
    claim: Mapping[str, object],
    extra: dict[str, str],
) -> Statement:
    if not read:
        found = next(
            (
                as_text(each.get("as_found"))
                for each in as_list(claim.get("observations"))
                if is_mapping(each) and each.get("as_found")
            ),
            "",
        )
        return Statement("unread", (), found or "no expression", found, **extra)
    distinct = tuple(dict.fromkeys(text for text, _ in read))
    first, observation = read[0]
    for text, other in read[1:]:
        together = not same_part(observation, other) or same_list(observation, other)
        if not together and not agree(first, text):
            return Statement(
                "disputed", distinct, " / ".join(distinct), " / ".join(distinct), **extra
            )
    return Statement("expression", distinct, " AND ".join(distinct), **extra)


def credit_of(source: Mapping[str, object]) -> Credit:
    """Tell whether a source names whom to credit.

    Args:
        source: An entry of ``sources``.
    """
    gap = False
    for value in _credits(source):
        if is_gap(value):
            gap = True
        elif value:
            return "named"
    return "gap" if gap else "none"


def _credits(source: Mapping[str, object]) -> Iterator[object]:
    yield source.get("creators")
    yield source.get("publisher")
    license_, rights = source.get("license"), source.get("rights")
    if is_mapping(license_):
        yield license_.get("attribution")
    yield rights if is_gap(rights) else as_mapping(rights).get("holders")


def generators_of(source: Mapping[str, object]) -> tuple[str, ...] | None:
    """Return the models that made a source; None if none did, as far as the manifest says.

    Args:
        source: An entry of ``sources``.

    Returns:
        Name and version of each; empty if a model made it and none is named.
    """
    synthetic = source.get("synthetic")
    made = source.get("kind") == "synthetic" or source.get("authorship") == ["model"]
    if not made and (synthetic is None or is_gap(synthetic)):
        return None
    names: list[str] = []
    for generator in as_list(as_mapping(synthetic).get("generators")):
        name = generator.get("name") if is_mapping(generator) else None
        version = generator.get("version") if is_mapping(generator) else None
        if isinstance(name, str):
            names.append(f"{name} {version}" if isinstance(version, str) else name)
    return tuple(names)
