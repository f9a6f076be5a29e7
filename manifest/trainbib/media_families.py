"""Families of media types that the first bytes of a file tell apart for certain.

A type that no family has is one of which nothing can be said, and so agrees with all others. Text
is one family, since which text it is, is a matter of its name.
"""

from collections.abc import Iterator, Mapping

_FAMILIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Parquet": (("application/vnd.apache.parquet", "application/x-parquet"), ("parquet",)),
    "Arrow": (("application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"), ()),
    "gzip": (("application/gzip", "application/x-gzip"), ("gz", "tgz")),
    "Zstandard": (("application/zstd",), ("zst",)),
    "bzip2": (("application/x-bzip2", "application/x-bzip"), ("bz2",)),
    "xz": (("application/x-xz",), ("xz",)),
    "HDF5": (("application/x-hdf5", "application/x-hdf"), ("h5", "hdf5")),
    "NumPy": (("application/x-npy",), ("npy",)),
    "SQLite": (("application/vnd.sqlite3",), ("sqlite", "sqlite3")),
    "PDF": (("application/pdf",), ("pdf",)),
    "PNG": (("image/png",), ("png",)),
    "JPEG": (("image/jpeg",), ("jpg", "jpeg")),
    "GIF": (("image/gif",), ("gif",)),
    "TIFF": (("image/tiff",), ("tif", "tiff")),
    "WebP": (("image/webp",), ("webp",)),
    "FLAC": (("audio/flac",), ("flac",)),
    "WAVE": (("audio/vnd.wave", "audio/wav", "audio/x-wav", "audio/wave"), ("wav",)),
    "Ogg": (("application/ogg", "audio/ogg", "video/ogg"), ("ogg", "oga", "ogv", "opus")),
    "Matroska": (
        ("video/matroska", "video/x-matroska", "video/webm", "audio/webm"),
        ("mkv", "webm"),
    ),
    "MPEG-4": (("video/mp4", "audio/mp4", "video/quicktime"), ("mp4", "m4a", "m4v", "mov")),
    "AVI": (("video/x-msvideo",), ("avi",)),
    "ZIP": (
        ("application/zip", "application/x-npz", "application/epub+zip"),
        ("zip", "npz", "epub"),
    ),
    "MP3": (("audio/mpeg",), ()),
    "LFS pointer": (("text/x-git-lfs-pointer",), ()),
    "annex pointer": (("text/x-git-annex-pointer",), ()),
}
"""For each family its media types, and endings of names that promise it and nothing else."""

POINTERS: Mapping[str, str] = {
    "text/x-git-lfs-pointer": "Git LFS",
    "text/x-git-annex-pointer": "git-annex",
}
"""Media types of files that stand for data elsewhere, and the program that fetches it."""

_TEXT = (
    "application/json", "application/jsonl", "application/xml", "application/yaml",
    "application/toml", "application/geo+json", "application/ld+json", "application/rdf+xml",
    "application/x-ipynb+json", "image/svg+xml",
)  # fmt: skip
"""Types of texts that do not begin with ``text/``."""

BY_TYPE = {media: name for name, (types, _) in _FAMILIES.items() for media in types}
"""Media types, and the family of each."""
BY_ENDING = {ending: name for name, (_, endings) in _FAMILIES.items() for ending in endings}
"""Endings of names, in lower case, and the family that each promises."""


def family(media: str) -> str | None:
    """Return the family of a media type, of a compressed file that of the compression.

    Args:
        media: A media type of an inventory; of a compressed file two, joined by a comma.

    Returns:
        The name of the family; None for a type that no family has.
    """
    outer = media.partition(",")[0].partition(";")[0].strip().lower()
    known = BY_TYPE.get(outer)
    if known is not None:
        return known
    return "text" if outer.startswith("text/") or outer in _TEXT else None


def broken_promises(pairs: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ending and media type that cannot both be true.

    A pointer is left out: it is none of what any name promises, and has a check of its own.
    """
    for ending, media in pairs:
        found = family(media)
        if found is not None and found != BY_ENDING[ending] and media not in POINTERS:
            yield ending, media
