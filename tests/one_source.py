"""A manifest with one source, and what is found in it."""

from typing import Any

from small_manifests import found, manifest


def source(**fields: Any) -> dict[str, Any]:
    return manifest(sources={"a": {"kind": "other", "license": "CC0-1.0"} | fields})


def places(data: dict[str, Any], code: str) -> list[str]:
    return [diagnostic.pointer for diagnostic in found(data, code)]
