"""What the parties of a manifest are called."""

from collections.abc import Iterable

from trainbib.disclosure.reading import Reading

__all__ = ["party_name", "party_names"]


def party_name(reading: Reading, key: str) -> str:
    """Return the name of a party, its key where it has none."""
    name = reading.parties.get(key, {}).get("name")
    return name if isinstance(name, str) else key


def party_names(reading: Reading, keys: Iterable[str]) -> list[str]:
    """Return the names of some parties, the key of one that has none."""
    return [party_name(reading, key) for key in keys]
