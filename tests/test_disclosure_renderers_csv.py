"""The tables of a filing as CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from filings import small_filing
from trainbib.disclosure.renderers import RenderingError
from trainbib.disclosure.renderers.csv import csv_lines, table_lines


def test_the_table_of_a_filing_is_csv() -> None:
    filing = small_filing()
    filing = replace(filing, form=replace(filing.form, table="t.markets"))
    assert "".join(table_lines(filing)) == "model,date\r\nSmall 1,01/02/26\r\nSmall 2,\r\n"
    longer = replace(filing, rows=lambda: ({"model": str(number)} for number in range(3)))
    assert list(table_lines(longer))[1:] == ["0,\r\n", "1,\r\n", "2,\r\n"]


def test_csv_quotes_and_disarms() -> None:
    rows: list[Mapping[str, object]] = [
        {"a": 'x"y,z', "b": "=1+1"},
        {"a": "two\nlines", "b": -5},
        {"a": None, "b": "@x"},
        {"a": " +1", "b": "\uff1d1"},
    ]

    assert list(csv_lines(["a", "b"], rows)) == [
        "a,b\r\n",
        '"x""y,z",\'=1+1\r\n',
        '"two\nlines",-5\r\n',
        ",'@x\r\n",
        "' +1,'\uff1d1\r\n",
    ]


def test_csv_is_written_line_by_line() -> None:
    taken: list[int] = []

    class Ranked:
        columns = ("rank", "domain")

        def __iter__(self) -> Iterator[Mapping[str, object]]:
            for number in range(3):
                taken.append(number)
                yield {"rank": number, "domain": f"{number}.example"}

    lines = csv_lines(Ranked.columns, Ranked())
    assert (next(lines), next(lines)) == ("rank,domain\r\n", "0,0.example\r\n")
    assert taken == [0]


def test_a_form_without_a_table_has_no_csv() -> None:
    with pytest.raises(RenderingError, match="the form small has no table to write as CSV"):
        table_lines(small_filing())
