// A text area with line numbers, and with marks under what the findings are about.

import { element } from "./markdown.js";
import { unitsOf } from "./places.js";

/** Marks are drawn below texts up to this many characters; line numbers always are. */
const MOST_MARKED = 400_000;
/** Longer insertions than this are not made as if typed, which takes time with their square. */
const MOST_TYPED = 100_000;
const RANK = { error: 3, warning: 2, info: 1 };

export class Editor {
  #text = document.getElementById("text");
  #gutter = document.getElementById("gutter");
  #marks = document.getElementById("marks");
  #lines = 0;
  #severities = new Map();

  /** @param {() => void} changed is called after each change. */
  constructor(changed) {
    this.#text.addEventListener("input", () => {
      this.#marks.classList.add("stale");
      this.#number();
      changed();
    });
    this.#text.addEventListener("scroll", () => this.#follow(), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(this.#text);
  }

  get value() {
    return this.#text.value;
  }

  /** Put another text in the place of all, as a new document. */
  set value(text) {
    this.#text.value = text;
    this.#text.scrollTo(0, 0);
    this.#text.setSelectionRange(0, 0);
    this.clear();
  }

  /** Change the text where it differs from another one, so that it can be undone. */
  change(text) {
    const old = this.value;
    if (old === text) return;
    const most = Math.min(old.length, text.length);
    let start = 0;
    while (start < most && old[start] === text[start]) start += 1;
    let same = 0;
    while (same < most - start && old.at(-1 - same) === text.at(-1 - same)) same += 1;
    const inserted = text.slice(start, text.length - same);
    const { scrollTop, scrollLeft } = this.#text;
    this.#text.focus();
    this.#text.setSelectionRange(start, old.length - same);
    const small = inserted.length < MOST_TYPED;
    const typed = small && document.execCommand(inserted ? "insertText" : "delete", false, inserted);
    if (!typed || this.value !== text) {
      this.#text.value = text;
      this.#text.dispatchEvent(new InputEvent("input"));
    }
    this.#text.scrollTo(scrollLeft, scrollTop);
  }

  /** Take the marks away. */
  clear() {
    this.#severities = new Map();
    this.#lines = 0;
    this.#number();
    this.#marks.replaceChildren();
  }

  /** Show where findings are; `text` is what they are about. */
  mark(findings, text) {
    this.#severities = new Map();
    for (const { start, severity } of findings) {
      const known = this.#severities.get(start.line);
      if (!known || RANK[severity] > RANK[known]) this.#severities.set(start.line, severity);
    }
    this.#lines = 0;
    this.#number();
    this.#marks.classList.remove("stale");
    const parts = [];
    if (text.length <= MOST_MARKED) {
      const units = unitsOf(text, findings.flatMap(({ start, end }) => [start.offset, end.offset]));
      const spans = findings
        .map(({ start, end, severity }) => [units.get(start.offset), units.get(end.offset), severity])
        .sort((a, b) => a[0] - b[0] || RANK[b[2]] - RANK[a[2]]);
      let at = 0;
      for (const [start, end, severity] of spans) {
        if (start < at || end <= start) continue;
        parts.push(text.slice(at, start), element("mark", { class: severity }, text.slice(start, end)));
        at = end;
      }
      parts.push(text.slice(at), "\n");
    }
    this.#marks.replaceChildren(...parts);
    this.#follow();
  }

  /** Select a place and bring it into sight. */
  go({ start, end }) {
    const units = unitsOf(this.value, [start.offset, end.offset]);
    const [from, to] = [units.get(start.offset), units.get(end.offset)];
    this.#text.focus({ preventScroll: true });
    this.#text.setSelectionRange(from, to);
    const style = getComputedStyle(this.#text);
    const height = parseFloat(style.lineHeight);
    const top = (start.line - 1) * height;
    this.#text.scrollTo({ top: Math.max(0, top - this.#text.clientHeight / 3) });
    const width = this.#characterWidth();
    const left = (start.column - 1) * width;
    if (left < this.#text.scrollLeft || left > this.#text.scrollLeft + this.#text.clientWidth - 8 * width) {
      this.#text.scrollLeft = Math.max(0, left - 4 * width);
    }
    this.#follow();
    document.getElementById("frame").scrollIntoView({ block: "nearest" });
  }

  /** The line that the cursor is in, from 1. */
  get line() {
    return this.value.slice(0, this.#text.selectionStart).split("\n").length;
  }

  #characterWidth() {
    const probe = element("span", {}, "0".repeat(50));
    this.#marks.append(probe);
    const width = probe.getBoundingClientRect().width / 50;
    probe.remove();
    return width;
  }

  #number() {
    let lines = 1;
    for (let at = this.value.indexOf("\n"); at >= 0; at = this.value.indexOf("\n", at + 1)) lines += 1;
    if (lines === this.#lines) return;
    this.#lines = lines;
    const parts = [];
    let plain = "";
    for (let line = 1; line <= lines; line += 1) {
      const severity = this.#severities.get(line);
      if (severity) {
        parts.push(plain, element("span", { class: severity }, String(line)), "\n");
        plain = "";
      } else {
        plain += `${line}\n`;
      }
    }
    parts.push(plain);
    this.#gutter.replaceChildren(...parts);
    this.#follow();
  }

  #follow() {
    this.#marks.style.transform = `translate(${-this.#text.scrollLeft}px, ${-this.#text.scrollTop}px)`;
    this.#gutter.scrollTop = this.#text.scrollTop;
  }
}
