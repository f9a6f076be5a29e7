"""C2PA manifest stores, read by c2pa-python (``trainbib[images]``). Nothing is fetched."""

from functools import cache
from typing import Any, BinaryIO

from trainbib.image_rights.statements import Verdict, training_mining

__all__ = ["read_credentials"]

# A store may lie elsewhere, and certificates can be asked for on the network: neither is done, and
# who signed makes no difference to what is said.
_SETTINGS = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": False,
        "verify_timestamp_trust": False,
    }
}


@cache
def _library() -> tuple[Any, Any] | None:
    """Return c2pa-python and a context without network, or None if it is not installed."""
    from importlib import import_module

    try:
        library: Any = import_module("c2pa")
    except (ImportError, OSError):  # OSError: its native part is not for this machine
        return None
    return library, library.Context.from_dict(_SETTINGS)


def read_credentials(file: BinaryIO, media: str) -> tuple[Verdict | None, bool]:
    """Read what the C2PA manifest store of an image says of training.

    Args:
        file: The image.
        media: Its media type.

    Returns:
        What it comes to, None without c2pa-python; and whether the store fails validation.
    """
    found = _library()
    if found is None:
        return None, False
    library, context = found
    import json

    file.seek(0)
    try:
        with library.Reader(media, file, context=context) as reader:
            store: object = json.loads(reader.json())
            invalid = reader.get_validation_state() == "Invalid"
    except (library.C2paError, ValueError):
        return "unreadable", True
    return training_mining(store), invalid
