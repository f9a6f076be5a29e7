"""The examples: valid, sourced, and wrong only where what was published is wrong."""

import gzip
import json
import math
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.diagnostics import Severity
from trainbib.document import read_document
from trainbib.formatting import formatted
from trainbib.settings import Settings
from trainbib.values import (
    GAP_STATES,
    ZERO,
    Quantity,
    as_list,
    as_mapping,
    gap_state,
    is_mapping,
    parse_quantity,
)
from trainbib.verifying import verify

EXAMPLES = Path(__file__).parent.parent / "examples"
TOUR = EXAMPLES / "tour"
TODAY = date(2026, 11, 22)

MANIFESTS = sorted(
    path for pattern in ("*.trainbib.yaml", "trainbib.yaml") for path in EXAMPLES.rglob(pattern)
)
INVENTED = {
    "minimal.trainbib.yaml",
    "complete.trainbib.yaml",
    "harbour-talk.trainbib.yaml",
    "northwind.trainbib.yaml",
    "driftwood.trainbib.yaml",
}
FILED = EXAMPLES / "eu"
"""Summaries that were filed, with what is wrong in them: test_examples_eu.py."""

REAL = [
    p
    for p in MANIFESTS
    if p.name not in INVENTED and TOUR not in p.parents and FILED not in p.parents
]

CLEAN = [p for p in MANIFESTS if p.name in INVENTED or FILED not in p.parents]

PUBLISHED_MISTAKES: dict[str, set[tuple[str, str]]] = {
    "dolma-1.7-as-published.trainbib.yaml": {("FIL009", "/dataset/size/tokens")},
    "common-pile-as-published.trainbib.yaml": {
        ("FIL009", "/sources/arxiv_papers/use/0/tokens_seen"),
        ("CON007", "/sources/arxiv_papers/size/tokens"),
    },
    "olmo3-dolminos2math-as-published.trainbib.yaml": {("FIL009", "/dataset/size/tokens")},
    "dolly-copy-as-published.trainbib.yaml": {("LIC010", "/sources/copy/license/observations/1")},
}
"""What the checker has to find, and where: code and JSON Pointer."""

WITHDRAWN = {
    "the-pile.trainbib.yaml": {("RGT008", "/sources/books3")},
    "pretraining.trainbib.yaml": {("RGT008", "/sources/slimpajama")},
}
"""What was withdrawn since it was published: the story that lineage tells."""

ELSEWHERE = {"orcid.org"}
"""Hosts outside `.example` that invented examples may name: ORCID's own fictional researcher."""


def _name(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


def _data(name: str) -> dict[str, object]:
    data = read_document(EXAMPLES / name).data
    assert is_mapping(data)
    return data


def _values(value: object) -> Iterator[object]:
    yield value
    if is_mapping(value):
        for inner in value.values():
            yield from _values(inner)
    for inner in as_list(value):
        yield from _values(inner)


def _urls(value: object) -> list[str]:
    return [v for v in _values(value) if isinstance(v, str) and re.match(r"[a-z+]+://", v)]


def _entries(text: str, section: str) -> dict[str, str]:
    """Return the text of each entry of a section, with the comments that stand over the section."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(f"{section}:")), None)
    if start is None:
        return {}
    above = start
    while above and lines[above - 1].startswith("#"):
        above -= 1
    heading = "\n".join(lines[above : start + 1])
    entries: dict[str, str] = {}
    key = ""
    for line in lines[start + 1 :]:
        if line and not line.startswith(" "):
            break
        if named := re.match(r"  ([A-Za-z0-9][\w.+-]*):", line):
            key = named[1]
            entries[key] = heading
        if key:
            entries[key] += "\n" + line
    return entries


def _total(sources: object, quantity: str, *, without: str = "") -> Quantity:
    """Add up the sizes, of each the part that was sampled."""
    total = ZERO
    for key, source in as_mapping(sources).items():
        fields = as_mapping(source)
        part = parse_quantity(as_mapping(fields.get("size")).get(quantity))
        assert part is not None, key
        sampled = as_mapping(next(iter(as_list(fields.get("use"))), None)).get("sampled", 1)
        assert isinstance(sampled, int | float)
        if key != without:
            value, low, high = (sampled * x for x in (part.value, part.low, part.high))
            total += Quantity(value, low, high, part.exact)
    return total


def _stated(data: dict[str, object], quantity: str) -> Quantity:
    stated = parse_quantity(as_mapping(as_mapping(data["dataset"])["size"])[quantity])
    assert stated is not None
    return stated


@pytest.mark.parametrize("path", CLEAN, ids=_name)
def test_an_example_has_no_error_but_what_was_published(path: Path) -> None:
    report = check(path, Settings(today=TODAY))
    expected = PUBLISHED_MISTAKES.get(path.name, set())
    errors = {(d.code, d.pointer) for d in report.diagnostics if d.severity is Severity.ERROR}
    assert errors <= expected
    assert {(d.code, d.pointer) for d in report.diagnostics} >= expected


@pytest.mark.parametrize("path", CLEAN, ids=_name)
def test_an_example_has_no_warning_but_what_was_published(path: Path) -> None:
    report = check(path, Settings(today=TODAY))
    warnings = {(d.code, d.pointer) for d in report.diagnostics if d.severity is Severity.WARNING}
    expected = WITHDRAWN.get(path.name, set())
    assert warnings <= PUBLISHED_MISTAKES.get(path.name, set()) | expected
    assert warnings >= expected


def test_the_mistakes_are_those_of_the_folder() -> None:
    folder = {path.name for path in (EXAMPLES / "published-mistakes").glob("*.trainbib.yaml")}
    assert folder == set(PUBLISHED_MISTAKES)


@pytest.mark.parametrize("path", MANIFESTS, ids=_name)
def test_addresses_are_https(path: Path) -> None:
    urls = _urls(read_document(path).data)
    assert [url for url in urls if not url.startswith("https://")] == []


@pytest.mark.parametrize("path", [p for p in MANIFESTS if p.name in INVENTED], ids=_name)
def test_an_invented_example_names_no_real_host(path: Path) -> None:
    hosts = {urlsplit(url).hostname or "" for url in _urls(read_document(path).data)}
    assert {host for host in hosts if not host.endswith(".example")} <= ELSEWHERE


@pytest.mark.parametrize("section", ["sources", "labellers"])
@pytest.mark.parametrize("path", REAL, ids=_name)
def test_every_entry_of_a_real_set_says_where_it_was_read(path: Path, section: str) -> None:
    text = path.read_text(encoding="utf-8")
    entries = _entries(text, section)
    stated = as_mapping(as_mapping(read_document(path).data).get(section))
    assert set(entries) == set(stated)
    assert [key for key, entry in entries.items() if "https://" not in entry] == []


@pytest.mark.parametrize("path", REAL, ids=_name)
def test_a_real_set_says_at_its_head_where_and_when_it_was_read(path: Path) -> None:
    head = re.split(r"^[^#]", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
    assert "https://" in head
    assert "2026-11-22" in head


@pytest.mark.parametrize("path", REAL, ids=_name)
def test_a_real_set_is_not_passed_off_as_the_work_of_its_publisher(path: Path) -> None:
    document = as_mapping(as_mapping(read_document(path).data)["document"])
    assert "written by the authors of Trainbib" in str(document["changes"])


@pytest.mark.parametrize("path", MANIFESTS, ids=_name)
def test_the_guide_names_every_example(path: Path) -> None:
    folder = FILED if FILED in path.parents else EXAMPLES
    guide = (folder / "README.md").read_text(encoding="utf-8")
    assert path.relative_to(folder).parts[0] in guide
    assert TOUR in path.parents or path.name in guide


def test_the_minimal_example_is_minimal() -> None:
    text = (EXAMPLES / "minimal.trainbib.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 16


def test_the_complete_example_has_every_kind_gap_and_form_of_quantity() -> None:
    data = _data("complete.trainbib.yaml")
    kinds = [as_mapping(source)["kind"] for source in as_mapping(data["sources"]).values()]
    assert set(kinds) == {
        "public_dataset", "licensed", "private_third_party", "own_crawl", "user_data",
        "synthetic", "human_commissioned", "offline", "sensor", "other",
    }  # fmt: skip
    assert {gap_state(value) for value in _values(data)} == {None, *GAP_STATES}
    mappings = [value for value in _values(data) if is_mapping(value)]
    assert any("about" in value for value in mappings)
    assert any("between" in value for value in mappings)


def test_the_complete_example_pins_what_lies_beside_it() -> None:
    pinned = 0
    for value in _values(_data("complete.trainbib.yaml")):
        named = as_mapping(value)
        path, digest = named.get("path") or named.get("text"), named.get("digest")
        if not isinstance(path, str) or not isinstance(digest, str):
            continue
        target = EXAMPLES / path
        if path.endswith(".trainbib.yaml"):
            assert canonical_digest(read_document(target).data) == digest
        else:
            assert "sha256:" + sha256(target.read_bytes()).hexdigest() == digest
        pinned += 1
    assert pinned == 5


def test_the_files_of_the_complete_example_are_those_of_its_inventory() -> None:
    found = verify(EXAMPLES / "complete.trainbib.yaml", jobs=1)
    assert found.matches, [diagnostic.message for diagnostic in found.diagnostics]
    report = check(EXAMPLES / "complete.trainbib.yaml", Settings(today=TODAY))
    assert report.files == found.files
    (cited,) = [c for c in report.coverage if c.what == "files cited"]
    assert (cited.answered + cited.gaps, cited.total) == (found.files, found.files)


def test_the_components_of_the_pile_add_up_and_none_can_be_left_out() -> None:
    data = _data("the-pile.trainbib.yaml")
    stated = _stated(data, "bytes")
    assert len(as_mapping(data["sources"])) == 22
    assert stated.agrees_with(_total(data["sources"], "bytes"))
    for key in as_mapping(data["sources"]):
        assert not stated.agrees_with(_total(data["sources"], "bytes", without=key)), key


def test_components_of_the_pile_are_as_large_as_their_passes_make_them() -> None:
    for key, source in as_mapping(_data("the-pile.trainbib.yaml")["sources"]).items():
        fields = as_mapping(source)
        raw = parse_quantity(as_mapping(fields["raw_size"])["bytes"])
        size = parse_quantity(as_mapping(fields["size"])["bytes"])
        epochs = as_mapping(as_list(fields["use"])[0])["epochs"]
        assert raw is not None
        assert size is not None
        assert isinstance(epochs, int | float)
        known = (size.high - size.low + epochs * (raw.high - raw.low)) / 2
        # GiB were rounded when they were published, and once more as bytes.
        assert abs(size.value - epochs * raw.value) <= 2 * known, key


def test_dolma_adds_up_with_the_correction_and_not_without() -> None:
    corrected = _data("dolma-1.7.trainbib.yaml")
    published = _data("published-mistakes/dolma-1.7-as-published.trainbib.yaml")
    assert _stated(corrected, "tokens").agrees_with(_total(corrected["sources"], "tokens"))
    assert not _stated(published, "tokens").agrees_with(_total(published["sources"], "tokens"))
    assert _total(corrected["sources"], "tokens").value == pytest.approx(1714.35e9, rel=1e-4)
    assert _total(published["sources"], "tokens").value == pytest.approx(1645.15e9, rel=1e-4)


def test_redpajama_v2_looks_wrong_and_is_rounded() -> None:
    data = _data("redpajama-v2.trainbib.yaml")
    for quantity in ("records", "tokens"):
        stated, total = _stated(data, quantity), _total(data["sources"], quantity)
        assert stated.value != total.value
        assert stated.agrees_with(total)


def test_the_weights_of_smollm3_are_those_of_a_whole() -> None:
    sources = as_mapping(_data("smollm3-stage1.trainbib.yaml")["sources"]).values()
    uses = [as_mapping(use) for s in sources for use in as_list(as_mapping(s).get("use"))]
    weights = [use["weight"] for use in uses]
    assert len(weights) == 41
    assert math.isclose(math.fsum(w for w in weights if isinstance(w, int | float)), 1)


def _files(version: str) -> dict[str, bytes]:
    own = re.compile(r"trainbib\.(yaml|files\.jsonl)$")
    return {
        path.relative_to(TOUR / version).as_posix(): path.read_bytes()
        for path in (TOUR / version).rglob("*")
        if path.is_file() and not own.search(path.name)
    }


def test_the_tour_has_a_story() -> None:
    old, new = _files("v1"), _files("v2")
    assert old["stories/morning-shift.txt"] == new["texts/morning-shift.txt"]  # moved
    assert "stories/morning-shift.txt" not in new
    assert old["pilot-log/2025.jsonl"] != new["pilot-log/2025.jsonl"]  # changed
    assert "radio/2024.jsonl" in old  # dropped
    assert "radio/2024.jsonl" not in new
    assert "bulletins/2025.jsonl" in new  # added
    assert "bulletins/2025.jsonl" not in old
    assert b"CC0-1.0" in old["tides/LICENSE"]  # another licence
    assert b"CC-BY-4.0" in new["tides/LICENSE"]
    assert old["tides/2024-03.csv.gz"] == new["tides/2024-03.csv.gz"]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_files_of_the_tour_can_be_read(version: str) -> None:
    files = _files(version)
    assert sum(map(len, files.values())) < 20_000
    for name, content in files.items():
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
        assert text.endswith("\n"), name
        if name.endswith(".jsonl"):
            assert all(is_mapping(json.loads(line)) for line in text.splitlines()), name


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_every_label_of_the_tour_is_of_a_call_that_is_there(version: str) -> None:
    files = _files(version)
    calls = {
        json.loads(line)["id"]
        for name, content in files.items()
        if name.startswith("radio/")
        for line in content.decode().splitlines()
    }
    labels = [line.split(",")[0] for line in files["labels/intents.csv"].decode().splitlines()[1:]]
    assert set(labels) == calls


@pytest.mark.parametrize("path", MANIFESTS, ids=_name)
def test_an_example_is_in_the_one_layout(path: Path) -> None:
    document = read_document(path)
    assert formatted(document) == document.text
