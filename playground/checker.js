// Asks the worker; one that takes too long is stopped, and another one is started.

/** The seconds that one request may take. */
export const LIMIT = 30;

export class Checker {
  #worker = null;
  #waiting = new Map();
  #ready = null;
  #last = 0;
  #stage;

  /** @param {(text: string) => void} stage is told what is being loaded. */
  constructor(stage) {
    this.#stage = stage;
    this.#start();
  }

  /** Resolves when the checker can be asked; rejects where it cannot be loaded. */
  get ready() {
    return this.#ready;
  }

  #start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker = worker;
    this.#ready = new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "a file of it is missing"));
      worker.onmessage = ({ data }) => {
        if (data.stage) this.#stage(data.stage);
        else if (data.ready) resolve();
        else if (data.failed) reject(new Error(data.failed));
        else this.#settle(data.id, data.answer);
      };
    });
    this.#ready.catch(() => {}); // whoever asks is told
  }

  #settle(id, answer) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(answer);
  }

  /**
   * Ask the checker.
   * @param {object} request as docs/playground.md has it.
   * @returns {Promise<object>} its answer; `ok` is false, with `error`, where there is none.
   */
  async ask(request) {
    await this.#ready;
    const id = ++this.#last;
    const limit = Number(document.body.dataset.limit ?? LIMIT);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#stop(limit), limit * 1000);
      this.#waiting.set(id, { resolve, timer });
      this.#worker.postMessage({ id, request });
    });
  }

  #stop(limit) {
    this.#worker.terminate();
    const error =
      `stopped after ${limit} seconds, which is all that this page takes for a manifest. ` +
      "`trainbib check` on your machine is many times faster";
    const stopped = [...this.#waiting.keys()];
    this.#start();
    for (const id of stopped) this.#settle(id, { ok: false, error });
  }
}
