"""What is left to do when an inventory gets another name, noted for the case of a kill.

With its format an inventory changes its suffix. For a moment there are two then, of which the
manifest names one; without a note the other would be data for the next run, and for who verifies.
"""

import re
from pathlib import Path
from typing import NamedTuple, Self

from trainbib.inventory.names import beside, digest_of, in_format
from trainbib.proofs.names import index_paths

__all__ = ["Renaming", "left_by_renaming"]

_NOTE = r"trainbib renames ([^\n/\0]+)\n(sha256:[0-9a-f]{64}|none) (sha256:[0-9a-f]{64})\n"
_NOTHING = "none"
_LONGEST = 1024  # bytes


class Renaming(NamedTuple):
    """An inventory that gets another name.

    Attributes:
        old: What it was called.
        new: What it is called then.
        digests: The digests of both files; ``none`` for an old one that is not there.
    """

    old: Path
    new: Path
    digests: tuple[str, str]

    @classmethod
    def to(cls, new: Path, digest: str, old: Path) -> Self:
        """Make one of what is about to be done."""
        return cls(old, new, (digest_of(old) if old.is_file() else _NOTHING, digest))

    @classmethod
    def noted(cls, new: Path) -> "Renaming | None":
        """Return what was noted when an inventory was to get a name; None for nothing.

        Args:
            new: The name.
        """
        note = _note(new)
        if not note.is_file():
            return None
        try:
            with note.open("rb") as file:
                text = file.read(_LONGEST).decode("utf-8", "surrogateescape")
        except OSError:
            return None
        found = re.fullmatch(_NOTE, text)
        if found is None or found[1] in {".", ".."}:
            return None
        old = new.with_name(found[1])
        # Whatever a note says, nothing but an inventory of the other format is ever removed.
        if old == new or new not in {in_format(old, "jsonl"), in_format(old, "parquet")}:
            return None
        return cls(old, new, (found[2], found[3]))

    def note(self) -> None:
        """Write down what is to come.

        Raises:
            OSError: It cannot be written.
        """
        text = f"trainbib renames {self.old.name}\n{self.digests[0]} {self.digests[1]}\n"
        _note(self.new).write_bytes(text.encode("utf-8", "surrogateescape"))

    def forget(self) -> None:
        """Remove what was written down."""
        _note(self.new).unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the old inventory; its index and what is remembered of its files stay, renamed."""
        moved = zip(_with(self.old), _with(self.new), strict=True)
        for before, after in moved:
            if before.is_file():
                before.replace(after)
        self.old.unlink(missing_ok=True)

    def is_unfinished(self) -> bool:
        """Tell whether both inventories are there, and are those of the note."""
        return all(map(_is, (self.old, self.new), self.digests))

    def settle(self, named: Path) -> None:
        """Finish what a run began that was killed, or undo it.

        Args:
            named: Which inventory the manifest names.
        """
        if named == self.new:  # nobody else knows of that name any more
            beside(self.old, "new").unlink(missing_ok=True)
            beside(self.old, "columns").unlink(missing_ok=True)
        if not self.is_unfinished():
            return
        if named == self.new:
            self.finish()
        elif named == self.old:
            self.new.unlink()


def left_by_renaming(inventory: Path) -> list[Path]:
    """Return what is left of a change of format that was killed, or that goes on right now.

    A note says of which inventory it is, and what both have in them: a file that has anything else
    in it is somebody's.

    Args:
        inventory: The inventory that the manifest names, before or after the change.
    """
    left: list[Path] = []
    begun = Renaming.noted(inventory)
    if begun is not None:
        left += [beside(begun.old, "new"), beside(begun.old, "columns")]
        if begun.digests[0] != _NOTHING and begun.is_unfinished():
            left += [begun.old, *index_paths(begun.old)]
    for new in {in_format(inventory, "jsonl"), in_format(inventory, "parquet")} - {inventory}:
        begun = Renaming.noted(new)
        if begun is not None and begun.old == inventory:
            left.append(_note(new))
            if begun.is_unfinished():
                left.append(new)
    return left


def _note(new: Path) -> Path:
    return beside(new, "new")


def _is(file: Path, digest: str) -> bool:
    if digest == _NOTHING:
        return not file.exists()
    return file.is_file() and digest_of(file) == digest


def _with(inventory: Path) -> tuple[Path, ...]:
    return *index_paths(inventory), beside(inventory, "cache")
