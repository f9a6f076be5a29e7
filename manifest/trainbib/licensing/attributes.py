"""What licences ask and allow, as far as rules about attribution and conflict need it.

The data lies beside this module in ``attributes.json``; every row names the place where the licence
was read. It says how the texts read, and is no legal advice.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

Answer: TypeAlias = Literal["yes", "no", "conditional", "unknown"]
Training: TypeAlias = Literal[
    "allowed", "silent", "conditional", "restricted", "prohibited", "unclear"
]

_DATA_FILE = Path(__file__).with_name("attributes.json")
_PORT = re.compile(
    r"LicenseRef-(?P<base>CC-BY(?:-NC)?(?:-SA|-ND)?-(?:1\.0|2\.0|2\.1|2\.5|3\.0))-[A-Z]{2,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LicenseAttributes:
    """The terms of one licence.

    Attributes:
        kind: ``content``, ``data``, ``model``, ``public-domain``, ``software`` or ``terms``;
            ``none`` and ``signal`` for what is no licence.
        attribution_required: Whether the holder or source must be credited.
        share_alike: Whether adaptations must stay under the same terms.
        non_commercial: Whether commercial use is excluded.
        commercial_use: Whether commercial use is allowed.
        derivatives: Whether adaptations may be made and shared.
        redistribution: Whether unchanged copies may be passed on.
        training: What the text says on training models: ``allowed``, ``silent``, ``conditional``,
            ``restricted``, ``prohibited`` or ``unclear``.
        source: Where the terms were read.
        note: What to know when a model is trained on it; may be empty.
        disagreement: Who reads the text in another way; may be empty.
        unmodified: Whether ``redistribution`` is conditional on nothing but that the work stays as
            it is.
        reaches_models: Whether the terms bind models trained on outputs of what they license.
    """

    kind: str
    attribution_required: Answer
    share_alike: Answer
    non_commercial: Answer
    commercial_use: Answer
    derivatives: Answer
    redistribution: Answer
    training: Training
    source: str
    note: str = ""
    disagreement: str = ""
    unmodified: bool = False
    reaches_models: bool = False


def attributes(identifier: str) -> LicenseAttributes | None:
    """The terms of a licence.

    Args:
        identifier: An SPDX identifier or well-known ``LicenseRef-``, in any case.

    Returns:
        The terms, or ``None`` for a licence that nobody has read for this table yet.
    """
    found = _table().licenses.get(identifier.lower())
    if found is None and (port := _PORT.fullmatch(identifier)):
        return _table().licenses.get(port["base"].lower())
    return found


def situation(name: str) -> LicenseAttributes:
    """What is known where something stands that is no licence.

    Args:
        name: ``NONE``, ``NOASSERTION``, ``contract``, ``terms-of-service``, ``hub-other``,
            ``hub-cc``, ``per-record`` or ``reservation``.

    Raises:
        KeyError: If there is no such situation.
    """
    return _table().situations[name.lower()]


@dataclass(frozen=True, slots=True)
class GeneratorTerms:
    """The terms of a model whose outputs are data.

    Attributes:
        license: Identifier of the terms.
        source: Where it is said that the model comes under them.
    """

    license: str
    source: str


@lru_cache(maxsize=1024)
def generator_terms(name: str) -> GeneratorTerms | None:
    """The terms that a model came under, by its name, as far as they reach what it makes.

    Args:
        name: Name and version of the model, as written.

    Returns:
        The terms, or ``None`` if this table has none for that name.
    """
    text = " ".join(name.lower().replace("_", " ").split())
    for pattern, terms in _table().generators:
        if pattern.search(text):
            return terms
    return None


def identifiers() -> tuple[str, ...]:
    """The licences of the table, in the spelling of the SPDX list."""
    return _table().names


@dataclass(frozen=True, slots=True)
class _Table:
    names: tuple[str, ...]
    licenses: Mapping[str, LicenseAttributes]
    situations: Mapping[str, LicenseAttributes]
    generators: tuple[tuple[re.Pattern[str], GeneratorTerms], ...]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = cast("dict[str, Any]", json.loads(_DATA_FILE.read_bytes()))
    notes = _by_identifier(data["notes"])
    disagreements = _by_identifier(data["disagreements"])
    unmodified, reaching = frozenset(data["unmodified"]), frozenset(data["reach_models"])

    def read(rows: Mapping[str, list[str]]) -> dict[str, LicenseAttributes]:
        return {
            name.lower(): LicenseAttributes(
                **cast("dict[str, Any]", dict(zip(data["columns"], row, strict=True))),
                note=notes.get(name, ""),
                disagreement=disagreements.get(name, ""),
                unmodified=name in unmodified,
                reaches_models=name in reaching,
            )
            for name, row in rows.items()
        }

    return _Table(
        names=tuple(data["licenses"]),
        licenses=read(data["licenses"]),
        situations=read(data["situations"]),
        generators=tuple(
            (re.compile(pattern), GeneratorTerms(license_, source))
            for pattern, license_, source in data["generators"]
        ),
    )


def _by_identifier(texts: list[list[Any]]) -> dict[str, str]:
    return {name: text for text, names in texts for name in names}
