"""Profiles: for whom a manifest is written, which says what checks ask of it (SPEC.md, 16)."""

from trainbib.disclosure.regimes import regime_names

__all__ = ["known_profiles"]


def known_profiles() -> tuple[str, ...]:
    """Return the profiles that checks know: ours, and that of every form."""
    return ("core", "complete", "commercial", *regime_names())
