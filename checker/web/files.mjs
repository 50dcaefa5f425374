// The runtime's files: asked for, counted, checked and expanded on their way.
//
// Promise: no byte of a file reaches Python or the compiler's end unless the file is the one that the build wrote.
// loadPyodide() waits for ever when a file is missing or damaged, so everything is settled here before it is called.

/** @typedef {import("./manifest.mjs").RuntimeFile} RuntimeFile */
/** @typedef {"missing" | "damaged" | "blocked" | "unsupported" | "slow-start" | "slow" | "crashed"} Reason */

/** What went wrong, as one of the reasons that have a sentence of their own in strings.mjs. */
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
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  return new TransformStream({
    transform(chunk, controller) {
      chunks.push(chunk);
      seen(chunk.length);
      controller.enqueue(chunk);
    },
    async flush() {
      const whole = await new Blob(chunks).arrayBuffer();
      // Plain http on an intranet has no crypto.subtle; the length and gzip's own checksum still hold there.
      const digest = self.crypto.subtle ? hex(await self.crypto.subtle.digest("SHA-256", whole)) : file.sha256;
      if (whole.byteLength !== file.bytes || digest !== file.sha256) throw new Failure("damaged");
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
 * @param {string} base what the file's address is relative to
 * @param {(bytes: number) => void} seen told of each chunk's length as sent
 * @returns {Promise<Response>} the expanded file; its body ends in an error if the file is damaged
 */
export async function read(file, base, seen) {
  const { body } = await ask(new URL(file.url, base));
  if (!body) throw new Failure("damaged");
  const checked = body.pipeThrough(verifier(file, seen));
  const expanded = file.gzip ? checked.pipeThrough(new DecompressionStream("gzip")) : checked;
  // The host's own idea of the type does not matter: compileStreaming() asks for this one.
  return new Response(expanded, { headers: { "Content-Type": "application/wasm" } });
}

/**
 * Import one of the runtime's modules. A policy without `blob:` lets only plain files be imported, so it is read by the
 * browser; only if that fails is it read again here, to say why.
 * @param {RuntimeFile} file
 * @param {string} base
 * @param {(bytes: number) => void} seen
 */
export async function load(file, base, seen) {
  try {
    const module = await import(new URL(file.url, base).href);
    seen(file.bytes);
    return module;
  } catch {
    await (await read(file, base, () => {})).arrayBuffer();
    throw new Failure("blocked");
  }
}
