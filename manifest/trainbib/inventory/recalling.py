"""Recalling a whole build: if no file has changed since the last one, its result is the result.

The journal that is kept as a cache ends with a summary then: what the pieces add up to, and where
each piece and the stamps of its files lie. So a second run costs a walk.
"""

import json
import os
from array import array
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

from trainbib.inventory.batches import Batches
from trainbib.inventory.journal import Place, block_at, summary_of
from trainbib.inventory.pieces import Amount, Piece
from trainbib.inventory.stamps import packed_stamps, unpacked_stamps
from trainbib.tree import Roots

__all__ = ["Recalled", "Summary", "recall"]


class Summary:
    """What a build comes to, gathered piece by piece."""

    def __init__(self) -> None:
        self._pieces: dict[int, tuple[Place, int, dict[str, Amount]]] = {}
        self._whole = True

    def note(self, number: int, place: Place, piece: Piece) -> None:
        """Note a piece, and where it lies in the journal."""
        if piece.problems or not all(stamp[3] for stamp in unpacked_stamps(piece.stamps)):
            self._whole = False  # something has to be read again in any case
        self._pieces[number] = place, piece.signs, piece.amounts

    def text(self, batches: Batches, roots: Roots) -> bytes:
        """Return the summary as bytes; empty if the next run has to read something again."""
        if not self._whole or len(self._pieces) != len(batches):
            return b""
        pieces = [self._pieces[number] for number in range(len(batches))]
        summary = {
            "names": batches.digest(),
            "roots": [roots.paths, roots.contents],
            "pieces": pieces,
        }
        return json.dumps(summary, separators=(",", ":")).encode()


class Recalled(NamedTuple):
    """A build that was recalled.

    Attributes:
        digest: The SHA-256 of the inventory, as hexadecimal digits.
        roots: Both roots of the file tree.
        pieces: Where in the file its pieces end.
        signs: What the paths of each piece show.
        amounts: How much there is in each piece.
    """

    digest: str
    roots: Roots
    pieces: "array[int]"
    signs: "array[int]"
    amounts: list[dict[str, Amount]]


def recall(
    cache: Path, mark: bytes, root: str, batches: Batches, out: IO[bytes]
) -> Recalled | None:
    """Write the inventory of the last build, if no file has changed since.

    Args:
        cache: The journal of that build.
        mark: What it has to begin with.
        root: The data folder.
        batches: The files that there are now.
        out: The file to write, empty; it still is if None is returned.

    Returns:
        What was built; None if something has changed, or there is nothing to recall.

    Raises:
        OSError: The inventory cannot be written.
    """
    try:
        file = os.open(cache, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        summary = summary_of(file, mark)
        if not summary:
            return None
        # Its checksum is right, so it is as it was written.
        found: dict[str, Any] = json.loads(summary)
        if found["names"] != batches.digest():
            return None
        pieces: list[tuple[list[int], int, dict[str, list[int]]]] = found["pieces"]
        places = [Place(*place) for place, _, _ in pieces]
        if not all(
            _stamps_now(root, batches, number) == os.pread(file, place.stamps, place.end)
            for number, place in enumerate(places)
        ):
            return None
        return _written(file, places, out, Roots(*found["roots"]), pieces)
    finally:
        os.close(file)


def _written(
    file: int,
    places: list[Place],
    out: IO[bytes],
    roots: Roots,
    pieces: list[tuple[list[int], int, dict[str, list[int]]]],
) -> Recalled | None:
    hasher = sha256()
    ends = array("Q")
    end = 0
    for place in places:
        text = block_at(file, place)
        if text is None:  # spoiled since it was written
            out.seek(0)
            out.truncate()
            return None
        hasher.update(text)
        out.write(text)
        end += len(text)
        ends.append(end)
    amounts = [
        {media: Amount(*amount) for media, amount in by_type.items()} for _, _, by_type in pieces
    ]
    signs = array("B", [signs for _, signs, _ in pieces])
    return Recalled(hasher.hexdigest(), roots, ends, signs, amounts)


def _stamps_now(root: str, batches: Batches, number: int) -> bytes:
    """Return the stamps of a batch's files; empty if one cannot be looked at."""
    found: list[os.stat_result] = []
    status = os.stat
    try:
        for prefix, names in batches[number]:
            folder = os.open(f"{root}/{prefix}", os.O_RDONLY | os.O_CLOEXEC)
            try:
                found += [status(name, dir_fd=folder) for name in names]
            finally:
                os.close(folder)
    except OSError:
        return b""
    return packed_stamps(found)
