// Talks to the worker that runs Python: starts it once, keeps it across the pages of the site, and replaces it when it
// has failed. Every wait has a clock, since loadPyodide() and a hostile text can both hang for ever.

import { Failure, ask } from "./files.mjs";

/** @typedef {import("./files.mjs").Reason} Reason */
/** @typedef {import("./contract.mjs").Verdict} Verdict */
/**
 * What the worker says.
 * @typedef {{type: "progress", loaded: number, total: number} | {type: "ready"} | {type: "verdict", json: string}
 *   | {type: "failed", reason: Reason}} Message
 */

/** A start may take long on a slow line; it has failed when nothing moves for this long. */
const START_LIMIT = 60_000;
/** Python stops itself after 5 s; this is for a text that gets past that. */
const VERDICT_LIMIT = 20_000;

const SCRIPTS = ["worker.mjs", "files.mjs", "manifest.mjs"].map((name) => new URL(name, import.meta.url));

/** @type {Promise<Worker> | null} */
let started = null;
/** Python is up and waits for a text. */
export let running = false;
/** The end of the queue: Python reads one text at a time. */
let queue = Promise.resolve();
let latest = 0;
/** @type {(loaded: number, total: number) => void} */
let report = () => {};

/** @param {typeof report} callback told how much of the runtime has arrived */
export function onProgress(callback) {
  report = callback;
}

/**
 * Start Python unless it has been started.
 * @returns {Promise<Worker>} fails with a Failure; the next call then starts afresh
 */
export function warm() {
  started ??= launch().catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

/**
 * Judge one text or file.
 * @param {string | Uint8Array} input
 * @returns {Promise<Verdict | null>} null if a later call has taken its place
 */
export function check(input) {
  const turn = ++latest;
  const answer = queue.then(async () => {
    if (turn !== latest) return null;
    const verdict = await judge(await warm(), input);
    return turn === latest ? verdict : null;
  });
  queue = answer.then(
    () => {},
    () => {},
  );
  return answer;
}

/** Let go of the text under way: its answer becomes null. */
export function forget() {
  latest += 1;
}

/**
 * A worker loaded by its address escapes the page's policy (meta), one loaded from a blob inherits it.
 * @returns {Worker}
 */
function spawn() {
  const source = `import ${JSON.stringify(SCRIPTS[0])};`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(url, { type: "module" });
}

/** @returns {Promise<Worker>} */
async function launch() {
  if (!("WebAssembly" in self && "DecompressionStream" in self)) throw new Failure("unsupported");
  const worker = spawn();
  try {
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        let clock = 0;
        const moved = () => {
          clearTimeout(clock);
          clock = setTimeout(() => reject(new Failure("slow-start")), START_LIMIT);
        };
        moved();
        worker.onerror = () => whyNoScript().then(reject);
        worker.onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
          moved();
          if (data.type === "progress") return report(data.loaded, data.total);
          clearTimeout(clock);
          if (data.type === "failed") reject(new Failure(data.reason));
          else resolve();
        };
      })
    );
  } catch (error) {
    worker.terminate();
    throw error;
  }
  running = true;
  return worker;
}

/**
 * @param {Worker} worker
 * @param {string | Uint8Array} input
 * @returns {Promise<Verdict>}
 */
async function judge(worker, input) {
  let clock = 0;
  try {
    return await new Promise((resolve, reject) => {
      clock = setTimeout(() => reject(new Failure("slow")), VERDICT_LIMIT);
      worker.onerror = () => reject(new Failure("crashed"));
      worker.onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
        if (data.type === "verdict") resolve(JSON.parse(data.json));
        else if (data.type === "failed") reject(new Failure(data.reason));
      };
      worker.postMessage(input);
    });
  } catch (error) {
    // An interpreter that has failed once is not trusted again.
    worker.terminate();
    started = null;
    running = false;
    throw error;
  } finally {
    clearTimeout(clock);
  }
}

/**
 * A worker whose script can't be loaded fires a bare `error`.
 * @returns {Promise<Failure>} the reason found by asking for its scripts again
 */
async function whyNoScript() {
  try {
    await Promise.all(SCRIPTS.map(ask));
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  return new Failure("unsupported");
}
