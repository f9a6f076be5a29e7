"""Markdown documents: any text is shown as it is."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from filings import small_filing
from rendered import Page, everywhere
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.renderers.markdown import render_markdown

MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("ab1 \\`*_[](){}<>#+-.!|~^$&;:@/=\"'"), min_size=1, max_size=30))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    filing = small_filing(changed={"t.hidden": Answer(f"x{text}x")})
    page = Page(MARKDOWN.render(render_markdown([filing])))

    assert " ".join(f"x{text}x".split()) in page.text
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "del", "blockquote", "script", "pre"}


def test_markdown_calls_nobody_and_links_no_issue() -> None:
    text = render_markdown([everywhere("@octocat #12 GH-3 :tada: www.example.org x/y@0123456")])

    for sign in ("@octocat", "#12", "GH-3", ":tada:", "www.example", "y@0123456"):
        assert sign not in text
        assert sign in Page(MARKDOWN.render(text)).text
