"""Properties of XMP packets (ISO 16684-1), read without trust in them.

A document type declaration, which XMP has none of, is refused, and with it every entity: what
defusedxml does, with the standard library's own parser.
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["XmpError", "xmp_properties"]

_NAMESPACES = {
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://creativecommons.org/ns#": "cc",
}
_WANTED = frozenset(
    {
        "plus:DataMining",
        "plus:OtherConstraints",
        "Iptc4xmpExt:DigitalSourceType",
        "xmpRights:Marked",
        "xmpRights:UsageTerms",
        "xmpRights:WebStatement",
        "dc:creator",
        "dc:rights",
        "cc:license",
    }
)
_RESOURCE = "http://www.w3.org/1999/02/22-rdf-syntax-ns# resource"
_LONGEST = 2000
_MOST = 64


class XmpError(ValueError):
    """A packet cannot be read; what was read before is in the mapping that was given."""


def xmp_properties(packet: bytes, found: dict[str, list[str]]) -> None:
    """Read the properties that tell of rights.

    Args:
        packet: The packet.
        found: Takes the values of each property by its usual name (``plus:DataMining``), without
            white space around them; those of a list one by one. Values that are empty are left out.

    Raises:
        XmpError: The packet is no XML, or has a document type declaration.
    """
    from xml.parsers import expat

    reader = _Reader(found)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(packet.strip(b"\0 \t\r\n"), True)  # noqa: FBT003 - the library's signature
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XmpError(f"its XMP cannot be read ({error})") from None


def _refuse(*_: Any) -> None:
    raise ValueError("it declares a document type, as no XMP does")


def _short(name: str) -> str:
    """Return the usual name of a property that is wanted, or ""."""
    namespace, _, local = name.rpartition(" ")
    short = f"{_NAMESPACES.get(namespace, '')}:{local}"
    return short if short in _WANTED else ""


class _Reader:
    """Gathers values while the parser goes through a packet."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        self._found = found
        self._depth = 0
        self._name = ""  # the property that is open
        self._below = 0  # how deep it stands
        self._value = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self._depth += 1
        short = "" if self._name else _short(name)
        for attribute, value in attributes.items():
            known = _short(attribute)
            if known:
                self._add(known, value)
            elif attribute == _RESOURCE and (short or self._name):
                self._add(short or self._name, value)
        if short:
            self._name, self._below = short, self._depth
        self._value = ""

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._name and len(self._value) < _LONGEST:
            self._value += data

    def end(self, _: str) -> None:
        """Take the end of an element."""
        if self._name:
            self._add(self._name, self._value)
            self._value = ""
            if self._depth == self._below:
                self._name = ""
        self._depth -= 1

    def _add(self, name: str, value: str) -> None:
        values = self._found.setdefault(name, [])
        cleaned = value.strip()[:_LONGEST]
        if cleaned and len(values) < _MOST:
            values.append(cleaned)
        if not values:
            del self._found[name]
