"""Licence claims: every statement kept with its place, a conclusion only where they agree."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from posixpath import join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Claims, LicenseClaim

_AT = {
    "hub tag": "hub_tag",
    "dataset card": "dataset_page",
    "repository file": "repository_file",
    "descriptor": "metadata",
    "citation file": "metadata",
}
_MAX_AS_FOUND = 200
_NO_PARTS = frozenset({None, "data", "code", "weights"})
"""Scopes that are no part of the data."""


class LicenceNotes:
    """Turns licence statements into claims; collects the terms that SPDX does not list.

    Args:
        root: Path of the data folder, relative to the manifest.
        today: The day on which the statements were read.
    """

    def __init__(self, root: str, today: date) -> None:
        self.root = root
        self.today = today
        self.terms: dict[str, object] = {}

    def conclude(self, stated: "Iterable[tuple[str, LicenseClaim]]") -> dict[str, object]:
        """Return a licence claim, or a gap where nothing is stated.

        Args:
            stated: The file (relative to the data folder, "" if none) and what it states.
        """
        observations: list[dict[str, object]] = []
        expressions: list[str] = []
        places: set[tuple[str, str]] = set()
        of_parts = True
        for path, claim in stated:
            observation, expression = self._observe(path, claim)
            if observation not in observations:
                observations.append(observation)
            if expression is not None:
                places.add((path, claim.where))
                of_parts = of_parts and "covers" in observation
                if expression not in expressions:
                    expressions.append(expression)
        if not observations:
            return {"unknown": "no licence file and no metadata in the folder states one"}
        if len(expressions) == 1:
            concluded: object = expressions[0]
        elif expressions and of_parts:
            concluded = {"unknown": "its parts are under several licences; see the observations"}
        elif len(places) == 1:
            concluded = {"unknown": "several licences are stated, and not what each is for"}
        elif expressions:
            concluded = {"unknown": "the statements differ; see the observations"}
        else:
            concluded = {"unknown": "what is stated names no licence exactly; see the observations"}
        return {"expression": concluded, "observations": observations}

    def _observe(self, path: str, claim: "LicenseClaim") -> tuple[dict[str, object], str | None]:
        as_found = re.sub(r"\s+", " ", claim.raw).strip()
        if len(as_found) > _MAX_AS_FOUND:
            as_found = as_found[:_MAX_AS_FOUND].rpartition(" ")[0] + " …"
        observation: dict[str, object] = {}
        if claim.scope not in _NO_PARTS:
            observation["covers"] = claim.scope
        observation["at"] = _AT.get(claim.where, "other")
        expression = claim.reading.expression or claim.reading.reference
        if expression is not None:
            observation["expression"] = expression
            if expression.startswith("LicenseRef-"):
                self._describe(expression, as_found, claim.url)
        if as_found:
            observation["as_found"] = as_found
        if claim.url and re.fullmatch(r"https?://[^\s/?#]+\S*", claim.url):
            observation["url"] = claim.url
        if path:
            observation["path"] = normpath(join(self.root, path))
        observation["date"] = self.today.isoformat()
        return observation, expression

    def _describe(self, name: str, title: str, url: str | None) -> None:
        known = url if url and url.startswith(("http://", "https://")) else None
        self.terms.setdefault(
            name,
            {
                "title": title or name,
                "url": known or {"unknown": "the folder does not say where the text is"},
            },
        )


def license_of(claims: "Sequence[Claims]", notes: LicenceNotes) -> dict[str, object]:
    """Return the licence of the data that some files describe.

    What is said of code or weights is left out, and so is a licence file that says of what it is
    no licence, if there is another statement that is expressly about the data.
    """
    stated = [
        (claim.path, licence)
        for claim in claims
        for licence in claim.licenses
        if licence.scope not in {"code", "weights"}
    ]
    if any(licence.scope == "data" for _, licence in stated):
        stated = [
            (path, licence)
            for path, licence in stated
            if licence.scope is not None or licence.where != "repository file"
        ]
    return notes.conclude(stated)


def concluded(claim: dict[str, object]) -> object:
    """Return the expression of a claim, or the gap that stands for it."""
    return claim.get("expression", claim)
