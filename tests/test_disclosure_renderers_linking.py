"""Words of a manifest in documents: links, names between backticks, nothing hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.characters import hidden_characters
from trainbib.disclosure.renderers.document import plain
from trainbib.disclosure.renderers.linking import line_of, lines_of, marked


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a?b=1&c=2.", [("https://example.org/a?b=1&c=2",) * 2]),
        (
            "(https://en.wikipedia.org/wiki/A_(b))",
            [("https://en.wikipedia.org/wiki/A_(b)",) * 2],
        ),
        ("doi:10.1000/182", [("doi:10.1000/182", "https://doi.org/10.1000/182")]),
        ("write to a.b@example.org!", [("a.b@example.org", "mailto:a.b@example.org")]),
        ("mailto:a@example.org", [("a@example.org", "mailto:a@example.org")]),
        ("javascript:alert(1)", []),
        ("data:text/html,x vbscript:x file:///etc/passwd ftp://x", []),
        ("https://good.example@evil.example/", []),
        ("https://", []),
        ("https://[::1", []),
        ("JaVaScRiPt://https%0aalert(1)", []),
    ],
)
def test_only_safe_addresses_become_links(text: str, links: list[tuple[str, str]]) -> None:
    spans = line_of(text)

    assert [(span.text, span.url) for span in spans if span.url] == links
    assert plain(spans) == text.replace("mailto:", "")


def test_own_words_have_names_between_backticks() -> None:
    assert [(span.text, span.code) for span in marked("how much of `c` there is")] == [
        ("how much of ", False),
        ("c", True),
        (" there is", False),
    ]


@given(st.text())
def test_lines_keep_the_words_and_nothing_hidden(text: str) -> None:
    spans = [span for line in lines_of(text) for span in line]

    assert all(not hidden_characters().search(span.text) for span in spans)
    assert all(span.text for span in spans)
    for span in spans:
        assert not span.url or span.url.startswith(("http://", "https://", "mailto:"))
