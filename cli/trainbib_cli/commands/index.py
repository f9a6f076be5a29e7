"""``trainbib index``: a list of digests in which records can be looked up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import (
    format_option,
    index_key_option,
    jobs_option,
    output_option,
    records_arguments,
)
from trainbib_cli.progress import progress
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import notice, printable_path, shared_options, write, write_json

if TYPE_CHECKING:
    from trainbib.record_index import IndexBuild, Kind

_EPILOG = """\b
Examples:
  trainbib index data -o records.parquet
  trainbib index data --of url --key secret.hex -o records.parquet
  trainbib index part-1.parquet part-2.parquet -o records.parquet    add indexes
  trainbib lookup records.parquet --url https://example.com/my/page

\b
Exit codes:
  0  written
  2  not written, or not of all: a file cannot be read to its end
  3  nothing to list: no file has records that can be read
"""


@click.command("index", epilog=_EPILOG)
@records_arguments("Where the text of a record is, instead of the usual places.")
@output_option("The index to write, a Parquet file.", required=True)
@click.option(
    "--of",
    "of",
    default="url,text",
    show_default=True,
    metavar="LIST",
    help="What is listed: url, text, or both.",
)
@index_key_option(
    "Key the digests with what is in FILE, 64 hexadecimal digits: only who has the key can look "
    "records up."
)
@jobs_option()
@format_option()
@shared_options
def command(
    *,
    sources: tuple[str, ...],
    output: str,
    of: str,
    key: str | None,
    fields: tuple[str, ...],
    text_fields: tuple[str, ...],
    jobs: int | None,
    format_: str,
) -> int:
    """Write a list of digests in which records can be looked up.

    Listed are the first 8 bytes of the SHA-256 of each URL and of each text, in one normal form
    (SPEC.md, section 21), sorted, in a Parquet file. SOURCE is a file or folder with JSON Lines
    (plain, gzip, zstd …), Parquet or WARC, or an index that this command wrote: indexes are added.
    A list without a key can be searched by guessing: docs/record-index.md says what that means.
    """
    from trainbib.record_index import (
        IndexSettings,
        RecordIndexError,
        build_record_index,
        read_key,
    )
    from trainbib.records import TEXT_FIELDS, URL_FIELDS, Fields, RecordsError

    try:
        settings = IndexSettings(
            of=_kinds(of),
            key=None if key is None else read_key(key),
            fields=Fields(fields or URL_FIELDS, text_fields or TEXT_FIELDS),
            jobs=jobs,
        )
        with progress("Listing") as report:
            build = build_record_index(sources, output, settings, progress=report)
    except (RecordIndexError, RecordsError) as error:
        raise CannotError(str(error)) from error
    for sentence in (*build.problems, *build.notes):
        notice(sentence)
    if not build.sources:
        if build.problems:
            return Exit.FAILED
        notice("no file holds JSON Lines, Parquet or WARC: there is nothing to list")
        return Exit.NOTHING
    if format_ == "json":
        write_json({"output": output, **build.facts.as_json(), **_more(build)})
    else:
        write(_text(build, output))
    return Exit.FAILED if build.problems else Exit.OK


def _kinds(of: str) -> "list[Kind]":
    names = [name.strip() for name in of.split(",")]
    for name in names:
        if name not in {"url", "text"}:
            raise CannotError(f"--of {of}: `{name}` cannot be listed; give url, text, or url,text")
    return cast("list[Kind]", names)


def _text(build: "IndexBuild", output: str) -> Iterator[str]:
    facts = build.facts
    for kind, told in facts.kinds.items():
        yield (
            f"Listed {counted(told.distinct, kind)} of {counted(told.records, 'record')}, "
            f"{told.digest}.\n"
        )
        if told.missing:
            yield f"  {counted(told.missing, 'record')} without a {kind}\n"
        if told.invalid:
            yield f"  {counted(told.invalid, 'record')} with a {kind} that has no normal form\n"
    if build.others:
        yield f"  {counted(len(build.others), 'file')} of other formats passed over\n"
    keyed = ", keyed" if facts.key_check is not None else ""
    yield f"Wrote {printable_path(output)}{keyed}.\n"


def _more(build: "IndexBuild") -> dict[str, object]:
    return {
        "passed_over": sorted(build.others),
        "problems": list(build.problems),
        "notes": list(build.notes),
    }
