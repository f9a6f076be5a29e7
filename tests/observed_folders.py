"""A folder of images and texts whose manifest says what they cite, for observing it."""

import gzip
import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from image_files import jpeg, jpeg_xmp, mining, png

MANIFEST = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  photos: # the pictures
    kind: other
    license: CC0-1.0
  web:
    kind: own_crawl
    license: {none: "no licence"}
    crawl: {robots_txt: "obeyed"}
  both: {kind: other, license: CC0-1.0}
files:
  root: data
  cites:
    - {paths: "photos/**", sources: [photos]}
    - {paths: "web/**", sources: [web, both]}
    - {paths: "README.md", sources: {none: "documentation"}}
"""


def tar(*members: tuple[str, bytes]) -> bytes:
    """Return a tar archive of files with their content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


RESERVED = jpeg(jpeg_xmp(mining("DMI-PROHIBITED-AIMLTRAINING")))
SHARD = tar(("0/a.jpg", RESERVED), ("0/a.txt", b"en a cat"), ("0/b.png", png()), ("0/b.cls", b"1"))


def write_observed(folder: Path) -> None:
    """Write the manifest and its files into an empty folder."""
    for name in ("photos", "web"):
        (folder / "data" / name).mkdir(parents=True)
    files: dict[str, bytes] = {
        "photos/a.jpg": RESERVED,
        "photos/b.png": png(),
        "photos/c.gif": b"GIF89a" + bytes(20),
        "photos/d.jpg": RESERVED[:-20],
        "photos/shard.tar": SHARD,
        "photos/shard.tar.gz": gzip.compress(SHARD),
        "photos/captions.txt": b"de eine Katze\n\n\nde ein Hund\n",
        "web/a.jsonl": lines([("https://a.example.com/", "en text"), (None, "fr texte")]),
        "web/b.jsonl.gz": gzip.compress(lines([("https://b.example.org/", "en more")])),
        "web/model.bin": bytes(range(256)),
        "README.md": b"# about\n",
    }
    for name, content in files.items():
        (folder / "data" / name).write_bytes(content)
    table = pa.table({"url": ["https://example.com/"], "text": ["en parquet"]})
    pq.write_table(table, folder / "data/web/c.parquet")
    (folder / "trainbib.yaml").write_text(MANIFEST)


def lines(records: Sequence[tuple[str | None, str]]) -> bytes:
    """Return records of JSON Lines: URL and text of each."""
    return b"".join(json.dumps({"url": u, "text": t}).encode() + b"\n" for u, t in records)
