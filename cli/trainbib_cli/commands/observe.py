"""``trainbib observe``: what the files of each source say of rights, languages and domains."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import NamedPath, format_option, jobs_option, manifest_argument
from trainbib_cli.progress import progress
from trainbib_cli.reports.observation import (
    WrittenTable,
    observation_json,
    observation_text,
)
from trainbib_cli.terminal import notice, shared_options, style, write, write_json

if TYPE_CHECKING:
    from datetime import date

    from trainbib.document import Document
    from trainbib.domains import SuffixList
    from trainbib.language_shares import Identifier
    from trainbib.observations import Observation, Proposal, SourceCounts

_EPILOG = """\b
Examples:
  trainbib observe                         what there is, and what could be added
  trainbib observe --write                 add it to the manifest
  trainbib observe --no-languages --domains domains/

\b
Exit codes:
  0  observed, and written if that was asked for
  2  not observed, or not all of it: a file cannot be read to its end; an image
     whose metadata is damaged is read, and counted as damaged
  3  nothing to observe: no file that cites a source has images or texts
"""
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@click.command("observe", epilog=_EPILOG)
@manifest_argument()
@click.option(
    "--root",
    type=NamedPath(),
    metavar="DIR",
    help="Where the files are, if elsewhere than the manifest says.",
)
@click.option("--write", "writes", is_flag=True, help="Add what is new to the manifest.")
@click.option(
    "--images/--no-images",
    default=True,
    show_default=True,
    help="Read what images say of rights in their metadata.",
)
@click.option(
    "--languages/--no-languages",
    default=None,
    help="Tell the languages of a sample of texts; as `trainbib[languages]` is installed or not "
    "if left out.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="How many texts of a source are sampled.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="N",
    help="Which sample is drawn; the same seed draws the same.",
)
@click.option(
    "--text-field",
    "text_fields",
    multiple=True,
    metavar="NAME",
    help="Where the text of a record is, instead of the usual places; a dot leads into an object. "
    "May be given several times: the first that holds a text is taken.",
)
@click.option(
    "--domains",
    "domains",
    type=NamedPath(),
    metavar="DIR",
    help="Count domains in the same pass, and write DIR/KEY.csv for each source with URLs.",
)
@jobs_option()
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day (2026-03-01) of the observation; today if left out.",
)
@format_option()
@shared_options
def command(
    *,
    manifest: str | None,
    root: str | None,
    writes: bool,
    images: bool,
    languages: bool | None,
    sample: int,
    seed: int,
    text_fields: tuple[str, ...],
    domains: str | None,
    jobs: int | None,
    today: datetime | None,
    format_: str,
) -> int:
    """Read what the files of each source say of themselves, and propose it for the manifest.

    Images: the data mining property of IPTC and PLUS, notices in EXIF, XMP and IPTC-IIM, and with
    `trainbib[images]` the training assertion of C2PA. Texts: the shares of languages on a sample,
    with `trainbib[languages]`. Every file is read once. Nothing that stands in the manifest is
    replaced. MANIFEST is the one of the current folder if left out.
    """
    from trainbib.language_shares import SampleSettings
    from trainbib.observations import ObserveError, ObserveSettings, cited_files, observe
    from trainbib.records import TEXT_FIELDS, Fields, RecordsError

    path = one_manifest(manifest, needs_file="the files lie beside it")
    document = read_manifest(path)
    data = mapping_of(document)
    try:
        settings = ObserveSettings(
            images=images,
            identifier=_identifier(wanted=languages),
            suffixes=_suffixes(domains),
            sample=SampleSettings(sample, seed),
            fields=Fields(text=text_fields or TEXT_FIELDS),
            jobs=jobs,
        )
        found = cited_files(Path(path), data, root=root)
        with (
            progress("Observing") as report,
            observe(found.files, settings, progress=report) as observation,
        ):
            tables = _written_tables(observation, domains)
    except (ObserveError, RecordsError) as error:
        raise CannotError(str(error)) from error
    problems = [*found.problems, *observation.problems]
    for sentence in (*problems, *observation.notes):
        notice(sentence)
    proposed = _proposed(observation, document, tables, today.date() if today else None)
    if writes:
        _write_manifest(document, proposed)
    if format_ == "json":
        result = observation_json(observation, proposed, tables, problems)
        write_json({"version": "1", "manifest": document.path, "written": writes, **result})
    else:
        write(observation_text(observation, proposed, tables, style(), writes=writes))
    if problems:
        return Exit.FAILED
    if not any(map(_has_anything, observation.sources.values())):
        notice("no file that cites a source has images or texts that are read")
        return Exit.NOTHING
    return Exit.OK


def _identifier(*, wanted: bool | None) -> "Identifier | None":
    """Load what tells languages, if it is wanted or there."""
    from trainbib.language_shares import LanguagesError, load_identifier

    if wanted is False:
        return None
    try:
        return load_identifier()
    except LanguagesError as error:
        if wanted:
            raise CannotError(str(error)) from error
        notice(f"no languages: {error}")
        return None


def _suffixes(domains: str | None) -> "SuffixList | None":
    if domains is None:
        return None
    from trainbib.domains import read_suffix_list

    return read_suffix_list()


def _written_tables(observation: "Observation", folder: str | None) -> "dict[str, WrittenTable]":
    """Write a table for each source that has records with URLs.

    Raises:
        CannotError: If the key of a source cannot be the name of a file.
    """
    if folder is None:
        return {}
    from trainbib.domains import write_table

    tables: dict[str, WrittenTable] = {}
    Path(folder).mkdir(parents=True, exist_ok=True)
    for key, counts in observation.sources.items():
        if not counts.domains.files:
            continue
        if _KEY.fullmatch(key) is None:
            raise CannotError(f"no file can be named for the source {key!r}: it is no citation key")
        tables[key] = WrittenTable(Path(folder, f"{key}.csv"), observation.domains(key))
        write_table(tables[key].table, tables[key].path)
    return tables


def _proposed(
    observation: "Observation",
    document: "Document",
    tables: Mapping[str, WrittenTable],
    day: "date | None",
) -> "list[Proposal]":
    """Return what could be added to the manifest."""
    from trainbib.clock import today
    from trainbib.observations import domain_pin, domain_proposals, proposals

    data = mapping_of(document)
    pins: dict[str, dict[str, object]] = {}
    for key, (path, table) in tables.items():
        pin = domain_pin(Path(document.path), path, table.facts.domains)
        if pin is not None:
            pins[key] = pin
    return [*proposals(observation, data, day or today()), *domain_proposals(data, pins)]


def _write_manifest(document: "Document", proposed: "Sequence[Proposal]") -> None:
    """Add what is new to the manifest.

    Raises:
        CannotError: If its layout does not allow it, or it is not what was read any more.
    """
    from trainbib.observations import edit
    from trainbib.writing import ChangedFileError, EditError, Editor, replace_unchanged
    from trainbib.writing.encoding import encoded, has_mark, original

    try:
        editor = Editor(document)
        if edit(editor, mapping_of(document), proposed):
            new = encoded(editor.result(), mark=has_mark(document))
            replace_unchanged(Path(document.path), original(document), new)
    except (EditError, ChangedFileError) as error:
        raise CannotError(f"nothing was written: {error}") from error


def _has_anything(counts: "SourceCounts") -> bool:
    languages = counts.languages
    return bool(counts.images.images or languages.texts or languages.without or counts.runs)
