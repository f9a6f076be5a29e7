"""Lists of domains that nobody would wish for: each is told, and none stops a filing."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from disclosures import filed, manifest
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.regimes.eu_ai_act import domain_rows

FIELD = "eu.2.3.domains"


def listed(folder: Path, name: str, **more: Any) -> Answer:
    source = {"kind": "own_crawl", "crawl": {"domains": {"path": name}, **more}}
    return filed(manifest({"web": source}), folder=folder).answer(FIELD)


def domains(answer: Answer) -> list[str]:
    assert isinstance(answer.value, tuple)
    return [each["domain"] for each in answer.value if not isinstance(each, str)]


@pytest.mark.parametrize(
    ("name", "content", "left_out"),
    [
        ("d.csv", "domain,bytes\na.example," + "9" * 5000 + "\n", "size that can be read: 1 rows"),
        ("d.csv", f"domain,bytes\na.example,{1 << 65}\n", "size that can be read: 1 rows"),
        ("d.jsonl", '{"domain": "a.example"}\n' + "[" * 100_000, "1 rows that are no JSON"),
        (
            "d.jsonl",
            '{"domain": "a.example"}\n{"n": ' + "1" * 5000 + "}",
            "1 rows that are no JSON",
        ),
        ("d.csv", 'domain\na.example\n"' + "x" * 200_000, "1 rows that are no CSV"),
    ],
)
def test_a_row_beyond_all_bounds_is_counted(
    tmp_path: Path, name: str, content: str, left_out: str
) -> None:
    (tmp_path / name).write_text(content)
    answer = listed(tmp_path, name)
    assert domains(answer) == ["a.example"]
    assert left_out in answer.how


@pytest.mark.parametrize("ending", ["csv", "jsonl", "txt", "csv.gz"])
def test_a_line_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(domain_rows, "_LINE", 64)
    rows = ["a.example", "x" * 200 + ".example", "b.example"]
    if ending == "jsonl":
        rows = [json.dumps({"domain": row}) for row in rows]
    elif ending != "txt":
        rows.insert(0, "domain")
    content = "\n".join(rows).encode()
    path = tmp_path / f"d.{ending}"
    path.write_bytes(gzip.compress(content) if ending == "csv.gz" else content)
    answer = listed(tmp_path, path.name)
    assert domains(answer) == ["a.example", "b.example"]
    assert "left out: 1 lines of more than 16 MiB" in answer.how


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("d.csv", b"domain,bytes\n", "this one has no rows"),
        ("d.csv", b"domain\n192.0.2.1\nco.uk\n", "none, only 1 IP addresses, 1 public suffixes"),
        ("d.jsonl", b"none\n", "none, only 1 rows that are no JSON"),
        ("d.json", b'[{"domain": "a.example"}]', "begins as a JSON array does: write an object"),
        ("d.json", b'[\n{"domain": "a.example"}\n]', "begins as a JSON array does"),
        ("d.csv", "domain,bytes\na.example,5\n".encode("utf-16"), "as UTF-16 or a binary file"),
        ("d.csv", b'"' + b"x" * 200_000, "has no column of domains"),
    ],
)
def test_a_list_without_a_row_says_why(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = listed(tmp_path, name)
    assert answer.value is None
    (want,) = answer.wants
    assert want.pointer == "/sources/web/crawl/domains/path"
    assert said in want.what
    assert want.what.isprintable()


def test_names_of_columns_are_shown_without_signs_that_cannot_be_printed(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("\x1b[31mred," + ",".join(f"c{at}" for at in range(50)) + "\n")
    what = listed(tmp_path, "d.csv").wants[0].what
    assert what.isprintable()
    assert what.endswith(" …")


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "d.csv")
    (tmp_path / "f.csv").mkdir()
    for name in ("d.csv", "f.csv"):
        assert "is a folder, a pipe or a device" in listed(tmp_path, name).wants[0].what


@pytest.mark.parametrize("name", ["out.csv", "loop.csv", "a\0b.csv", "a\ud800b.csv", "../d.csv"])
def test_a_path_that_leads_out_of_the_folder_or_nowhere_is_none(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "manifest"
    folder.mkdir()
    (tmp_path / "d.csv").write_text("domain\nsecret.example\n")
    (folder / "out.csv").symlink_to(tmp_path / "d.csv")
    (folder / "loop.csv").symlink_to("loop.csv")
    answer = listed(folder, name)
    assert answer.value is None
    (want,) = answer.wants
    assert want.pointer == "/sources/web/crawl/domains/path"
    assert want.what.isprintable()


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("domain\na.example\n")
    (tmp_path / "link.csv").symlink_to("d.csv")
    assert domains(listed(tmp_path, "link.csv")) == ["a.example"]


def test_a_list_of_opt_outs_that_was_cut_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("domain\na.example\n")
    rows = "".join(f"s{at}.example\n" for at in range(20_000))
    packed = gzip.compress(f"domain\n{rows}".encode())
    (tmp_path / "gone.csv.gz").write_bytes(packed[: len(packed) // 2])
    answer = listed(tmp_path, "d.csv", opted_out={"path": "gone.csv.gz"})
    assert domains(answer) == ["a.example"]
    (want,) = answer.wants
    assert want.pointer == "/sources/web/crawl/opted_out/path"
    assert "cannot be read to its end" in want.what


def test_times_of_parquet_that_python_cannot_hold_are_read(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    days = arrow.array([1, 2**31 - 1], arrow.date32())
    nanoseconds = arrow.array([1, None], arrow.timestamp("ns"))
    for name, since in (("days", days), ("ns", nanoseconds)):
        table = arrow.table({"domain": ["a.example", "b.example"], "opted_out": since})
        parquet.write_table(table, tmp_path / f"{name}.parquet")
        assert domains(listed(tmp_path, f"{name}.parquet")) == ["a.example", "b.example"]


@pytest.mark.parametrize("size", [str(1 << 70), "1" * 5000])
def test_a_table_of_trainbib_with_a_size_that_no_file_has_is_not_believed(
    tmp_path: Path, size: str
) -> None:
    from trainbib.domains import DomainFacts, DomainTable, Total, write_table

    facts = DomainFacts(("2026", "0" * 64, False), 1, 0, 1)
    facts.of_domains = Total(1, 5)
    write_table(DomainTable(facts, lambda: iter([("a.example", (1, 5))])), tmp_path / "d.csv")
    (tmp_path / "d.csv").write_text(f"domain,records,bytes\na.example,1,{size}\n")
    wants = listed(tmp_path, "d.csv").wants
    assert [each.pointer for each in wants] == ["/sources/web/crawl/domains/path"]
