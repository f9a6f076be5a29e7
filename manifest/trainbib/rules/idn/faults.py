"""Findings on identifiers that are not written as their scheme says."""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix
from trainbib.identifiers.schemes import fault_of
from trainbib.pointers import pointer
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens


def faulty(context: Context, schemes: Iterable[str], *, fixes: bool) -> Iterator[Finding]:
    """Yield a finding for each identifier of some schemes that cannot be one.

    Args:
        context: The manifest.
        schemes: Names of the schemes.
        fixes: Whether a repair is offered where it can be told what was meant.
    """
    if "ids" not in context.overview.fields:
        return

    def wanted(type_: str, texts: Iterable[str]) -> list[str]:
        whose, _, scheme = type_.partition(" ")
        party = whose == "party"
        return [text for text in texts if text.strip() and fault_of(scheme, text, party=party)]

    types = [f"{whose} {scheme}" for whose in ("id", "party") for scheme in schemes]
    for path, type_, text in texts_where(context, types, wanted):
        whose, _, scheme = type_.partition(" ")
        finding = _finding(path, scheme, text, party=whose == "party", fixes=fixes)
        if finding is not None:
            yield finding


def _finding(path: Tokens, scheme: str, text: str, *, party: bool, fixes: bool) -> Finding | None:
    fault = fault_of(scheme, text, party=party)
    if fault is None:
        return None
    meant = fault.better
    return Finding(
        pointer(*path),
        f"{subject(path)}, {shown(text)}, {fault.what}",
        label=f"did you mean `{meant}`?" if meant else "compare it with the original",
        help=f"use `{meant}`" if meant else fault.help,
        fix=Fix.replace(pointer(*path), meant, safe=False) if meant and fixes else None,
        value=text,
    )
