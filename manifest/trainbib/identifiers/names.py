"""English names of languages and countries, for documents that people read."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

__all__ = ["country_name", "language_name"]


@cache
def _names(of: str) -> Mapping[str, str]:
    table = resources.files("trainbib.identifiers").joinpath(f"{of}_names.json")
    return cast("Mapping[str, str]", json.loads(table.read_text(encoding="utf-8"))["names"])


def country_name(code: str) -> str:
    """Return the name of a country, the code itself where none is known.

    >>> country_name("KE"), country_name("XK")
    ('Kenya', 'XK')

    Args:
        code: An ISO 3166-1 alpha-2 code.
    """
    return _names("country").get(code.upper(), code)


def language_name(tag: str) -> str:
    """Return the name of a language with its tag, the tag alone where no name is known.

    >>> language_name("de"), language_name("pt-BR"), language_name("nds")
    ('German (de)', 'Portuguese (pt-BR)', 'nds')

    Args:
        tag: A BCP 47 tag.
    """
    name = _names("language").get(tag.split("-", 1)[0].lower())
    return tag if name is None else f"{name} ({tag})"
