"""Writing manifests: new YAML for people to go on with, and edits that leave the rest alone.

Names are imported when they are used: a new manifest is written without a parser.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.writing.atomic import ChangedFileError, replace_unchanged, write_atomically
    from trainbib.writing.editing import EditError, Editor
    from trainbib.writing.yaml_text import to_yaml

__all__ = [
    "ChangedFileError",
    "EditError",
    "Editor",
    "replace_unchanged",
    "to_yaml",
    "write_atomically",
]

_HOMES = {
    "ChangedFileError": "atomic",
    "EditError": "editing",
    "Editor": "editing",
    "replace_unchanged": "atomic",
    "to_yaml": "yaml_text",
    "write_atomically": "atomic",
}

__getattr__ = names_from(__name__, _HOMES)
