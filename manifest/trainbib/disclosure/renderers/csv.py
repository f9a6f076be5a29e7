"""Tables of a filing as CSV (RFC 4180): above all the list of domains, however long it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from trainbib.characters import visible
from trainbib.disclosure.answers import Filing
from trainbib.disclosure.renderers.extras import RenderingError
from trainbib.spreadsheets import disarmed

__all__ = ["csv_lines", "table_lines"]

_QUOTED = frozenset('",\r\n')


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a table as lines of CSV, the names of the columns first.

    Text that a spreadsheet would take for a formula has an apostrophe before it.

    Args:
        columns: Names of the columns, in order.
        rows: Values by column; what is left out, or None, is empty.
    """
    yield _line(columns)
    for row in rows:
        yield _line([row.get(column) for column in columns])


def _line(values: Sequence[object]) -> str:
    return ",".join(_cell(value) for value in values) + "\r\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = disarmed(visible(str(value)))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.intersection(text) else text


def table_lines(filing: Filing) -> Iterator[str]:
    """Yield the lines of the form's table as CSV, however many there are.

    Raises:
        RenderingError: The form has no table.
    """
    name = filing.form.table
    if name is None:
        raise RenderingError(f"the form {filing.form.id} has no table to write as CSV")
    columns = [column.id for column in filing.form.fields[name].columns]
    return csv_lines(columns, filing.table())
