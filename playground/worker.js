// Runs the checker: the Python library itself, in WebAssembly, beside the page.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport"];

async function fetched({ path, integrity }) {
  const response = await fetch(new URL(path, import.meta.url), { integrity });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

async function started() {
  postMessage({ stage: "Loading Python: 8 MB the first time, then from the browser's store…" });
  const list = await fetch(new URL("files.json", import.meta.url), { cache: "no-cache" });
  if (!list.ok) throw new Error(`files.json: ${list.status} ${list.statusText}`);
  const { archives } = await list.json();
  const [python, ...contents] = await Promise.all([
    loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href, stdout() {}, stderr() {} }),
    ...archives.map(fetched),
  ]);
  postMessage({ stage: "Loading the checker…" });
  for (const content of contents) {
    python.unpackArchive(content, "zip", { extractDir: "/checker" });
  }
  // From here on nothing has to be fetched; so nothing can be sent, either.
  for (const name of NETWORK) Object.defineProperty(self, name, { value: undefined });
  return python.runPython(`
import sys
sys.path.insert(0, "/checker")
from trainbib_cli.playground import answer
answer
`);
}

try {
  const answer = await started();
  addEventListener("message", ({ data: { id, request } }) => {
    try {
      postMessage({ id, answer: JSON.parse(answer(JSON.stringify(request))) });
    } catch (error) {
      const lines = String(error.message ?? error).trim().split("\n");
      postMessage({ id, answer: { ok: false, error: `the checker failed: ${lines.at(-1)}` } });
    }
  });
  postMessage({ ready: true });
} catch (error) {
  postMessage({ failed: String(error.message ?? error) });
}
