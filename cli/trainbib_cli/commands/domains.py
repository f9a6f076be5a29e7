"""``trainbib domains``: how much comes from which registrable domain."""

import contextlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import (
    NamedPath,
    format_option,
    jobs_option,
    output_option,
    records_arguments,
)
from trainbib_cli.progress import progress
from trainbib_cli.reports.wording import counted, grouped, percentage
from trainbib_cli.terminal import (
    notice,
    printable,
    printable_path,
    shared_options,
    write,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.domains import DomainCount, DomainTable

_EPILOG = """\b
Examples:
  trainbib domains data/web -o domains.csv
  trainbib domains part-1.parquet part-2.parquet -o all.parquet    add tables
  trainbib domains images.parquet --modality image --field image_url -o images.csv

\b
Exit codes:
  0  counted
  2  not counted, or not all of it: a file cannot be read to its end
  3  nothing to count: no file has records that can be read
"""
_OTHERS = (
    ("ip_addresses", "at an IP address"),
    ("public_suffixes", "at a host that is a public suffix"),
    ("invalid_urls", "with a URL that is none"),
    ("without_url", "without a URL"),
)


@click.command("domains", epilog=_EPILOG)
@records_arguments("What is measured: a field with text or binary data, instead of the usual ones.")
@output_option("Write the whole table: .csv, .jsonl or .parquet.")
@click.option(
    "--modality",
    metavar="NAME",
    help="What the bytes are (text, image …): they get a column of their own, bytes_NAME.",
)
@click.option(
    "--private-suffixes",
    is_flag=True,
    help="Divide hosts such as github.io by user: heed the list's private section as well.",
)
@click.option(
    "--suffix-list",
    type=NamedPath(exists=True, dir_okay=False),
    metavar="FILE",
    help="Use this public suffix list instead of the one that is installed.",
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many domains are shown; FILE always has all.",
)
@jobs_option()
@format_option()
@shared_options
def command(
    *,
    sources: tuple[str, ...],
    output: str | None,
    fields: tuple[str, ...],
    text_fields: tuple[str, ...],
    modality: str | None,
    private_suffixes: bool,
    suffix_list: str | None,
    top: int,
    jobs: int | None,
    format_: str,
) -> int:
    """Count bytes and records by registrable domain.

    SOURCE is a file or folder with JSON Lines (plain, gzip, zstd …), Parquet or WARC, or a table
    that this command wrote: tables are added up. The bytes are those of the text of a record in
    UTF-8, or of the whole record if it has no text. What has no domain is counted too, by reason.
    """
    from trainbib.domains import DomainSettings, count_domains, table_format, write_table
    from trainbib.records import TEXT_FIELDS, URL_FIELDS, Fields, RecordsError

    if modality is not None and not modality.isidentifier():
        raise CannotError(f"--modality {modality}: give a name of letters, digits and _")
    settings = DomainSettings(
        fields=Fields(fields or URL_FIELDS, text_fields or TEXT_FIELDS),
        suffix_list=suffix_list,
        private=private_suffixes,
        modality=modality,
        jobs=jobs,
        folder=None if output is None else str(Path(output).absolute().parent),
        leave_out=() if output is None else (output,),
    )
    try:
        if output is not None:
            table_format(output)  # before any work is done
        with contextlib.ExitStack() as stack:
            with progress("Counting") as report:  # gone before anything else is written
                count = stack.enter_context(count_domains(sources, settings, progress=report))
            if not count.sources:
                return _nothing(count)
            if output is not None:
                write_table(count.table, output)
            for sentence in (*count.problems, *count.notes):
                notice(sentence)
            if format_ == "json":
                write_json(_json(count, top))
            else:
                write(_text(count, top, output))
            return Exit.FAILED if count.problems else Exit.OK
    except RecordsError as error:
        raise CannotError(str(error)) from error


def _nothing(count: "DomainCount") -> int:
    for sentence in count.problems:
        notice(sentence)
    if count.problems:
        return Exit.FAILED
    notice("no file holds JSON Lines, Parquet or WARC: there is nothing to count")
    return Exit.NOTHING


def _text(count: "DomainCount", top: int, output: str | None) -> Iterator[str]:
    table = count.table
    total = table.facts.total
    rows = list(islice(table.rows(), top))
    if rows:
        widest = max(len(domain) for domain, _ in rows)
        for domain, numbers in rows:
            share = percentage(numbers[1], total.bytes)
            yield (
                f"{printable(domain):{widest}}  {grouped(numbers[1]):>19} bytes  {share:>7}  "
                f"{counted(numbers[0], 'record'):>19}\n"
            )
        if table.facts.domains > len(rows):
            yield f"… and {counted(table.facts.domains - len(rows), 'domain')} more\n"
        yield "\n"
    yield from _totals(count)
    if output is not None:
        yield f"Wrote {printable_path(output)}.\n"


def _totals(count: "DomainCount") -> Iterator[str]:
    facts = count.table.facts
    total = facts.total
    yield (
        f"Counted {counted(total.records, 'record')} of {counted(facts.files, 'file')}, "
        f"{counted(total.bytes, 'byte')}: {counted(facts.domains, 'domain')}.\n"
    )
    for name, what in _OTHERS:
        other = facts.others[name]
        if other.records:
            yield f"  {counted(other.records, 'record')} {what}, {counted(other.bytes, 'byte')}\n"
    if facts.damaged_lines:
        yield f"  {counted(facts.damaged_lines, 'line')} skipped as no record\n"
    if facts.whole:
        yield f"  {counted(facts.whole, 'record')} measured whole: there is no text\n"
    if count.others:
        yield f"  {counted(len(count.others), 'file')} of other formats passed over\n"
    version, digest, private = facts.suffix_list or (None, "", False)
    section = ", with its private section" if private else ""
    yield f"Public suffix list {version or 'without a version'}{section}, sha256 {digest}.\n"


def _json(count: "DomainCount", top: int) -> dict[str, object]:
    return {
        **count.table.facts.as_json(),
        "top": list(_top(count.table, top)),
        "passed_over": sorted(count.others),
        "problems": list(count.problems),
        "notes": list(count.notes),
    }


def _top(table: "DomainTable", top: int) -> Iterator[dict[str, object]]:
    names = table.columns[1:]
    for domain, numbers in islice(table.rows(), top):
        yield {"domain": domain, **dict(zip(names, numbers, strict=True))}
