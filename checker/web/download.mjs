// Fetches what Python starts from, in a worker of its own that ends with its work: so the page stays free meanwhile, and
// the memory that fetching, checking, expanding and compiling leave lying about (50 MB) is given back at once.
//
// Out: {type: "progress", bytes}, {type: "part", name, part} for each as it comes, or {type: "failed", reason}.

import { Failure, fetchPython } from "./files.mjs";

/** @typedef {import("./files.mjs").Reason} Reason */
/** @typedef {WebAssembly.Module | ArrayBuffer} Part */
/** @typedef {{type: "progress", bytes: number} | {type: "part", name: string, part: Part} | {type: "failed", reason: Reason}} Download */

const port = /** @type {{postMessage(message: Download, transfer?: Transferable[]): void}} */ (/** @type {unknown} */ (self));

for (const [name, arriving] of Object.entries(fetchPython((bytes) => port.postMessage({ type: "progress", bytes })))) {
  arriving.then(
    (part) => port.postMessage({ type: "part", name, part }, part instanceof ArrayBuffer ? [part] : []),
    (error) => port.postMessage({ type: "failed", reason: error instanceof Failure ? error.reason : "damaged" }),
  );
}
