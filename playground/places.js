// Python counts characters; JavaScript counts UTF-16 units, of which some characters have two.

const WIDE = /[\ud800-\udbff]/;
let narrow = ""; // the last text that was found to have no such character

/**
 * Turn offsets in characters into offsets of JavaScript.
 * @param {string} text
 * @param {number[]} offsets in any order.
 * @returns {Map<number, number>}
 */
export function unitsOf(text, offsets) {
  const found = new Map();
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  if (text !== narrow && !WIDE.test(text)) narrow = text;
  if (text === narrow) {
    for (const offset of sorted) found.set(offset, Math.min(offset, text.length));
    return found;
  }
  let characters = 0;
  let units = 0;
  for (const offset of sorted) {
    while (characters < offset && units < text.length) {
      units += text.codePointAt(units) > 0xffff ? 2 : 1;
      characters += 1;
    }
    found.set(offset, units);
  }
  return found;
}

/**
 * Make the edits of a repair.
 * @param {string} text
 * @param {{start: {offset: number}, end: {offset: number}, text: string}[]} edits none touching
 *   another.
 */
export function edited(text, edits) {
  const units = unitsOf(text, edits.flatMap((edit) => [edit.start.offset, edit.end.offset]));
  const backwards = [...edits].sort((a, b) => b.start.offset - a.start.offset);
  for (const edit of backwards) {
    const [start, end] = [units.get(edit.start.offset), units.get(edit.end.offset)];
    text = text.slice(0, start) + edit.text + text.slice(end);
  }
  return text;
}

/**
 * Return the line of a place, without its line end.
 * @param {string} text
 * @param {number} unit offset of JavaScript.
 */
export function lineAt(text, unit) {
  const start = text.lastIndexOf("\n", unit - 1) + 1;
  const end = text.indexOf("\n", unit);
  return { start, text: text.slice(start, end < 0 ? undefined : end) };
}
