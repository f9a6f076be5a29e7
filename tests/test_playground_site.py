"""The files of the playground: what they may load, that they fit, that they are built whole."""

import base64
import hashlib
import http.client
import json
import re
import threading
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from urllib.parse import urljoin

import pytest

from trainbib_cli.playground import MAX_BYTES, answer

FOLDER = Path(__file__).parents[1] / "playground"
if not FOLDER.is_dir():
    pytest.skip("the playground is not part of what is tested here", allow_module_level=True)


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(f"playground_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = script("build")
serve = script("serve")
PAGE = (FOLDER / "index.html").read_text(encoding="utf-8")
SCRIPTS = sorted(FOLDER.glob("*.js"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is built, with something else in the place of Python."""
    work = tmp_path_factory.mktemp("playground")
    runtime = work / "runtime"
    runtime.mkdir()
    for name in build.RUNTIME:
        (runtime / name).write_bytes(name.encode())
    build.pack_sources(work / "trainbib.zip")
    build.assemble(work / "site", runtime, work / "trainbib.zip")
    return work / "site"


def policy() -> dict[str, list[str]]:
    (content,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', PAGE)
    directives = (each.split() for each in content.split(";"))
    return {name: values for name, *values in directives}


def test_the_page_may_load_nothing_from_elsewhere() -> None:
    found = policy()
    assert found.pop("default-src") == ["'none'"]
    assert found.pop("script-src") == ["'self'", "'wasm-unsafe-eval'"]
    assert found.pop("img-src") == ["'self'", "data:"]
    assert set(map(tuple, found.values())) <= {("'self'",), ("'none'",)}
    assert {"connect-src", "worker-src", "style-src", "base-uri", "form-action"} <= set(found)


@pytest.mark.parametrize("path", [FOLDER / "index.html", FOLDER / "style.css", *SCRIPTS])
def test_no_file_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:|wss?:|[\"'(=])//[a-z][a-z0-9.-]+\.[a-z]+", text) == []


def test_the_page_has_no_code_or_style_of_its_own() -> None:
    assert re.findall(r"<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=|javascript:", PAGE) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_nothing_is_read_as_html_or_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc"
    assert re.findall(forbidden, text) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_a_script_imports_is_there(path: Path) -> None:
    served = {*build.PAGE, *(f"pyodide/{name}" for name in build.RUNTIME)}
    text = path.read_text(encoding="utf-8")
    for names, module in re.findall(r"import \{([^}]+)\} from \"\./([^\"]+)\"", text):
        assert module in served
        if "/" not in module:
            exported = (FOLDER / module).read_text(encoding="utf-8")
            for name in names.split(","):
                pattern = rf"export (async )?(function|class|const) {name.strip()}\b"
                assert re.search(pattern, exported), (path.name, name)


def test_all_files_of_the_page_are_served() -> None:
    written = {path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".html", ".css"}}
    assert written == set(build.PAGE)


def test_every_element_that_the_scripts_ask_for_is_in_the_page() -> None:
    ids = set(re.findall(r'\sid="([^"]+)"', PAGE))
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        asked = set(re.findall(r'(?:\$|getElementById)\("([^"]+)"\)', text))
        assert asked <= ids, path.name
    assert set(re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)"', PAGE)) <= ids


def test_page_and_checker_agree_on_the_largest_manifest() -> None:
    for name in ("app.js", "sharing.js"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (number,) = re.findall(r"= (5_000_000)\b", text)
        assert int(number) == MAX_BYTES


def test_the_profiles_and_uses_to_choose_from_are_those_of_the_checker() -> None:
    about = json.loads(answer('{"op": "about"}'))
    (uses,) = re.findall(r'<select id="use">(.*?)</select>', PAGE, re.DOTALL)
    assert set(re.findall(r'value="([^"]*)"', uses)) == {"", *about["uses"]}
    script = (FOLDER / "app.js").read_text(encoding="utf-8")
    assert 'for (const name of about.profiles) $("profile").append(' in script


def test_what_was_built_is_what_the_list_says(site: Path) -> None:
    lines = (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(listed) == there - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_the_worker_finds_all_that_it_unpacks(site: Path) -> None:
    files = json.loads((site / "files.json").read_bytes())
    modules: set[str] = set()
    for archive in files["archives"]:
        content = (site / archive["path"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        assert archive["integrity"] == f"sha384-{digest}"
        with zipfile.ZipFile(site / archive["path"]) as packed:
            modules.update(packed.namelist())
    assert {"trainbib_cli/playground.py", "yaml/__init__.py", "click/__init__.py"} <= modules
    assert "trainbib/_schemas/v1/manifest.schema.json" in modules
    assert [name for name in modules if name.endswith((".so", ".pyd", ".pyc"))] == []
    assert any("LICEN" in name for name in modules if name.lower().startswith("pyyaml"))


def test_the_examples_to_choose_from_can_be_checked(site: Path) -> None:
    samples = json.loads((site / "files.json").read_bytes())["samples"]
    counts = {
        each["title"]: json.loads(
            answer(
                json.dumps(
                    {"op": "check", "text": (site / each["path"]).read_text(), "name": each["path"]}
                )
            )
        )["counts"]
        for each in samples
    }
    assert all(counts["One with mistakes"].values())
    assert not any(counts["Minimal"].values())
    assert not any(counts["Complete"].values())


def test_the_server_sends_the_policy_and_the_types(site: Path) -> None:
    running = serve.server(site)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        types = {
            "": "text/html",
            "app.js": "text/javascript; charset=utf-8",
            "pyodide/pyodide.asm.mjs": "text/javascript; charset=utf-8",
            "pyodide/pyodide.asm.wasm": "application/wasm",
        }
        for path, type_ in types.items():
            connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=10)
            connection.request("GET", urljoin("/", path))
            response = connection.getresponse()
            response.read()
            connection.close()
            assert response.status == 200
            assert response.headers["Content-Type"] == type_
            sent = response.headers["Content-Security-Policy"]
            assert sent.startswith("default-src 'none'")
            assert sent.endswith("frame-ancestors 'none'")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    finally:
        running.shutdown()
        running.server_close()


def test_a_folder_without_a_page_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"index\.html"):
        serve.server(tmp_path)


def test_npm_is_held_to_one_version_and_its_digests() -> None:
    package = json.loads((FOLDER / "package.json").read_bytes())
    lock = json.loads((FOLDER / "package-lock.json").read_bytes())
    locked = {name: each for name, each in lock["packages"].items() if name}
    assert package["dependencies"]["pyodide"] == locked["node_modules/pyodide"]["version"]
    for each in locked.values():
        assert each["integrity"].startswith("sha512-")
        assert "resolved" not in each  # the user's own registry, whichever that is
