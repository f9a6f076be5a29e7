"""Lists of withdrawn sets: the one of the program, and one's own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import trainbib.withdrawals
from trainbib.alike import Fields
from trainbib.schemas import load_schema
from trainbib.values import parse_date
from trainbib.withdrawals import WithdrawnListError, load_catalogue
from trainbib.withdrawals.catalogue import edition
from trainbib.withdrawals.local import sources_of
from trainbib.withdrawals.names import hub_id, title_words
from withdrawn_sets import SETS, TODAY, found, source

BUNDLED = Path(trainbib.withdrawals.__file__).with_name("known_sets.json")
LIST: dict[str, Any] = json.loads(BUNDLED.read_text(encoding="utf-8"))


# The bundled list


def test_the_bundled_list_is_of_the_published_form() -> None:
    schema = load_schema("withdrawn-list")
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(LIST)] == []


def test_every_set_is_withdrawn_or_leads_somewhere_or_is_led_to() -> None:
    reached = {held.set for known in SETS.values() for held in known.contains}
    assert reached <= SETS.keys()
    idle = {k.id for k in SETS.values() if not k.withdrawn and not k.contains} - reached
    assert idle == set()


def test_every_date_is_a_day_month_or_year_of_the_past() -> None:
    dates = [known.withdrawn.date for known in SETS.values() if known.withdrawn]
    dates += [held.until for known in SETS.values() for held in known.contains]
    for text in filter(None, dates):
        span = parse_date(text)
        assert span is not None
        assert span.first <= TODAY


def test_what_was_only_changed_has_a_date_or_versions_to_tell_copies_by() -> None:
    for known in SETS.values():
        if known.withdrawn is not None and known.withdrawn.changed:
            assert known.withdrawn.date or known.withdrawn.versions, known.id


def test_no_two_sets_are_told_by_the_same_name() -> None:
    names = [title_words(t) for k in SETS.values() for t in {k.title, *k.aliases}]
    spelt = {
        known.id: {title_words(title) for title in (known.title, *known.aliases)}
        for known in SETS.values()
    }
    assert sum(map(len, spelt.values())) == len(set(names))
    hub = [hub_id(v) for k in SETS.values() for scheme, v in k.ids if scheme == "hf"]
    assert len(set(hub)) == len(hub)


def test_no_set_has_a_name_that_anything_might_have() -> None:
    common = {"books", "book", "math", "web", "code", "github", "arxiv", "wikipedia", "reddit"}
    names = {title_words(t) for k in SETS.values() for t in (k.title, *k.aliases)}
    assert names.isdisjoint(common)


def test_every_set_is_found_by_each_of_its_names_and_pages() -> None:
    catalogue = load_catalogue()
    for known in SETS.values():
        entries: list[Mapping[str, object]] = []
        entries.extend({"title": title.upper()} for title in (known.title, *known.aliases))
        entries.extend({"ids": {scheme: value}} for scheme, value in known.ids)
        entries.extend({"url": url} for url in known.urls)
        entries.extend(
            {"url": f"https://huggingface.co/datasets/{value}"}
            for scheme, value in known.ids
            if scheme == "hf" and ":" not in value
        )
        for entry in entries:
            assert catalogue.candidates(["k"], Fields([entry])) == ["k"], entry
            match = catalogue.match("k", entry)
            assert match is not None, entry
            assert match.known is known, entry


# Lists of users


def own_list(tmp_path: Path, sets: object, **fields: object) -> Path:
    data = {"trainbib_withdrawn": "1.0", "updated": "2026-11-01", "sets": sets, **fields}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


LISTING = '{"trainbib_withdrawn": "1.0", "updated": "2026", "sets": {"a": {"title": "A", %s}}}'
PAGE = "https://legal.acme.example/17"


def test_a_list_of_ones_own_adds_sets_and_uses_the_lineage_of_the_program(tmp_path: Path) -> None:
    withdrawn = {"status": "withdrawn", "source": PAGE, "date": "2026-10"}
    path = own_list(tmp_path, {"c4": {"title": "C4", "withdrawn": withdrawn}})
    (finding,) = found(source("d", ids="{hf: allenai/dolma}"), withdrawn=(path,))
    assert finding.message.endswith("goes back to C4, which was withdrawn (2026-10), 1 hop up")
    assert "on the list of own.json, 2026-11-01" in finding.notes
    assert len(found(source("p", title="The Pile"), withdrawn=(path,))) == 1


def test_a_list_of_ones_own_replaces_what_the_program_says_of_a_set(tmp_path: Path) -> None:
    path = own_list(tmp_path, {"webvid": {"title": "WebVid-10M"}})
    assert len(found(source("w", title="WebVid-10M"))) == 1
    assert found(source("w", title="WebVid-10M"), withdrawn=(path,)) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_set_may_hold_data_of_one_of_another_list(order: tuple[int, int], tmp_path: Path) -> None:
    withdrawn = {"status": "withdrawn", "source": PAGE}
    held = [{"set": "letters", "source": PAGE}]
    lists: list[Path] = []
    for name, entry in (
        ("post", {"title": "Acme post", "contains": held}),
        ("letters", {"title": "Acme letters", "withdrawn": withdrawn}),
    ):
        (tmp_path / name).mkdir()
        lists.append(own_list(tmp_path / name, {name: entry}))
    paths = tuple(lists[number] for number in order)
    (finding,) = found(source("p", title="Acme post"), withdrawn=paths)
    assert "goes back to Acme letters" in finding.message


def test_a_path_that_no_file_has_is_a_list_that_cannot_be_read() -> None:
    with pytest.raises(WithdrawnListError, match="cannot be read: embedded null byte"):
        load_catalogue([Path("a\0b")])


def test_a_list_may_be_yaml(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        'trainbib_withdrawn: "1.0"\nupdated: 2026-11-01\nsets:\n'
        "  letters: {title: Acme letters, ids: {doi: ['10.1234/L']}, withdrawn: "
        f"{{status: destroyed, source: '{PAGE}'}}}}\n",
        encoding="utf-8",
    )
    (finding,) = found(source("a", url='"https://doi.org/10.1234/l"'), withdrawn=(path,))
    assert "is Acme letters, which was destroyed" in finding.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read: No such file"),
        ("{", "own.json:1:"),
        ("[]", "own.json:1:1: the list is a list; it takes a mapping"),
        ('{"trainbib_withdrawn": "1.0", "sets": {}}', "the list has no `updated`; add it"),
        (
            '{"trainbib_withdrawn": "2.0", "updated": "2026", "sets": {}}',
            "own.json:1:24: `trainbib_withdrawn` is `2.0`; this program reads `1.0`",
        ),
        (
            LISTING % '"withdrawn": {"status": "removd", "source": "https://x.example"}',
            "own.json:1:103: `sets.a.withdrawn.status` is `removd`; did you mean `removed`?",
        ),
        (LISTING % '"title": "B"', "own.json:1:79: the field `title` is given twice"),
        (LISTING % '"urls": ["ftp"]', "`sets.a.urls[0]` is `ftp`; it takes a URL that begins with"),
        (LISTING % '"urls": []', "`sets.a.urls` is empty; leave it out"),
        (LISTING % '"aliases": ["b", "b"]', "`sets.a.aliases` has something twice; keep one"),
        (LISTING % '"ids": {"dio": ["10.1/a"]}', "`sets.a.ids` has no `dio`; did you mean `doi`?"),
        (LISTING % '"ids": {"doi": "10.1/a"}', "`sets.a.ids.doi` is `10.1/a`; it takes a list"),
        (
            '{"trainbib_withdrawn": "1.0", "updated": "2026-02-31", "sets": {}}',
            "`updated` is `2026-02-31`, and there is no such day",
        ),
        (
            '{"trainbib_withdrawn": "1.0", "updated": "2026-13-01", "sets": {}}',
            "`updated` is `2026-13-01`; it takes a date: 2024, 2024-03 or 2024-03-15",
        ),
        (
            '{"trainbib_withdrawn": "1.0", "updated": "2026", "sets": {"-a": {"title": "A"}}}',
            "`sets` has the key `-a`; it takes at most 128 letters, digits",
        ),
        (LISTING % '"aliases": ["B", "!?"]', "`sets.a.aliases[1]` is `!?`; it takes a letter or a"),
        (LISTING % '"aliases": [null, true]', "`sets.a.aliases[0]` is `null`; it takes text"),
        (
            '{"trainbib_withdrawn": 1.0, "updated": "2026", "sets": {}}',
            "`trainbib_withdrawn` is the number `1.0`; this program reads the text `1.0`",
        ),
        (
            LISTING % '"contains": [{"set": "nowhere", "source": "https://x.example"}]',
            "`a` contains `nowhere`, which no list has",
        ),
    ],
)
def test_a_fault_in_a_list_is_one_sentence_with_its_place(
    text: str | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(WithdrawnListError) as caught:
        found(source("a"), withdrawn=(path,))
    message = str(caught.value)
    assert says in message
    assert message.startswith(str(path))
    assert "\n" not in message


def test_all_that_is_wrong_with_a_list_is_told_in_order_and_a_slip_once(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        'trainbib_withdrawn: "1.0"\n'
        "updated: 2026-02-31\n"
        "sets:\n"
        "  a: {titel: Letters}\n"
        "  b: {title: B, withdrawn: {source: 'https://x.example', date: 2026-04-31}}\n"
        "  c: {title: C}\n"
        "  c: {title: D, aliases: ['', 5]}\n",
        encoding="utf-8",
    )
    with pytest.raises(WithdrawnListError, match=r" \(and 6 more faults\)$") as caught:
        load_catalogue([path])
    told = [fault.removeprefix(f"{path}:") for fault in caught.value.faults]
    assert told == [
        "2:10: `updated` is `2026-02-31`, and there is no such day",
        "4:7: `sets.a` has no `titel`; did you mean `title`?",
        "5:28: `sets.b.withdrawn` has no `status`; add it",
        "5:64: `sets.b.withdrawn.date` is `2026-04-31`, and there is no such day",
        "7:3: the field `c` is given twice",
        "7:27: `sets.c.aliases[0]` is ``; it takes text that is not empty",
        "7:31: `sets.c.aliases[1]` is the number `5`; it takes text",
    ]
    assert [span.line if span else 0 for span in caught.value.spans] == [2, 4, 5, 5, 7, 7, 7]
    assert caught.value.text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("scheme", "fields"),
    [
        ("hf", {"ids": "{hf: someone/thing}"}),
        ("hf", {"ids": '{hf: "someone/thing:part"}'}),
        ("hf", {"url": '"https://huggingface.co/datasets/someone/thing"'}),
        ("git", {"ids": '{git: "https://git.example/someone/thing.git"}'}),
        ("git", {"ids": '{git: "git@git.example:someone/thing"}'}),
        ("kaggle", {"ids": "{kaggle: someone/thing}"}),
        ("doi", {"ids": "{doi: 10.1234/l}"}),
        ("doi", {"url": '"https://doi.org/10.1234/l"'}),
    ],
)
def test_a_star_stands_for_every_identifier_of_its_scheme(
    scheme: str, fields: dict[str, str], tmp_path: Path
) -> None:
    withdrawn = {"status": "withdrawn", "source": PAGE}
    path = own_list(
        tmp_path, {"all": {"title": "All of it", "ids": {scheme: ["*"]}, "withdrawn": withdrawn}}
    )
    (finding,) = found(source("a", **fields), withdrawn=(path,))
    assert "is All of it, which was withdrawn" in finding.message
    assert found(source("a", ids="{openml: '7'}"), withdrawn=(path,)) == []
    (finding,) = found(source("w", ids="{hf: TempoFunk/webvid-10M}"), withdrawn=(path,))
    assert "WebVid-10M" in finding.message  # what is named comes before what is meant by a star


def test_a_repository_in_a_list_is_found_by_its_address(tmp_path: Path) -> None:
    withdrawn = {"status": "withdrawn", "source": PAGE}
    sets = {
        "letters": {
            "title": "Acme letters",
            "ids": {"git": ["https://git.example/acme/letters.git"]},
            "withdrawn": withdrawn,
        }
    }
    path = own_list(tmp_path, sets)
    for fields in (
        {"ids": '{git: "https://git.example/acme/letters"}'},
        {"url": '"https://git.example/acme/letters/"'},
    ):
        (finding,) = found(source("a", **fields), withdrawn=(path,))
        assert "is Acme letters" in finding.message


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["2026"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["title", "ids", "hf", "urls", "withdrawn", "date", "contains", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(anything, anything)
def test_whatever_stands_in_a_list_is_a_list_or_has_faults_with_places(
    tmp_path: Path, sets: object, updated: object
) -> None:
    path = own_list(tmp_path, {"a": sets}, updated=updated)
    faults: tuple[str, ...] = (f"{path}:1:",)
    try:
        load_catalogue([path])
    except WithdrawnListError as error:
        faults = error.faults
    assert faults
    assert all(fault.startswith(f"{path}:1:") for fault in faults)


def test_the_catalogue_of_the_program_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


# Cost


def test_sources_that_are_no_known_sets_are_not_kept() -> None:
    entries = {f"s{n}": {"title": f"Set {n}", "derived_from": []} for n in range(50)}
    looked = sources_of({"sources": entries}, load_catalogue())
    assert looked.sources == {}


def test_an_edition_is_what_the_source_says() -> None:
    stated = edition({"version": "1", "revision": "abc", "retrieved": {"lost": "x"}})
    assert stated.versions == ("1", "abc")
    assert stated.retrieved == ""
    assert not stated.retrieved_before("2024")
