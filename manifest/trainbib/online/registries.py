"""Registries of identifiers: whether a DOI, an ORCID iD or a ROR identifier exists, and of what.

DOIs are looked up in the handle system, never at the publisher's page, which may well refuse
programs. Their metadata is asked of the agency that registered them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import quote

from trainbib.online.asking import Asker, Record, is_good, is_missing, unexpected
from trainbib.online.scheduling import host_of
from trainbib.values import is_mapping

_FOUND, _NO_HANDLE, _NO_VALUES = 1, 100, 200
_NAMES = 40


def doi_record(asker: Asker, doi: str) -> Record:
    """Ask the handle system whether a DOI is registered.

    Args:
        asker: The run.
        doi: Without a prefix, such as ``10.5281/zenodo.1``.

    Returns:
        A record without facts.
    """
    base = asker.settings.services.handle_api
    host = host_of(base)

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        code = data.get("responseCode") if is_mapping(data) else None
        if code in {_FOUND, _NO_VALUES}:
            return Record("found")
        if code == _NO_HANDLE:
            return Record("absent", f"`{host}` has no such DOI")
        return unexpected(host, status)

    return asker.record(f"{base}/{quote(doi, safe='/')}?type=URL", read)


def doi_metadata(asker: Asker, doi: str) -> Record:
    """Ask the agency that registered a DOI what it is of.

    Returns:
        The facts ``agency``, ``titles`` and ``creators`` (lists of text), ``year`` and
        ``licenses`` (URLs and names), as far as they are given. An agency that nobody can ask in
        public has only its name.
    """
    agency = _agency(asker, doi.partition("/")[0])
    if agency.state != "found":
        return agency
    name = str(agency.facts["agency"])
    services = asker.settings.services
    homes = {"crossref": (services.crossref, _crossref), "datacite": (services.datacite, _datacite)}
    home = homes.get(name.casefold())
    if home is None:
        return agency
    base, facts_of = home

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        if is_missing(status):
            return Record("absent", f"{name} has no record of it")
        if not is_good(status) or not is_mapping(data):
            return unexpected(host_of(base), status)
        return Record("found", "", {"agency": name, **facts_of(data)})

    return asker.record(f"{base}/{quote(doi, safe='/')}", read)


def orcid_record(asker: Asker, orcid: str) -> Record:
    """Ask ORCID for a person: the fact ``names``, empty where the person keeps it private.

    Args:
        asker: The run.
        orcid: Sixteen digits in groups of four.
    """
    base = asker.settings.services.orcid

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        if is_missing(status):
            return Record("absent", "ORCID has no such person")
        if not is_good(status) or not is_mapping(data):
            return unexpected(host_of(base), status)
        return Record("found", "", {"names": list(_orcid_names(data))})

    return asker.record(f"{base}/{quote(orcid, safe='')}/person", read)


def ror_record(asker: Asker, ror: str) -> Record:
    """Ask ROR for an organisation: the facts ``names`` and ``status``.

    Args:
        asker: The run.
        ror: The nine characters of the identifier.
    """
    base = asker.settings.services.ror

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        if is_missing(status):
            return Record("absent", "ROR has no such organisation")
        if not is_good(status) or not is_mapping(data):
            return unexpected(host_of(base), status)
        return Record(
            "found", "", {"names": _texts(data, "names", "value"), "status": data.get("status")}
        )

    return asker.record(f"{base}/{quote(ror, safe='')}", read)


def _agency(asker: Asker, prefix: str) -> Record:
    base = asker.settings.services.registration_agency

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        for item in _mappings(data):
            if isinstance(item.get("RA"), str):
                return Record("found", "", {"agency": item["RA"]})
        if is_good(status) and _mappings(data):
            return Record("absent", f"no agency has the prefix `{prefix}`")
        return unexpected(host_of(base), status)

    return asker.record(f"{base}/{quote(prefix, safe='')}", read)


def _crossref(data: Mapping[str, object]) -> dict[str, object]:
    work = data.get("message")
    if not is_mapping(work):
        return {}
    titles = [text for text in _list(work.get("title")) if isinstance(text, str)]
    issued = work.get("issued")
    parts = _list(issued.get("date-parts")) if is_mapping(issued) else []
    first = _list(parts[0]) if parts else []
    creators = [
        " ".join(str(person[part]) for part in ("given", "family", "name") if person.get(part))
        for person in _mappings(work.get("author"))
    ]
    return {
        "titles": titles,
        "creators": creators[:_NAMES],
        "year": first[0] if first and isinstance(first[0], int) else None,
        "licenses": _texts(work, "license", "URL"),
    }


def _datacite(data: Mapping[str, object]) -> dict[str, object]:
    record = data.get("data")
    work = record.get("attributes") if is_mapping(record) else None
    if not is_mapping(work):
        return {}
    year = work.get("publicationYear")
    if isinstance(year, str) and re.fullmatch(r"\d{4}", year, re.ASCII):
        year = int(year)
    rights = [
        item.get("rightsIdentifier") or item.get("rightsUri") or item.get("rights")
        for item in _mappings(work.get("rightsList"))
    ]
    return {
        "titles": _texts(work, "titles", "title"),
        "creators": _texts(work, "creators", "name"),
        "year": year if isinstance(year, int) else None,
        "licenses": [text for text in rights if isinstance(text, str)],
    }


def _orcid_names(person: Mapping[str, object]) -> Iterator[str]:
    name = person.get("name")
    if is_mapping(name):
        given, family = _value(name.get("given-names")), _value(name.get("family-name"))
        if given or family:
            yield f"{given} {family}".strip()
        if _value(name.get("credit-name")):
            yield _value(name.get("credit-name"))
    others = person.get("other-names")
    if is_mapping(others):
        yield from _texts(others, "other-name", "content")


def _value(item: object) -> str:
    value = item.get("value") if is_mapping(item) else None
    return value if isinstance(value, str) else ""


def _texts(data: Mapping[str, object], field: str, member: str) -> list[str]:
    values = [item.get(member) for item in _mappings(data.get(field))]
    return [value for value in values if isinstance(value, str)][:_NAMES]


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in _list(value) if is_mapping(item)]


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
