"""When the language server checks: after the last change, and before an answer."""

from collections.abc import Callable

from lsprotocol import types
from pygls.workspace import Workspace

from editor import MANIFEST, URI, Client, talk
from trainbib.checking import Report, check
from trainbib.document import Document
from trainbib.settings import Settings
from trainbib_cli.lsp.manifests import OpenManifests
from trainbib_cli.lsp.texts import take_over
from trainbib_cli.lsp.waiting import Waiting

# Changes that come quickly


class Clock:
    """Timers that a test lets run out."""

    def __init__(self) -> None:
        self.then: list[Callable[[], None] | None] = []

    def later(self, seconds: float, then: Callable[[], None]) -> "Clock.Handle":
        assert 0 < seconds < 1
        self.then.append(then)
        return Clock.Handle(self, len(self.then) - 1)

    def run_out(self) -> None:
        for then in [each for each in self.then if each is not None]:
            then()

    class Handle:
        """One of them."""

        def __init__(self, clock: "Clock", number: int) -> None:
            self.clock, self.number = clock, number

        def cancel(self) -> None:
            self.clock.then[self.number] = None


def test_many_changes_are_checked_once_and_the_last_state_counts() -> None:
    checked: list[str] = []

    def counting(document: Document, settings: Settings) -> Report:
        checked.append(document.text)
        return check(document, settings)

    opened, clock, workspace = OpenManifests(counting), Clock(), Workspace(None)
    item = types.TextDocumentItem(URI, "yaml", 1, MANIFEST)
    workspace.put_text_document(item)
    take_over(workspace, item)
    found: list[set[str]] = []

    def look(uri: str) -> None:
        found.append({each.code for each in opened.each[uri].report.diagnostics})

    waiting = Waiting(look, clock.later)
    this = types.VersionedTextDocumentIdentifier(2, URI)

    def type_out(words: str) -> None:
        for number, letter in enumerate(words):
            at = types.Position(6, 13 + number)
            change = types.TextDocumentContentChangePartial(types.Range(at, at), letter)
            workspace.update_text_document(this, change)
            opened.update(workspace.get_text_document(URI))
            waiting.changed(URI)

    type_out("Apache-2.0 OR ")
    assert checked == []
    waiting.settle(URI)
    assert len(checked) == 1
    assert "license: Apache-2.0 OR mit\n" in checked[0]
    waiting.settle(URI)
    type_out("MIT OR ")
    clock.run_out()
    clock.run_out()
    assert len(checked) == len(found) == 2
    assert "license: MIT OR Apache-2.0 OR mit\n" in checked[1]
    type_out("x")
    waiting.forget(URI)
    clock.run_out()
    assert len(checked) == 2


def test_findings_are_told_after_the_last_change_and_before_an_answer() -> None:
    async def conversation(client: Client) -> None:
        await client.open()
        for number, letter in enumerate("Apache-2.0 OR MIT #"):
            at = types.Position(6, 13 + number)
            client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(number + 2, URI),
                    [types.TextDocumentContentChangePartial(types.Range(at, at), letter)],
                )
            )
        this = types.TextDocumentIdentifier(URI)
        await client.text_document_hover_async(types.HoverParams(this, types.Position(6, 5)))
        told = [client.published.get_nowait() for _ in range(client.published.qsize())]
        assert 0 < len(told) < 19
        assert told[-1].version == 20
        assert "LIC005" not in {each.code for each in told[-1].diagnostics}

    talk(conversation)
