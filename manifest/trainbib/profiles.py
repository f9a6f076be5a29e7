"""Profiles: for whom a manifest is written, which says what checks ask of it (SPEC.md, 16)."""

from collections.abc import Iterable

from trainbib.disclosure.regimes import regime_names

__all__ = ["known_profiles", "unknown_profiles"]


def known_profiles() -> tuple[str, ...]:
    """Return the profiles that checks know: ours, and that of every form."""
    return ("core", "complete", "commercial", *regime_names())


def unknown_profiles(named: Iterable[str]) -> list[str]:
    """Return the names, in their order, that are of no profile and no one's own (``x-``)."""
    known = known_profiles()
    return [name for name in named if name not in known and not name.startswith("x-")]
