"""What repairs would change in the text of a manifest."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.checking import Report
    from trainbib.diagnostics import Diagnostic, Edit
    from trainbib.document import Document


class Repairs:
    """The edits of all findings of one manifest, made in few readings of it, when asked for."""

    def __init__(self, document: "Document", report: "Report") -> None:
        self._document = document
        self._report = report
        self._edits: Mapping[int, Sequence[Edit]] | None = None

    def edits(self, found: "Diagnostic") -> "Sequence[Edit]":
        """Return the edits of a finding of the report; none where its repair cannot be made."""
        if found.fix is None:
            return ()
        if self._edits is None:
            self._edits = self._made()
        return self._edits.get(id(found.fix), ())

    def _made(self) -> "dict[int, Sequence[Edit]]":
        from trainbib.fixing import edits_of

        silent = (each.diagnostic for each in self._report.suppressed)
        fixes = [found.fix for found in (*self._report.diagnostics, *silent) if found.fix]
        made = edits_of(self._document, fixes) if self._document.parsed else []
        return {id(fix): edits or () for fix, edits in zip(fixes, made, strict=False)}
