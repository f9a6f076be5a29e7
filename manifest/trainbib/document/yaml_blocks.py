"""Block scalars of the plain part of YAML: those without blank lines."""

BLOCKS = {"|": ("\n", "\n"), "|-": ("\n", ""), ">": (" ", "\n"), ">-": (" ", "")}
"""Headers of block scalars: what joins their lines, and what follows the last one."""


class NotPlainError(Exception):
    """The text has something that is not read here; libyaml may read it."""


class BlockScalar:
    """The lines of a block scalar without blank lines, as they come."""

    def __init__(self, header: str, indent: int) -> None:
        """Begin after the header.

        Args:
            header: One of `BLOCKS`.
            indent: Of the collection that it stands in: its lines stand further right.
        """
        self._joint, self._end = BLOCKS[header]
        self._least = indent + 1
        self._margin = ""
        self._lines: list[str] = []

    def takes(self, line: str) -> bool:
        """Take a line; False if it is not of this scalar."""
        bare = line.lstrip(" ")
        width = len(line) - len(bare)
        if not self._margin:
            if width < self._least:
                raise NotPlainError
            self._margin = line[:width]
        if not bare or (self._joint == " " and width > len(self._margin)):
            raise NotPlainError
        if width < len(self._margin):
            return False
        self._lines.append(line[len(self._margin) :])
        return True

    def text(self) -> str:
        """Return the text.

        Raises:
            NotPlainError: If there were no lines.
        """
        if not self._lines:
            raise NotPlainError
        return self._joint.join(self._lines) + self._end
