"""Where the JSON Schemas are, and how to read them."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SPEC_VERSION = "1.0"
"""The newest version of the standard that this library knows."""

KNOWN_MAJORS = ("1",)
"""The major versions of the standard that this library reads."""


def schema_root() -> "Traversable":
    """Return the folder of schemas: package data in a wheel, ``schema/`` in a checkout.

    An installed copy never picks up a stray folder, and an editable install, where nothing is
    bundled, reads the live files.
    """
    bundled = files("trainbib") / "_schemas"
    if bundled.is_dir():
        return bundled
    return Path(__file__).resolve().parents[2] / "schema"


def schema_text(name: str = "manifest") -> str:
    """Return the text of a schema.

    Args:
        name: ``manifest``, ``inventory-row``, ``check-report`` …: the name of the file in
            ``schema/v1/`` without ``.schema.json``; schema/README.md lists them.

    Raises:
        FileNotFoundError: If there is no schema of that name.
    """
    return (schema_root() / "v1" / f"{name}.schema.json").read_text(encoding="utf-8")


@cache
def load_schema(name: str = "manifest") -> dict[str, Any]:
    """Return a schema as a dict; callers must not change it.

    Raises:
        FileNotFoundError: If there is no schema of that name.
    """
    schema: dict[str, Any] = json.loads(schema_text(name))
    return schema
