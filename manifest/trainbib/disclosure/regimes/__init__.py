"""The regimes, each a package with ``form.json``, a module ``regime`` and a package ``rules``.

A regime is found by its folder, so that adding one touches no other file: CONTRIBUTING.md.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from trainbib.disclosure.regimes.base import Regime
    from trainbib.rules.base import Rule

__all__ = ["load_regime", "regime_names", "regime_package", "regime_rules"]


@cache
def regime_names() -> tuple[str, ...]:
    """Return the names of the regimes, such as ``eu-ai-act``, in alphabetical order."""
    forms = Path(__file__).parent.glob("*/form.json")
    return tuple(sorted(form.parent.name.replace("_", "-") for form in forms))


def regime_package(name: str) -> str:
    """Return the name of the package of a regime.

    Raises:
        KeyError: There is no regime of that name.
    """
    if name not in regime_names():
        raise KeyError(name)
    return f"{__name__}.{name.replace('-', '_')}"


def regime_rules() -> tuple["Rule", ...]:
    """Return the checks of all regimes: those in the package ``rules`` of each."""
    import_module("trainbib.rules")  # first, since it takes them in as well
    return tuple(
        rule
        for name in regime_names()
        for rule in cast("tuple[Rule, ...]", import_module(f"{regime_package(name)}.rules").RULES)
    )


@cache
def load_regime(name: str) -> "Regime":
    """Return a regime.

    Raises:
        KeyError: There is none of that name.
    """
    return cast("Regime", import_module(f"{regime_package(name)}.regime").REGIME)
