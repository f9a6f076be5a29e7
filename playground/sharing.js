// A manifest in the fragment of an address, which browsers do not send to servers.

/** The most characters of a manifest that a link may unfold to. */
const MOST = 5_000_000;

/** From so many characters on, some programs cut a link short. */
export const LONG = 8_000;

function encoded(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

async function read(stream) {
  const chunks = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) {
      await reader.cancel();
      throw new Error("it unfolds to more than this page checks");
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * Return the fragment that holds a state: `#1.` and deflated JSON.
 * @param {object} state
 */
export async function fragmentOf(state) {
  const deflated = new Blob([JSON.stringify(state)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  return `#1.${encoded(await read(deflated))}`;
}

/**
 * Return the state that a fragment holds; null if it is not one of ours.
 * @param {string} fragment
 * @throws {Error} where it is one, and damaged.
 */
export async function stateOf(fragment) {
  if (!fragment.startsWith("#1.")) return null;
  const stream = new Blob([decoded(fragment.slice(3))])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const state = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await read(stream)));
  if (state === null || typeof state !== "object" || typeof state.text !== "string") {
    throw new Error("it holds no manifest");
  }
  return state;
}
