"""Whether lines of an inventory say just what files are, told without parsing them.

Most of what is verified is as it should be. What its line has to begin with can then be written
from what was read of the file, and the rest of a line is one of a few that many lines share.
"""

import re
from collections.abc import Sequence

from trainbib.inventory.json_rows import REST_OF_ROW, row_in
from trainbib.inventory.reading import Batch, RawRow
from trainbib.inventory.row import InventoryError

__all__ = ["Agreement"]

_REST = re.compile(REST_OF_ROW)
_MOST = 4096  # different rests of lines that are remembered
_LONGEST = 512  # characters of such a rest


class Agreement:
    """Compares lines with files.

    Args:
        name: The inventory, for messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._sound: set[str] = set()

    @staticmethod
    def lines_for(block: bytes, parts: Sequence[Batch]) -> list[str]:
        """Return lines if they are of certain files, in their order, and written plainly.

        Args:
            block: The lines.
            parts: The files.

        Returns:
            The lines without their line feeds; none if they have to be looked at one by one.
        """
        paths = [prefix + name for prefix, names in parts for name in names]
        text = "".join(paths)
        try:
            lines = block.decode().split("\n")
        except UnicodeDecodeError:
            return []
        if (
            lines.pop()
            or len(lines) != len(paths)
            # Only such a path stands in a line as it is.
            or not text.isprintable()
            or '"' in text
            or "\\" in text
        ):
            return []
        starts = [f'{{"path":"{path}","bytes":' for path in paths]
        return lines if all(map(str.startswith, lines, starts)) else []

    def holds(self, lines: Sequence[str], rows: Sequence[RawRow]) -> bool:
        """Say whether files have the sizes and digests that their lines say.

        Args:
            lines: What `lines_for` returned.
            rows: What was read of the same files; fewer if some could not be read.

        Returns:
            Whether all of them do, and every line is sound.
        """
        if len(lines) != len(rows):
            return False
        heads = [f'{{"path":"{row[0]}","bytes":{row[1]},"sha256":"{row[2]}"' for row in rows]
        if not all(map(str.startswith, lines, heads)):
            return False
        rests = {line[len(head) :]: line for line, head in zip(lines, heads, strict=True)}
        new = rests.keys() - self._sound
        if not all(_REST.fullmatch(rest) or self._is_row(rests[rest]) for rest in new):
            return False
        if len(self._sound) < _MOST:
            self._sound |= {rest for rest in new if len(rest) <= _LONGEST}
        return True

    def _is_row(self, line: str) -> bool:
        try:
            row_in(f"{line}\n".encode(), self._name)
        except InventoryError:
            return False
        return True
