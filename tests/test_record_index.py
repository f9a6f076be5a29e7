"""The record index: normal forms to the byte, the same file from any division, one part read."""

import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.record_index import (
    IndexKey,
    IndexSettings,
    KindDifference,
    RecordIndex,
    RecordIndexError,
    build_record_index,
    compare_record_indexes,
    look_up_text,
    look_up_url,
    open_record_index,
    read_key,
    text_digest,
    url_digest,
    url_variants,
)
from trainbib.record_index.sorting import DigestSorter, SortedDigests
from trainbib.records import UrlError, normal_text, normal_url, split_url
from trainbib.records import urls as urls_module
from trainbib.records.urls import Host, url_host

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "v1" / "record-index.json").read_text()
)
KEY = IndexKey(bytes.fromhex(VECTORS["key"]))


@pytest.mark.parametrize("case", VECTORS["urls"], ids=lambda case: case["description"])
def test_urls_have_the_normal_form_of_the_vectors(case: dict[str, str]) -> None:
    assert normal_url(case["url"]) == case["normal"]
    assert normal_url(case["normal"]) == case["normal"]
    assert f"{url_digest(case['url']):016x}" == case["digest"] == case["sha256"][:16]
    assert f"{url_digest(case['url'], KEY):016x}" == case["keyed"]


@pytest.mark.parametrize("url", VECTORS["no_urls"])
def test_what_is_no_url_in_the_vectors_has_no_normal_form(url: str) -> None:
    with pytest.raises(UrlError):
        normal_url(url)


@pytest.mark.parametrize("case", VECTORS["texts"], ids=lambda case: case["description"])
def test_texts_have_the_normal_form_of_the_vectors(case: dict[str, str]) -> None:
    assert normal_text(case["text"]) == case["normal"]
    assert f"{text_digest(case['text']):016x}" == case["digest"]
    assert f"{text_digest(case['text'], KEY):016x}" == case["keyed"]


def test_empty_texts_have_no_digest() -> None:
    assert [text_digest(text) for text in VECTORS["empty_texts"]] == [None, None, None]


def test_the_check_of_the_key_is_that_of_the_vectors() -> None:
    assert KEY.check == VECTORS["key_check"]
    assert VECTORS["key"] not in repr(KEY)


PIECES_OF_URLS = """
http:// https:// FTP:// / // a.com Ü.de @ :80 :443 : ? # \\ . .. /. /../ % %41 %2e %2F %c3 é
[::1] 1.2.3.4 0x1 ~ ^ _ - a A 。 & =
"""
PIECES = st.sampled_from(PIECES_OF_URLS.split()) | st.sampled_from(
    [" ", "\t", "e\u0301", "\ud800", "\u0130"]
)
URLS = st.lists(PIECES, max_size=9).map(lambda parts: "https://a.com/" + "".join(parts)) | st.lists(
    PIECES, max_size=9
).map("".join)


@given(URLS)
def test_the_normal_form_of_a_url_is_its_own(url: str) -> None:
    try:
        normal = normal_url(url)
    except UrlError:
        return
    assert normal.isascii()
    assert normal_url(normal) == normal


@given(URLS)
def test_the_short_way_leads_to_the_same_normal_form(url: str) -> None:
    def taken() -> str | None:
        try:
            return normal_url(url)
        except UrlError:
            return None

    short = taken()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls_module, "_NORMAL", re.compile("(?!)"))  # matches nothing
        assert taken() == short


@given(URLS)
def test_the_host_is_the_same_by_the_short_way(url: str) -> None:
    def host(found: Callable[[str], Host]) -> Host | None:
        try:
            return found(url)
        except UrlError:
            return None

    assert host(url_host) == host(lambda text: split_url(text).host)


@given(st.text(st.characters() | st.sampled_from("\r\n\t\ufeff \u0301\u1100\u1161"), max_size=12))
def test_the_normal_form_of_a_text_is_its_own(text: str) -> None:
    normal = normal_text(text)
    assert normal_text(normal) == normal
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)


def jsonl(path: Path, rows: Sequence[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def rows_of(first: int, last: int) -> list[dict[str, object]]:
    return [
        {"url": f"https://example.com/{number}", "text": f"text {number}"}
        for number in range(first, last)
    ]


def built(folder: Path, name: str, sources: Sequence[str], **settings: Any) -> RecordIndex:
    path = str(folder / f"{name}.parquet")
    build_record_index(sources, path, IndexSettings(**settings))
    return open_record_index(path)


def test_what_was_listed_is_found_and_nothing_else(tmp_path: Path) -> None:
    index = built(tmp_path, "i", [jsonl(tmp_path / "a.jsonl", rows_of(0, 500))])
    for number in range(0, 500, 50):
        assert look_up_url(index, f"HTTPS://EXAMPLE.com:443/{number}#x").found
        assert look_up_text(index, f"\ufeff text {number}\r\n").found
    answer = look_up_url(index, "https://example.com/500")
    assert (answer.found, answer.matched, answer.tried) == (False, None, 8)
    assert answer.chance == 8 * 500 / 2**64
    assert not look_up_text(index, "text").found
    assert index.facts.kinds["url"].records == 500


def test_variants_of_a_url_are_tried_and_named(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"url": "http://www.example.com/a/?b=/c/"}]
    index = built(tmp_path, "i", [jsonl(tmp_path / "a.jsonl", rows)], of=["url"])
    answer = look_up_url(index, "example.com/a?b=/c/")
    assert answer.matched == "http://www.example.com/a/?b=/c/"
    assert not look_up_url(index, "example.com/a?b=/c/", exact=True).found
    assert look_up_url(index, "http://www.example.com/a/?b=/c/", exact=True).tried == 1
    with pytest.raises(RecordIndexError, match="lists no texts"):
        look_up_text(index, "a")


def test_variants_begin_with_what_was_given() -> None:
    assert url_variants("https://example.com/") == [
        "https://example.com/",
        "http://example.com/",
        "https://www.example.com/",
        "http://www.example.com/",
    ]
    assert url_variants("http://192.0.2.1:8080/") == [
        "http://192.0.2.1:8080/",
        "https://192.0.2.1:8080/",
    ]
    assert url_variants("ftp://www.a.example/b") == [
        "ftp://www.a.example/b",
        "ftp://a.example/b",
        "ftp://www.a.example/b/",
        "ftp://a.example/b/",
    ]
    long = "https://" + ".".join(["a" * 60] * 4) + ".example/"
    assert all(len(split_url(url).host.name) <= 253 for url in url_variants(long))


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    rows = rows_of(0, 300)
    parts = [jsonl(tmp_path / f"{n}.jsonl", rows[n * 100 : n * 100 + 100]) for n in range(3)]
    random.Random(5).shuffle(rows)  # noqa: S311 - data made up, not secret
    whole = jsonl(tmp_path / "whole.jsonl", rows)
    for kinds in (["url", "text"], ["url"], ["text"]):
        paths = [built(tmp_path, f"p{n}", [part], of=kinds).path for n, part in enumerate(parts)]
        one = built(tmp_path, "one", parts, of=kinds, jobs=1)
        expected = Path(one.path).read_bytes()
        built(tmp_path, "jobs", parts, of=kinds, jobs=3)
        built(tmp_path, "merged", paths[::-1], of=kinds)
        built(tmp_path, "mixed", [paths[1], parts[0], paths[2]], of=kinds)
        for name in ("jobs", "merged", "mixed"):
            assert (tmp_path / f"{name}.parquet").read_bytes() == expected
        other = built(tmp_path, "other", [whole], of=kinds)
        assert other.facts.kinds == one.facts.kinds
    assert not list(tmp_path.glob("trainbib-*"))


@pytest.mark.parametrize("case", VECTORS["lists"], ids=lambda case: case["description"])
def test_the_digest_of_a_list_is_that_of_the_vectors(tmp_path: Path, case: dict[str, Any]) -> None:
    rows: list[dict[str, object]] = [{"url": url} for url in case["normal"]] or [{"url": None}]
    index = built(tmp_path, "i", [jsonl(tmp_path / "a.jsonl", rows)], of=["url"])
    assert index.facts.kinds["url"].digest == case["digest"]
    assert index.facts.kinds["url"].distinct == len(set(case["normal"]))


def test_a_key_hides_the_list_from_others(tmp_path: Path) -> None:
    data = jsonl(tmp_path / "a.jsonl", rows_of(0, 3))
    plain = built(tmp_path, "plain", [data])
    keyed = built(tmp_path, "keyed", [data], key=KEY)
    assert look_up_url(keyed, "https://example.com/1", KEY).found
    assert not keyed.holds("url", url_digest("https://example.com/1"))
    for index, key, message in (
        (keyed, None, "is keyed"),
        (keyed, IndexKey(bytes(32)), "another key"),
        (plain, KEY, "is not keyed"),
    ):
        with pytest.raises(RecordIndexError, match=message):
            look_up_url(index, "https://example.com/1", key)
    with pytest.raises(RecordIndexError, match="another key"):
        built(tmp_path, "both", [plain.path, keyed.path])
    with pytest.raises(RecordIndexError, match="same key"):
        compare_record_indexes(plain, keyed)


def test_keys_are_hexadecimal(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"\n{VECTORS['key'].upper()} \n")
    assert read_key(str(path)) == KEY
    for wrong in ("", "00" * 31, "00" * 33, "zz" * 32):
        path.write_text(wrong)
        with pytest.raises(RecordIndexError, match="openssl rand -hex 32"):
            read_key(str(path))


def test_records_without_are_counted(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"url": "https://a.example/", "text": "a"},
        {"url": "https://a.example/", "text": " "},
        {"url": "nothing", "text": "\ud800"},
        {"x": 1},
    ]
    facts = built(tmp_path, "i", [jsonl(tmp_path / "a.jsonl", rows)]).facts
    url, text = facts.kinds["url"], facts.kinds["text"]
    assert (url.records, url.missing, url.invalid, url.distinct) == (2, 1, 1, 1)
    assert (text.records, text.missing, text.invalid, text.distinct) == (1, 2, 1, 1)


@pytest.mark.parametrize(
    ("before", "after"), [((0, 400), (100, 600)), ((0, 10), (10, 20)), ((0, 5), (0, 5))]
)
def test_two_indexes_are_compared(
    tmp_path: Path, before: tuple[int, int], after: tuple[int, int]
) -> None:
    old = built(tmp_path, "old", [jsonl(tmp_path / "a.jsonl", rows_of(*before))])
    new = built(tmp_path, "new", [jsonl(tmp_path / "b.jsonl", rows_of(*after))])
    kept = len(set(range(*before)) & set(range(*after)))
    expected = KindDifference(after[1] - after[0] - kept, before[1] - before[0] - kept, kept)
    assert compare_record_indexes(old, new) == {"url": expected, "text": expected}


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=40), st.integers(1, 7))
def test_digests_are_sorted_in_little_memory(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], held: int
) -> None:
    folder = tmp_path_factory.mktemp("digests")
    sorter = DigestSorter(folder, held=held)
    for number in numbers:
        sorter.add(number.to_bytes(8))
    sorter.spill()
    listed = SortedDigests(sorter.runs, folder)
    for depth in (0, 3):
        found: list[int] = []
        for bucket in listed.buckets(depth):
            inside = [
                int.from_bytes(bucket[at : at + 8], sys.byteorder)
                for at in range(0, len(bucket), 8)
            ]
            assert len({number >> 64 - depth for number in inside}) == 1
            found += inside
        assert found == sorted(set(numbers))


def test_one_row_group_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainbib.record_index.files._BUCKET", 16)
    index = built(tmp_path, "i", [jsonl(tmp_path / "a.jsonl", rows_of(0, 400))])
    reader = index._file  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what it reads is the question
    assert reader.metadata.num_row_groups > 40

    class Watched:
        read = 0

        def read_row_group(self, number: int, columns: list[str]) -> Any:
            self.read += 1
            return reader.read_row_group(number, columns=columns)

    watched = Watched()
    watching = RecordIndex(index.path, index.facts, watched, index._groups)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    assert look_up_url(watching, "https://example.com/7", exact=True).found
    assert watched.read == 1
    assert look_up_text(watching, "no such text").found is False
    assert watched.read <= 2
    merged = built(tmp_path, "m", [index.path])
    assert Path(merged.path).read_bytes() == Path(index.path).read_bytes()


def test_other_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    other = tmp_path / "other.parquet"
    parquet.write_table(arrow.table({"url": ["https://a.example/"]}), other)
    with pytest.raises(RecordIndexError, match="another Parquet file"):
        open_record_index(str(other))
    (tmp_path / "text").write_text("x")
    with pytest.raises(RecordIndexError, match="is no record index"):
        open_record_index(str(tmp_path / "text"))
    urls = built(tmp_path, "u", [str(other)], of=["url"])
    with pytest.raises(RecordIndexError, match="choose with --of"):
        built(tmp_path, "x", [urls.path])
    page = parquet.read_metadata(urls.path).row_group(0).column(1).data_page_offset
    data = bytearray(Path(urls.path).read_bytes())
    data[page + 30] ^= 1
    Path(urls.path).write_bytes(data)
    with pytest.raises(RecordIndexError, match="damaged"):
        look_up_url(open_record_index(urls.path), "https://a.example/")
    with pytest.raises(RecordIndexError, match="damaged"):
        built(tmp_path, "m", [urls.path], of=["url"])
