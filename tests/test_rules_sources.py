"""The rules on sources: locators, URLs, dates, pins, generators; and the walk that they share."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal import replacement_of
from one_source import places, source
from small_manifests import TODAY, found, manifest
from trainbib.document import parse_document
from trainbib.pointers import resolve
from trainbib.rules import RULES
from trainbib.rules.context import Context
from trainbib.rules.typed import tokens, typed_values
from trainbib.schemas import load_schema
from trainbib.settings import Settings


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://data.example/"},
        {"url": {"lost": "the host is gone"}},
        {"ids": {"unknown": "no registry has it, as far as we can see"}},
        {"digest": "sha256:" + "0" * 64},
        {"archive": "https://web.archive.org/web/2024/https://data.example/"},
        {"contact": "data@museum.example"},
        {"manifest": {"path": "upstream.yaml"}},
        {"agreement": {"reference": "contract 7"}},
        {"derived_from": [{"source": "a"}]},
    ],
)
def test_any_one_locator_will_do(fields: dict[str, Any]) -> None:
    assert places(source(kind="public_dataset"), "SRC001") == ["/sources/a"]
    assert places(source(kind="public_dataset", **fields), "SRC001") == []


@pytest.mark.parametrize("fields", [{"digest": {"unknown": "never computed"}}, {"ids": {}}])
def test_a_gap_elsewhere_and_an_empty_answer_locate_nothing(fields: dict[str, Any]) -> None:
    assert places(source(kind="public_dataset", **fields), "SRC001") == ["/sources/a"]


KINDS = load_schema()["$defs"]["source"]["properties"]["kind"]["anyOf"][0]["enum"]


def test_only_what_lies_in_public_has_to_be_found() -> None:
    asked = [kind for kind in KINDS if found(source(kind=kind), "SRC001")]
    assert asked == ["public_dataset", "own_crawl"]


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pw@data.example/",
        "http://token@data.example/",
        "ftp://anonymous:guest@data.example/x",
        "git+https://ghp_abcdef@github.com/acme/x",
        "https://data.example/x?a=1&X-Amz-Signature=f00&b=2",
        "https://data.example/x?access_token=f00",
        "https://data.example/x?API_KEY=f00",
    ],
)
def test_secrets_are_reported_and_never_repeated(url: str) -> None:
    (finding,) = found(source(url=url), "SRC002")
    said = " ".join([finding.message, finding.help, finding.label, finding.value, *finding.notes])
    assert finding.fix is not None
    assert not finding.fix.safe
    for secret in ("pw", "token@", "guest", "ghp_", "f00"):
        assert secret not in said
        assert secret not in replacement_of(finding.fix)
        assert secret not in finding.fix.description


def test_taking_out_a_secret_leaves_the_rest_of_the_url() -> None:
    (finding,) = found(source(url="https://u:p@data.example:8080/x?a=1&api_key=s&b=2#f"), "SRC002")
    assert finding.fix is not None
    assert replacement_of(finding.fix) == "https://data.example:8080/x?a=1&b=2#f"


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example:0/",
        "https://data.example:99999/",
        "https://data.example:80a/",
        "https://data.example:٣/",
        "https://https://data.example/",
        "https://data..example/",
        "https://[::1/x",
        "https://-data.example/",
        "https://:8080/",
        "mailto:nobody",
        "https://data.example:" + "9" * 5000 + "/",
    ],
)
def test_urls_that_the_schema_lets_through_and_that_lead_nowhere(url: str) -> None:
    assert places(source(url=url), "SRC002") == ["/sources/a/url"]


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example",
        "HTTPS://DATA.EXAMPLE/X",
        "https://data.example:8080/x?page=2#top",
        "https://data.example:/x",
        "https://[2001:db8::1]:8080/x",
        "https://münchen.example/größe",
        "https://data_set.example/x",
        "s3://commoncrawl-bucket/x",
        "ssh://git@github.com/acme/x.git",
        "git+ssh://git@host/x",
        "mailto:data@acme.example",
        "doi:10.5281/zenodo.1",
        "https://data.example/x?signed=no&sig=none",
        "https://data.example/@user:name/x",
    ],
)
def test_unusual_urls_that_are_in_order(url: str) -> None:
    assert places(source(url=url), "SRC002") == []


@pytest.mark.parametrize(
    ("repository", "good"),
    [
        ("https://github.com/acme/x", True),
        ("git@github.com:acme/x.git", True),
        ("htps://github.com/acme/x", False),
        ("our repository", False),
    ],
)
def test_repository_urls_are_looked_at_too(repository: str, *, good: bool) -> None:
    data = source(ids={"git": repository}, revision="761dc5b")
    assert places(data, "SRC002") == ([] if good else ["/sources/a/ids/git"])


def test_urls_are_found_wherever_the_schema_has_them() -> None:
    bad = "https://u:p@data.example/"
    data = manifest(
        parties={"p": {"name": "P", "url": bad, "commitments": [{"name": "Code", "url": bad}]}},
        licenses={"LicenseRef-x": {"title": "X", "url": bad}},
        sources={
            "a": {
                "kind": "own_crawl",
                "license": {"expression": "LicenseRef-x", "url": bad},
                "crawl": {"crawlers": [{"name": "bot", "url": bad}]},
                "rights": {"holders": [{"party": "p", "claim": {"url": bad}}]},
                "x-ours": {"url": bad},
            }
        },
        policies={"copyright": {"url": bad}},
    )
    assert sorted(places(data, "SRC002")) == [
        "/licenses/LicenseRef-x/url",
        "/parties/p/commitments/0/url",
        "/parties/p/url",
        "/policies/copyright/url",
        "/sources/a/crawl/crawlers/0/url",
        "/sources/a/license/url",
        "/sources/a/rights/holders/0/claim/url",
    ]


def test_fields_of_the_same_name_that_are_no_urls_are_left_alone() -> None:
    data = source(
        rights={"holders": [{"party": {"unknown": "we have asked"}, "claim": {"source": "a b"}}]}
    )
    assert places(data, "SRC002") == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"version": "latest"}, "version"),
        ({"revision": "HEAD"}, "revision"),
        ({"revision": "Master", "ids": {"hf": "a/b"}}, "revision"),
        ({"ids": {"git": "https://github.com/acme/x"}}, "ids/git"),
        ({"url": "https://huggingface.co/datasets/acme/x"}, "url"),
        ({"url": "https://github.com/acme/x/tree/main"}, "url"),
        ({"url": "https://github.com/acme/x/archive/refs/heads/master.zip"}, "url"),
        ({"url": "https://raw.githubusercontent.com/acme/x/main/a.csv"}, "url"),
        ({"url": "https://gitlab.com/acme/x.git"}, "url"),
        ({"ids": {"common_crawl": "CC-MAIN"}, "version": "2"}, "ids/common_crawl"),
        ({"url": "s3://commoncrawl/crawl-data/", "version": "2"}, "url"),
    ],
)
def test_states_that_go_on_changing(fields: dict[str, Any], place: str) -> None:
    assert places(source(**fields), "SRC008") == [f"/sources/a/{place}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"version": "2024-10"},
        {"version": "main", "revision": "761dc5b"},
        {"version": "latest", "digest": "sha256:" + "0" * 64},
        {"version": "latest", "manifest": {"path": "u.yaml", "digest": "sha256:" + "0" * 64}},
        {"revision": "main", "ids": {"swhid": "swh:1:rev:" + "0" * 40}},
        {"ids": {"hf": "a/b"}, "revision": {"lost": "only the date is known"}},
        {"url": "https://github.com/acme/x/tree/v2.1"},
        {"url": "https://github.com/acme/x/tree/maintenance"},
        {"url": "https://github.com/acme"},
        {"url": "https://data.example/main/set.zip"},
        {"ids": {"common_crawl": "CC-MAIN-2009-2010"}},
        {"url": "s3://commoncrawl/crawl-data/CC-NEWS/2024/10/"},
        {"url": "https://commoncrawl.org/", "version": "CC-MAIN-2024-10"},
        {"url": "https://commoncrawl.org/", "version": {"unknown": "the paper names none"}},
    ],
)
def test_states_that_are_pinned(fields: dict[str, Any]) -> None:
    assert places(source(**fields), "SRC008") == []


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (None, ["/sources/a"]),
        ({"generators": [{"name": "Small 1B"}]}, []),
        ({"generators": {"withheld": "agreement, clause 9"}}, []),
        ({"unknown": "bought without that answer"}, []),
    ],
)
def test_synthetic_sources_name_their_generator(block: object, expected: list[str]) -> None:
    fields = {} if block is None else {"synthetic": block}
    assert places(source(kind="synthetic", **fields), "SRC012") == expected


def test_the_walk_finds_every_date_of_the_schema() -> None:
    definitions = load_schema()["$defs"]
    expected = {
        (name, field)
        for name, definition in definitions.items()
        for field, schema in definition.get("properties", {}).items()
        if "#/$defs/date" in json.dumps(schema)
    }
    assert len(expected) > 20
    data = example_of(load_schema(), definitions)
    seen = typed_values(data, TODAY)
    names = {tokens(path)[-1] for path, _ in seen.dates}
    assert names == {field for _, field in expected}


def example_of(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """Make a value with every field that the schema knows, dates in the far future."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference == "date":
        return "9999"
    if reference:
        return example_of(definitions[reference], definitions)
    if "anyOf" in schema:
        answers = [branch for branch in schema["anyOf"] if branch != {"$ref": "#/$defs/gap"}]
        made = [example_of(branch, definitions) for branch in answers]
        return max(made, key=lambda value: len(json.dumps(value)))
    if schema.get("type") == "array":
        return [example_of(schema["items"], definitions)]
    if schema.get("type") == "object":
        fields = {
            name: example_of(part, definitions)
            for name, part in schema.get("properties", {}).items()
        }
        each = schema.get("additionalProperties")
        return fields | ({"k": example_of(each, definitions)} if isinstance(each, dict) else {})
    return "text"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "2024", "2024-13", "main", "https://", "https://[", "sha1:", "a\0b"])
    | st.sampled_from([10**400, float("inf"), float("nan"), -1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["about", "between", "unknown", "expression", "from", "x-y", "source"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
WHOLE = example_of(load_schema(), load_schema()["$defs"])


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(p for name, item in pairs for p in places_in(item, (*path, name)))]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(places_in(WHOLE)[1:]), JUNK), max_size=4))
def test_no_rule_of_these_families_falls_over_dirty_data(
    changes: list[tuple[tuple[Any, ...], object]],
) -> None:
    data = json.loads(json.dumps(WHOLE))
    for path, junk in changes:
        try:
            holder = resolve(data, [str(token) for token in path[:-1]])
        except KeyError:
            continue  # an earlier change has taken the place away
        if isinstance(holder, dict):
            holder[str(path[-1])] = junk  # a mapping has text for its keys
        elif isinstance(holder, list):
            holder[:] = [junk]
    document = parse_document(b"{}", path="trainbib.json")
    document.data = data
    context = Context(document, Settings(TODAY))
    families = {"SRC", "LIC", "FIL", "HSH"}
    for rule in RULES:
        if rule.find is not None and rule.family in families:
            for finding in rule.find(context):
                assert finding.pointer == "" or finding.pointer.startswith("/")
                assert finding.message
