// Runs Python. Started from a blob by client.mjs, so that the page's policy binds it, and cut off from the network before it
// reads a word.
//
// In: first the parts that Python starts from, each as it comes; then a text (string), a file (Uint8Array), a piece of an
// mbox, or a question about a verdict.
// Out: {type: "loaded" | "ready" | "verdict" | "failed"}, see client.mjs.

/** @typedef {import("./client.mjs").Message} Message */
/** @typedef {import("./client.mjs").Asked} Asked */
/** @typedef {{module: Promise<WebAssembly.Module>, stdlib: Promise<ArrayBuffer>, checker: Promise<ArrayBuffer>}} Parts */
/** @typedef {{API: {rawRun(code: string): [status: number, said: string]}, FS: any}} Python what Emscripten makes of it */
/** @typedef {{lock: object, base: string}} Place what the lock file says of the runtime, and where its files would lie */
/** @typedef {{postMessage(message: Message): void, onmessage: ((event: MessageEvent) => void) | null}} Port */

const port = /** @type {Port} */ (/** @type {unknown} */ (self));

// Deeper recursion than this overruns the browser's own stack, and that kills the interpreter past any `except`
// (`To: ((((…` is enough). 500 still held in Chromium, 600 did not in Node.
const RECURSION_LIMIT = 400;

// Milliseconds without a question after which Python rehearses one; after a few, code and patterns are warm.
const IDLE = 100;
const REHEARSALS = 5;

// The working directory, where the package has been unpacked, is on no path yet.
const START = `
import sys
sys.setrecursionlimit(${RECURSION_LIMIT})
sys.path.insert(0, "")
from ndr_checker.browser import Desk
desk = Desk()
`;

// A second wall behind the policy's connect-src: all that fetches, and what could start again with these still there.
const NETWORK = [
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection"],
  ...["importScripts", "Worker", "SharedWorker", "caches", "Cache", "CacheStorage", "FontFace", "fonts"],
];

/**
 * Start Python.
 * @param {Function} loadPyodide
 * @param {Function} createPyodideModule
 * @param {Parts} parts
 * @param {Place} place
 * @returns {Promise<{ask(asked: Asked): string, rehearse(): void}>} what answers the page, by the package's `browser`
 */
async function startPython(loadPyodide, createPyodideModule, parts, place) {
  const { API, FS } = await bare(loadPyodide, createPyodideModule, parts, place);
  cutOff();
  const run = (/** @type {string} */ code) => {
    const [status, said] = API.rawRun(code);
    if (status) throw new Error(said);
  };
  for (const [path, data] of unzipped(await parts.checker)) {
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, data);
  }
  run(START);
  return {
    rehearse: () => run("desk.rehearse()"),
    ask(asked) {
      const [question, body] = laid(asked);
      FS.writeFile("question.json", JSON.stringify(question));
      FS.writeFile("body", body);
      run("desk.answer()");
      const json = FS.readFile("answer.json", { encoding: "utf8" });
      for (const name of ["question.json", "body", "answer.json"]) FS.unlink(name);
      return json;
    },
  };
}

/**
 * Start Python without Pyodide's bridge to JavaScript: what that imports (asyncio, inspect, a hundred modules more) takes
 * longer than all before, is half of the library, and is needed by nothing here. The bridge comes last; so what
 * loadPyodide has made by then is taken out of its hands, and it waits forever.
 * @param {Function} loadPyodide
 * @param {Function} createPyodideModule
 * @param {Parts} parts
 * @param {Place} place
 * @returns {Promise<Python>}
 */
function bare(loadPyodide, createPyodideModule, parts, { lock, base }) {
  return new Promise((resolve, reject) => {
    // loadPyodide asks for two files and gets those that the page hands over. A failed instantiation it swallows, to wait
    // forever: so it is caught on the way.
    WebAssembly.instantiateStreaming = async (_source, imports) => {
      try {
        const module = await parts.module;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
    };
    self.fetch = async () => new Response(await parts.stdlib);
    const take = async (/** @type {object} */ settings) => {
      resolve(await createPyodideModule(settings));
      return new Promise(() => {});
    };
    // The lock file lists packages to install; there are none, so none is fetched.
    const lockFileContents = { info: lock, packages: {} };
    // Unless told where packages lie, it names a CDN.
    const options = {
      createPyodideModule: take,
      indexURL: base,
      packageBaseUrl: base,
      stdLibURL: base,
      lockFileContents,
    };
    loadPyodide(options).catch(reject);
  });
}

/**
 * Read a zip without Python, which would have to import much for it: as archive.py packs it, stored, one file after the
 * other, the directory at the end.
 * @param {ArrayBuffer} zip
 * @returns {Generator<[path: string, data: Uint8Array]>}
 */
export function* unzipped(zip) {
  const view = new DataView(zip);
  for (let at = 0; view.getUint32(at, true) === 0x04034b50; ) {
    const [length, name, extra] = [
      view.getUint32(at + 18, true),
      view.getUint16(at + 26, true),
      view.getUint16(at + 28, true),
    ];
    const start = at + 30 + name + extra;
    yield [new TextDecoder().decode(new Uint8Array(zip, at + 30, name)), new Uint8Array(zip, start, length)];
    at = start + length;
  }
}

/**
 * @param {Asked} asked
 * @returns {[question: object, body: Uint8Array]} as `browser.Desk` reads them
 */
function laid(asked) {
  if (typeof asked === "string") return [{ kind: "text" }, new TextEncoder().encode(asked)];
  if (asked instanceof Uint8Array) return [{ kind: "file" }, asked];
  if ("question" in asked) return [asked.question, asked.body];
  const { mailbox, first, piece } = asked;
  return [{ kind: "mails", name: mailbox, first, last: !piece }, piece ?? new Uint8Array()];
}

function cutOff() {
  // What is deleted on the global itself still is on its prototypes.
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of NETWORK) Reflect.deleteProperty(scope, name);
  }
}

/**
 * What the worker's first script, the blob, calls.
 * @param {Function} loadPyodide
 * @param {Function} createPyodideModule
 * @param {Place} place
 */
export async function run(loadPyodide, createPyodideModule, place) {
  port.postMessage({ type: "loaded" });
  try {
    const { ask, rehearse } = await startPython(loadPyodide, createPyodideModule, arriving(), place);
    let left = REHEARSALS;
    let idle = 0;
    const wait = () => {
      if (left) idle = setTimeout(practise, IDLE);
    };
    const practise = () => {
      left -= 1;
      rehearse();
      wait();
    };
    port.onmessage = ({ data }) => {
      clearTimeout(idle);
      answer(ask, data);
      wait();
    };
    wait();
    port.postMessage({ type: "ready" });
  } catch (error) {
    console.warn(error);
    port.postMessage({ type: "failed" });
  }
}

/** @returns {Parts} each is there once the page has sent it */
function arriving() {
  /** @type {Record<string, (part: any) => void>} */
  const settle = {};
  const part = (/** @type {string} */ name) => new Promise((resolve) => (settle[name] = resolve));
  port.onmessage = ({ data }) => {
    for (const [name, value] of Object.entries(data)) settle[name](value);
  };
  return { module: part("module"), stdlib: part("stdlib"), checker: part("checker") };
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
