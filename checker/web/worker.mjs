// Runs Python. Started from a blob by client.mjs, so that the page's policy binds it, and cut off from the network before it
// reads a word.
//
// In: first what Python starts from, then a text (string), a file (Uint8Array), a piece of an mbox, or a line to redact.
// Out: {type: "loaded" | "ready" | "verdict" | "failed"}, see client.mjs.

/** @typedef {import("./client.mjs").Message} Message */
/** @typedef {import("./client.mjs").Asked} Asked */
/** @typedef {{module: WebAssembly.Module, stdlib: ArrayBuffer, checker: ArrayBuffer, lock: object, base: string}} Start */
/** @typedef {{postMessage(message: Message): void, onmessage: ((event: MessageEvent) => void) | null}} Port */

const port = /** @type {Port} */ (/** @type {unknown} */ (self));

// Deeper recursion than this overruns the browser's own stack, and that kills the interpreter past any `except`
// (`To: ((((…` is enough). 500 still held in Chromium, 600 did not in Node.
const RECURSION_LIMIT = 400;

// A second wall behind the policy's connect-src: all that fetches, and what could start anew with these still there.
const NETWORK = [
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection"],
  ...["importScripts", "Worker", "SharedWorker", "caches", "Cache", "CacheStorage", "FontFace", "fonts"],
];

/**
 * Start Python.
 * @param {Function} loadPyodide
 * @param {Function} createPyodideModule
 * @param {Start} start
 * @returns {Promise<(asked: Asked) => string>} the functions of the package's `browser`
 */
async function startPython(loadPyodide, createPyodideModule, { module, stdlib, checker, lock, base }) {
  // loadPyodide asks for two files and gets those that are already here. A failed instantiation it swallows, to wait
  // for ever: so it is caught on the way.
  const broken = new Promise((_resolve, reject) => {
    WebAssembly.instantiateStreaming = async (_source, imports) => {
      try {
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  });
  const library = new Response(stdlib); // read once, then gone
  self.fetch = async () => library;
  // The lock file lists packages to install; there are none, so none is fetched.
  const lockFileContents = { info: lock, packages: {} };
  // Unless told where packages lie, it names a CDN.
  const options = { createPyodideModule, indexURL: base, packageBaseUrl: base, stdLibURL: base, lockFileContents };
  const pyodide = await Promise.race([broken, loadPyodide(options)]);
  cutOff();

  pyodide.unpackArchive(checker, "zip");
  pyodide.pyimport("sys").setrecursionlimit(RECURSION_LIMIT);
  const { check, redact, Mailbox } = pyodide.pyimport("ndr_checker.browser");
  const { bytes } = pyodide.pyimport("builtins");
  /** @param {Uint8Array} data @param {(raw: unknown) => string} use */
  const withBytes = (data, use) => {
    const view = pyodide.toPy(data);
    const raw = bytes(view);
    try {
      return use(raw);
    } finally {
      raw.destroy();
      view.destroy();
    }
  };
  let mailbox = Mailbox("");
  return (input) => {
    if (typeof input === "string") return check(input);
    if ("line" in input) return redact(input.line, input.known);
    if (!("mailbox" in input)) return withBytes(input, check);
    if (input.first) {
      mailbox.destroy();
      mailbox = Mailbox(input.mailbox);
    }
    return input.piece ? withBytes(input.piece, mailbox.feed) : mailbox.end();
  };
}

function cutOff() {
  // What is deleted on the global itself still stands on its prototypes.
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of NETWORK) Reflect.deleteProperty(scope, name);
  }
}

/**
 * What the worker's first script, the blob, calls.
 * @param {Function} loadPyodide
 * @param {Function} createPyodideModule
 */
export function run(loadPyodide, createPyodideModule) {
  port.postMessage({ type: "loaded" });
  port.onmessage = async ({ data }) => {
    try {
      const ask = await startPython(loadPyodide, createPyodideModule, data);
      port.onmessage = (event) => answer(ask, event.data);
      port.postMessage({ type: "ready" });
    } catch (error) {
      console.warn(error);
      port.postMessage({ type: "failed" });
    }
  };
}

/**
 * @param {(asked: Asked) => string} ask
 * @param {Asked} asked
 */
function answer(ask, asked) {
  try {
    port.postMessage({ type: "verdict", json: ask(asked) });
  } catch {
    // Not to the console: Python's words may quote the text.
    port.postMessage({ type: "failed" });
  }
}
