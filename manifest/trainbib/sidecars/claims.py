"""What a metadata file claims about a data set, as found and as understood."""

from dataclasses import dataclass, field
from typing import Literal

from trainbib.licensing.readings import Reading

_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class SidecarProblem:
    """Something in a metadata file that could not be used.

    Attributes:
        path: The metadata file, relative to the data set folder.
        message: What is wrong, with the value and what to do.
    """

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as it was found, and its standard form if it has one.

    Attributes:
        raw: As found.
        value: ISO 8601 date, BCP 47 tag, bare DOI …; ``None`` when it could not be brought to
            the standard form.
    """

    raw: str
    value: str | None


@dataclass(frozen=True, slots=True)
class LicenseClaim:
    """One statement of a licence.

    Attributes:
        raw: As found, at most 300 characters.
        url: The licence's address, if one was given.
        reading: What it means in SPDX terms.
        where: ``hub tag``, ``dataset card``, ``repository file``, ``descriptor`` or ``citation
            file``.
        scope: What it is for, if the place says so: ``data``, ``code``, ``weights``, the name of
            a configuration or of a resource, or ``the other resources``.
    """

    raw: str
    url: str | None
    reading: Reading
    where: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or organisation.

    Attributes:
        name: The name, with given name first where the file says which part is which.
        raw: The name as found.
        kind: Whether it is a person, if the file says so.
        role: Such as ``creator``, ``publisher``, ``contact`` or the file's own word.
        orcid: Bare ORCID.
        ror: ROR address.
        url: Home page.
        email: Address.
        affiliation: Name of the organisation a person belongs to.
    """

    name: str
    raw: str
    role: str
    kind: Literal["person", "organisation"] | None = None
    orcid: str | None = None
    ror: str | None = None
    url: str | None = None
    email: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class UpstreamSource:
    """A source that the file says the data came from.

    Attributes:
        title: Its name.
        url: Its address.
        version: Its version.
        identifier: Its identifier where it came from, such as a hub repository.
        license: The licence stated for it.
    """

    title: str | None
    url: str | None = None
    version: str | None = None
    identifier: str | None = None
    license: LicenseClaim | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """How something was annotated or written, in the file's own words.

    Attributes:
        what: ``annotations``, ``language`` or the name of an annotation layer.
        how: Such as ``crowdsourced`` or ``converted with corrections``.
    """

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Split:
    """A named part of the data set.

    Attributes:
        name: Such as ``train``.
        config: The configuration it belongs to, if there are several.
        paths: File names or globs, relative to the folder of the metadata file.
        records: Number of records.
        size: Bytes.
    """

    name: str
    config: str | None = None
    paths: tuple[str, ...] = ()
    records: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class StatedFile:
    """What the metadata says about one file.

    Attributes:
        path: Relative to the folder of the metadata file; ``None`` for a remote file.
        url: Address of a remote file.
        sha256: 64 lower-case hex digits.
        size: Bytes.
        media_type: As found.
        records: Number of records.
    """

    path: str | None
    url: str | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliography entry.

    Attributes:
        key: Its citation key.
        kind: Such as ``inproceedings``.
        title: Title in plain text.
        authors: Names in plain text, as ordered.
        year: As found.
        doi: Bare DOI.
        url: Address.
        note: The field ``note``.
    """

    key: str
    kind: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: str | None = None
    doi: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the file says on a topic, in prose.

    Attributes:
        topic: ``annotators``, ``annotation_process``, ``personal_information``, ``source_data``,
            ``curators``, ``biases``, ``limitations`` and the like.
        text: Plain text, at most 2 000 characters.
    """

    topic: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Everything that one metadata file claims; what it does not say is absent.

    Attributes:
        path: The file, relative to the data set folder.
        format: Name of the format, such as ``hugging-face-card``.
        format_version: Version of the format, if the file says so.
        name: Machine name.
        title: Title for readers.
        description: First paragraph as plain text, at most 600 characters.
        version: Version of the data set.
        issued: Date of publication.
        updated: Date of the last change.
        url: Where the data set is published.
        homepage: Page about the data set.
        identifiers: DOIs and other identifiers of the data set.
        licenses: Licence statements, in the order of the file.
        creators: Who made it.
        contributors: Who else had a part.
        publisher: Who publishes it.
        languages: Languages of the content.
        modalities: Such as ``text`` or ``audio``.
        citation: The citation asked for, as found.
        references: Bibliography entries, of the citation or of a bibliography file.
        upstream: What the data was made from.
        annotations: How it was annotated.
        tasks: What it is meant for.
        records: Records in all, if the file states it.
        size: Bytes in all, if the file states it.
        splits: Named parts.
        files: What it says about single files.
        notes: Prose on topics that a disclosure asks for.
        problems: What could not be used.
    """

    path: str
    format: str
    format_version: str | None = None
    name: str | None = None
    title: str | None = None
    description: str | None = None
    version: str | None = None
    issued: Stated | None = None
    updated: Stated | None = None
    url: str | None = None
    homepage: str | None = None
    identifiers: tuple[Stated, ...] = ()
    licenses: tuple[LicenseClaim, ...] = ()
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    publisher: Agent | None = None
    languages: tuple[Stated, ...] = ()
    modalities: tuple[str, ...] = ()
    citation: str | None = None
    references: tuple[Reference, ...] = ()
    upstream: tuple[UpstreamSource, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    tasks: tuple[str, ...] = ()
    records: int | None = None
    size: int | None = None
    splits: tuple[Split, ...] = ()
    files: tuple[StatedFile, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[SidecarProblem, ...] = ()


@dataclass(slots=True)
class ProblemLog:
    """Collects the problems of one file while it is read."""

    path: str
    found: list[SidecarProblem] = field(default_factory=list[SidecarProblem])

    def add(self, message: str) -> None:
        """Note a problem once; after 50 of them one file has shown what it is."""
        problem = SidecarProblem(self.path, message)
        if len(self.found) < _MOST_PROBLEMS and problem not in self.found:
            self.found.append(problem)
