"""Comments that an editor offers to silence findings with: what a check says of them."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from open_manifests import edited, opened
from trainbib.settings import Settings
from trainbib_cli.lsp.answers import actions

HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\nsources:\n'
SETTINGS = Settings(today=date(2026, 11, 22), use_disk=False)


def offered(text: str, settings: Settings = SETTINGS) -> list[tuple[str, str]]:
    """Return the code of each finding that can be silenced, and what the text is then.

    Whatever is offered has to silence that finding, and to make no other.
    """
    manifest = opened(text, settings=settings)
    before = Counter(each.fingerprint for each in manifest.report.diagnostics)
    everywhere = manifest.rows.range_between(0, len(text))
    found: list[tuple[str, str]] = []
    for action in actions(manifest, everywhere):
        if not action.title.endswith("silence with a comment; say why"):
            continue
        assert action.edit is not None
        assert action.edit.changes is not None
        assert action.diagnostics is not None
        (code,) = (str(each.code) for each in action.diagnostics)
        silenced = edited(manifest, action.edit.changes[manifest.uri])
        after = opened(silenced, settings=settings)
        assert after.document.data == manifest.document.data
        left = Counter(each.fingerprint for each in after.report.diagnostics)
        assert left < before, (silenced, code)
        assert code in {each.diagnostic.code for each in after.report.suppressed}
        found.append((code, silenced))
    return found


@pytest.mark.parametrize(
    ("sources", "code", "silenced"),
    [
        (
            "  a:\n    kind: other\n    license: mit\n",
            "LIC005",
            "  a:\n    kind: other\n    # trainbib: ignore[LIC005] why\n    license: mit\n",
        ),
        (
            "  a: {kind: other, license: mit}\n",
            "LIC005",
            "  # trainbib: ignore[LIC005] why\n  a: {kind: other, license: mit}\n",
        ),
        (
            " a:\n  kind: other\n  license:\n   LicenseRef-x",
            "REF006",
            " a:\n  kind: other\n  # trainbib: ignore[REF006] why\n  license:\n   LicenseRef-x",
        ),
        (
            "  a: {kind: other,\n    license: mit, url: x}\n",
            "LIC005",
            "  a: {kind: other,\n    # trainbib: ignore[LIC005] why\n    license: mit, url: x}\n",
        ),
        (
            "  a:\r\n    kind: other\r\n    license: mit\r\n",
            "LIC005",
            "  a:\r\n    kind: other\r\n    # trainbib: ignore[LIC005] why\r\n    license: mit\r\n",
        ),
        (
            "  a:\n    kind: other\n    license: mit",
            "LIC005",
            "  a:\n    kind: other\n    # trainbib: ignore[LIC005] why\n    license: mit",
        ),
    ],
)
def test_the_comment_stands_above_what_the_finding_is_about(
    sources: str, code: str, silenced: str
) -> None:
    head = HEAD.replace("\n", "\r\n") if "\r\n" in sources else HEAD
    for mark in ("", "\ufeff"):
        found = dict(offered(f"{mark}{head}{sources}"))
        assert found[code] == f"{mark}{head}{silenced}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # of the whole
        ('trainbib: "1.0"\nsources: {}\n', "SCH001"),
        # which nothing silences
        (f"{HEAD}  # trainbib: ignore[REF001]\n  a: {{kind: other, license: MIT}}\n", "SUP001"),
        # what does not parse
        (f"{HEAD}  a: [\n", "PAR001"),
        # not the first that begins on its line
        (f"{HEAD}  a: {{kind: other,\n      url: x, license: mit}}\n", "LIC005"),
        # the line begins in the middle of a text
        (f'{HEAD}  a: {{kind: other, title: "A\n      b", license: mit}}\n', "LIC005"),
        (f"{HEAD}  a: {{kind: other, title: A\n      b, license: mit}}\n", "LIC005"),
    ],
)
def test_no_comment_is_offered_that_would_silence_nothing(text: str, code: str) -> None:
    manifest = opened(text, settings=SETTINGS)
    assert code in {each.code for each in manifest.report.diagnostics}
    assert code not in dict(offered(text))


def documents() -> Iterator[str]:
    """Yield small YAML documents of the test vectors."""
    for path in sorted((Path(__file__).parent / "vectors" / "v1" / "rules").glob("*.json"))[::12]:
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            text = case.get("document", "")
            if case.get("format") == "yaml" and text and len(text) < 600:
                yield text
                break


def test_whatever_is_offered_for_the_test_vectors_silences() -> None:
    settings = Settings(today=date(2026, 11, 22), use_disk=False, pedantic=True)
    count = sum(len(offered(text, settings)) for text in documents())
    assert count > 10
