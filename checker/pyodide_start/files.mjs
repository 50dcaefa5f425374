// The runtime's files: asked for, counted, checked and expanded on their way.
//
// Promise: no byte of a file reaches Python or the compiler's end unless the file is the one that the build wrote.
// loadPyodide() waits forever when a file is missing or damaged, so everything is settled here before it is called.

import { manifest, root } from "./manifest.mjs";

/** @typedef {import("./manifest.mjs").RuntimeFile} RuntimeFile */
/** @typedef {"missing" | "damaged" | "blocked" | "unsupported" | "slow-start" | "slow" | "crashed"} Reason */

/**
 * What a download says: how many bytes have come, each part as it comes, or why it has failed.
 * @typedef {{type: "progress", bytes: number} | {type: "part", name: string, part: WebAssembly.Module | ArrayBuffer}
 *   | {type: "failed", reason: Reason}} Download
 */

/** What went wrong, as one of the reasons that have a sentence of their own in web/strings/. */
export class Failure extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    /** @type {Reason} */
    this.reason = reason;
  }
}

/**
 * Ask for an address of our own site.
 * @param {string | URL} url
 * @returns {Promise<Response>} a response with status 2xx; otherwise a Failure, `missing` or `blocked`
 */
export async function ask(url) {
  const response = await fetch(url).catch(() => {
    throw new Failure("blocked");
  });
  if (response.ok) return response;
  throw new Failure(response.status === 404 || response.status === 410 ? "missing" : "blocked");
}

/**
 * Pass bytes through, report each chunk, and fail at the end if they are not the bytes that the build wrote.
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} seen
 * @returns {TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>}
 */
function verifier(file, seen) {
  const sent = new Uint8Array(file.bytes);
  let length = 0;
  return new TransformStream({
    transform(chunk, controller) {
      if (length + chunk.length > file.bytes) throw new Failure("damaged");
      sent.set(chunk, length);
      length += chunk.length;
      seen(chunk.length);
      controller.enqueue(chunk);
    },
    async flush() {
      // Plain http on an intranet has no crypto.subtle; the length and gzip's own checksum still hold there.
      const digest = self.crypto.subtle ? hex(await self.crypto.subtle.digest("SHA-256", sent)) : file.sha256;
      if (length !== file.bytes || digest !== file.sha256) throw new Failure("damaged");
    },
  });
}

/** @param {ArrayBuffer} digest */
function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Read one runtime file.
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} [seen] told of each chunk's length as sent
 * @returns {Promise<Response>} the expanded file; its body ends in an error if the file is damaged
 */
async function read(file, seen = () => {}) {
  const { body } = await ask(addressOf(file));
  if (!body) throw new Failure("damaged");
  const checked = body.pipeThrough(verifier(file, seen));
  const expanded = file.gzip ? checked.pipeThrough(new DecompressionStream("gzip")) : checked;
  // The host's own idea of the type does not matter: compileStreaming() asks for this one.
  return new Response(expanded, { headers: { "Content-Type": "application/wasm" } });
}

/** @param {RuntimeFile} file */
export function addressOf(file) {
  return new URL(file.url, root).href;
}

/**
 * Read a whole file, if only to see that it is whole.
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} [seen]
 */
export async function whole(file, seen) {
  return (await read(file, seen)).arrayBuffer().catch(damaged);
}

/**
 * Fetch what Python starts from beside its scripts, and compile while it comes: all at once, but the checker, which a start
 * needs last, after the rest. Called in a worker.
 * @param {{postMessage(message: Download, transfer?: Transferable[]): void}} port is told of bytes as sent, and gets the parts
 */
export function download(port) {
  const { files } = manifest;
  const seen = (/** @type {number} */ bytes) => port.postMessage({ type: "progress", bytes });
  const module = WebAssembly.compileStreaming(read(files.wasm, seen)).catch(damaged);
  const stdlib = whole(files.stdlib, seen);
  const checker = Promise.all([module, stdlib]).then(() => whole(files.checker, seen));
  for (const [name, arriving] of Object.entries({ module, stdlib, checker })) {
    arriving.then(
      (part) => port.postMessage({ type: "part", name, part }, part instanceof ArrayBuffer ? [part] : []),
      (error) => port.postMessage({ type: "failed", reason: error instanceof Failure ? error.reason : "damaged" }),
    );
  }
}

/**
 * A Failure is kept; the rest (an inflater's or compiler's complaint, a line cut in mid-file) is damage.
 * @param {unknown} error
 * @returns {never}
 */
function damaged(error) {
  throw error instanceof Failure ? error : new Failure("damaged");
}
