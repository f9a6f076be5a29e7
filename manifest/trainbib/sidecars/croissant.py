"""Croissant JSON-LD of versions 0.8, 1.0 and 1.1, and plain schema.org ``Dataset`` documents.

Terms as in https://docs.mlcommons.org/croissant/docs/croissant-spec.html and, for responsible AI,
https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html. No JSON-LD processor: terms are
looked up under the names and prefixes that are in use.
"""

import re
from collections.abc import Iterator, Mapping

from trainbib.sidecars.agents import agent_of
from trainbib.sidecars.bibtex import entries
from trainbib.sidecars.claims import (
    Agent,
    Claims,
    Note,
    ProblemLog,
    Stated,
    StatedFile,
    UpstreamSource,
)
from trainbib.sidecars.licences import claims_of, distinct
from trainbib.sidecars.markdown import described, plain_text, shorten
from trainbib.sidecars.plain_data import Plain, PlainDataError, decode, parse_json
from trainbib.sidecars.values import (
    date_of,
    doi_of,
    items_of,
    language_of,
    mapping_of,
    raw_of,
    sha256_of,
    text_of,
    texts_of,
    url_of,
    whole,
)

_PREFIXES = (
    "",
    "sc:",
    "schema:",
    "https://schema.org/",
    "http://schema.org/",
    "cr:",
    "ml:",
    "http://mlcommons.org/croissant/",
    "dct:",
    "http://purl.org/dc/terms/",
    "prov:",
    "http://www.w3.org/ns/prov#",
    "rai:",
    "http://mlcommons.org/croissant/RAI/",
)
_VERSION = re.compile(r"mlcommons\.org/croissant/(\d+(?:\.\d+)*)")
_MACHINE_NAME = re.compile(r"[\w.@/-]{1,200}")
_BYTES = re.compile(r"(\d{1,18})\s*(?:B|bytes?)?", re.IGNORECASE)
_MARKS = (b"schema.org", b"mlcommons.org/croissant", b"w3.org/ns/prov")

# Topic, and the properties that answer it; the library and the specification spell some of them
# differently.
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "collection": ("dataCollection",),
    "collection_type": ("dataCollectionType",),
    "collection_timeframe": (
        "dataCollectionTimeframe",
        "dataCollectionTimeFrame",
        "dataCollectionTimeFrameStart",
        "dataCollectionTimeFrameEnd",
    ),
    "missing_data": ("dataCollectionMissingData", "dataCollectionMissing"),
    "source_data": ("dataCollectionRawData",),
    "annotation_process": ("dataAnnotationProtocol", "annotationProtocol"),
    "annotation_platform": ("dataAnnotationPlatform", "annotationPlatform"),
    "annotation_analysis": ("dataAnnotationAnalysis", "annotationAnalysis"),
    "annotations_per_item": ("annotationsPerItem",),
    "annotator_demographics": ("annotatorDemographics",),
    "machine_annotation_tools": ("machineAnnotationTools",),
    "imputation": ("dataImputationProtocol",),
    "preprocessing": ("dataPreprocessingProtocol",),
    "manipulation": ("dataManipulationProtocol", "dataDataManipulationProtocol"),
    "biases": ("dataBiases", "dataBias"),
    "limitations": ("dataLimitations", "dataLimitation"),
    "use_cases": ("dataUseCases", "useCases"),
    "social_impact": ("dataSocialImpact",),
    "personal_information": ("personalSensitiveInformation",),
    "maintenance": ("dataReleaseMaintenancePlan", "dataReleaseMaintenance"),
}


def detect(path: str, data: bytes) -> bool:
    """Whether the file is JSON-LD that describes a data set."""
    if not path.lower().endswith((".json", ".jsonld", ".json-ld")):
        return False
    return b'"@context"' in data and b"Dataset" in data and any(mark in data for mark in _MARKS)


def read(path: str, data: bytes) -> Claims:
    """Read a Croissant or schema.org description."""
    problems = ProblemLog(path)
    try:
        document = parse_json(decode(data, problems))
    except PlainDataError as fault:
        problems.add(str(fault))
        document = None
    node = _dataset_node(document)
    if node is None:
        if document is not None:
            problems.add("holds no node of type Dataset")
        return Claims(path=path, format="croissant", problems=tuple(problems.found))
    version = _version(node)
    name = _text(_get(node, "name"))
    description = _prose(_get(node, "description"))
    citation = _prose(_get(node, "citeAs")) or _prose(_get(node, "citation"))
    publishers = _agents(node, "publisher", problems)
    return Claims(
        path=path,
        format="croissant" if version is not None or _get(node, "recordSet") else "schema.org",
        format_version=version,
        name=name if name is not None and _MACHINE_NAME.fullmatch(name) else None,
        title=name,
        description=None if description is None else described(description),
        version=raw_of(_get(node, "version"), 100),
        issued=date_of(_get(node, "datePublished") or _get(node, "dateCreated")),
        updated=date_of(_get(node, "dateModified")),
        url=url_of(_address(_get(node, "url"))),
        homepage=url_of(_address(_get(node, "mainEntityOfPage"))),
        identifiers=tuple(_identifiers(node)),
        licenses=distinct(claims_of(_unwrapped(_get(node, "license")), where="descriptor")),
        creators=tuple(_agents(node, "creator", problems) or _agents(node, "author", problems)),
        contributors=tuple(_agents(node, "contributor", problems)),
        publisher=publishers[0] if publishers else None,
        languages=tuple(language_of(raw) for raw in _languages(node)),
        citation=citation,
        references=() if citation is None else tuple(entries(citation)),
        upstream=tuple(_upstream(node)),
        files=tuple(_files(node, problems)),
        notes=tuple(_notes(node)),
        problems=tuple(problems.found),
    )


def _dataset_node(document: Plain) -> Mapping[str, Plain] | None:
    candidates = items_of(document)
    if isinstance(document, dict) and "@graph" in document:
        candidates = items_of(document["@graph"])
    for candidate in candidates:
        node = mapping_of(candidate)
        types = [raw_of(item) or "" for item in items_of(_get(node, "@type"))]
        if any(re.split(r"[:/#]", name)[-1] == "Dataset" for name in types):
            return node
    return None


def _get(node: Mapping[str, Plain], term: str) -> Plain:
    for prefix in _PREFIXES:
        if (value := node.get(prefix + term)) is not None:
            return value
    return None


def _text(value: Plain) -> str | None:
    """A text on one line."""
    text = _prose(value)
    return None if text is None else plain_text(text)


def _prose(value: Plain) -> str | None:
    """A text as it is; of several languages the English one or else the first; of a list the first.

    Values may be nodes: then the name of the node, or its ``@value``.
    """
    if isinstance(value, list):
        return next((text for item in value if (text := _prose(item)) is not None), None)
    if isinstance(value, dict):
        if "@value" in value:
            return _prose(value["@value"])
        if any(key.startswith("@") for key in value):
            return _prose(_get(value, "name"))
        return _prose(value.get("en")) or next(
            (text for item in value.values() if (text := _prose(item)) is not None), None
        )
    if isinstance(value, str):
        return None if text_of(value) is None else value[:20_000].strip()
    return text_of(value)


def _address(value: Plain) -> Plain:
    """An address that may be a node of its own."""
    first = items_of(value)[0] if items_of(value) else None
    return (first.get("@id") or first.get("url")) if isinstance(first, dict) else first


def _unwrapped(value: Plain) -> Plain:
    """Licence nodes with the prefixes of their keys taken off, and ``@value`` taken out."""
    if isinstance(value, list):
        return [_unwrapped(item) for item in value]
    if isinstance(value, dict):
        return {re.sub(r"^(?:\w+:|https?://schema\.org/)", "", key): item
                for key, item in value.items()}  # fmt: skip
    return value


def _version(node: Mapping[str, Plain]) -> str | None:
    for raw in texts_of(_get(node, "conformsTo")):
        if (match := _VERSION.search(raw)) is not None:
            return match[1]
    for item in items_of(_get(node, "conformsTo")):
        if (match := _VERSION.search(raw_of(mapping_of(item).get("@id")) or "")) is not None:
            return match[1]
    return None


def _identifiers(node: Mapping[str, Plain]) -> Iterator[Stated]:
    seen: set[str | None] = set()
    for term in ("identifier", "sameAs", "@id", "url"):
        for item in items_of(_get(node, term)):
            facts = mapping_of(item)
            stated = doi_of(item) or doi_of(facts.get("value")) or doi_of(facts.get("@id"))
            if stated is not None and stated.value not in seen:
                seen.add(stated.value)
                yield stated


def _agents(node: Mapping[str, Plain], term: str, problems: ProblemLog) -> list[Agent]:
    found: list[Agent] = []
    for item in items_of(_get(node, term)):
        plain = _unwrapped(item)
        if isinstance(plain, dict):
            plain = {**plain, "name": _text(plain.get("name"))}
        agent = agent_of(plain, "creator" if term == "author" else term)
        if agent is None:
            problems.add(f"has a {term} without a name; it is left out")
        else:
            found.append(agent)
    return found


def _languages(node: Mapping[str, Plain]) -> list[str]:
    found: list[str] = []
    for item in items_of(_get(node, "inLanguage")):
        facts = mapping_of(item)
        raw = raw_of(item, 100) or raw_of(facts.get("alternateName")) or raw_of(facts.get("name"))
        if raw is not None:
            found.append(raw)
    return list(dict.fromkeys(found))


def _upstream(node: Mapping[str, Plain]) -> Iterator[UpstreamSource]:
    for term in ("isBasedOn", "wasDerivedFrom"):
        for item in items_of(_get(node, term)):
            facts = mapping_of(item)
            address = next(
                (
                    url
                    for key in ("atLocation", "url", "contentUrl", "@id")
                    if (url := url_of(_address(_get(facts, key)))) is not None
                ),
                url_of(item),
            )
            title = next(
                (
                    text
                    for key in ("name", "label", "title")
                    if (text := _text(_get(facts, key))) is not None
                ),
                None if facts else text_of(item),
            )
            identifier = raw_of(facts.get("@id"), 500)
            licences = claims_of(_unwrapped(_get(facts, "license")), where="descriptor")
            if title is None and address is None and identifier is None:
                continue
            yield UpstreamSource(
                title if title is not None else identifier,
                url=address,
                version=raw_of(_get(facts, "version"), 100),
                identifier=identifier,
                license=licences[0] if licences else None,
            )


def _files(node: Mapping[str, Plain], problems: ProblemLog) -> Iterator[StatedFile]:
    for item in items_of(_get(node, "distribution")):
        facts = mapping_of(item)
        place = raw_of(_get(facts, "contentUrl"), 2_000)
        if place is None or _get(facts, "includes") is not None:
            continue
        named = raw_of(facts.get("@id")) or raw_of(_get(facts, "name")) or place
        stated = _get(facts, "sha256")
        digest = sha256_of(stated)
        if stated is not None and digest is None:
            problems.add(f'sha256 "{raw_of(stated, 80)}" of file "{named}" is no digest')
        remote = "://" in place
        # A member of an archive is not a file of the folder.
        if not remote and _get(facts, "containedIn") is not None:
            continue
        yield StatedFile(
            path=None if remote else place,
            url=place if remote else None,
            sha256=digest,
            size=_bytes(_get(facts, "contentSize")),
            media_type=_text(_get(facts, "encodingFormat")),
        )


def _bytes(value: Plain) -> int | None:
    """A size that is exact; "36.809 KB" was rounded and is left out."""
    raw = raw_of(value, 100)
    match = None if raw is None else _BYTES.fullmatch(raw)
    return whole(value) if match is None else int(match[1])


def _notes(node: Mapping[str, Plain]) -> Iterator[Note]:
    for topic, terms in _TOPICS.items():
        answers = [
            text
            for term in terms
            for item in items_of(_get(node, term))
            if (text := _text(item)) is not None
        ]
        if answers:
            yield Note(topic, shorten("; ".join(dict.fromkeys(answers)), 2_000))
