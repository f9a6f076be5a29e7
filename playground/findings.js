// Shows findings: where, what, why, and what to do.

import { element, inline, page } from "./markdown.js";
import { lineAt, unitsOf } from "./places.js";

/** The widest line that is shown whole; of a wider one, what is around the place. */
const WIDE = 140;

/**
 * Return the source line of a place with carets below it.
 * @param {string} text
 * @param {{start: {line: number, offset: number}, end: {offset: number}}} place
 * @param {string} label
 */
function excerpt(text, place, label) {
  const units = unitsOf(text, [place.start.offset, place.end.offset]);
  const from = units.get(place.start.offset);
  const line = lineAt(text, from);
  const column = from - line.start;
  const to = Math.max(column + 1, Math.min(units.get(place.end.offset) - line.start, line.text.length));
  const cut = line.text.length > WIDE ? Math.max(0, column - 40) : 0;
  const shown = line.text.slice(cut, cut + WIDE);
  const number = String(place.start.line);
  const before = [...line.text.slice(cut, column)].map((each) => (each === "\t" ? "\t" : " "));
  const width = Math.min([...line.text.slice(column, to)].length || 1, WIDE);
  const carets = "^".repeat(width);
  return element(
    "pre",
    { class: "excerpt", tabindex: "0", "aria-label": `Line ${number}` },
    element("span", { class: "number" }, `${number} │ `),
    `${cut ? "…" : ""}${shown}\n`,
    element("span", { class: "number" }, `${" ".repeat(number.length)} │ `),
    element("span", { class: "carets" }, `${cut ? " " : ""}${before.join("")}${carets} ${label}`),
  );
}

/** Tell whether the page can make the repair of a finding. */
export function repairable(finding) {
  const fix = finding.fix;
  return fix !== null && (fix.edits.length > 0 || fix.steps.length === 0);
}

/**
 * Return the list item of a finding.
 * @param {object} finding as in the JSON report of `trainbib check`.
 * @param {string} text the manifest that it is about.
 * @param {{go: Function, repair: Function, explain: Function}} actions what its buttons do.
 */
export function item(finding, text, actions) {
  const { line, column } = finding.start;
  const heading = element(
    "h3",
    {},
    element("span", { class: "tag" }, finding.severity),
    " ",
    element("span", { class: "message" }, ...inline(finding.message)),
  );
  const place = element(
    "button",
    { type: "button", class: "place", click: () => actions.go(finding) },
    `Line ${line}, column ${column}`,
  );
  const facts = element("dl");
  const fact = (name, ...nodes) => facts.append(element("dt", {}, name), element("dd", {}, ...nodes));
  if (finding.help) fact("What to do", ...inline(finding.help));
  for (const related of finding.related) {
    const at = `line ${related.start.line}`;
    const go = () => actions.go({ ...finding, start: related.start, end: related.end });
    fact("See", element("button", { type: "button", class: "place", click: go }, at), " ", ...inline(related.label));
  }
  for (const note of finding.notes) fact("Note", ...inline(note));
  if (finding.suppressed) {
    const { reason, until } = finding.suppressed;
    fact("Silenced", reason || "without a reason", until ? `, until ${until}` : "");
  }
  const foot = element("div", { class: "foot" });
  if (repairable(finding) && !finding.suppressed) {
    const words = finding.fix.description;
    foot.append(
      element(
        "button",
        { type: "button", class: "repair", click: () => actions.repair(finding) },
        `${words.charAt(0).toUpperCase()}${words.slice(1).replaceAll("`", "")}`,
      ),
      element("span", { class: "soft" }, finding.fix.safe ? "keeps the meaning" : "look at it: the meaning may change"),
    );
  }
  const explained = element("details", { class: "page" });
  explained.append(element("summary", {}, element("code", {}, finding.code), ` ${finding.name}: why this is checked`));
  explained.addEventListener("toggle", () => explain(explained, finding.code, actions), { once: true });
  return element(
    "li",
    { class: finding.suppressed ? "suppressed" : finding.severity, "data-line": line },
    heading,
    place,
    excerpt(text, finding, finding.label),
    facts.childElementCount ? facts : "",
    foot.childElementCount ? foot : "",
    explained,
  );
}

async function explain(details, code, actions) {
  const body = element("div", { class: "body" }, "Loading…");
  details.append(body);
  const answer = await actions.explain(code);
  if (!answer.ok) {
    body.replaceChildren(answer.error);
    return;
  }
  const when = answer.conditions.length ? [element("p", { class: "soft" }, answer.conditions.join(" · "))] : [];
  body.replaceChildren(...when, ...page(answer.page));
}
