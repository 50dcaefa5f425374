// The case for Support as values: what the admin fills in, and what was taken along from a verdict.

import { load, save } from "../parts/store.mjs";

/** @typedef {typeof FIELDS[number]} Field */
/** @typedef {{fields: Partial<Record<Field, string>>, attached: string[]}} Case */
/** @typedef {{code: string, time: string, server: string, id: string}} Carried */

export const FIELDS = /** @type {const} */ ([
  ...["code", "first", "server", "tenant", "domain", "domains"],
  ...["cause", "unwanted", "other", "volume", "contact"],
]);

/** The end of Exchange Online's replies: «[server time id]». */
const PLACE = /\[([A-Za-z0-9.-]{4,100}\.(?:outlook|office365|exchangelabs)\.com) (\d{4}-\d\d-\d\dT[\d:.]{5,14}Z)(?: ([0-9A-Fa-f]{8,20}))?\]/;

const NAME = "case";

/** In memory only: a page that is left by a load of another has forgotten it. @type {Carried | null} */
let carried = null;

/** @param {Carried} found what the reader takes along from a verdict */
export function carry(found) {
  carried = found;
}

/**
 * @param {import("../contract.mjs").Verdict} verdict
 * @returns {Carried} what Support can find the refusal by: it names a server of Microsoft's and no person
 */
export function fromEvidence({ code, reply, evidence }) {
  const texts = evidence.toSorted((a, b) => Number(b.decisive) - Number(a.decisive)).map(({ text }) => text);
  const [, server = "", time = "", id = ""] = texts.map((text) => PLACE.exec(text)).find(Boolean) ?? [];
  return { code: [code && reply, code].filter(Boolean).join(" "), time, server, id };
}

/** @returns {boolean} whether the reader comes with something of a verdict */
export function isCarried() {
  return carried !== null;
}

/** @returns {{value: Case, kept: boolean}} the case: as it was kept in this browser, and over it what was taken along */
export function begin() {
  const found = load(NAME);
  const fields = Object.fromEntries(
    FIELDS.flatMap((field) => (typeof found?.fields?.[field] === "string" ? [[field, found.fields[field]]] : [])),
  );
  const attached = Array.isArray(found?.attached) ? found.attached.filter((/** @type {unknown} */ item) => typeof item === "string") : [];
  if (carried) {
    const { code, time, server, id } = carried;
    if (code) fields.code = code;
    if (time) fields.first ??= time;
    if (server) fields.server = [server, time, id].filter(Boolean).join(" ");
  }
  return { value: { fields, attached }, kept: Boolean(found) };
}

/** @param {Case | undefined} value undefined to forget it; @returns {boolean} false if the browser keeps nothing */
export function keep(value) {
  return save(NAME, value);
}

/** Forget all of it, what was taken along too. */
export function forget() {
  carried = null;
  keep(undefined);
}
