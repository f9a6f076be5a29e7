"""``trainbib disclose``: the official document, and what is missing for it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib.disclosure.regimes import regime_names
from trainbib_cli import completing
from trainbib_cli.disclosure_files import (
    domain_lists,
    file_bytes,
    formats_of,
    refuse_input,
    refuse_pipe,
)
from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import NamedPath, manifest_argument
from trainbib_cli.terminal import (
    json_text,
    notice,
    printable_path,
    shared_options,
    style,
    write,
    write_bytes,
    write_json,
)

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FORMATS = ("text", "markdown", "html", "docx", "pdf", "json", "csv")
_EPILOG = """\b
Examples:
  trainbib disclose --to eu-ai-act
  trainbib disclose --to eu-ai-act -o summary.html -o summary.docx -o summary.json
  trainbib disclose --to eu-ai-act --to ca-ab2013 -o card.pdf    both in one document
  trainbib disclose --to eu-ai-act --explain eu.1.3.text.size
  trainbib disclose --to eu-ai-act --against last/summary.json   what changed, and is it due
  trainbib disclose --from-json summary.json -o summary.pdf      read a filing back

\b
Exit codes:
  0  filed, and the form lacks nothing that it insists on
  1  filed, and something is missing; with --against: something changed
  2  not filed: a file cannot be read or written
  3  there is no manifest
"""


@click.command("disclose", epilog=_EPILOG)
@manifest_argument(standard_input=True)
@click.option(
    "--to",
    "regimes",
    multiple=True,
    metavar="REGIME",
    shell_complete=completing.regime,
    help=f"Which form: {', '.join(regime_names())}. Several make one document.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="KEY",
    help="File for this model of the manifest, instead of for all. May be given several times.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=NamedPath(dir_okay=False),
    metavar="FILE",
    help="Write the document; the ending says the format: .html, .docx, .pdf, .md, .txt, .json; "
    ".csv: the list of crawled domains. May be given several times.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="The format on standard output, without --output; text if left out.",
)
@click.option(
    "--explain",
    metavar="FIELD",
    help="Say where the answer to a field comes from (eu.2.3.domains, or the start of such a "
    "name), instead of filing.",
)
@click.option(
    "--from-json",
    "from_json",
    type=NamedPath(exists=True, dir_okay=False),
    metavar="FILE",
    help="Read a filing that was written as JSON, instead of a manifest.",
)
@click.option(
    "--against",
    type=NamedPath(exists=True, dir_okay=False),
    metavar="FILE",
    help="Compare with the last filing (its JSON, or its manifest), in the terms of the form, and "
    "say whether an update is due.",
)
@click.option(
    "--last-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="With --against: the day of the last filing, instead of the date in it.",
)
@shared_options
def command(
    *,
    manifest: str | None,
    regimes: tuple[str, ...],
    models: tuple[str, ...],
    outputs: tuple[str, ...],
    format_: str | None,
    explain: str | None,
    from_json: str | None,
    against: str | None,
    last_date: datetime | None,
) -> int:
    """Fill the form of a law, or another, from a manifest, and say exactly what is missing.

    MANIFEST is a manifest, a folder that holds one, or `-` for standard input; the one of the
    current folder if left out.

    Answers are derived where they can be, are the manifest's own words where they can't, and are
    shown as a gap with its reason where the manifest has one. Nothing is invented. The document
    says what was declared, by whom and when; Trainbib makes no statement about the law.
    """
    _refuse_without_effect(
        explain=explain, against=against, last=last_date, outputs=outputs, format_=format_
    )
    formats = formats_of(outputs)
    if len(set(regimes)) > 1 and (format_ == "json" or any(kind == "json" for _, kind in formats)):
        raise CannotError("json holds one form; name one with --to, and write the others apart")
    if from_json is None:
        filings = _filled(manifest, regimes, models, outputs)
    else:
        _refuse_with_json(manifest, regimes, models)
        refuse_input(outputs, [from_json])
        filings = [_read(from_json)]
    if explain is not None:
        return _explain(filings, explain)
    if against is not None:
        last = None if last_date is None else last_date.date()
        return _compare(filings, against, models, last, format_ or "text")
    if outputs:
        # All are made before one is written: what cannot be made leaves nothing behind.
        documents = [(path, _rendered(filings, kind)) for path, kind in formats]
        for path, document in documents:
            _write_file(path, document)
    else:
        write_bytes(_rendered(filings, format_ or "text"))
    missing = _tell_missing(filings)
    return missing if from_json is None else max(missing, _tell_remarks(filings[0]))


def _refuse_without_effect(
    *,
    explain: str | None,
    against: str | None,
    last: datetime | None,
    outputs: Sequence[str],
    format_: str | None,
) -> None:
    """Refuse options that would change nothing beside others.

    Raises:
        CannotError: If there are some.
    """
    instead = "--explain" if explain is not None else "--against" if against is not None else None
    if explain is not None and against is not None:
        raise CannotError("--explain and --against print different things; leave out one")
    if outputs and instead is not None:
        raise CannotError(f"--output writes the document, which {instead} does not make")
    if outputs and format_ is not None:
        raise CannotError("--output says the format by its ending; leave out --format")
    if explain is not None and format_ is not None:
        raise CannotError("--explain prints text alone; `--format json` without it has the same")
    if last is not None and against is None:
        raise CannotError("--last-date says when the filing of --against was made; give --against")


def _refuse_with_json(manifest: str | None, regimes: Sequence[str], models: Sequence[str]) -> None:
    given = {"MANIFEST": manifest, "--to": regimes, "--model": models}
    for name, value in given.items():
        if value:
            raise CannotError(
                f"--from-json reads a filing, which says what {name} would; leave out {name}"
            )


def _filled(
    manifest: str | None, regimes: Sequence[str], models: Sequence[str], outputs: Sequence[str]
) -> "list[Filing]":
    """Return the filings of a manifest.

    Raises:
        CannotError: If there is no such regime or model, the manifest cannot be read, or an output
            is the manifest or a list of domains that it names.
    """
    known = regime_names()
    if not regimes:
        raise CannotError(f"--to is missing: say which form, {' or '.join(known)}")
    for name in regimes:
        if name not in known:
            said = name or "''"
            raise CannotError(f"--to {said}: there is no such form; there are {', '.join(known)}")
    path = one_manifest(manifest)
    data = mapping_of(read_manifest(path))
    if path != "-":
        refuse_input(outputs, [path, *domain_lists(data, Path(path).absolute().parent)])
    return _fill(path, data, tuple(dict.fromkeys(regimes)), models)


def _fill(
    path: str, data: Mapping[str, object], regimes: Sequence[str], models: Sequence[str]
) -> "list[Filing]":
    from trainbib.clock import today
    from trainbib.disclosure.filing import fill_from
    from trainbib.disclosure.reading import Reading, ReadingError

    folder = None if path == "-" else Path(path).absolute().parent
    try:
        reading = Reading(data, models=models, folder=folder, today=today())
        return [fill_from(reading, regime) for regime in regimes]
    except ReadingError as error:
        raise CannotError(f"{printable_path(path)}: {error}") from error


def _read(path: str) -> "Filing":
    """Return the filing of a JSON file.

    Raises:
        CannotError: If it is none.
    """
    from trainbib.disclosure.filing_json import FilingError, read_filing

    try:
        return read_filing(json.loads(file_bytes(path)))
    except RecursionError as error:
        raise CannotError(f"{printable_path(path)}: nested too deep to be a filing") from error
    except FilingError as error:
        raise CannotError(f"{printable_path(path)}: {error}") from error
    except ValueError as error:
        raise CannotError(f"{printable_path(path)}: not JSON: {error}") from error


def _rendered(filings: "Sequence[Filing]", kind: str) -> bytes:
    """Return the document in a format.

    Raises:
        CannotError: If the format needs something that is not installed, or has nothing to hold.
    """
    from trainbib.disclosure.renderers import RenderingError, render

    if kind == "json":
        return _json(filings)
    try:
        return _csv(filings) if kind == "csv" else render(filings, kind)
    except RenderingError as error:
        raise CannotError(str(error)) from error


def _csv(filings: "Sequence[Filing]") -> bytes:
    from trainbib.disclosure.renderers.csv import table_lines

    filing = next((each for each in filings if each.form.table is not None), filings[0])
    return "".join(table_lines(filing)).encode()


def _json(filings: "Sequence[Filing]") -> bytes:
    from trainbib.disclosure.filing_json import filing_json

    return (json_text(filing_json(filings[0]), indent=2) + "\n").encode()


def _write_file(path: str, data: bytes) -> None:
    from trainbib.writing import write_atomically

    write_atomically(Path(path), data)
    notice(f"wrote {printable_path(path)}")


def _tell_missing(filings: "Sequence[Filing]") -> int:
    """Say on standard error what each form lacks; return the exit code."""
    from trainbib_cli.reports.disclosure import missing_report

    code = Exit.OK
    for filing in filings:
        report = missing_report(filing)
        for sentence in report.lines:
            notice(sentence)
        if report.missing:
            code = Exit.FINDINGS
    return code


def _tell_remarks(filing: "Filing") -> int:
    """Say what the checks of its regime find in a filing that was read back.

    Of a manifest, ``check --profile`` says it with the place.
    """
    from trainbib.clock import today
    from trainbib.diagnostics import Severity
    from trainbib.disclosure.lint import remarks
    from trainbib.rules import RULES

    code = Exit.OK
    for rule, remark in remarks(filing, RULES, today()):
        notice(f"{rule.severity}[{rule.code}] {remark.field}: {remark.message}; {remark.help}")
        if rule.severity is Severity.ERROR:
            code = Exit.FINDINGS
    return code


def _explain(filings: "Sequence[Filing]", named: str) -> int:
    """Print where answers come from.

    Raises:
        CannotError: If no field has that name.
    """
    from trainbib_cli.reports.disclosure import explanation

    found = list(_explanations(filings, named))
    if not found:
        from trainbib.conformance.wording import did_you_mean, one_of

        near = did_you_mean(named, (name for filing in filings for name in filing.form.fields))
        meant = f"; did you mean {one_of(near)}?" if near else ""
        raise CannotError(
            f"--explain {named}: no field has that name{meant}; `--explain all` shows every one"
        )
    write(explanation(found, style()))
    return Exit.OK


def _explanations(filings: "Sequence[Filing]", named: str) -> "Iterator[tuple[Filing, str]]":
    for filing in filings:
        for name in filing.form.fields:
            if named in (name, "all") or name.startswith(f"{named}."):
                yield filing, name


def _compare(
    filings: "Sequence[Filing]",
    against: str,
    models: Sequence[str],
    last: "date | None",
    format_: str,
) -> int:
    """Print what the form shows otherwise than the last filing did."""
    from trainbib.clock import today
    from trainbib.disclosure.comparing import ComparisonError, duty
    from trainbib_cli.reports.disclosure import duty_json, duty_text

    if format_ not in ("text", "json"):
        raise CannotError(f"--format {format_}: a comparison is printed as text or json")
    if len(filings) > 1:
        raise CannotError("--against compares one form; name one with --to")
    new = filings[0]
    refuse_pipe(against)
    old = (
        _read(against)
        if Path(against).suffix == ".json" and _is_filing(against)
        else _fill(against, mapping_of(read_manifest(against)), [new.form.id], models)[0]
    )
    try:
        found = duty(old, new, last)
    except ComparisonError as error:
        raise CannotError(f"{printable_path(against)}: {error}") from error
    if format_ == "json":
        write_json(duty_json(found, old, new, today()))
    else:
        write(duty_text(found, style(), today()))
    return Exit.FINDINGS if found.changes else Exit.OK


def _is_filing(path: str) -> bool:
    """Tell a filing from a manifest, both of which can be JSON."""
    try:
        data = json.loads(file_bytes(path))
    except (ValueError, RecursionError):
        return False  # reading it as a manifest says what is wrong with it
    return isinstance(data, dict) and "answers" in data
