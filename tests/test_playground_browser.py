"""The playground in a browser: Chromium without a window, the checker in WebAssembly.

Takes Chromium, and Python for WebAssembly as ``make playground`` fetches it; skipped without.
"""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minimal import MINIMAL
from playground_browser import Page, chromium
from trainbib.document import parse_document

TOP = Path(__file__).parents[1]
RUNTIME = TOP / "build" / "playground" / "pyodide"
PROGRAM = chromium()

if not (TOP / "playground").is_dir():
    pytest.skip("the playground is not part of what is tested here", allow_module_level=True)
if PROGRAM is None:
    pytest.skip("Chromium is not installed", allow_module_level=True)
if not (RUNTIME / "pyodide.asm.wasm").is_file():
    pytest.skip(
        "Python for the browser is not here; `make playground` fetches it", allow_module_level=True
    )

from test_playground_site import build, serve  # noqa: E402 - not without the folder


class Playground:
    """The page, and what a user does with it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, fragment: str = "") -> None:
        """Load the page anew, and wait until the checker is there."""
        self.page.send("Page.navigate", url="about:blank")
        self.page.send("Page.navigate", url=self.address + fragment)
        self.page.until("document.body?.classList.contains('ready')")

    def type(self, text: str) -> None:
        """Put a text in the place of what is there, as if pasted, and wait for the check."""
        self.page.run(
            "delete document.body.dataset.verdict; (() => { const area = "
            "document.getElementById('text'); area.focus(); area.select(); "
            f"document.execCommand('insertText', false, {json.dumps(text)}); }})()"
        )
        self.checked()

    def checked(self) -> None:
        """Wait until what is shown is about what is there."""
        self.page.until(
            "document.body.dataset.verdict && !document.body.classList.contains('stale')"
        )

    def click(self, selector: str) -> None:
        """Click the first element of a selector."""
        self.page.run(f"document.querySelector({json.dumps(selector)}).click()")

    def rewritten(self, selector: str) -> None:
        """Click what changes the text, and wait for the check of what comes of it."""
        self.page.run("delete document.body.dataset.verdict, 0")
        self.click(selector)
        self.checked()

    def text(self, selector: str) -> str:
        """Return what an element says."""
        found = self.page.run(f"document.querySelector({json.dumps(selector)}).innerText")
        assert isinstance(found, str)
        return found

    def followed(self, fragment: str) -> None:
        """Follow a link to this page, and wait for the check of what it holds."""
        self.page.run("delete document.body.dataset.verdict, 0")
        self.page.run(f"location.hash = {json.dumps(fragment)}")
        self.checked()

    def example(self, index: int) -> None:
        """Choose an example."""
        self.page.run(
            "delete document.body.dataset.verdict; (() => { const sample = "
            f"document.getElementById('sample'); sample.selectedIndex = {index}; "
            "sample.dispatchEvent(new Event('change')); })()"
        )
        self.checked()

    @property
    def value(self) -> str:
        """The manifest."""
        found = self.page.run("document.getElementById('text').value")
        assert isinstance(found, str)
        return found

    @property
    def selected(self) -> str:
        """The part of the manifest that is selected."""
        found = self.page.run(
            "(() => { const area = document.getElementById('text'); "
            "return area.value.slice(area.selectionStart, area.selectionEnd); })()"
        )
        assert isinstance(found, str)
        return found

    def findings(self) -> list[str]:
        """Return the codes of the findings that can be seen."""
        found = self.page.run(
            "[...document.querySelectorAll('#findings > li')]"
            ".filter((each) => each.offsetParent !== null)"
            ".map((each) => each.querySelector('.page summary code').textContent)"
        )
        return list(found)


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    work = tmp_path_factory.mktemp("browser")
    build.pack_sources(work / "trainbib.zip")
    build.assemble(work / "site", RUNTIME, work / "trainbib.zip")
    running = serve.server(work / "site")
    threading.Thread(target=running.serve_forever, daemon=True).start()
    assert PROGRAM is not None
    try:
        with Page(PROGRAM, work / "profile") as page:
            page.look(1360, 850)
            opened = Playground(page, f"http://127.0.0.1:{running.server_port}/")
            opened.open()
            opened.checked()
            yield opened
    finally:
        running.shutdown()
        running.server_close()


def test_the_first_example_shows_what_is_wrong_with_it(playground: Playground) -> None:
    assert "10 errors" in playground.text("#status")
    assert playground.text("#fix") == "Apply 4 safe fixes"
    assert {"REF001", "LIC005", "SCH004"} <= set(playground.findings())
    assert "silent" in playground.text("#score")
    assert playground.page.faults() == []


def test_a_finding_leads_to_its_place(playground: Playground) -> None:
    playground.type(MINIMAL + "files:\n  root: data\n  cites: [{paths: '**', sources: [exmple]}]\n")
    assert "REF001" in playground.findings()
    entry = "#findings > li:has(pre):has([data-line]), #findings > li.error"
    playground.click(f"{entry} button.place")
    assert playground.selected == "exmple"
    assert "^^^^^^ no such source" in playground.text("#findings > li.error .excerpt")
    assert playground.page.run("document.querySelector('#marks mark.error').textContent") == (
        "exmple"
    )


def test_a_repair_is_made_where_it_belongs(playground: Playground) -> None:
    head = "# \N{WHALE} \N{CHEQUERED FLAG} two units each\n"
    playground.type(head + MINIMAL.replace("CC0-1.0", "cc0-1.0"))
    assert playground.findings() == ["LIC005"]
    playground.rewritten("#findings button.repair")
    assert playground.value == head + MINIMAL
    assert playground.text("#status").startswith("Nothing found")
    assert playground.page.run("document.execCommand('undo')") is True
    assert "cc0-1.0" in playground.value


def test_safe_fixes_are_applied_at_once_and_nothing_else(playground: Playground) -> None:
    playground.type(MINIMAL.replace("CC0-1.0", "cc0-1.0").replace("other", "othr"))
    playground.rewritten("#fix")
    assert playground.value == MINIMAL.replace("other", "othr")
    assert "1 finding repaired" in playground.text("#status")
    assert playground.page.run("document.getElementById('fix').disabled") is True


def test_formatting_gives_the_one_layout(playground: Playground) -> None:
    playground.type('{"dataset": {"version": "1", "name": "a"}, "trainbib": "1.0"}')
    assert playground.text("#name").endswith(".json")
    playground.rewritten("#format")
    assert playground.value.startswith('{\n  "trainbib": "1.0",\n')


def test_a_syntax_error_has_a_place_and_no_score(playground: Playground) -> None:
    playground.type("trainbib: [\n")
    assert playground.findings() == ["PAR001"]
    assert playground.page.run("document.getElementById('score').childElementCount") == 0
    assert "1 error" in playground.text("#status")


def test_the_page_of_a_check_is_shown_beside_the_finding(playground: Playground) -> None:
    playground.type(MINIMAL.replace("CC0-1.0", "cc0-1.0"))
    playground.click("#findings details.page summary")
    playground.page.until("document.querySelector('#findings .page .body pre')")
    shown = playground.text("#findings .page .body")
    assert "Why it matters:" in shown
    assert "```" not in shown


def test_kinds_of_findings_can_be_left_out(playground: Playground) -> None:
    playground.type(MINIMAL.replace("CC0-1.0", "cc0-1.0").replace("other", "othr"))
    assert playground.findings() == ["SCH004", "LIC005"]
    playground.click("#filters .filter.error")
    assert playground.findings() == ["LIC005"]
    assert playground.page.run(
        "document.querySelector('#filters .filter.error').getAttribute('aria-pressed')"
    ) == ("false")
    playground.click("#filters .filter.error")


def test_a_key_leads_from_finding_to_finding(playground: Playground) -> None:
    playground.type("x-note: first\n" + MINIMAL.replace("CC0-1.0", "cc0-1.0\n  two: {kind: othr}"))
    playground.type(MINIMAL.replace("CC0-1.0}", "cc0-1.0}\n  two: {kind: othr, license: CC0-1.0}"))
    places: list[str] = []
    playground.page.run("document.getElementById('text').setSelectionRange(0, 0)")
    for _ in range(3):
        playground.page.run(
            "dispatchEvent(new KeyboardEvent('keydown', {key: 'F8', cancelable: true}))"
        )
        places.append(playground.selected)
    assert places == ["cc0-1.0", "othr", "cc0-1.0"]


def test_a_dropped_file_is_checked_and_keeps_its_line_ends(playground: Playground) -> None:
    text = "\ufeff" + MINIMAL.replace("\n", "\r\n")
    playground.page.run(
        "delete document.body.dataset.verdict; (() => { const data = new DataTransfer(); "
        f"data.items.add(new File([{json.dumps(text)}], 'harbour.yaml')); "
        "dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true})); })()"
    )
    playground.checked()
    assert playground.text("#name") == "harbour.yaml"
    assert playground.findings() == ["PAR002"]
    playground.rewritten("#findings button.repair")
    assert playground.text("#status").startswith("Nothing found")
    saved = playground.page.run(
        "new Promise((resolve) => { const made = URL.createObjectURL; "
        "URL.createObjectURL = (blob) => { URL.createObjectURL = made; "
        "blob.arrayBuffer().then((bytes) => resolve([...new Uint8Array(bytes)])); "
        "return made.call(URL, blob); }; document.getElementById('download').click(); })"
    )
    assert bytes(saved) == MINIMAL.replace("\n", "\r\n").encode()


def test_a_link_holds_the_manifest_and_the_settings(playground: Playground) -> None:
    text = "# \N{WHALE}\n" + MINIMAL
    playground.type(text)
    playground.page.run(
        "(() => { const use = document.getElementById('use'); use.value = 'commercial'; "
        "use.dispatchEvent(new Event('change')); })()"
    )
    playground.click("#share")
    playground.page.until("document.getElementById('sharing').open")
    link = playground.page.run("document.getElementById('link').value")
    assert link.startswith(playground.address + "#1.")
    playground.click("#sharing form button:last-child")
    playground.page.run("document.getElementById('use').value = ''")
    playground.type(MINIMAL)
    playground.followed(link.removeprefix(playground.address))
    assert playground.value == text
    assert playground.page.run("document.getElementById('use').value") == "commercial"
    assert playground.page.run("location.hash") == ""
    playground.page.run("document.getElementById('use').value = ''")


@pytest.mark.parametrize("fragment", ["#1.", "#1.AAAA", "#1.!!!"])
def test_a_damaged_link_does_no_harm(playground: Playground, fragment: str) -> None:
    playground.type(MINIMAL)
    playground.page.run(f"location.hash = {json.dumps(fragment)}")
    playground.page.until("document.getElementById('status').innerText.includes('damaged')")
    assert playground.value == MINIMAL


def test_what_was_typed_is_there_after_a_reload(playground: Playground) -> None:
    playground.type(MINIMAL + "# kept\n")
    playground.open()
    playground.checked()
    assert playground.value == MINIMAL + "# kept\n"


def test_what_takes_too_long_is_stopped_and_the_checker_comes_back(playground: Playground) -> None:
    many = "".join(f"  s{index}: {{kind: other, license: MIT}}\n" for index in range(3000))
    playground.page.run("document.body.dataset.limit = '0.05'")
    playground.page.run(
        "delete document.body.dataset.verdict; (() => { const area = "
        f"document.getElementById('text'); area.value = {json.dumps(MINIMAL + many)}; "
        "area.dispatchEvent(new InputEvent('input')); })()"
    )
    playground.page.until("document.querySelector('#notes .notice')?.textContent")
    assert "stopped after 0.05 seconds" in playground.text("#notes .notice")
    playground.page.run("delete document.body.dataset.limit")
    playground.type(MINIMAL)
    assert playground.text("#status").startswith("Nothing found")


def test_nothing_is_sent_anywhere(playground: Playground) -> None:
    playground.page.faults()
    playground.page.events.clear()
    playground.type(MINIMAL.replace("CC0-1.0", "cc0-1.0"))
    playground.click("#findings details.page summary")
    playground.page.until("document.querySelector('#findings .page .body pre')")
    playground.rewritten("#fix")
    assert playground.page.faults() == []
    sent = [
        event["params"]["request"]["url"]
        for event in playground.page.events
        if event.get("method") == "Network.requestWillBeSent"
    ]
    assert sent == []


def test_the_policy_keeps_the_page_from_asking_others(playground: Playground) -> None:
    tried = playground.page.run("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')")
    assert tried == "refused"
    assert any("Content Security Policy" in each for each in playground.page.faults())
    playground.page.events.clear()


CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !at.checkVisibility() || at.closest("#marks, :disabled"))
      continue;
    const [one, two] = [rgb(getComputedStyle(at).color), behind(at)].map(light).sort((a, b) => b - a);
    if ((one + 0.05) / (two + 0.05) < 4.5) poor.push(at.className + ": " + at.textContent.slice(0, 40));
  }
  return poor;
})()
"""  # noqa: E501 - a script


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(playground: Playground, *, dark: bool) -> None:
    playground.example(0)
    playground.page.look(1360, 850, dark=dark)
    assert playground.page.run(CONTRAST) == []
    playground.page.look(1360, 850)


def test_all_that_can_be_used_has_a_name(playground: Playground) -> None:
    nodes: list[dict[str, Any]] = playground.page.send("Accessibility.getFullAXTree")["nodes"]
    used = {"button", "combobox", "textbox", "link", "checkbox", "DisclosureTriangle", "listbox"}
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in used
    ]
    assert len(named) > 20
    assert [role for role, name in named if not name] == []
    status = [node for node in nodes if node.get("role", {}).get("value") == "status"]
    assert status


@pytest.mark.parametrize("width", [320, 390, 800])
def test_a_narrow_window_need_not_be_moved_sideways(playground: Playground, width: int) -> None:
    playground.example(0)
    playground.page.look(width, 800, phone=True)
    wide = playground.page.run("document.documentElement.scrollWidth")
    playground.page.look(1360, 850)
    assert wide <= width


def test_the_checker_in_the_browser_finds_what_the_one_here_does(playground: Playground) -> None:
    name = "common-pile-as-published.trainbib.yaml"
    path = TOP / "examples" / "published-mistakes" / name
    from trainbib.checking import check
    from trainbib.settings import Settings

    text = path.read_text(encoding="utf-8")
    here = check(parse_document(text.encode(), path="m.yaml"), Settings(use_disk=False))
    playground.type(text)
    assert playground.findings() == [found.code for found in here.diagnostics]
