"""Filings for the tests of disclosure documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from trainbib.disclosure.answers import Answer, Filing
from trainbib.disclosure.filing import fill

TODAY = date(2026, 11, 23)

PROVIDER = {
    "acme": {"name": "Acme", "contact": "mailto:data@acme.example", "country": "DE", "sme": False}
}
MODEL = {"m": {"name": "M", "provider": "acme", "eu_market": "2026-06-30"}}


def manifest(
    sources: Mapping[str, Any] | None = None,
    *,
    dataset: Mapping[str, Any] | None = None,
    models: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a small manifest of one provider, with these sources."""
    return {
        "trainbib": "1.0",
        "dataset": {"name": "set", "version": "1", "publisher": "acme", **(dataset or {})},
        "parties": dict(PROVIDER),
        "sources": dict(sources or {}),
        "models": dict(MODEL if models is None else models),
        **more,
    }


def filed(
    data: Mapping[str, Any],
    regime: str = "eu-ai-act",
    *,
    models: Sequence[str] = (),
    folder: Path | None = None,
) -> Filing:
    """Fill a form from a manifest."""
    return fill(data, regime, models=models, folder=folder, today=TODAY)


def answered(data: Mapping[str, Any], field: str, regime: str = "eu-ai-act") -> Answer:
    """Return one answer from a manifest."""
    return filed(data, regime).answer(field)


def wanted(answer: Answer) -> list[str]:
    """Return the places at which an answer wants something."""
    return [want.pointer for want in answer.wants]
