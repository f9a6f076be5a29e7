"""Verdicts of licence flow as findings."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trainbib.diagnostics import Finding
from trainbib.pointers import pointer
from trainbib.rules.context import Context

if TYPE_CHECKING:
    from trainbib.licensing.verdicts import Reason, SourceVerdict

_FACTS = 4
"""How many facts a finding tells."""
_PLACES = {"generator": "synthetic", "reservation": "rights"}


def conflicts(
    context: Context, *, outbound: bool
) -> "Iterator[tuple[SourceVerdict, list[Reason]]]":
    """Yield the sources with conflicts that are about the licence of the set, or about uses.

    Licences that have ended are left out: they have a rule of their own.

    Args:
        context: The manifest under check.
        outbound: Which of the two.
    """
    if context.mixture is None:
        return
    from trainbib.licensing.verdicts import OUTBOUND_RULES, Verdict

    if context.mixture.verdict is not Verdict.CONFLICT:
        return
    for source in context.mixture.sources:
        if source.verdict is not Verdict.CONFLICT:
            continue
        found = [
            reason
            for reason in source.deciding()
            if reason.rule != "term" and (reason.rule in OUTBOUND_RULES) is outbound
        ]
        if found:
            yield source, found


def finding(
    context: Context,
    source: "SourceVerdict",
    reasons: "Sequence[Reason]",
    *,
    label: str,
    help_: str,
) -> Finding:
    """Return the finding on a source.

    Args:
        context: The manifest under check.
        source: What was said of it.
        reasons: What decides; not empty.
        label: Short words for the place.
        help_: What to do.
    """
    first = reasons[0]
    # One fact can be the answer to several questions.
    facts = dict.fromkeys(
        f"`{each.license}`: {each.attribute} is `{each.value}`, from {each.origin}"
        for each in reasons
    )
    notes = tuple(facts)[:_FACTS]
    # What stands in parentheses is no licence, but what is there instead of one.
    under = "" if source.license.startswith("(") else f" is under `{source.license}`"
    # Several licences can lead to the same; the notes say which.
    texts = list(dict.fromkeys(each.text for each in reasons))
    return Finding(
        _where(context, source.key, first),
        f"source `{source.key}`{under}: {'; '.join(texts[:3])}",
        label=label,
        help=help_,
        notes=notes,
        cause="\n".join((source.license, *(f"{each.rule} {each.text}" for each in reasons))),
        subject="licences",
        value="\n".join((in_any_order(source.license), *sorted(set(map(_identity, reasons))))),
    )


def in_any_order(shown: str) -> str:
    """Return what is shown of several licences or protocols, in one order, for identities."""
    return " / ".join(sorted(re.split(" / |, ", shown)))


def _identity(reason: "Reason") -> str:
    """Return what a reason is known by: not by its words, which name other sources."""
    # What somebody wrote in the place of a licence stands behind what is said of it.
    own = reason.text.partition("; ")[2] if reason.rule == "statement" else ""
    about = (reason.rule, in_any_order(reason.license), in_any_order(reason.value), own)
    return "\n".join(about)


def _where(context: Context, key: str, reason: "Reason") -> str:
    entry = context.sources[key]
    field = _PLACES.get(reason.rule, "license")
    for name in (field, "license"):
        if name in entry:
            return pointer("sources", key, name)
    return pointer("sources", key)
