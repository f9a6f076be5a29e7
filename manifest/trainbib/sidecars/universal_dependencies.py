"""README files of Universal Dependencies treebanks, with their machine-readable block.

The block's keys are described at https://universaldependencies.org/contributing/repository_files.html.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from trainbib.sidecars import readme
from trainbib.sidecars.agents import inverted
from trainbib.sidecars.claims import (
    Agent,
    Annotation,
    Claims,
    LicenseClaim,
    Note,
    ProblemLog,
    Stated,
)
from trainbib.sidecars.licences import claim, distinct
from trainbib.sidecars.markdown import Section, find_section, sections
from trainbib.sidecars.plain_data import decode
from trainbib.sidecars.values import date_of, email_of, is_placeholder

_BLOCK = re.compile(rb"=== Machine-readable metadata", re.IGNORECASE)
_START = re.compile(r"^=== Machine-readable metadata.*$", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"(?P<key>[A-Z][A-Za-z ]{1,40}):\s*(?P<value>.*\S)")
_RELEASE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})\s+v(?P<version>\d+(?:\.\d+)+)")
_TITLE_LENGTH = 100
_LAYERS = ("Lemmas", "UPOS", "XPOS", "Features", "Relations")


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a README with the block; it stands at the end of the file."""
    return readme.detect(path, data) and _BLOCK.search(data) is not None


def read(path: str, data: bytes) -> Claims:
    """Read a treebank's README."""
    problems = ProblemLog(path)
    text = decode(data, problems)
    block = _block(text)
    document = sections(text)
    version, issued = _release(document)
    licence = claim(block.get("License"), where="dataset card", scope="data")
    prose: list[LicenseClaim] = list(readme.stated_licenses(document))
    notes = (Note("genre", block["Genre"]),) if "Genre" in block else ()
    contact = email_of(block.get("Contact"))
    plain = readme.read(path, data)
    return replace(
        plain,
        format="universal-dependencies-readme",
        title=plain.title or _first_line(document),
        version=version,
        issued=issued,
        licenses=distinct([*([] if licence is None else [licence]), *prose]),
        contributors=(
            *_contributors(block.get("Contributors", "")),
            *(() if contact is None else (Agent(contact, contact, "contact", email=contact),)),
        ),
        annotations=tuple(
            Annotation(layer, block[layer])
            for layer in _LAYERS
            if layer in block and not is_placeholder(block[layer])
        ),
        modalities=("text",) if block.get("Includes text", "").lower() == "yes" else (),
        notes=notes,
    )


def _block(text: str) -> Mapping[str, str]:
    start = _START.search(text)
    if start is None:
        return {}
    found: dict[str, str] = {}
    for line in text[start.end() :].split("\n")[1:40]:
        if line.startswith("==="):
            break
        if (match := _LINE.fullmatch(line.strip()[:5_000])) is not None:
            found[match["key"]] = match["value"]
    return found


def _contributors(names: str) -> tuple[Agent, ...]:
    found = {
        name.strip(): Agent(inverted(name.strip()), name.strip(), "contributor", kind="person")
        for name in names.split(";")
        if not is_placeholder(name)
    }
    return tuple(found.values())


def _first_line(document: Sequence[Section]) -> str | None:
    """The first line before the first heading, where some treebanks have their title."""
    line = next((line.strip() for line in document[0].lines if line.strip()), None)
    return None if line is None or len(line) > _TITLE_LENGTH or line.endswith(".") else line


def _release(document: Sequence[Section]) -> tuple[str | None, Stated | None]:
    """The newest release that the change log names; it is the first one."""
    section = find_section(document, "changelog", "change log")
    match = None if section is None else _RELEASE.search(section.text)
    return (None, None) if match is None else (match["version"], date_of(match["date"]))
