"""Turn the licence statements of metadata files into claims."""

import re
from collections.abc import Iterable, Mapping

from trainbib.licensing.aliases import read_license, reconcile
from trainbib.licensing.readings import Reading
from trainbib.sidecars.claims import LicenseClaim
from trainbib.sidecars.plain_data import Plain
from trainbib.sidecars.values import raw_of, url_of

MAX_RAW = 300
_SCOPES: Mapping[str, str] = {
    "annotation": "data",
    "annotations": "data",
    "code": "code",
    "content": "data",
    "corpus": "data",
    "data": "data",
    "database": "data",
    "dataset": "data",
    "datasets": "data",
    "model": "weights",
    "models": "weights",
    "script": "code",
    "scripts": "code",
    "software": "code",
    "source": "code",
    "src": "code",
    "text": "data",
    "texts": "data",
    "weight": "weights",
    "weights": "weights",
}


def claim(
    raw: str | None, *, url: str | None = None, where: str, scope: str | None = None
) -> LicenseClaim | None:
    """Read a licence name and the address beside it.

    Args:
        raw: The name as found, or the whole text of the statement.
        url: The address given for the same licence.
        where: See :attr:`LicenseClaim.where`.
        scope: See :attr:`LicenseClaim.scope`.

    Returns:
        The claim, or ``None`` when neither says anything.
    """
    if raw is None and url is None:
        return None
    statement = raw if raw is not None else url or ""
    reading = reconcile(read_license(statement), url)
    return LicenseClaim(shown(statement), url or url_of(statement), reading, where, scope)


def claims_of(value: Plain, *, where: str, scope: str | None = None) -> list[LicenseClaim]:
    """Read a licence field in any of the shapes that descriptors have.

    Args:
        value: A text, or a mapping with ``name``/``id``/``type``/``title`` and
            ``path``/``url``/``@id``, or a list of them.
        where: See :attr:`LicenseClaim.where`.
        scope: See :attr:`LicenseClaim.scope`.

    Returns:
        One claim for each licence, in order.
    """
    if isinstance(value, list):
        return [found for item in value for found in claims_of(item, where=where, scope=scope)]
    if isinstance(value, dict):
        found = _from_mapping(value, where, scope)
    else:
        found = claim(raw_of(value), where=where, scope=scope)
    return [] if found is None else [found]


def custom(name: str, url: str | None, *, where: str, scope: str | None = None) -> LicenseClaim:
    """A licence that its file names itself; a name we know is read, any other gets a reference."""
    reading = reconcile(read_license(name), url)
    if not reading.known and not reading.candidates:
        slug = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[:60]
        reading = Reading(
            None,
            reason="is not on the SPDX licence list",
            reference=f"LicenseRef-{slug}" if slug else None,
        )
    return LicenseClaim(shown(name), url, reading, where, scope)


def scope_of(words: str) -> str | None:
    """What a licence is for, by the words around it: ``data``, ``code`` or ``weights``."""
    found = {
        scope
        for word in re.findall(r"[a-z]+", words.lower())
        if (scope := _SCOPES.get(word)) is not None
    }
    if "weights" in found:
        return "weights"
    return found.pop() if len(found) == 1 else None


def distinct(claims: Iterable[LicenseClaim]) -> tuple[LicenseClaim, ...]:
    """Claims without the later ones that say the same for the same scope and place."""
    kept: dict[tuple[object, ...], LicenseClaim] = {}
    for item in claims:
        meaning = item.reading.expression or item.reading.reference or item.raw
        kept.setdefault((meaning, item.where, item.scope), item)
    return tuple(kept.values())


def shown(statement: str) -> str:
    """A statement on one line, cut to a readable length."""
    line = " ".join(statement[: MAX_RAW * 4].split())
    return line if len(line) <= MAX_RAW else f"{line[: MAX_RAW - 1]}…"


def _from_mapping(value: Mapping[str, Plain], where: str, scope: str | None) -> LicenseClaim | None:
    names = [
        name
        for key in ("name", "id", "identifier", "type", "license", "title", "@value", "@id")
        if (name := raw_of(value.get(key))) is not None and name != "CreativeWork"
    ]
    address = next(
        (url for key in ("path", "url", "@id", "web") if (url := url_of(value.get(key)))), None
    )
    if not names:
        return claim(None, url=address, where=where, scope=scope)
    best = claim(names[0], url=address, where=where, scope=scope)
    for name in names[1:]:
        if best is not None and best.reading.known:
            break
        other = claim(name, url=address, where=where, scope=scope)
        if other is not None and other.reading.known:
            best = other
    return best
