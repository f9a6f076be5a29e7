"""Which licences an adaptation may have that is made of a share-alike work.

The data lies beside this module in ``compatible.json``, each line with the place where it is said.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from trainbib.licensing.attributes import attributes

_DATA_FILE = Path(__file__).with_name("compatible.json")


@lru_cache(maxsize=4096)
def outbound_choices(identifier: str) -> tuple[str, ...]:
    """The licences that an adaptation of a share-alike work may be published under.

    Args:
        identifier: The licence of the work, in the spelling of the SPDX list.

    Returns:
        The licence itself first, then those that are reached by one-way steps, nearest first.
    """
    table = _table()
    found = {identifier.lower(): identifier}
    base = _base(identifier)
    found.setdefault(base, base.upper())
    queue = [base]
    for name in queue:
        for target in table.get(name, ((), ""))[0]:
            if target.lower() not in found:
                found[target.lower()] = target
                queue.append(target.lower())
    return tuple(found.values())


def declared_by(identifier: str) -> str:
    """Where it is said that adaptations may have other licences; "" if it is said nowhere."""
    return _table().get(_base(identifier), ((), ""))[1]


def _base(identifier: str) -> str:
    """Return the key of a licence: a port that SPDX does not list counts as its unported text."""
    name = identifier.lower()
    if name.startswith("licenseref-cc-by-") and attributes(identifier) is not None:
        return name.removeprefix("licenseref-").rpartition("-")[0]
    return name


@lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[tuple[str, ...], str]]:
    data = cast("dict[str, Any]", json.loads(_DATA_FILE.read_bytes()))
    return {name.lower(): (tuple(targets), source) for name, targets, source in data["one_way"]}
