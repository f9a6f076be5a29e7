"""Repairs of any manifest: what they do to its data, its comments and its errors."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from repairs import SETTINGS, read
from test_document_yaml import DATA, KEYS
from trainbib.checking import check
from trainbib.diagnostics import Fix, Insert, Remove, Rename, Replace, Severity, Step, Wrap
from trainbib.document import parse_document
from trainbib.fixing import EditError, edits, fixed
from trainbib.pointers import pointer
from trainbib.writing import to_yaml
from trainbib.writing.planning import changed

# Manifests in several styles


def lines_with_comments(text: str) -> str:
    """Put a comment on its own line before, and one behind, some lines."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")[:-1]):
        margin = line[: len(line) - len(line.lstrip())]
        if number % 3 == 1:
            lines.append(f"{margin}# own {number}")
        lines.append(f"{line} # beside {number}" if number % 4 == 1 else line)
    return "\n".join(lines) + "\n"


def laid_out(data: Mapping[str, object], style: str) -> tuple[str, str]:
    if style in {"json", "flat"}:
        return json.dumps(data, indent=2 if style == "json" else None), "m.json"
    if style == "flow":
        return json.dumps(data, indent=1, ensure_ascii=False), "m.yaml"
    text = to_yaml(data)
    if style == "windows":
        text = text.replace("\n", "\r\n")
    return text, "m.yaml"


STYLES = st.sampled_from(["yaml", "windows", "json", "flat", "flow"])


def places(value: object, at: str = "") -> list[tuple[str, object]]:
    found = [(at, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, at + pointer(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += places(item, at + pointer(index))
    return found


@st.composite
def documents_with_steps(draw: st.DrawFn) -> tuple[str, str, list[Step]]:
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
    text, path = laid_out(data, draw(STYLES))
    steps: list[Step] = []
    for _ in range(draw(st.integers(1, 3))):
        where, value = draw(st.sampled_from(places(data)))
        scalars: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | st.text()
        options: list[st.SearchStrategy[Step]] = [
            st.builds(Remove, st.just(where)),
            st.builds(Rename, st.just(where), KEYS),
            st.builds(Wrap, st.just(where)),
        ]
        if isinstance(value, dict):
            options.append(st.builds(Insert, st.just(where), KEYS, DATA))
        elif not isinstance(value, list):
            options.append(st.builds(Replace, st.just(where), scalars))
        steps.append(draw(st.one_of(options)))
    return text, path, steps


@settings(max_examples=100, deadline=None)
@given(documents_with_steps())
def test_the_data_afterwards_is_the_data_with_the_steps_applied(
    case: tuple[str, str, list[Step]],
) -> None:
    text, path, steps = case
    document = parse_document(text.encode("utf-8", "replace"), path=path)
    try:
        found = edits(document, Fix("", safe=True, steps=tuple(steps)))
    except EditError:
        return
    new = document.text
    for edit in reversed(found):
        new = new[: edit.start] + edit.text + new[edit.end :]
    again = parse_document(new.encode("utf-8", "surrogatepass"), path=path)
    assert again.data == changed(document.data, steps)


@st.composite
def commented_documents(draw: st.DrawFn) -> tuple[str, str, str]:
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
    text, path = laid_out(data, draw(STYLES))
    if path == "m.yaml" and "{\n" not in text and "|" not in text:
        text = lines_with_comments(text)
    return text, path, draw(st.sampled_from([where for where, _ in places(data) if where]))


@settings(max_examples=100, deadline=None)
@given(commented_documents())
def test_any_value_can_be_put_in_a_list_and_is_written_as_it_was(
    case: tuple[str, str, str],
) -> None:
    text, path, where = case
    document = parse_document(text.encode("utf-8", "replace"), path=path)
    if not document.parsed:
        return
    found = edits(document, Fix.wrap(where, safe=True, description=""))
    new = document.text
    for edit in reversed(found):
        old = new[edit.start : edit.end]
        if edit.text[:2] == '["':  # text without quotes that would be several items
            assert old == edit.text[2:-2]
        else:
            assert not old.strip(" ")
            assert edit.text.strip() in {"[", "]", "-", ""}
        new = new[: edit.start] + edit.text + new[edit.end :]
    again = parse_document(new.encode("utf-8", "surrogatepass"), path=path)
    assert again.data == changed(document.data, [Wrap(where)])


FAULTY = st.fixed_dictionaries(
    {
        "license": st.sampled_from(["mit", "apache-2.0", "GPL-3.0", "CC0-1.0", "MIT or 0bsd"]),
        "kind": st.sampled_from(["other", "public_datset", "sensor"]),
        "title": st.sampled_from(["A &amp; B", "plain", "a\u200bb", "Müller 🙂", "x: y"]),
        "issued": st.sampled_from(["2024/03/15", "2024-03-15", "15 March 2024", "soon"]),
        "version": st.sampled_from([1, 1.5, "1", "NO", "2024-03-15"]),
        "languages": st.sampled_from(["en", ["en", "de"], ["en", "en"], {"tag": "en"}]),
    },
)


@st.composite
def faulty_manifests(draw: st.DrawFn) -> tuple[str, str]:
    keys = st.sampled_from(["a", "b", "web crawl", "A", "c.d"])
    sources = draw(st.dictionaries(keys, FAULTY, min_size=1, max_size=3))
    data: dict[str, object] = {
        "trainbib": draw(st.sampled_from(["1.0", 1.0])),
        "dataset": {"name": "example", "version": draw(st.sampled_from(["1", 1, 1.25]))},
        "parties": {"p": {"name": "P"}},
        "sources": sources,
        "files": {"root": "d", "cites": [{"paths": "**", "sources": [next(iter(sources))]}]},
    }
    return laid_out(data, draw(STYLES))


@st.composite
def linked_manifests(draw: st.DrawFn) -> dict[str, object]:
    """Draw a manifest whose sources and parties may have to go, some of them only together."""
    keys = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    named = st.sampled_from(keys)
    sources: dict[str, object] = {}
    for key in keys:
        source: dict[str, object] = {"kind": "other", "license": "CC0-1.0"}
        if draw(st.booleans()):
            source |= draw(FAULTY)
        ancestors = draw(st.lists(named, max_size=1))
        if ancestors:
            source["derived_from"] = [{"source": each, "relation": "subset"} for each in ancestors]
        if draw(st.booleans()):
            source["creators"] = [draw(st.sampled_from("pq"))]
        sources[key] = source
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "parties": {key: {"name": key * 3} for key in draw(st.sampled_from(["pq", "qpr", "rpsq"]))},
        "sources": sources,
        "files": {
            "root": "d",
            "cites": [{"paths": "**", "sources": [draw(named | st.just("nowhere"))]}],
        },
    }


@settings(max_examples=25, deadline=None)
@given(linked_manifests(), st.booleans())
def test_repairs_do_not_depend_on_the_syntax_and_each_is_made_or_refused(
    data: dict[str, object],
    unsafe: bool,  # noqa: FBT001 - drawn
) -> None:
    outcomes: list[object] = []
    for style in ("yaml", "json", "flat", "flow"):
        document = read(*laid_out(data, style))
        result = fixed(document, SETTINGS, unsafe=unsafe)
        refused = {(each.diagnostic.code, each.diagnostic.pointer) for each in result.refused}
        left = {
            (found.code, found.pointer)
            for found in result.remaining.diagnostics
            if found.fix is not None and (found.fix.safe or unsafe)
        }
        made = sorted(
            (found.code, found.pointer, found.value)
            for found in result.applied
            if found.code != "PAR004"  # of plain scalars of YAML
        )
        assert left <= refused
        outcomes.append((json.dumps(read(result.text, document.path).data), refused, made))
    assert outcomes == outcomes[:1] * len(outcomes)


@settings(max_examples=25, deadline=None)
@given(faulty_manifests(), st.booleans())
def test_repairs_are_idempotent_keep_comments_and_make_no_error(
    manifest: tuple[str, str],
    unsafe: bool,  # noqa: FBT001 - drawn
) -> None:
    text, path = manifest
    if path == "m.yaml" and "{\n" not in text:
        text = lines_with_comments(text)
    document = read(text, path)
    before = check(document, SETTINGS)
    result = fixed(document, SETTINGS, unsafe=unsafe)
    assert result.remaining.count(Severity.ERROR) <= before.count(Severity.ERROR)
    again = fixed(read(result.text, path), SETTINGS, unsafe=unsafe)
    assert again.text == result.text
    removed = any(isinstance(s, Remove) for d in result.applied if d.fix for s in d.fix.steps)
    if not removed:
        kept = [line.partition("#")[2] for line in result.text.split("\n") if "#" in line]
        assert kept == [line.partition("#")[2] for line in document.text.split("\n") if "#" in line]
    if not unsafe:
        assert list(read(result.text, path).data["sources"]) == list(document.data["sources"])  # type: ignore[index]  # both are mappings
