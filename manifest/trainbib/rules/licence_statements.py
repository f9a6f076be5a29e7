"""Where a manifest states licences: each distinct statement once, with all its places."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias, TypeGuard, TypeVar

from trainbib.alike import Alike
from trainbib.values import as_list, is_gap, is_mapping

Place = tuple[str | int, ...]
"""The tokens of a JSON Pointer."""

Claim: TypeAlias = Mapping[str, object]
"""A statement that is a mapping (SPEC.md, section 7)."""

T = TypeVar("T")


class LicenceStatements:
    """The licence statements of a manifest.

    Args:
        above: What ``document`` and ``dataset`` have in the field ``license``.
        sources: The keys of the sources.
        licenses: What they have in that field, in the order of the keys.
    """

    def __init__(
        self, above: Mapping[str, object], sources: Iterable[str], licenses: Alike[object]
    ) -> None:
        """Look at each distinct statement once."""
        self._above: list[Place] = [(name, "license") for name in above]
        self._sources = sources
        values = [*above.values(), *(licenses.values[code] for code in licenses.codes)]
        # No statement of the set is the number of one of a source.
        self._stated = Alike(values, [*above, *licenses.codes])
        self._texts = dict[str, list[tuple[int, Place]]]()
        for code, value in enumerate(self._stated.values):
            self._read(code, value)

    def _read(self, code: int, value: object) -> None:
        """Keep the expressions of a statement, whatever its shape."""
        if isinstance(value, str):
            self._read_text(code, value)
        elif _is_claim(value):
            self._read_text(code, value.get("expression"), "expression")
            for index, observation in observations(value):
                text = observation.get("expression")
                self._read_text(code, text, "observations", index, "expression")

    def _read_text(self, code: int, text: object, *below: str | int) -> None:
        if isinstance(text, str) and text:
            self._texts.setdefault(text, []).append((code, below))

    @property
    def texts(self) -> Iterable[str]:
        """Every expression, once however many sources bear it."""
        return self._texts.keys()

    @property
    def claims(self) -> Iterator[Claim]:
        """Every claim, once however many sources make it."""
        return filter(_is_claim, self._stated.values)

    def places(self, text: str) -> Iterator[Place]:
        """Yield the places where an expression stands, in the order of the manifest."""
        stated = [
            (place, below)
            for code, below in self._texts.get(text, ())
            for place in self._members[code]
        ]
        stated.sort(key=lambda each: each[0])
        for place, below in stated:
            yield (*self._place(place), *below)

    def find_in_claims(self, find: Callable[[Place, Claim], Iterable[T]]) -> Iterator[T]:
        """Yield what is found in the claims, in the order of the manifest.

        Args:
            find: Takes the place of a claim, and the claim. It is asked once for those that are
                alike, and for each of them only if it found something.
        """
        stated = self._stated
        if stated.all_differ:
            for place, claim in self._claims:
                yield from find(place, claim)
            return

        def find_at(number: int) -> Iterable[T]:
            value = stated.values[stated.codes[number]]
            return find(self._place(number), value) if _is_claim(value) else ()

        yield from stated.found(find_at)

    @cached_property
    def _claims(self) -> list[tuple[Place, Claim]]:
        """Every claim with its place, where all of them differ."""
        values = enumerate(self._stated.values)
        return [(self._place(number), value) for number, value in values if _is_claim(value)]

    @cached_property
    def _members(self) -> list[list[int]]:
        """For each distinct statement, where it is made."""
        members: list[list[int]] = [[] for _ in self._stated.values]
        for place, code in enumerate(self._stated.codes):
            members[code].append(place)
        return members

    @cached_property
    def _keys(self) -> list[str]:
        return list(self._sources)

    def _place(self, number: int) -> Place:
        if number < len(self._above):
            return self._above[number]
        return ("sources", self._keys[number - len(self._above)], "license")


def _is_claim(value: object) -> TypeGuard[dict[str, object]]:
    return is_mapping(value) and not is_gap(value)


def observations(claim: Claim) -> Iterator[tuple[int, Claim]]:
    """Yield the observations of a claim, each with its index."""
    for index, observation in enumerate(as_list(claim.get("observations"))):
        if is_mapping(observation) and not is_gap(observation):
            yield index, observation
