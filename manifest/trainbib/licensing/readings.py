"""What a licence statement found in the wild means in SPDX terms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one licence statement; a version is never guessed.

    Attributes:
        expression: The SPDX expression that the statement means, or ``None`` when it cannot be
            said.
        vague: Whether the statement names no licence at all (``other``), or a family without
            the version or variant that would make it a licence (``cc-by-nc``, ``GPL-3.0``).
        reason: Why there is no expression, or what was taken into account for one.
        candidates: The expressions that a vague statement may stand for, the most likely first.
        reference: For a licence that is well known but not on the SPDX list (or a port of one):
            a ``LicenseRef-`` that can be defined in the manifest.
    """

    expression: str | None
    vague: bool = False
    reason: str | None = None
    candidates: tuple[str, ...] = ()
    reference: str | None = None

    @property
    def known(self) -> bool:
        """Whether the statement is understood: mapped, or a known licence outside the list."""
        return self.expression is not None or self.reference is not None
