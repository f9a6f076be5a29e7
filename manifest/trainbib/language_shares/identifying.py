"""Telling the language of a text, by py3langid (``trainbib[languages]``): its model comes with it.

Chosen because it needs no network and no compiler, knows 139 languages, small ones among them, and
takes less than a millisecond a text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["NO_LANGUAGE", "UNDETERMINED", "Identifier", "LanguagesError", "load_identifier"]

UNDETERMINED = "und"
"""The tag of a text whose language could not be told (BCP 47)."""
NO_LANGUAGE = "zxx"
"""The tag of a text that is in no language: one without a letter (BCP 47)."""

_DOUBTFUL = 0.2
"""Below this probability, by the tool's own reckoning, the language is taken for untold."""


class LanguagesError(Exception):
    """Languages cannot be told; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A tool that tells languages.

    Attributes:
        tool: Its name and version.
        tell: Returns the BCP 47 tag of a text.
    """

    tool: str
    tell: Callable[[str], str]


def load_identifier() -> Identifier:
    """Load the tool and its model, which takes a second.

    Raises:
        LanguagesError: It is not installed.
    """
    from importlib import import_module

    try:
        package: Any = import_module("py3langid")
        module: Any = import_module("py3langid.langid")
    except ImportError:
        raise LanguagesError(
            "languages are told by py3langid: install it with `pip install trainbib[languages]`"
        ) from None
    model = module.LanguageIdentifier.from_model_file(
        module.MODEL_FILE, norm_probs=True, min_confidence=_DOUBTFUL
    )
    classify: Callable[[str], tuple[str, float]] = model.classify

    def tell(text: str) -> str:
        if not any(map(str.isalpha, text)):
            return NO_LANGUAGE
        return classify(text)[0]

    return Identifier(f"py3langid {package.__version__}", tell)
