// The case for Support as values: what the admin fills in, and what was taken along from a verdict.

import { load, save } from "../parts/store.mjs";

/** @typedef {typeof FIELDS[number]} Field */
/** @typedef {{fields: Partial<Record<Field, string>>, attached: string[]}} Case */
/** @typedef {Partial<Record<Field, string>>} Carried */
/**
 * A sender domain whose mail failed, as the workspace found it; `registered` as in its contract, `last` ISO 8601, `chosen`
 * unless the reader chooses otherwise.
 * @typedef {{domain: string, registered: string, failed: number, messages: number, connector: string | null,
 *   server: string | null, last: string | null, chosen: boolean}} Sender
 */

/** What is refused, and to whom; then what was found and done. */
export const REFUSED = /** @type {const} */ (["code", "first", "server", "tenant", "domain", "domains"]);
export const FIELDS = /** @type {const} */ ([...REFUSED, "cause", "unwanted", "other", "volume", "contact"]);

const NAME = "case";

/**
 * In memory only: a page that is left by a load of another has forgotten it. A promise, since the reader may leave for the
 * guide before Python has read what the case needs.
 * @type {Promise<Carried> | null}
 */
let carried = null;

/** From the workspace; in memory only too. @type {Sender[]} */
let senders = [];
/** @type {Carried} */
let joined = {};

/** @param {Sender[]} found what the reader takes along from the workspace @param {Carried} [fields] */
export function carrySenders(found, fields = {}) {
  senders = found;
  joined = fields;
}

/** @returns {Sender[]} what was taken along from the workspace */
export function carriedSenders() {
  return senders;
}

/** @param {Promise<Carried>} found what the reader takes along from a verdict; never rejected */
export function carry(found) {
  carried = found;
}

/** @returns {boolean} whether the reader comes with something of a verdict, or of the workspace */
export function isCarried() {
  return carried !== null || senders.length > 0;
}

/**
 * @returns {Promise<{value: Case, kept: boolean}>} the case: as it was kept in this browser, and over it what was taken
 *   along
 */
export async function begin() {
  const brought = await carried;
  const found = load(NAME);
  const fields = Object.fromEntries(
    FIELDS.flatMap((field) => (typeof found?.fields?.[field] === "string" ? [[field, found.fields[field]]] : [])),
  );
  const attached = Array.isArray(found?.attached)
    ? found.attached.filter((/** @type {unknown} */ item) => typeof item === "string")
    : [];
  const { code, server, ...rest } = { ...joined, ...brought };
  Object.assign(fields, { ...rest, ...fields }, code && { code }, server && { server });
  return { value: { fields, attached }, kept: Boolean(found) };
}

/** @param {Case | undefined} value undefined to forget it; @returns {boolean} false if the browser keeps nothing */
export function keep(value) {
  return save(NAME, value);
}

/** Forget all of it, what was taken along too. */
export function forget() {
  carried = null;
  carrySenders([]);
  keep(undefined);
}
