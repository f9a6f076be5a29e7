// The page: a manifest on one side, what the checker says of it on the other.

import { Checker } from "./checker.js";
import { Editor } from "./editor.js";
import { item, repairable } from "./findings.js";
import { element, inline } from "./markdown.js";
import { edited } from "./places.js";
import { scorePanel } from "./score.js";
import { fragmentOf, LONG, stateOf } from "./sharing.js";

const $ = (id) => document.getElementById(id);
const SEVERITIES = ["error", "warning", "info"];
const KEPT = "trainbib-playground";

/**
 * The manifest: its name, and whether the user gave it that; whether it has a byte order mark;
 * whether its lines end as on Windows.
 */
const file = { name: "trainbib.yaml", given: false, mark: false, windows: false };
const hidden = new Set();
let shown = null; // the last answer, and the text that it is about
let running = false;
let again = false;
let wait = 0;
let pause = 150; // milliseconds after the last key
let ready = false;
let trouble = ""; // what was wrong with the link

const editor = new Editor(changed);
const checker = new Checker(say);

function say(text) {
  if ($("status").textContent !== text) $("status").textContent = text;
}

function changed() {
  trouble = "";
  nameByContent();
  clearTimeout(wait);
  wait = setTimeout(check, pause);
  document.body.classList.add("stale");
}

/** The name tells JSON from YAML; where nobody chose it, it follows the text. */
function nameByContent() {
  if (file.given) return;
  const json = /^\s*(?:\{\s*["}]|\[)/.test(editor.value);
  file.name = file.name.replace(/\.(?:ya?ml|json)$/, json ? ".json" : ".yaml");
  $("name").textContent = file.name;
}

function request(op, more = {}) {
  return {
    op,
    text: editor.value,
    name: file.name,
    mark: file.mark,
    profile: $("profile").value,
    use: $("use").value,
    pedantic: $("pedantic").checked,
    ...more,
  };
}

async function check() {
  clearTimeout(wait);
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      if (!editor.value.trim()) {
        nothing();
        continue;
      }
      await checker.ready;
      const began = performance.now();
      const asked = request("check");
      const answer = await checker.ask(asked);
      const took = performance.now() - began;
      pause = Math.min(2000, Math.max(150, took));
      if (editor.value !== asked.text) again = true;
      else show(answer, asked.text, took);
    } while (again);
  } catch (error) {
    unavailable(error);
  } finally {
    running = false;
  }
  keep();
}

function unavailable(error) {
  say(`The checker cannot be loaded: ${error.message}. It takes a browser with WebAssembly, and all files of this page.`);
  document.body.classList.add("failed");
}

function nothing() {
  shown = null;
  document.body.classList.remove("stale");
  editor.clear();
  say(trouble || (ready ? "Ready. Paste a manifest, drop a file, or choose an example." : "Loading the checker…"));
  $("filters").hidden = true;
  $("fix").disabled = $("format").disabled = true;
  for (const id of ["findings", "score", "notes"]) $(id).replaceChildren();
}

function counted(count, word) {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

function show(answer, text, took) {
  document.body.classList.remove("stale");
  $("format").disabled = false;
  if (!answer.ok) {
    shown = null;
    editor.clear();
    $("filters").hidden = true;
    $("fix").disabled = true;
    for (const id of ["findings", "score"]) $(id).replaceChildren();
    $("notes").replaceChildren(element("p", { class: "notice" }, ...inline(answer.error)));
    say("Not checked");
    return;
  }
  shown = { answer, text };
  const { counts, findings } = answer;
  const audible = findings.filter((finding) => !finding.suppressed);
  const found = SEVERITIES.filter((each) => counts[each]).map((each) => counted(counts[each], each));
  const extent = answer.parsed ? ` in ${counted(answer.sources, "source")}` : "";
  say(found.length ? `${found.join(", ")}${extent}.` : `Nothing found${extent}. The manifest is valid.`);
  document.body.dataset.verdict = SEVERITIES.find((each) => counts[each]) ?? "clean";
  document.body.dataset.milliseconds = Math.round(took);
  filters(counts, answer.suppressed);
  const safe = answer.fixes.safe;
  $("fix").disabled = !safe;
  $("fix").textContent = safe ? `Apply ${counted(safe, "safe fix").replace("fixs", "fixes")}` : "No safe fixes";
  editor.mark(audible, text);
  $("findings").replaceChildren(...findings.map((finding) => item(finding, text, ACTIONS)));
  const open = $("score").querySelector("details")?.open ?? false;
  $("score").replaceChildren(...(answer.score ? [scorePanel(answer.score, open)] : []));
  const notes = answer.unchecked.map((note) => element("li", {}, ...inline(note)));
  notes.push(element("li", {}, "the files beside the manifest, and the web: `trainbib check` and `trainbib verify` look at those".replaceAll("`", "")));
  $("notes").replaceChildren(
    ...(answer.hidden ? [element("p", { class: "notice" }, `${counted(answer.hidden, "more finding")} not shown here; they are counted above.`)] : []),
    ...(answer.parsed ? [element("details", { class: "unchecked" }, element("summary", {}, "Not checked here"), element("ul", {}, ...notes))] : []),
  );
}

function filters(counts, suppressed) {
  const kinds = [...SEVERITIES.map((each) => [each, counts[each]]), ["suppressed", suppressed]];
  const buttons = kinds
    .filter(([, count]) => count)
    .map(([kind, count]) =>
      element(
        "button",
        { type: "button", class: `filter ${kind}`, "aria-pressed": String(!hidden.has(kind)), click: () => toggle(kind) },
        kind === "suppressed" ? `${count} silenced` : counted(count, kind),
      ),
    );
  // Buttons that are there stay there, so that the one in use keeps the focus.
  const held = document.activeElement?.closest?.("#filters button")?.classList[1];
  $("filters").replaceChildren(...buttons);
  $("filters").hidden = buttons.length < 1;
  if (held) $("filters").querySelector(`.${held}`)?.focus();
  for (const kind of [...SEVERITIES, "suppressed"]) $("findings").classList.toggle(`no-${kind}`, hidden.has(kind));
}

function toggle(kind) {
  if (!hidden.delete(kind)) hidden.add(kind);
  filters(shown.answer.counts, shown.answer.suppressed);
}

const ACTIONS = {
  go: (finding) => editor.go(finding),
  explain: (code) => checker.ask({ op: "explain", code }).catch((error) => ({ ok: false, error: error.message })),
  repair(finding) {
    if (!shown || shown.text !== editor.value || !repairable(finding)) return;
    if (finding.fix.steps.length === 0) file.mark = false;
    editor.change(edited(shown.text, finding.fix.edits));
    check();
  },
};

async function rewrite(op, more, done) {
  const asked = request(op, more);
  const answer = await checker.ask(asked).catch((error) => ({ ok: false, error: error.message }));
  if (editor.value !== asked.text) return;
  if (!answer.ok) {
    $("notes").prepend(element("p", { class: "notice", role: "alert" }, ...inline(answer.error)));
    return;
  }
  if (typeof answer.mark === "boolean") file.mark = answer.mark;
  editor.change(answer.text.replaceAll("\r\n", "\n"));
  await check();
  if (done) say(`${done(answer)} ${$("status").textContent}`);
}

function step(forwards) {
  const findings = (shown?.answer.findings ?? []).filter((each) => !each.suppressed && !hidden.has(each.severity));
  if (!findings.length) return;
  const line = editor.line;
  const next = forwards
    ? (findings.find((each) => each.start.line > line) ?? findings[0])
    : (findings.findLast((each) => each.start.line < line) ?? findings.at(-1));
  editor.go(next);
  const entry = $("findings").querySelector(`[data-line="${next.start.line}"]`);
  entry?.scrollIntoView({ block: "nearest" });
  $("place").textContent = `line ${next.start.line}: ${next.message}`;
}

function load(text, name, given = false) {
  trouble = "";
  file.name = name;
  file.given = given;
  file.mark = text.startsWith("\ufeff");
  file.windows = text.includes("\r\n");
  $("name").textContent = name;
  $("place").textContent = "";
  editor.value = (file.mark ? text.slice(1) : text).replaceAll("\r\n", "\n");
  return check();
}

async function loadFile(chosen) {
  const limit = 5_000_000;
  if (chosen.size > limit * 1.2) {
    say(`${chosen.name} has ${(chosen.size / 1e6).toFixed(1)} MB; this page checks at most ${limit / 1e6} MB.`);
    return;
  }
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  try {
    $("sample").selectedIndex = -1;
    await load(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), chosen.name, true);
  } catch {
    say(`${chosen.name} is not UTF-8 text. Save it as UTF-8, and open it again.`);
  }
}

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ text: editor.value, ...file }));
  } catch {
    // No room, or not allowed: then a reload begins anew.
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

function restore(state) {
  const mark = state.mark === true ? "\ufeff" : "";
  const text = state.windows === true ? state.text.replaceAll("\n", "\r\n") : state.text;
  for (const id of ["profile", "use"]) {
    if ([...$(id).options].some((option) => option.value === state[id])) $(id).value = state[id];
  }
  $("pedantic").checked = state.pedantic === true;
  noteSettings();
  const name = typeof state.name === "string" ? state.name.slice(0, 200) : "trainbib.yaml";
  return load(mark + text, name, state.given === true);
}

function noteSettings() {
  const set = [];
  for (const id of ["profile", "use"]) if ($(id).value) set.push($(id).selectedOptions[0].textContent);
  if ($("pedantic").checked) set.push("pedantic");
  $("settings-note").textContent = set.length ? `(${set.join(", ")})` : "";
}

async function share() {
  const { profile, use, pedantic } = request("check");
  const fragment = await fragmentOf({ text: editor.value, ...file, profile, use, pedantic });
  $("link").value = `${location.origin}${location.pathname}${fragment}`;
  $("sharing-note").textContent =
    $("link").value.length > LONG
      ? `The link has ${$("link").value.length.toLocaleString("en")} characters; some programs cut that short. Send the file, then.`
      : "";
  $("sharing").showModal();
  $("link").select();
}

async function copy() {
  try {
    await navigator.clipboard.writeText($("link").value);
    $("sharing-note").textContent = "Copied.";
  } catch {
    $("link").select();
    $("sharing-note").textContent = "Press Ctrl+C (on a Mac ⌘C) to copy.";
  }
}

function save() {
  const lines = file.windows ? editor.value.replaceAll("\n", "\r\n") : editor.value;
  const url = URL.createObjectURL(new Blob([file.mark ? "\ufeff" : "", lines], { type: "text/plain" }));
  element("a", { href: url, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function choose(path) {
  const response = await fetch(path);
  if (!response.ok) {
    say(`${path} cannot be loaded: ${response.status} ${response.statusText}`);
    return;
  }
  await load(await response.text(), path.split("/").at(-1));
}

function dropping() {
  let depth = 0;
  const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragenter", (event) => isFile(event) && mark(++depth > 0));
  addEventListener("dragleave", (event) => isFile(event) && mark(--depth > 0));
  addEventListener("dragover", (event) => isFile(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    mark(((depth = 0), false));
    loadFile(event.dataTransfer.files[0]);
  });
}

async function begin() {
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    if ($("file").files[0]) loadFile($("file").files[0]);
    $("file").value = "";
  });
  $("text").addEventListener("paste", () => {
    const area = $("text");
    const all = area.selectionStart === 0 && area.selectionEnd === area.value.length;
    if (!all) return;
    Object.assign(file, { name: "trainbib.yaml", given: false, mark: false, windows: false });
    $("sample").selectedIndex = -1;
  });
  $("download").addEventListener("click", save);
  $("share").addEventListener("click", share);
  $("copy").addEventListener("click", copy);
  $("sample").addEventListener("change", () => choose($("sample").value));
  $("format").addEventListener("click", () => rewrite("format", {}, () => "Formatted."));
  $("fix").addEventListener("click", () =>
    rewrite("fix", { unsafe: false }, ({ applied, refused }) => {
      const left = refused.length ? ` ${refused.length} could not be made.` : "";
      return `${counted(applied.length, "finding")} repaired.${left}`;
    }),
  );
  for (const id of ["profile", "use", "pedantic"]) {
    $(id).addEventListener("change", () => {
      noteSettings();
      check();
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "F8") return;
    event.preventDefault();
    step(!event.shiftKey);
  });
  addEventListener("hashchange", () => shared());
  dropping();
  const { samples } = await (await fetch("files.json", { cache: "no-cache" })).json();
  for (const { path, title } of samples) $("sample").append(element("option", { value: path }, title));
  $("sample").selectedIndex = -1;
  if (!(await shared()) && !trouble && !restored()) {
    $("sample").selectedIndex = 0;
    choose(samples[0].path);
  }
  await checker.ready;
  ready = true;
  document.body.classList.add("ready");
  if (!editor.value.trim()) nothing();
  const about = await checker.ask({ op: "about" });
  for (const name of about.profiles) $("profile").append(new Option(name, name));
  $("about").textContent = `Trainbib ${about.version}, standard ${about.spec}. The checker is the Python library itself, run in your browser.`;
}

function restored() {
  const state = kept();
  if (!state || typeof state.text !== "string" || !state.text.trim()) return false;
  restore(state);
  return true;
}

async function shared() {
  try {
    const state = await stateOf(location.hash);
    if (!state) return false;
    history.replaceState(null, "", location.pathname);
    restore(state);
    return true;
  } catch {
    trouble = "The link is damaged: the manifest in it cannot be read. It may have been cut short.";
    say(trouble);
    return false;
  }
}

begin().catch(unavailable);
