"""Where files are: a local folder, or any store that fsspec knows (SPEC.md, section 12.1).

One small interface serves both: list paths and sizes, open a file, read many. A URL such as
``s3://bucket/prefix``, ``gs://…``, ``hf://datasets/…`` or ``memory://…`` needs fsspec
(``trainbib[remote]``) and the package for its store (s3fs, gcsfs, huggingface_hub). Keys and
passwords are never taken from a URL and never written down: the packages find them where they
always do, in the environment and in their own files.

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.remote.local import LocalStore
    from trainbib.remote.objects import ObjectStore
    from trainbib.remote.opening import is_url, open_store
    from trainbib.remote.stores import FileStore, ListedFile, StoreError

__all__ = [
    "FileStore",
    "ListedFile",
    "LocalStore",
    "ObjectStore",
    "StoreError",
    "is_url",
    "open_store",
]

_HOMES = {
    "FileStore": "stores",
    "ListedFile": "stores",
    "LocalStore": "local",
    "ObjectStore": "objects",
    "StoreError": "stores",
    "is_url": "opening",
    "open_store": "opening",
}

__getattr__ = names_from(__name__, _HOMES)
