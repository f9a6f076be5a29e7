"""Hugging Face dataset cards: YAML front matter in README.md, then sections of a known template.

Fields as in https://github.com/huggingface/hub-docs (``datasetcard.md``), with the older shapes:
lists where there is now a value, mappings by configuration, singular and plural keys.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from trainbib.sidecars import readme
from trainbib.sidecars.claims import (
    Agent,
    Annotation,
    Claims,
    LicenseClaim,
    Note,
    ProblemLog,
    Split,
    Stated,
    UpstreamSource,
)
from trainbib.sidecars.hugging_face_info import splits_of
from trainbib.sidecars.licences import claim, custom, distinct
from trainbib.sidecars.markdown import (
    MAX_DESCRIPTION,
    Section,
    find_section,
    first_paragraph,
    note_text,
    plain_text,
    sections,
    shorten,
    split_front_matter,
)
from trainbib.sidecars.plain_data import Plain, PlainDataError, decode, parse_yaml
from trainbib.sidecars.topics import section_notes
from trainbib.sidecars.values import (
    email_of,
    is_placeholder,
    items_of,
    language_of,
    mapping_of,
    raw_of,
    text_of,
    texts_of,
    url_of,
    whole,
)

_CARD_HEADING = re.compile(r"dataset card for\s+(?P<name>.+)", re.IGNORECASE)
_FACT = re.compile(
    r"^\s*(?:[-*]\s*)?\*\*(?P<key>[A-Za-z][A-Za-z() ]{2,40}):?\*\*:?[ \t]*(?P<value>.*)$"
)
_CARD_HEADINGS = re.compile(
    rb"^#+ *(?:dataset card for|dataset summary)", re.IGNORECASE | re.MULTILINE
)
# A line of hyphens alone may be a rule; a key must follow, perhaps after comments.
_FRONT = re.compile(rb"---[ \t]*\r?\n\s*(?:#[^\n]*\n\s*){0,20}[\"']?[\w-]+[\"']?[ \t]*:")
_LONGEST_NAME = 120
_REPOSITORY = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")
_PLACEHOLDER_LANGUAGES = frozenset({"unknown", "code", "multilingual", "other"})


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a README.md with front matter, or with the template's headings."""
    if not readme.detect(path, data):
        return False
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _FRONT.match(start) is not None or _CARD_HEADINGS.search(data[:200_000]) is not None


def read(path: str, data: bytes) -> Claims:
    """Read a dataset card."""
    problems = ProblemLog(path)
    text = decode(data, problems)
    front, body, line = split_front_matter(text)
    opened = text.lstrip().startswith("---")
    facts = _front_matter(front, line, problems, opened=opened)
    document = sections(body)
    described = _bullets(document)
    citation, references = readme.citation_of(document, problems)
    homepage = url_of(described.get("homepage"))
    return Claims(
        path=path,
        format="hugging-face-card",
        title=_title(facts, document),
        description=_description(document),
        version=raw_of(facts.get("version"), 100),
        homepage=homepage or url_of(described.get("repository")),
        identifiers=readme.badge_dois(body),
        licenses=distinct([*_tagged(facts, problems), *_in_sections(document, described)]),
        contributors=_contacts(described),
        languages=_languages(facts, problems),
        modalities=_modalities(facts),
        citation=citation,
        references=references,
        upstream=tuple(_upstream(facts)),
        annotations=tuple(_annotations(facts)),
        tasks=tuple(texts_of(facts.get("task_categories"))),
        splits=tuple(_splits(facts)),
        size=_size(facts),
        notes=_notes(document, described),
        problems=tuple(problems.found),
    )


def _front_matter(
    front: str | None, line: int, problems: ProblemLog, *, opened: bool
) -> Mapping[str, Plain]:
    if front is None:
        if opened:
            problems.add('front matter is opened with "---" and never closed')
        return {}
    try:
        value = parse_yaml(front, problems, first_line=line)
    except PlainDataError as fault:
        problems.add(f"front matter {fault}")
        return {}
    if isinstance(value, dict):
        return value
    if value is not None:
        problems.add("front matter is not a mapping of keys to values")
    return {}


def _title(facts: Mapping[str, Plain], document: Sequence[Section]) -> str | None:
    names = texts_of(facts.get("pretty_name"))
    if len(names) == 1:
        return names[0]
    for section in document:
        match = _CARD_HEADING.fullmatch(section.title)
        if match is not None:
            return None if is_placeholder(match["name"]) else match["name"].strip(" []")[:200]
    return readme.title_of(document)


def _description(document: Sequence[Section]) -> str | None:
    section = find_section(document, "dataset summary")
    if section is not None:
        text = first_paragraph(section) or note_text(section)
        if text is not None:
            return shorten(text, MAX_DESCRIPTION)
    return readme.description_of(document)


def _tagged(facts: Mapping[str, Plain], problems: ProblemLog) -> Iterator[LicenseClaim]:
    value = facts.get("license", facts.get("licenses"))
    by_part = value if isinstance(value, dict) else {None: value}
    if isinstance(value, dict):
        problems.add("license is a mapping by configuration; hubs read one value or a list")
    link = url_of(facts.get("license_link")) or url_of(facts.get("license_details"))
    name = text_of(facts.get("license_name"))
    for part, values in by_part.items():
        for item in items_of(values):
            tag = raw_of(item, 300)
            if tag is None:
                problems.add("license has a value that is no text; it is left out")
            elif tag.lower() == "other" and name is not None:
                yield custom(name, link, where="hub tag", scope=part)
            elif (found := claim(tag, url=link, where="hub tag", scope=part)) is not None:
                yield found


def _in_sections(
    document: Sequence[Section], described: Mapping[str, str]
) -> Iterator[LicenseClaim]:
    section = find_section(document, "licensing information")
    if section is not None:
        yield from readme.section_licenses(section, "dataset card")
    else:
        yield from readme.stated_licenses(document)
    stated = described.get("license")
    if stated is not None and not is_placeholder(plain_text(stated)):
        found = claim(plain_text(stated), url=url_of(stated), where="dataset card")
        if found is not None:
            yield found


def _languages(facts: Mapping[str, Plain], problems: ProblemLog) -> tuple[Stated, ...]:
    found: dict[str, Stated] = {}
    # The longer tags say more than the plain ones, and come with them.
    for key in ("language", "languages", "language_bcp47"):
        for raw in texts_of(facts.get(key)):
            stated = language_of(raw)
            if raw.lower() in _PLACEHOLDER_LANGUAGES:
                stated = Stated(raw, None)
            elif stated.value is None:
                problems.add(f'{key} "{raw}" is no registered language tag; it is left out')
            found.setdefault(stated.value or stated.raw, stated)
    return tuple(found.values())


def _modalities(facts: Mapping[str, Plain]) -> tuple[str, ...]:
    tags = [
        tag.removeprefix("modality:")
        for tag in texts_of(facts.get("tags"))
        if tag.startswith("modality:")
    ]
    return tuple(dict.fromkeys([*texts_of(facts.get("modalities")), *tags]))


def _upstream(facts: Mapping[str, Plain]) -> Iterator[UpstreamSource]:
    for raw in texts_of(facts.get("source_datasets")):
        kind, bar, name = raw.partition("|")
        name = (name if bar else kind).strip()
        if not bar and name.lower() in ("original", "extended"):
            continue
        name = name.removeprefix("other-")
        if is_placeholder(name) or name == "other":
            continue
        address = f"https://huggingface.co/datasets/{name}" if _REPOSITORY.fullmatch(name) else None
        yield UpstreamSource(name, url=address, identifier=raw)


def _annotations(facts: Mapping[str, Plain]) -> Iterator[Annotation]:
    for key, what in (("annotations_creators", "annotations"), ("language_creators", "language")):
        for how in texts_of(facts.get(key)):
            yield Annotation(what, how)


def _splits(facts: Mapping[str, Plain]) -> Iterator[Split]:
    counted: dict[tuple[str | None, str], Split] = {}
    infos = [mapping_of(info) for info in items_of(facts.get("dataset_info"))]
    for info in infos:
        config = text_of(info.get("config_name"))
        for split in splits_of(info.get("splits"), config):
            counted[config, split.name] = split
    for item in items_of(facts.get("configs")):
        config = text_of(mapping_of(item).get("config_name"))
        for name, paths in _data_files(mapping_of(item).get("data_files")):
            known = counted.pop((config, name), None)
            if known is None and config == "default":
                known = counted.pop((None, name), None)
            yield Split(
                name,
                config,
                tuple(paths),
                None if known is None else known.records,
                None if known is None else known.size,
            )
    yield from counted.values()


def _data_files(value: Plain) -> Iterator[tuple[str, list[str]]]:
    """Pairs of split and patterns; patterns without a split are the hub's ``train``."""
    if isinstance(value, dict) and "path" not in value:
        for split, patterns in value.items():
            yield split, texts_of(patterns)
        return
    bare: list[str] = []
    for item in items_of(value):
        facts = mapping_of(item)
        name, paths = text_of(facts.get("split")), texts_of(facts.get("path"))
        if name is not None and paths:
            yield name, paths
        else:
            bare.extend(paths or texts_of(item))
    if bare:
        yield "train", bare


def _size(facts: Mapping[str, Plain]) -> int | None:
    infos = [mapping_of(info) for info in items_of(facts.get("dataset_info"))]
    sizes = [whole(info.get("dataset_size")) for info in infos]
    known = [size for size in sizes if size is not None]
    return sum(known) if known and len(known) == len(sizes) else None


def _bullets(document: Sequence[Section]) -> Mapping[str, str]:
    """The facts listed as ``- **Homepage:** …`` under the description; the value may follow."""
    found: dict[str, str] = {}
    for section in document[:12]:
        key: str | None = None
        for line in section.lines[:60]:
            match = _FACT.match(line)
            if match is not None:
                key = str(match["key"]).strip().lower()
                found.setdefault(key, str(match["value"]).strip())
            elif key is not None and line.strip() and not found[key]:
                found[key] = line.strip()
            elif not line.strip():
                key = None
    return {key: value for key, value in found.items() if not is_placeholder(plain_text(value))}


def _contacts(described: Mapping[str, str]) -> tuple[Agent, ...]:
    stated = described.get("point of contact")
    if stated is None:
        return ()
    email, url = email_of(stated), url_of(stated)
    name = plain_text(stated).strip(" :[](),;").removeprefix("mailto:")
    if name == url or len(name) > _LONGEST_NAME or is_placeholder(name):
        name = email or ""
    return (Agent(name, stated, "contact", url=url, email=email),) if name else ()


def _notes(document: Sequence[Section], described: Mapping[str, str]) -> tuple[Note, ...]:
    paper = described.get("paper")
    notes = section_notes(document)
    if paper is None:
        return notes
    title, url = plain_text(paper).strip(" :"), url_of(paper)
    text = title if url is None or url in title else f"{title} ({url})".strip()
    return (*notes, Note("paper", text)) if text else notes
