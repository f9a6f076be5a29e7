"""``trainbib lookup``: is this URL, or this text, among the records?"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import NamedPath, format_option, index_key_option
from trainbib_cli.reports.wording import grouped
from trainbib_cli.terminal import Style, printable, shared_options, style, write, write_json

if TYPE_CHECKING:
    from trainbib.record_index import Answer

_EPILOG = """\b
Examples:
  trainbib lookup records.parquet --url https://example.com/my/page
  trainbib lookup records.parquet --text-file my-poem.txt

\b
Exit codes:
  0  everything that was asked for is listed
  1  something is not
  2  the index cannot be read, or what was asked for is no URL or text
"""
_STANDARD_INPUT = "-"


@click.command("lookup", epilog=_EPILOG)
@click.argument("index", type=NamedPath(), metavar="INDEX")
@click.option("--url", "urls", multiple=True, metavar="URL", help="A URL; may be given repeatedly.")
@click.option(
    "--text-file",
    "files",
    multiple=True,
    type=NamedPath(allow_dash=True),
    metavar="FILE",
    help="A file with the whole text of a record, in UTF-8; `-` is the standard input.",
)
@index_key_option("The key of the index, if it has one.")
@click.option(
    "--exact",
    is_flag=True,
    help="Look up the URL itself only, not the same with http or https, with or without www., "
    "with or without a slash at its end.",
)
@format_option()
@shared_options
def command(
    *,
    index: str,
    urls: tuple[str, ...],
    files: tuple[str, ...],
    key: str | None,
    exact: bool,
    format_: str,
) -> int:
    """Say whether a URL or a text is in a list of digests.

    INDEX is a file that `trainbib index` wrote. One part of it is read, not the whole file. A text
    is found if all of it is the text of one record; line ends and blanks around it do not matter.
    """
    from trainbib.record_index import (
        RecordIndexError,
        look_up_text,
        look_up_url,
        open_record_index,
        read_key,
    )
    from trainbib.records import UrlError

    if not urls and not files:
        raise CannotError("nothing to look up: give --url URL or --text-file FILE")
    answers: list[tuple[str, Answer]] = []
    try:
        secret = None if key is None else read_key(key)
        opened = open_record_index(index)
        for url in urls:
            try:
                answers.append((url, look_up_url(opened, url, secret, exact=exact)))
            except UrlError as error:
                raise CannotError(f"{url} is no URL of a page: {error}") from error
        answers += [(file, look_up_text(opened, _text_of(file), secret)) for file in files]
    except RecordIndexError as error:
        raise CannotError(str(error)) from error
    if format_ == "json":
        write_json({"index": index, "answers": [_json(*pair) for pair in answers]})
    else:
        write(_text(answers, style()))
    return Exit.OK if all(answer.found for _, answer in answers) else Exit.FINDINGS


def _text_of(file: str) -> str:
    data = sys.stdin.buffer.read() if file == _STANDARD_INPUT else Path(file).read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise CannotError(
            f"{file} is not UTF-8 (byte {error.start}); convert it, since the index is of texts in "
            "UTF-8"
        ) from error


def _text(answers: "list[tuple[str, Answer]]", colors: Style) -> Iterator[str]:
    for asked, answer in answers:
        if not answer.found:
            variants = f", in {answer.tried} variants" if answer.tried > 1 else ""
            yield f"{colors.strong('not listed')}  {printable(asked)}{variants}\n"
            continue
        as_what = ""
        if answer.matched is not None and answer.matched != asked:
            as_what = f", as {printable(answer.matched)}"
        yield f"{colors.strong('listed')}  {printable(asked)}{as_what}\n"
        yield f"  chance of a false match: 1 in {grouped(int(1 / answer.chance))}\n"


def _json(asked: str, answer: "Answer") -> dict[str, object]:
    return {
        "asked": asked,
        "kind": answer.kind,
        "listed": answer.found,
        "matched": answer.matched,
        "tried": answer.tried,
        "chance": float(answer.chance),
    }
