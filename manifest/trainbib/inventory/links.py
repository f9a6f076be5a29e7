"""Symbolic links that lead round in a circle: nothing can be read or written behind them."""

from errno import ELOOP
from pathlib import Path

__all__ = ["is_circle", "leads_round"]


def leads_round(path: Path) -> bool:
    """Tell whether links lead a path round in a circle, whether there is anything or not."""
    try:
        path.stat()
    except OSError as error:
        return is_circle(error)
    return False


def is_circle(error: OSError) -> bool:
    """Tell whether an error is that of links that lead round in a circle."""
    return error.errno == ELOOP
