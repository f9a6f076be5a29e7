"""CITATION.cff, the Citation File Format 1.2.0 (https://citation-file-format.github.io/)."""

from collections.abc import Mapping

from trainbib.sidecars.agents import agent_of
from trainbib.sidecars.claims import Agent, Claims, LicenseClaim, ProblemLog, Stated
from trainbib.sidecars.licences import claim, distinct
from trainbib.sidecars.markdown import MAX_DESCRIPTION, plain_text, shorten
from trainbib.sidecars.plain_data import Plain, PlainDataError, decode, parse_yaml
from trainbib.sidecars.values import date_of, doi_of, items_of, mapping_of, raw_of, text_of, url_of


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a CITATION.cff."""
    return bool(data) and path.rpartition("/")[2].lower() == "citation.cff"


def read(path: str, data: bytes) -> Claims:
    """Read a CITATION.cff; it describes software unless its type says ``dataset``."""
    problems = ProblemLog(path)
    facts = _facts(data, problems)
    # The format's default is software, so that the licence may not be the data's.
    scope = {"dataset": "data", "software": "code"}.get(raw_of(facts.get("type")) or "")
    abstract = text_of(facts.get("abstract"), 20_000)
    return Claims(
        path=path,
        format="citation-cff",
        format_version=raw_of(facts.get("cff-version"), 20),
        title=text_of(facts.get("title"), 300),
        description=None if abstract is None else shorten(plain_text(abstract), MAX_DESCRIPTION),
        version=raw_of(facts.get("version"), 100),
        issued=date_of(facts.get("date-released")),
        url=url_of(facts.get("repository-artifact")) or url_of(facts.get("repository")),
        homepage=url_of(facts.get("url")) or url_of(facts.get("repository-code")),
        identifiers=_identifiers(facts),
        licenses=_licenses(facts, scope),
        creators=_agents(facts.get("authors"), "creator", problems),
        contributors=_agents(facts.get("contact"), "contact", problems),
        problems=tuple(problems.found),
    )


def _facts(data: bytes, problems: ProblemLog) -> Mapping[str, Plain]:
    try:
        value = parse_yaml(decode(data, problems), problems)
    except PlainDataError as fault:
        problems.add(str(fault))
        return {}
    if not isinstance(value, dict):
        problems.add("is not a mapping of keys to values")
    return mapping_of(value)


def _identifiers(facts: Mapping[str, Plain]) -> tuple[Stated, ...]:
    values = [facts.get("doi")]
    values.extend(mapping_of(item).get("value") for item in items_of(facts.get("identifiers")))
    found = {stated.value: stated for value in values if (stated := doi_of(value)) is not None}
    return tuple(found.values())


def _licenses(facts: Mapping[str, Plain], scope: str | None) -> tuple[LicenseClaim, ...]:
    address = url_of(facts.get("license-url"))
    names = [raw_of(item, 300) for item in items_of(facts.get("license"))]
    claims = [
        claim(name, url=address if len(names) <= 1 else None, where="citation file", scope=scope)
        for name in names or [None]
        if name is not None or address is not None
    ]
    return distinct(found for found in claims if found is not None)


def _agents(value: Plain, role: str, problems: ProblemLog) -> tuple[Agent, ...]:
    found: list[Agent] = []
    for item in items_of(value):
        agent = agent_of(item, role)
        if agent is None:
            problems.add(f"has an entry without a name among the {role}s; it is left out")
        else:
            found.append(agent)
    return tuple(found)
