// Elements of a text: `code` in messages, and the small Markdown of the pages of the checks.
// Nothing is ever parsed as HTML.

/**
 * Make an element.
 * @param {string} name
 * @param {object} properties `class` and attributes; those that are functions are listeners.
 * @param {...(Node|string)} children
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const INLINE = /`([^`]+)`|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)|(https:\/\/[^\s<>")\]]*[^\s<>")\].,;:])/g;

/** Return the nodes of a line with `code` and links. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, found.index));
    const [whole, code, label, target, bare] = found;
    nodes.push(code === undefined ? link(target ?? bare, label ?? bare) : element("code", {}, code));
    end = found.index + whole.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function link(target, label) {
  return element("a", { href: target, rel: "noopener noreferrer", target: "_blank" }, label);
}

/** Return the elements of a page: paragraphs, lists, headings, fenced blocks. */
export function page(markdown) {
  const made = [];
  let paragraph = [];
  let items = null;
  const flush = () => {
    if (paragraph.length) made.push(element("p", {}, ...led(paragraph.join(" "))));
    paragraph = [];
  };
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const item = /^\s*(?:[-*]|\d+\.) (.*)$/.exec(line);
    if (line.startsWith("```")) {
      flush();
      const block = [];
      while (++at < lines.length && !lines[at].startsWith("```")) block.push(lines[at]);
      made.push(element("pre", { tabindex: "0" }, element("code", {}, block.join("\n"))));
      items = null;
    } else if (item) {
      flush();
      if (!items) made.push((items = element("ul")));
      items.append(element("li", {}, ...inline(item[1])));
    } else if (items && /^\s+\S/.test(line)) {
      items.lastElementChild.append(" ", ...inline(line.trim()));
    } else if (!line.trim()) {
      flush();
      items = null;
    } else if (line.startsWith("#")) {
      flush();
      made.push(element("h4", {}, ...inline(line.replace(/^#+ */, ""))));
    } else {
      items = null;
      paragraph.push(line.trim());
    }
  }
  flush();
  return made;
}

/** Make the words that lead a paragraph, up to the colon, stand out: "Why it matters:". */
function led(text) {
  const lead = /^([A-Z][A-Za-z ]{2,24}:)(?= |$)/.exec(text);
  if (!lead) return inline(text);
  return [element("strong", {}, lead[1]), ...inline(text.slice(lead[1].length))];
}
