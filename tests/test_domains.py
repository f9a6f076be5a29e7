"""Bytes and records by registrable domain: exact, however the records are divided."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.domains import (
    DomainSettings,
    DomainTable,
    count_domains,
    open_table,
    read_suffix_list,
    table_format,
    write_table,
)
from trainbib.domains.counting import DomainCounter
from trainbib.domains.runs import Row, Sums, ranked, summed
from trainbib.records import RecordsError

SMALL_LIST = """// VERSION: 2020-01-02_03-04-05_UTC
// ===BEGIN ICANN DOMAINS===
com
co.uk
*.ck
!www.ck
рф
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
github.io
blogspot.com
// ===END PRIVATE DOMAINS===
"""


@pytest.fixture
def small_list(tmp_path: Path) -> str:
    path = tmp_path / "list.dat"
    path.write_text(SMALL_LIST)
    return str(path)


def jsonl(path: Path, records: Sequence[tuple[str | None, str]]) -> Path:
    path.write_text("".join(json.dumps({"url": u, "text": t}) + "\n" for u, t in records))
    return path


def counted(sources: Sequence[Path], **settings: object) -> tuple[dict[str, object], list[Row]]:
    chosen = DomainSettings(**settings)  # type: ignore[arg-type]  # given by name in each test  # pyright: ignore[reportArgumentType]
    with count_domains(list(map(str, sources)), chosen) as count:
        return count.table.facts.as_json(), list(count.table.rows())


@pytest.mark.parametrize(
    ("host", "domain", "with_private"),
    [
        ("example.com", "example.com", "example.com"),
        ("a.b.example.com", "example.com", "example.com"),
        ("a.example.co.uk", "example.co.uk", "example.co.uk"),
        ("co.uk", None, None),
        ("com", None, None),
        ("a.b.c.ck", "b.c.ck", "b.c.ck"),
        ("a.www.ck", "www.ck", "www.ck"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("xn--p1ai", None, None),
        ("a.unlisted", "a.unlisted", "a.unlisted"),
        ("localhost", None, None),
        ("a.b.github.io", "github.io", "b.github.io"),
        ("github.io", "github.io", "github.io"),
        ("a.blogspot.com", "blogspot.com", "a.blogspot.com"),
        ("blogspot.com", "blogspot.com", "blogspot.com"),
    ],
)
def test_domains_follow_the_public_suffix_list(
    small_list: str, host: str, domain: str | None, with_private: str | None
) -> None:
    assert read_suffix_list(small_list).domain_of(host) == domain
    assert read_suffix_list(small_list, private=True).domain_of(host) == with_private


def test_the_list_that_is_used_is_named(tmp_path: Path, small_list: str) -> None:
    data = jsonl(tmp_path / "a.jsonl", [("https://a.com/", "x")])
    facts, _ = counted([data], suffix_list=small_list, private=True)
    assert facts["suffix_list"] == {
        "version": "2020-01-02_03-04-05_UTC",
        "date": "2020-01-02",
        "sha256": read_suffix_list(small_list).sha256,
        "private": True,
    }
    installed, _ = counted([data])
    assert installed["suffix_list"] != facts["suffix_list"]
    (tmp_path / "no.dat").write_text("com\n")
    with pytest.raises(RecordsError, match="no public suffix list"):
        read_suffix_list(str(tmp_path / "no.dat"))


def test_every_record_is_counted_somewhere(tmp_path: Path, small_list: str) -> None:
    records = [
        ("https://www.Example.COM:8443/a", "1"),
        ("http://user:pw@example.com./", "22"),
        (" https://пример.рф/x", "4444"),
        ("https://xn--e1afmkfd.xn--p1ai", "55555"),
        ("https://xn--e1afmkfd.xn--p1ai?a=/b", "55555"),
        ("http://192.0.2.1/a", "i"),
        ("http://[2001:db8::1]/", "ii"),
        ("https://co.uk/", "p"),
        ("http://localhost/", "pp"),
        ("mailto:a@example.com", "n"),
        ("example.com/x", "nn"),
        ("https:///example.com/", "nnn"),
        ("http://1.2.3/", "nnnn"),
        ("https://a b.com/", "nnnnn"),
        (None, "w"),
        ("", "ww"),
    ]
    facts, rows = counted([jsonl(tmp_path / "a.jsonl", records)], suffix_list=small_list)
    assert rows == [("xn--e1afmkfd.xn--p1ai", (3, 14)), ("example.com", (2, 3))]
    assert facts["ip_addresses"] == {"records": 2, "bytes": 3}
    assert facts["public_suffixes"] == {"records": 2, "bytes": 3}
    assert facts["invalid_urls"] == {"records": 5, "bytes": 15}
    assert facts["without_url"] == {"records": 2, "bytes": 3}
    assert facts["domains"] == {"count": 2, "records": 5, "bytes": 17}
    assert (facts["records"], facts["bytes"]) == (len(records), sum(len(t) for _, t in records))


PIECES_OF_URLS = "http:// https:// HTTP: / a.com b.co.uk @ :80 ? # \\ . x é [::1] 1.2.3.4 %2F com"
PIECES = st.sampled_from(PIECES_OF_URLS.split()) | st.sampled_from(" \t\n")
URLS = st.lists(PIECES, max_size=7).map("".join)


@given(st.lists(URLS, max_size=30))
def test_what_is_remembered_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, urls: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "remembered.dat"
    path.write_text(SMALL_LIST)
    suffixes = read_suffix_list(str(path))

    def sums(groups: Sequence[Sequence[str]]) -> tuple[list[Row], object]:
        """Count each group by a counter of its own."""
        rows: list[Row] = []
        others: dict[str, int] = {}
        for group in groups:
            counter = DomainCounter(suffixes, folder)
            counter.add(group, [len(url) for url in group])
            counter.finish()
            rows += [row for source in counter.sums.sources() for row in source]
            for name, total in counter.facts.others.items():
                others[name] = others.get(name, 0) + total.bytes
        return list(summed([sorted(rows)])), others

    together = sums([urls, []])
    alone = sums([[url] for url in urls] or [[]])
    assert together[0] == alone[0]
    assert together[1] == alone[1]


def records_of(seed: int, count: int) -> list[tuple[str | None, str]]:
    chosen = random.Random(seed)  # noqa: S311 - data made up, not secret
    names = [f"https://h{number}.site{number % 40}.com/p" for number in range(100)]
    return [
        (chosen.choice([*names, "http://10.0.0.1/", "none"]), "x" * chosen.randint(0, 50))
        for _ in range(count)
    ]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_tables_add_up_to_the_same_bytes(tmp_path: Path, ending: str) -> None:
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    records = records_of(1, 600)

    def written(name: str, sources: Sequence[Path]) -> Path:
        path = tmp_path / f"{name}.{ending}"
        with count_domains(list(map(str, sources))) as count:
            write_table(count.table, path)
        return path

    parts: list[Path] = []
    for number in range(3):
        share = jsonl(tmp_path / f"{number}.jsonl", records[number * 200 : (number + 1) * 200])
        parts.append(written(f"part-{number}", [share]))
    data = [tmp_path / f"{number}.jsonl" for number in range(3)]
    whole = written("whole", data).read_bytes()
    assert written("added", parts).read_bytes() == whole
    assert written("turned", parts[::-1]).read_bytes() == whole
    assert written("mixed", [parts[0], data[2], parts[1]]).read_bytes() == whole
    both = written("both", [written("first", parts[:2]), parts[2]])
    assert both.read_bytes() == whole
    table = open_table(str(both), table_format(both))
    assert table is not None
    again = tmp_path / f"again.{ending}"
    write_table(table, again)
    assert again.read_bytes() == whole


def test_rows_are_sorted_by_bytes_then_domain(tmp_path: Path) -> None:
    records = [("https://b.com/", "12"), ("https://a.com/", "12"), ("https://c.com/", "123")]
    _, rows = counted([jsonl(tmp_path / "a.jsonl", records)])
    assert rows == [("c.com", (1, 3)), ("a.com", (1, 2)), ("b.com", (1, 2))]


def test_modalities_have_columns(tmp_path: Path) -> None:
    texts = jsonl(tmp_path / "t.jsonl", [("https://a.com/", "1234"), ("https://b.com/", "1")])
    images = jsonl(tmp_path / "i.jsonl", [("https://b.com/", "123456789")])
    for source, modality in ((texts, "text"), (images, "image")):
        with count_domains([str(source)], DomainSettings(modality=modality)) as count:
            write_table(count.table, tmp_path / f"{modality}.csv")
    with count_domains([str(tmp_path / "text.csv"), str(tmp_path / "image.csv")]) as count:
        write_table(count.table, tmp_path / "both.csv")
    assert (tmp_path / "both.csv").read_text() == (
        "domain,records,bytes,bytes_image,bytes_text\nb.com,2,10,9,1\na.com,1,4,0,4\n"
    )
    described = json.loads((tmp_path / "both.csv-metadata.json").read_text())
    assert [column["name"] for column in described["tableSchema"]["columns"]][3] == "bytes_image"
    with count_domains([str(tmp_path / "both.csv"), str(texts)]) as count:  # of no modality
        assert next(iter(count.table.rows())) == ("b.com", (3, 11, 9, 1))


def test_processes_change_nothing(tmp_path: Path) -> None:
    paths = [jsonl(tmp_path / f"{n}.jsonl", records_of(n, 100)) for n in range(5)]
    assert counted(paths, jobs=3) == counted(paths, jobs=1) == counted([tmp_path], jobs=2)


ROWS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(0, 9)))
)


@given(ROWS, st.integers(1, 4), st.integers(1, 4))
def test_little_memory_gives_the_same_sums(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], held: int, ranks: int
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    sums = Sums(folder, held=held)
    expected: dict[str, tuple[int, int]] = {}
    for domain, (records, size) in rows:
        sums.add((domain, (records, size)))
        before = expected.get(domain, (0, 0))
        expected[domain] = (before[0] + records, before[1] + size)
    listed = list(ranked(summed(sums.sources()), folder, held=ranks)())
    assert listed == sorted(expected.items(), key=lambda row: (-row[1][1], row[0]))


def test_many_runs_are_merged_in_rounds(tmp_path: Path) -> None:
    sums = Sums(tmp_path, held=1)
    for number in range(150):
        sums.add((f"{number % 7}", (1, number)))
    assert len(sums.runs) == 150
    rows = dict(summed(sums.sources()))
    assert rows["0"] == (22, sum(range(0, 150, 7)))
    assert sum(records for records, _ in rows.values()) == 150


def test_a_cut_or_foreign_table_is_refused(tmp_path: Path, small_list: str) -> None:
    data = jsonl(tmp_path / "a.jsonl", records_of(3, 50))
    table = tmp_path / "t.jsonl"
    with count_domains([str(data)]) as count:
        write_table(count.table, table)
    lines = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(RecordsError, match="do not add up"):
        counted([table])
    table.write_bytes(b"".join([*lines[:-1], b"{}\n"]))
    with pytest.raises(RecordsError, match=f"line {len(lines)} is no row"):
        counted([table])
    table.write_bytes(b"".join(lines))
    with pytest.raises(RecordsError, match="another public suffix list"):
        counted([data, table], suffix_list=small_list)
    table.write_bytes(b"".join(lines).replace(b'"version":"1"', b'"version":"9"', 1))
    with pytest.raises(RecordsError, match="use a newer one"):
        counted([table])


def test_a_file_that_cannot_be_read_to_its_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.com/\r\n"
        b"Content-Length: 2\r\n\r\nab\r\n\r\nrubbish"
    )
    with count_domains([str(tmp_path)]) as count:
        assert list(count.table.rows()) == [("a.com", (1, 2))]
        assert count.table.facts.incomplete == 1
        assert "damaged" in count.problems[0]


def test_no_format_is_guessed(tmp_path: Path) -> None:
    with (
        pytest.raises(RecordsError, match=r"\.csv, \.jsonl or \.parquet"),
        count_domains([str(jsonl(tmp_path / "a.jsonl", []))]) as count,
    ):
        write_table(count.table, tmp_path / "t.txt")


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n")
    for ending in ("csv", "jsonl", "parquet"):
        path = tmp_path / f"t.{ending}"
        with count_domains([str(tmp_path / "a.jsonl")]) as count:
            write_table(count.table, path)
        table = open_table(str(path), table_format(path))
        assert isinstance(table, DomainTable)
        assert list(table.rows()) == []
        assert table.facts.as_json()["files"] == 1
