// Runs Python. Started from a blob by client.mjs, so that the page's policy binds it, and cut off from the network before it
// reads a word.
//
// In: a text (string) or a file (Uint8Array).  Out: {type: "progress" | "ready" | "verdict" | "failed"}, see client.mjs.

import { Failure, load, read } from "./files.mjs";
import { manifest } from "./manifest.mjs";

/** @typedef {import("./client.mjs").Message} Message */
/** @typedef {{postMessage(message: Message): void, onmessage: ((event: MessageEvent<string | Uint8Array>) => void) | null}} Port */

const port = /** @type {Port} */ (/** @type {unknown} */ (self));
const base = import.meta.url;
const { files } = manifest;

// Deeper recursion than this overruns the browser's own stack, and that kills the interpreter past any `except`
// (`To: ((((…` is enough). 500 still held in Chromium, 600 did not in Node.
const RECURSION_LIMIT = 400;

// A second wall behind the policy's connect-src.
const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"];

/** Tell apart a browser without WebAssembly and a policy that forbids it. */
function requireWasm() {
  if (typeof WebAssembly === "undefined") throw new Failure("unsupported");
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new Failure("blocked");
  }
}

/** Fetch all files at once; nothing of Python runs before the last one is whole. */
async function fetchAll() {
  const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  const seen = (/** @type {number} */ bytes) => {
    loaded += bytes;
    port.postMessage({ type: "progress", loaded, total });
  };
  const whole = async (/** @type {import("./files.mjs").RuntimeFile} */ file) =>
    (await read(file, base, seen)).arrayBuffer();
  return Promise.all([
    load(files.pyodideJs, base, seen),
    load(files.asmJs, base, seen),
    WebAssembly.compileStreaming(read(files.wasm, base, seen)),
    whole(files.stdlib),
    whole(files.checker),
  ]).catch((error) => {
    // A Failure is kept; the rest (an inflater's or compiler's complaint, a line cut in mid-file) is damage.
    throw error instanceof Failure ? error : new Failure("damaged");
  });
}

/**
 * Start Python.
 * @returns {Promise<(input: string | Uint8Array) => string>} the package's `browser.check`
 */
async function start() {
  requireWasm();
  const [{ loadPyodide }, { default: createPyodideModule }, module, stdlib, checker] = await fetchAll();

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
  self.fetch = async () => new Response(stdlib);
  const indexURL = new URL(".", base).href;
  // The lock file lists packages to install; there are none, so none is fetched.
  const lockFileContents = { info: manifest.lock, packages: {} };
  // Unless told where packages lie, it names a CDN.
  const options = { createPyodideModule, indexURL, packageBaseUrl: indexURL, stdLibURL: indexURL, lockFileContents };
  const pyodide = await Promise.race([broken, loadPyodide(options)]);
  cutOff();

  pyodide.unpackArchive(checker, "zip");
  pyodide.pyimport("sys").setrecursionlimit(RECURSION_LIMIT);
  const { check } = pyodide.pyimport("ndr_checker.browser");
  const { bytes } = pyodide.pyimport("builtins");
  return (input) => {
    if (typeof input === "string") return check(input);
    const view = pyodide.toPy(input);
    const raw = bytes(view);
    try {
      return check(raw);
    } finally {
      raw.destroy();
      view.destroy();
    }
  };
}

function cutOff() {
  // What is deleted on the global itself still stands on its prototypes.
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of NETWORK) Reflect.deleteProperty(scope, name);
  }
}

/** @param {unknown} error */
function fail(error) {
  port.postMessage({ type: "failed", reason: error instanceof Failure ? error.reason : "crashed" });
}

start().then(
  (check) => {
    port.onmessage = ({ data }) => {
      try {
        port.postMessage({ type: "verdict", json: check(data) });
      } catch (error) {
        // Not to the console: Python's words may quote the text.
        fail(error);
      }
    };
    port.postMessage({ type: "ready" });
  },
  (error) => {
    console.warn(error);
    fail(error);
  },
);
