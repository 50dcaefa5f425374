// Fetches what Python starts from, in a worker of its own that ends with its work: so the page stays free meanwhile, and
// the memory that fetching, checking, expanding and compiling leave lying about is given back at once.
//
// Out: {type: "progress", bytes}, then {type: "done", module, stdlib, checker} or {type: "failed", reason}.

import { Failure, fetchPython } from "./files.mjs";

/** @typedef {import("./files.mjs").Reason} Reason */
/** @typedef {Awaited<ReturnType<typeof fetchPython>>} Parts */
/** @typedef {{type: "progress", bytes: number} | ({type: "done"} & Parts) | {type: "failed", reason: Reason}} Download */

const port = /** @type {{postMessage(message: Download, transfer?: Transferable[]): void}} */ (/** @type {unknown} */ (self));

fetchPython((bytes) => port.postMessage({ type: "progress", bytes })).then(
  (parts) => port.postMessage({ type: "done", ...parts }, [parts.stdlib, parts.checker]),
  (error) => port.postMessage({ type: "failed", reason: error instanceof Failure ? error.reason : "damaged" }),
);
