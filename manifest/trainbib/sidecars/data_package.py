"""Frictionless data packages: ``datapackage.json`` of version 1 and 2, and its YAML form.

Fields as in https://datapackage.org/standard/data-package/ and https://specs.frictionlessdata.io/.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from trainbib.sidecars.agents import agent_of
from trainbib.sidecars.claims import (
    Agent,
    Claims,
    LicenseClaim,
    ProblemLog,
    StatedFile,
    UpstreamSource,
)
from trainbib.sidecars.licences import claims_of, distinct
from trainbib.sidecars.markdown import described
from trainbib.sidecars.plain_data import Plain, PlainDataError, decode, parse_json, parse_yaml
from trainbib.sidecars.values import (
    date_of,
    doi_of,
    items_of,
    mapping_of,
    raw_of,
    sha256_of,
    text_of,
    texts_of,
    url_of,
    whole,
)

_NAMES = frozenset({"datapackage.json", "datapackage.yaml", "datapackage.yml"})
_OTHER_HASH = re.compile(r"(?:[a-z0-9-]+:)?[0-9a-f]{32,128}", re.IGNORECASE)


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a data package descriptor."""
    return bool(data) and path.rpartition("/")[2].lower() in _NAMES


def read(path: str, data: bytes) -> Claims:
    """Read a data package descriptor."""
    problems = ProblemLog(path)
    facts = _facts(path, data, problems)
    resources = [mapping_of(item) for item in items_of(facts.get("resources"))]
    identifier = doi_of(facts.get("id"))
    agents = list(_agents(facts, problems))
    profile = raw_of(facts.get("$schema")) or ""
    return Claims(
        path=path,
        format="data-package",
        format_version="2" if "/2." in profile else None,
        name=raw_of(facts.get("name"), 200),
        title=text_of(facts.get("title"), 300),
        description=_description(facts.get("description")),
        version=raw_of(facts.get("version"), 100),
        issued=date_of(facts.get("created")),
        updated=date_of(facts.get("last_updated") or facts.get("last_modified")),
        url=url_of(facts.get("url")),
        homepage=url_of(facts.get("homepage")) or _repository(facts.get("repository")),
        identifiers=() if identifier is None else (identifier,),
        licenses=distinct(_licenses(facts, resources)),
        creators=tuple(agent for agent in agents if agent.role == "creator"),
        contributors=tuple(agent for agent in agents if agent.role not in ("creator", "publisher")),
        publisher=next((agent for agent in agents if agent.role == "publisher"), None),
        upstream=_upstream(facts, resources, problems),
        files=tuple(_files(resources, problems)),
        problems=tuple(problems.found),
    )


def _facts(path: str, data: bytes, problems: ProblemLog) -> Mapping[str, Plain]:
    text = decode(data, problems)
    try:
        value = parse_json(text) if path.lower().endswith("json") else parse_yaml(text, problems)
    except PlainDataError as fault:
        problems.add(str(fault))
        return {}
    if not isinstance(value, dict):
        problems.add("is not an object with the properties of a data package")
    return mapping_of(value)


def _description(value: Plain) -> str | None:
    if not isinstance(value, str) or text_of(value) is None:
        return None
    return described(value)


def _repository(value: Plain) -> str | None:
    return url_of(value) or url_of(mapping_of(value).get("url"))


def _licenses(
    facts: Mapping[str, Plain], resources: list[Mapping[str, Plain]]
) -> Iterator[LicenseClaim]:
    own: list[LicenseClaim] = []
    for key in ("licenses", "license", "licences"):
        own.extend(claims_of(facts.get(key), where="descriptor"))
    said = {found.reading for found in own}
    parts: list[LicenseClaim] = []
    rest: list[str] = []
    for resource in resources:
        name = raw_of(resource.get("name"), 200)
        # A resource that repeats the package's licence adds nothing; another stands instead of it.
        differing = [
            found
            for key in ("licenses", "license")
            for found in claims_of(resource.get(key), where="descriptor", scope=name)
            if found.reading not in said
        ]
        parts.extend(differing)
        if name and not differing:
            rest.append(name)
    covered = (rest[0] if len(rest) == 1 else "the other resources") if parts and rest else None
    yield from (replace(found, scope=covered) for found in own)
    yield from parts


def _agents(facts: Mapping[str, Plain], problems: ProblemLog) -> Iterator[Agent]:
    for item in items_of(facts.get("contributors")):
        words = [*texts_of(mapping_of(item).get("role")), *texts_of(mapping_of(item).get("roles"))]
        role = words[0].lower() if words else "contributor"
        agent = agent_of(item, {"author": "creator"}.get(role, role))
        if agent is None:
            problems.add("has a contributor without a title; it is left out")
        else:
            yield agent
    for key, role in (
        ("author", "creator"),
        ("authors", "creator"),
        ("maintainer", "maintainer"),
        ("maintainers", "maintainer"),
        ("publisher", "publisher"),
        ("publishers", "publisher"),
    ):
        for item in items_of(facts.get(key)):
            agent = agent_of(item, role)
            if agent is not None:
                yield agent


def _upstream(
    facts: Mapping[str, Plain], resources: list[Mapping[str, Plain]], problems: ProblemLog
) -> tuple[UpstreamSource, ...]:
    found: dict[UpstreamSource, None] = {}
    for holder in (facts, *resources):
        for item in items_of(holder.get("sources")):
            source = _source(item)
            if source is None:
                problems.add("has a source without title and path; it is left out")
            else:
                found[source] = None
    return tuple(found)


def _source(item: Plain) -> UpstreamSource | None:
    facts = mapping_of(item)
    if not facts:
        return None if text_of(item) is None else UpstreamSource(text_of(item), url=url_of(item))
    title = text_of(facts.get("title"), 300) or text_of(facts.get("name"), 300)
    address = next((url for key in ("path", "web", "url") if (url := url_of(facts.get(key)))), None)
    local = raw_of(facts.get("path"), 1_000)
    if title is None and address is None and local is None:
        return None
    return UpstreamSource(
        title,
        url=address,
        version=raw_of(facts.get("version"), 100),
        identifier=local if address is None else None,
    )


def _files(resources: list[Mapping[str, Plain]], problems: ProblemLog) -> Iterator[StatedFile]:
    for resource in resources:
        stats = mapping_of(resource.get("stats"))
        hashed = resource.get("hash", stats.get("hash", stats.get("sha256")))
        digest = sha256_of(hashed)
        name = raw_of(resource.get("name"), 200)
        if (
            hashed is not None
            and digest is None
            and not _OTHER_HASH.fullmatch(raw_of(hashed) or "")
        ):
            problems.add(f'hash "{raw_of(hashed, 80)}" of resource "{name}" is no digest')
        paths = [
            raw_of(item, 1_000) for item in items_of(resource.get("path", resource.get("url")))
        ]
        alone = len(paths) == 1
        for place in paths:
            if place is None:
                continue
            remote = url_of(place) if "://" in place else None
            yield StatedFile(
                path=None if remote is not None else place,
                url=remote,
                # A hash or size of a resource in several files is of none of them.
                sha256=digest if alone else None,
                size=whole(resource.get("bytes", stats.get("bytes"))) if alone else None,
                media_type=text_of(resource.get("mediatype"), 100),
                records=whole(stats.get("rows")) if alone else None,
            )
