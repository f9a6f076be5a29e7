// Shows the disclosure score: what is given, what has a reason for not being given, what is silent.

import { element } from "./markdown.js";

const sum = (gaps) => Object.values(gaps).reduce((total, each) => total + each, 0);

function bar(tally) {
  const parts = [
    ["given", tally.given],
    ["gap", sum(tally.gaps)],
    ["silent", tally.silent],
  ];
  const x = { at: 0 };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 1");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, count] of parts) {
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    const width = tally.asked ? (100 * count) / tally.asked : 0;
    for (const [key, value] of Object.entries({ x: x.at, y: 0, width, height: 1, class: name })) {
      rect.setAttribute(key, value);
    }
    x.at += width;
    svg.append(rect);
  }
  return svg;
}

function words(tally) {
  return [
    element("span", { class: "given" }, `${tally.given} given`),
    element("span", { class: "gap" }, `${sum(tally.gaps)} with a reason why not`),
    element("span", { class: "silent" }, `${tally.silent} silent`),
  ];
}

/**
 * Return the part of the page that shows a score.
 * @param {object} score as in the JSON report of `trainbib score`.
 * @param {boolean} open whether its details are.
 */
export function scorePanel(score, open) {
  const rows = score.sections.map((section) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, section.section.replaceAll("_", " ")),
      element("td", {}, String(section.given)),
      element("td", {}, String(sum(section.gaps))),
      element("td", {}, String(section.silent)),
      element("td", { class: "wide" }, bar(section)),
    ),
  );
  const head = ["Part", "Given", "Reason", "Silent"].map((name) => element("th", { scope: "col" }, name));
  const open_questions = score.questions
    .filter((question) => question.silent)
    .map((question) =>
      element(
        "li",
        {},
        question.information,
        question.silent > 1 ? ` (${question.silent} times)` : "",
        " ",
        ...question.fields.slice(0, 2).map((field) => element("code", {}, field)),
      ),
    );
  const details = element(
    "details",
    { class: "score", open },
    element(
      "summary",
      {},
      element("span", { class: "what" }, "Disclosure"),
      element("span", { class: "soft" }, ` of ${score.total.asked} answers that the profile ${score.profile} asks for`),
      element("span", { class: "tally" }, ...words(score.total)),
      bar(score.total),
    ),
    element("table", {}, element("thead", {}, element("tr", {}, ...head, element("td"))), element("tbody", {}, ...rows)),
    element("p", { class: "soft" }, "A score counts answers. It does not say whether they are true or enough, nor whether a law is obeyed."),
  );
  if (open_questions.length) {
    details.append(
      element("details", { class: "open" }, element("summary", {}, `${open_questions.length} questions that are not answered everywhere`), element("ul", {}, ...open_questions)),
    );
  }
  return details;
}
