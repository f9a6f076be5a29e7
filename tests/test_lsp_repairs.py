"""Quick fixes: what an editor offers, and what the text is after one has been taken."""

import pytest
from lsprotocol import types

from open_manifests import edited, marked
from trainbib_cli.lsp.answers import actions

HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def taken(text: str, suffix: str = "yaml") -> dict[str, str]:
    """Return the titles of the quick fixes at the bar, each with the text after it."""
    manifest, position = marked(text, suffix)
    found: dict[str, str] = {}
    for action in actions(manifest, types.Range(position, position)):
        assert action.edit is not None
        assert action.edit.changes is not None
        found[action.title] = edited(manifest, action.edit.changes[manifest.uri])
    return found


def test_a_title_says_how_many_places_change() -> None:
    text = f"{HEAD}sources:\n  a: {{titel: A}}\n  b: {{titel: |B}}\nx-c: c\n"
    manifest, _ = marked(text)
    titles = [
        action.title
        for action in actions(manifest, types.Range(types.Position(0, 0), types.Position(9, 0)))
    ]
    assert "SCH002: rename to `title`, at 2 places (look first)" in titles


@pytest.mark.parametrize(
    ("suffix", "before", "after"),
    [
        (
            "yaml",
            f"{HEAD}sources:\n  a:\n    |use:\n      stage: x\n      # w\n      weight: 1\n",
            f"{HEAD}sources:\n  a:\n    use:\n      - stage: x\n        # w\n        weight: 1\n",
        ),
        (
            "yaml",
            f"{HEAD}sources:\n  a: {{|derived_from: {{source: b}}}}\n  b: {{}}\n",
            f"{HEAD}sources:\n  a: {{derived_from: [{{source: b}}]}}\n  b: {{}}\n",
        ),
        (
            "json",
            '{"trainbib": "1.0", "sources": {"a": {|"use": {"stage": "x"}, "kind": "other"}}}',
            '{"trainbib": "1.0", "sources": {"a": {"use": [{"stage": "x"}], "kind": "other"}}}',
        ),
    ],
)
def test_one_mapping_where_a_list_is_due_is_put_in_one(
    suffix: str, before: str, after: str
) -> None:
    assert taken(before, suffix)["SCH003: put it in a list"] == after
