// Talks to the worker that runs Python: starts it once, keeps it across the pages of the site, and replaces it when it
// has failed. Every wait has a clock, since loadPyodide() and a hostile text can both hang forever.

import { Failure, addressOf, ask, whole } from "./files.mjs";
import { manifest } from "./manifest.mjs";

/** @typedef {import("./files.mjs").Reason} Reason */
/** @typedef {import("../web/contract.mjs").Verdict} Verdict */
/** @typedef {{mailbox: string, first: boolean, piece: Uint8Array | null}} MailboxPiece without a piece, its end */
/** @typedef {{question: {kind: "note" | "letter" | "case" | "triage" | "triage-piece" | "triage-result", [name: string]: unknown}, body: Uint8Array}} Question see browser.py */
/** @typedef {string | Uint8Array | MailboxPiece | Question} Asked what the worker is asked */
/**
 * What the worker says.
 * @typedef {{type: "loaded" | "ready" | "failed"} | {type: "verdict", json: string}} Message
 */

/** A start may take long on a slow line; it has failed when nothing moves for this long. */
const START_LIMIT = 60_000;
/** Python has no clock: its limits count bytes, parts and codes, so that a text gets the same answer everywhere. */
const VERDICT_LIMIT = 20_000;

const WORKER = new URL("worker.mjs", import.meta.url).href;
const FILES = new URL("files.mjs", import.meta.url).href;
/** The part that is fetched when the others are here. */
const LAST = "checker";
const { pyodideJs, asmJs } = manifest.files;
const TOTAL = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);

/** @type {Promise<Worker> | null} */
let started = null;
/** Python is up and waits for a text. */
export let running = false;
/** The end of the queue: Python reads one text at a time. */
let queue = Promise.resolve();
let latest = 0;
/** Told how much of the runtime has arrived, and that Python has crashed and is tried once more. */
let listener = { progress: (/** @type {number} */ _loaded, /** @type {number} */ _total) => {}, replaced: () => {} };

/** @param {typeof listener} one the only one */
export function listen(one) {
  listener = one;
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
    const verdict = await judge(await warm(), input).catch((error) => again(error, input));
    return turn === latest ? verdict : null;
  });
  queue = answer.then(
    () => {},
    () => {},
  );
  return answer;
}

/**
 * Ask for what is passed on about a verdict, or of the workspace.
 * @param {Question["question"]} question
 * @param {Uint8Array} [body] what was judged, or a piece of a file
 * @returns {Promise<any>} as browser.py answers this kind
 */
export function passOn(question, body = new Uint8Array()) {
  return inTurn({ question, body });
}

/**
 * Judge what ends in a piece of an mbox.
 * @param {MailboxPiece} piece
 * @returns {Promise<Verdict[]>}
 */
export function checkPiece(piece) {
  return inTurn(piece);
}

/** @param {Asked} asked what no later text takes the place of */
function inTurn(asked) {
  const answer = queue.then(async () => judge(await warm(), asked));
  queue = answer.then(
    () => {},
    () => {},
  );
  return answer;
}

/**
 * A crash may be the last text's doing: a fresh Python reads this one once more.
 * @param {unknown} error
 * @param {Asked} input
 */
async function again(error, input) {
  if (!(error instanceof Failure) || error.reason !== "crashed") throw error;
  listener.replaced();
  return judge(await warm(), input);
}

/** Let go of the text under way: its answer becomes null. */
export function forget() {
  latest += 1;
}

/**
 * A worker loaded by its address escapes the page's policy (meta), one loaded from a blob inherits it.
 * @param {string} source which names all scripts, so that they come at once
 */
function spawn(source) {
  return new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
}

/** The worker that will run Python. */
function spawnPython() {
  const place = { lock: manifest.lock, base: new URL(".", WORKER).href };
  return spawn(`
    import { loadPyodide } from ${JSON.stringify(addressOf(pyodideJs))};
    import createPyodideModule from ${JSON.stringify(addressOf(asmJs))};
    import { run } from ${JSON.stringify(WORKER)};
    run(loadPyodide, createPyodideModule, ${JSON.stringify(place)});`);
}

/** Tell apart a browser without WebAssembly and a policy that forbids it: compiling would only wait forever. */
function requireWasm() {
  if (!("WebAssembly" in self && "DecompressionStream" in self)) throw new Failure("unsupported");
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new Failure("blocked");
  }
}

/** @returns {Promise<Worker>} */
async function launch() {
  requireWasm();
  // In a worker of its own that ends with its work: so the page stays free meanwhile, and the memory that fetching,
  // checking, expanding and compiling leave lying about (45 MB) is given back at once.
  const download = spawn(`import { download } from ${JSON.stringify(FILES)}; download(self);`);
  const worker = spawnPython();
  let clock = 0;
  try {
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        let loaded = 0;
        const seen = (/** @type {number} */ bytes) => {
          clearTimeout(clock);
          clock = setTimeout(() => reject(new Failure("slow-start")), START_LIMIT);
          loaded += bytes;
          if (bytes) listener.progress(loaded, TOTAL);
        };
        seen(0);
        download.onerror = worker.onerror = () => whyNoScript().then(reject);
        worker.onmessage = (/** @type {MessageEvent<Message>} */ { data: { type } }) => {
          if (type === "loaded") seen(pyodideJs.bytes + asmJs.bytes);
          else if (type === "ready") resolve();
          else reject(new Failure("crashed"));
        };
        // Each part goes on as it comes, so that Python is on its way before the last is here.
        download.onmessage = (/** @type {MessageEvent<import("./files.mjs").Download>} */ { data }) => {
          if (data.type === "progress") return seen(data.bytes);
          if (data.type === "failed") return reject(new Failure(data.reason));
          const { name, part } = data;
          worker.postMessage({ [name]: part }, part instanceof ArrayBuffer ? [part] : []);
          if (name === LAST) download.terminate();
        };
      })
    );
  } catch (error) {
    download.terminate();
    worker.terminate();
    throw error;
  } finally {
    clearTimeout(clock);
  }
  running = true;
  return worker;
}

/**
 * @param {Worker} worker
 * @param {Asked} input
 * @returns {Promise<any>} a Verdict, or the pieces of a line
 */
async function judge(worker, input) {
  let clock = 0;
  try {
    return await new Promise((resolve, reject) => {
      clock = setTimeout(() => reject(new Failure("slow")), VERDICT_LIMIT);
      worker.onerror = () => reject(new Failure("crashed"));
      worker.onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
        if (data.type === "verdict") resolve(JSON.parse(data.json));
        else reject(new Failure("crashed"));
      };
      worker.postMessage(input, given(input));
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
 * @param {Asked} input
 * @returns {Transferable[]} what moves to the worker instead of being copied: of a long file no two copies lie about
 */
function given(input) {
  const isPiece = typeof input === "object" && "question" in input && input.question.kind === "triage-piece";
  return isPiece ? [input.body.buffer] : [];
}

/**
 * A worker one of whose scripts can't be loaded fires a bare `error`.
 * @returns {Promise<Failure>} the reason, found by asking for the scripts again
 */
async function whyNoScript() {
  try {
    await Promise.all([ask(WORKER), ask(FILES), whole(pyodideJs), whole(asmJs)]);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  return new Failure("blocked");
}
