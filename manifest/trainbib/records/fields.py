"""Which fields of a record hold its URL and its text."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TEXT_FIELDS", "URL_FIELDS", "Fields", "value_at"]

URL_FIELDS = (
    "url",
    "URL",
    "uri",
    "source_url",
    "page_url",
    "document_url",
    "image_url",
    "warc-target-uri",
    "WARC-Target-URI",
    "warc_target_uri",
    "metadata.url",
    "metadata.source_url",
    "metadata.warc-target-uri",
    "metadata.WARC-Target-URI",
    "meta.url",
    "meta.source_url",
    "meta.headers.warc-target-uri",
    "warc_headers.warc-target-uri",
    "warc_headers.WARC-Target-URI",
)
"""Where a URL is looked for, in this order; a dot leads into an object."""

TEXT_FIELDS = ("text", "TEXT", "content", "raw_content", "page_content", "body", "markdown")
"""Where the text is looked for, in this order."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the URL and the text of a record are.

    Attributes:
        url: Names of fields, in order; the first that holds a text which is not empty is taken.
        text: The same for the text, which may be empty.
    """

    url: Sequence[str] = URL_FIELDS
    text: Sequence[str] = TEXT_FIELDS


def value_at(record: object, path: Sequence[str]) -> object:
    """Return what stands at a path in nested mappings; None if there is nothing."""
    value = record
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)  # pyright: ignore[reportUnknownMemberType] - of JSON
    return value  # pyright: ignore[reportUnknownVariableType] - of JSON
