"""Writing manifests: new YAML for people to go on with, and edits that leave the rest alone."""

from trainbib.writing.atomic import write_atomically
from trainbib.writing.editing import EditError, Editor
from trainbib.writing.yaml_text import to_yaml

__all__ = ["EditError", "Editor", "to_yaml", "write_atomically"]
