"""Persons and organisations in metadata files, in the shapes that they are written in."""

import re
from collections.abc import Mapping
from typing import Literal

from trainbib.sidecars.claims import Agent
from trainbib.sidecars.plain_data import Plain
from trainbib.sidecars.values import email_of, mapping_of, raw_of, text_of, url_of

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]")
_ROR = re.compile(r"https?://ror\.org/0[a-z0-9]{8}", re.IGNORECASE)
_WITH_ADDRESS = re.compile(r"(?P<name>[^<>()]+?)\s*(?:<(?P<email>[^<>]*)>)?\s*(?:\((?P<url>.*)\))?")


def agent_of(value: Plain, role: str) -> Agent | None:
    """Read a person or organisation.

    Args:
        value: A text (``Name <mail> (url)`` as in package files), or a mapping in the manner of
            CITATION.cff, Frictionless or schema.org.
        role: The role to give it.

    Returns:
        The agent, or ``None`` when there is no name.
    """
    if isinstance(value, dict):
        return _from_mapping(value, role)
    raw = text_of(value, 300)
    if raw is None:
        return None
    match = _WITH_ADDRESS.fullmatch(raw)
    if match is None:
        return Agent(raw, raw, role)
    return Agent(
        match["name"].strip(), raw, role, email=email_of(match["email"]), url=url_of(match["url"])
    )


def inverted(name: str) -> str:
    """``Family, Given`` as ``Given Family``; any other form as it is."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma and "," not in given else name


def _from_mapping(value: Mapping[str, Plain], role: str) -> Agent | None:
    raw, name = _names(value)
    if name is None or raw is None:
        return None
    addresses = " ".join(
        text
        for key in ("orcid", "@id", "id", "identifier", "sameAs", "url", "website", "path", "ror")
        if (text := raw_of(value.get(key))) is not None
    )
    orcid, ror = _ORCID.search(addresses), _ROR.search(addresses)
    return Agent(
        name,
        raw,
        role,
        kind=_kind(value),
        orcid=None if orcid is None else orcid[0].upper(),
        ror=None if ror is None else ror[0],
        url=_home_page(value),
        email=email_of(value.get("email")),
        affiliation=_affiliation(value),
    )


def _names(value: Mapping[str, Plain]) -> tuple[str | None, str | None]:
    family = text_of(value.get("family-names")) or text_of(value.get("familyName"))
    given = text_of(value.get("given-names")) or text_of(value.get("givenName"))
    particle = text_of(value.get("name-particle"))
    whole = text_of(value.get("name")) or text_of(value.get("title")) or text_of(value.get("alias"))
    if whole is not None:
        return whole, whole
    parts = [part for part in (given, particle, family) if part is not None]
    if not parts:
        return None, None
    raw = f"{family}, {given}" if family is not None and given is not None else parts[-1]
    return raw, " ".join(parts)


def _kind(value: Mapping[str, Plain]) -> Literal["person", "organisation"] | None:
    declared = (raw_of(value.get("@type")) or "").rpartition(":")[2].rpartition("/")[2].lower()
    if declared == "person" or any(
        key in value for key in ("family-names", "given-names", "familyName", "givenName")
    ):
        return "person"
    return "organisation" if declared == "organization" else None


def _home_page(value: Mapping[str, Plain]) -> str | None:
    for key in ("url", "website", "path", "web", "@id"):
        url = url_of(value.get(key))
        if url is not None and "orcid.org" not in url and "ror.org" not in url:
            return url
    return None


def _affiliation(value: Mapping[str, Plain]) -> str | None:
    for key in ("affiliation", "organization", "organisation"):
        found = value.get(key)
        name = text_of(found) or text_of(mapping_of(found).get("name"))
        if name is not None:
            return name
    return None
