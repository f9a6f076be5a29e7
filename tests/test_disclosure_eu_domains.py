"""The domain names of section 2.3 of the EU summary: lists read, added up and cut."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures import PROVIDER, TODAY, filed, manifest, wanted
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.eu_ai_act.domain_ranking import Census, rank
from trainbib.disclosure.regimes.eu_ai_act.domains import (
    DomainList,
    share_to_list,
    top_domains,
)
from trainbib.disclosure.renderers.csv import table_lines
from trainbib.domains import DomainFacts, DomainTable, Total, read_suffix_list, write_table

FIELD = "eu.2.3.domains"


def crawl(path: str, **more: Any) -> dict[str, Any]:
    return {"kind": "own_crawl", "crawl": {"domains": {"path": path}, **more}}


def listed(folder: Path, *names: str, sme: bool = False, **more: Any) -> DomainList:
    data = manifest({name: crawl(name, **more) for name in names})
    data["parties"] = {"acme": {**PROVIDER["acme"], "sme": sme}}
    return top_domains(Reading(data, folder=folder, today=TODAY))


def names(chosen: DomainList) -> list[str]:
    return [row.domain for row in chosen.rows()]


def sized(folder: Path, name: str, sizes: dict[str, int]) -> str:
    lines = ["domain,bytes", *(f"{domain},{size}" for domain, size in sizes.items())]
    (folder / name).write_text("\n".join(lines) + "\n")
    return name


@pytest.mark.parametrize(
    ("count", "all_", "sme"),
    [
        (0, 0, 0),
        (1, 1, 1),
        (10, 1, 1),
        (11, 2, 1),
        (20, 2, 1),
        (21, 3, 2),
        (20_000, 2_000, 1_000),
        (20_001, 2_001, 1_000),
        (19_980, 1_998, 999),
    ],
)
def test_the_share_is_rounded_up(count: int, all_: int, sme: int) -> None:
    assert share_to_list(count, sme=False) == all_
    assert share_to_list(count, sme=True) == sme


def test_the_largest_tenth_is_listed(tmp_path: Path) -> None:
    sizes = {f"s{at}.example": at for at in range(25)}
    chosen = listed(tmp_path, sized(tmp_path, "d.csv", sizes))
    assert (chosen.count, chosen.listed) == (25, 3)
    assert names(chosen) == ["s24.example", "s23.example", "s22.example"]
    assert "10 % of 25 domain names, rounded up, are 3, those with the most bytes" in chosen.how
    assert f"public suffix list of {(read_suffix_list().version or '')[:10]}" in chosen.how
    small = listed(tmp_path, "d.csv", sme=True)
    assert names(small) == ["s24.example", "s23.example"]


def test_lists_of_several_crawls_are_added_up(tmp_path: Path) -> None:
    one = sized(tmp_path, "one.csv", {"a.example": 5, "b.example": 6})
    two = sized(tmp_path, "two.csv", {"a.example": 5, **{f"s{at}.example": 1 for at in range(8)}})
    assert names(listed(tmp_path, one, two)) == ["a.example"]


def test_urls_and_hosts_come_to_registrable_domains(tmp_path: Path) -> None:
    rows = [
        "url,bytes",
        "https://www.a.co.uk/x,3",
        "http://news.a.co.uk:8080/,4",
        "//B.EXAMPLE./y,5",
        "*.c.example,2",
        "https://bücher.example/,1",
    ]
    (tmp_path / "d.csv").write_text("\n".join(rows))
    chosen = listed(tmp_path, "d.csv")
    assert chosen.count == 4
    assert names(chosen) == ["a.co.uk"]


def test_dirty_rows_are_counted_and_told(tmp_path: Path) -> None:
    rows = [
        "domain,bytes",
        "a.example,1",
        "192.0.2.1,9",
        "co.uk,9",
        "not a name,9",
        ",9",
        "b.example,x",
    ]
    (tmp_path / "d.csv").write_text("\n".join(rows) + '\n"open')
    chosen = listed(tmp_path, "d.csv")
    assert chosen.count == 2
    assert chosen.notes == (
        "left out: 1 IP addresses",
        "left out: 2 public suffixes",
        "left out: 1 rows that are no domain or URL",
        "left out: 1 rows without a domain",
        "without a size that can be read: 1 rows",
    )


def test_a_plain_list_is_listed_whole(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("# crawled\nb.example\n\nwww.a.example\n")
    data = manifest({"web": crawl("d.txt")})
    filing = filed(data, folder=tmp_path)
    assert filing.entries(FIELD) == ({"domain": "a.example"}, {"domain": "b.example"})
    assert "the lists of `web` have no sizes to rank by" in filing.answer(FIELD).how


def test_a_plain_list_beside_one_with_sizes(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("z.example\ns1.example\n")
    sizes = {f"s{at}.example": at for at in range(20)}
    chosen = listed(tmp_path, sized(tmp_path, "d.csv", sizes), "d.txt")
    assert chosen.count == 21
    assert names(chosen) == ["s19.example", "s18.example", "s17.example", "s1.example", "z.example"]


def test_every_modality_is_listed_to_the_same_depth(tmp_path: Path) -> None:
    rows = ["domain,bytes_text,bytes_video"]
    rows += [f"text{at:02}.example,{100 - at},0" for at in range(80)]
    rows += [f"video{at:02}.example,0,{10**9 - at}" for at in range(20)]
    (tmp_path / "d.csv").write_text("\n".join(rows))
    chosen = names(listed(tmp_path, "d.csv"))
    assert sorted(chosen) == [
        *(f"text{at:02}.example" for at in range(8)),
        *(f"video{at:02}.example" for at in range(2)),
    ]
    assert chosen[:2] == ["text00.example", "video00.example"]  # the first of each


def test_bytes_beside_those_of_modalities_are_not_lost(tmp_path: Path) -> None:
    rows = ["domain,bytes,bytes_text", "a.example,100,1", "b.example,2,2"]
    (tmp_path / "d.csv").write_text("\n".join(rows))
    assert names(listed(tmp_path, "d.csv")) == ["a.example"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_tables_of_trainbib_are_read(tmp_path: Path, ending: str) -> None:
    suffixes = read_suffix_list()
    rows = [(f"s{at:02}.example", (1, 100 - at, 100 - at)) for at in range(11)]
    facts = DomainFacts((suffixes.version, suffixes.sha256, False), 1, 0, 11)
    facts.of_domains = Total(11, sum(row[1][1] for row in rows))
    facts.modalities = ("text",)
    write_table(DomainTable(facts, lambda: iter(rows)), tmp_path / f"d.{ending}")
    chosen = listed(tmp_path, f"d.{ending}")
    assert names(chosen) == ["s00.example", "s01.example"]
    assert not chosen.answer.wants


def test_a_table_that_was_cut_off_is_not_believed(tmp_path: Path) -> None:
    suffixes = read_suffix_list()
    facts = DomainFacts((suffixes.version, suffixes.sha256, False), 1, 0, 2)
    facts.of_domains = Total(2, 5)
    rows = [("a.example", (1, 5))]
    write_table(DomainTable(facts, lambda: iter(rows)), tmp_path / "d.csv")
    (want,) = listed(tmp_path, "d.csv").answer.wants
    assert want.pointer == "/sources/d.csv/crawl/domains/path"
    assert "do not add up" in want.what


def test_the_private_section_of_another_table_is_undone(tmp_path: Path) -> None:
    rows = [("a.github.io", (1, 3)), ("b.github.io", (1, 4)), ("c.example", (1, 5))]
    facts = DomainFacts(("2020", "0" * 64, True), 1, 0, 3)
    facts.of_domains = Total(3, 12)
    write_table(DomainTable(facts, lambda: iter(rows)), tmp_path / "d.csv")
    chosen = listed(tmp_path, "d.csv")
    assert chosen.count == 2
    assert names(chosen) == ["github.io"]


def test_other_formats(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(
        '{"host": "a.example", "text_bytes": 2}\nnone\n{"host": "b.example", "text_bytes": 3}\n'
    )
    assert names(listed(tmp_path, "d.jsonl")) == ["b.example"]
    (tmp_path / "d.tsv").write_text("domain\tbytes\na.example\t1\nb.example\t2\n")
    assert names(listed(tmp_path, "d.tsv")) == ["b.example"]
    (tmp_path / "bare.csv").write_text("a.example,1\nb.example,2\n")
    assert names(listed(tmp_path, "bare.csv")) == ["b.example"]
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"\xef\xbb\xbfa.example\n"))
    assert names(listed(tmp_path, "d.txt.gz")) == ["a.example"]


def test_a_parquet_table_of_others(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"domain": ["a.example", None, "b.example"], "bytes": [1, 2, 3]})
    parquet.write_table(table, tmp_path / "d.parquet")
    chosen = listed(tmp_path, "d.parquet")
    assert names(chosen) == ["b.example"]
    assert chosen.notes == ("left out: 1 rows without a domain",)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "No such file"),
        ("d.csv", b"name;size\nx;1\n", "no column of domains: name one `domain` or `url`"),
        ("d.jsonl", b'{"page": "x"}\n', "no column of domains"),
        ("d.parquet", b"PAR1", "is no Parquet file"),
        ("../d.csv", None, "beside the manifest"),
        ("/etc/hosts", None, "beside the manifest"),
        ("d.txt.gz", gzip.compress(b"a.example\n" * 9)[:-9], "cannot be read to its end"),
    ],
)
def test_a_list_that_cannot_be_read_is_wanted(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    data = manifest({"web": crawl(name)})
    answer = filed(data, folder=tmp_path).answer(FIELD)
    assert wanted(answer)[0] == "/sources/web/crawl/domains/path"
    assert said in answer.wants[0].what


def test_a_missing_list_is_wanted_and_a_gap_shown(tmp_path: Path) -> None:
    silent = filed(manifest({"web": {"kind": "own_crawl"}}), folder=tmp_path).answer(FIELD)
    assert wanted(silent) == ["/sources/web/crawl/domains"]
    withheld = {"kind": "own_crawl", "crawl": {"domains": {"withheld": "trade secret"}}}
    answer = filed(manifest({"web": withheld}), folder=tmp_path).answer(FIELD)
    assert [gap.reason for gap in answer.gaps] == ["trade secret"]
    assert not answer.wants


def test_domains_that_opted_out_are_marked(tmp_path: Path) -> None:
    rows = ["domain,bytes,opted_out", "a.example,9,2025-03-04", "b.example,1,no"]
    (tmp_path / "d.csv").write_text("\n".join(rows))
    (tmp_path / "gone.txt").write_text("https://shop.b.example/\n")
    (tmp_path / "plain.txt").write_text("b.example\nc.example\n")
    data = manifest(
        {"one": crawl("d.csv"), "two": crawl("plain.txt", opted_out={"path": "gone.txt"})}
    )
    assert filed(data, folder=tmp_path).entries(FIELD) == (
        {"domain": "a.example", "opted_out": "04/03/25"},
        {"domain": "b.example", "opted_out": "Yes"},
        {"domain": "c.example"},
    )


def test_a_long_list_is_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("".join(f"s{at:03}.example\n" for at in range(201)))
    data = manifest({"web": crawl("d.txt")})
    value = filed(data, folder=tmp_path).answer(FIELD).value
    assert value == "201 of 201 domain names, in the separate list of domain names"
    lines = [line.strip() for line in table_lines(filed(data, folder=tmp_path))]
    assert lines[:2] == ["domain,opted_out", "s000.example,"]
    assert len(lines) == 202


sizes_of_domains = st.dictionaries(
    st.integers(0, 60).map(lambda at: f"s{at:02}.example"),
    st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(0, 9)), st.just((0, 0))),
    min_size=1,
)


def plainly(sizes: dict[str, tuple[int, int] | None], count: int) -> list[str]:
    """Choose as docs/disclosure-domains.md says, all in memory."""
    best: dict[str, float] = {}
    for column in range(2):
        having = [domain for domain, row in sizes.items() if row is not None and row[column]]
        having.sort(key=lambda domain: (-(sizes[domain] or (0, 0))[column], domain))
        for position, domain in enumerate(having, start=1):
            best[domain] = min(best.get(domain, 2.0), (position - 1) / len(having))
    order = sorted(sizes, key=lambda domain: (best.get(domain, 2.0), domain))
    unsized = [domain for domain in order[count:] if sizes[domain] is None]
    return order[:count] + unsized


@settings(deadline=None)
@given(sizes_of_domains, st.integers(1, 20), st.sampled_from([2, 1000]))
def test_the_ranking_is_the_plain_one_however_little_is_held(
    tmp_path_factory: pytest.TempPathFactory,
    sizes: dict[str, tuple[int, int] | None],
    count: int,
    held: int,
) -> None:
    rows = [
        (domain, (1, 0, 0) if row is None else (0, *row)) for domain, row in sorted(sizes.items())
    ]
    folder = tmp_path_factory.mktemp("runs")
    census = Census.of(rows, 2)
    count = min(count, len(rows))
    ranking = rank(lambda: iter(rows), census, count, folder, held=held)
    assert list(ranking.domains()) == plainly(sizes, count)
    assert ranking.listed == len(plainly(sizes, count))


def test_neither_the_order_of_rows_nor_of_sources_matters(tmp_path: Path) -> None:
    lines = [json.dumps({"domain": f"s{at}.example", "bytes": at % 7}) for at in range(60)]
    found: set[tuple[str, ...]] = set()
    for seed in range(4):
        random.Random(seed).shuffle(lines)  # noqa: S311 - an order, no secret
        (tmp_path / "a.jsonl").write_text("\n".join(lines[:30]))
        (tmp_path / "b.jsonl").write_text("\n".join(lines[30:]))
        order = ["a.jsonl", "b.jsonl"] if seed % 2 else ["b.jsonl", "a.jsonl"]
        found.add(tuple(names(listed(tmp_path, *order))))
    assert len(found) == 1


def test_temporary_files_are_gone_with_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    sized(tmp_path, "d.csv", {"a.example": 1})
    chosen = listed(tmp_path, "d.csv")
    assert names(chosen) == names(chosen) == ["a.example"]
    del chosen
    assert not list((tmp_path / "tmp").iterdir())
