"""English names of languages, for documents that people read."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

__all__ = ["language_name"]


@cache
def _names() -> Mapping[str, str]:
    text = (
        resources.files("trainbib.identifiers")
        .joinpath("language_names.json")
        .read_text(encoding="utf-8")
    )
    return cast("Mapping[str, str]", json.loads(text)["names"])


def language_name(tag: str) -> str:
    """Return the name of a language with its tag, the tag alone where no name is known.

    >>> language_name("de"), language_name("pt-BR"), language_name("nds")
    ('German (de)', 'Portuguese (pt-BR)', 'nds')

    Args:
        tag: A BCP 47 tag.
    """
    name = _names().get(tag.split("-", 1)[0].lower())
    return tag if name is None else f"{name} ({tag})"
