"""Where a manifest states licences: each distinct text once, with all its places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trainbib.values import as_list, is_gap, is_mapping

Place = tuple[str | int, ...]
"""The tokens of a JSON Pointer."""


@dataclass(slots=True)
class LicenceStatements:
    """The licence statements of a manifest.

    Attributes:
        texts: Every expression, with the places where it stands; the rules read each text once,
            however many sources bear it.
        claims: Every claim that is a mapping (SPEC.md, section 7), with its place.
    """

    texts: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]])
    claims: list[tuple[Place, Mapping[str, object]]] = field(
        default_factory=list[tuple[Place, Mapping[str, object]]]
    )

    def add(self, place: Place, value: object) -> None:
        """Add what stands in the field ``license`` at a place, whatever its shape."""
        if isinstance(value, str):
            self._add_text(place, value)
        elif is_mapping(value) and not is_gap(value):
            self.claims.append((place, value))
            self._add_text((*place, "expression"), value.get("expression"))
            for index, observation in observations(value):
                text = observation.get("expression")
                self._add_text((*place, "observations", index, "expression"), text)

    def _add_text(self, place: Place, text: object) -> None:
        if isinstance(text, str) and text:
            self.texts.setdefault(text, []).append(place)


def observations(claim: Mapping[str, object]) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the observations of a claim, each with its index."""
    for index, observation in enumerate(as_list(claim.get("observations"))):
        if is_mapping(observation) and not is_gap(observation):
            yield index, observation
