// What stays in this browser: the steps that were ticked, the code that the guide is shown for, and the case where the
// admin asks for it. Nothing of a paste.
//
// Other projects of the same owner may be on the same origin, so the keys name this site.

import { root } from "./codes.mjs";

/** @type {Map<string, unknown>} What the browser refused to keep (blocked, full): kept until the site is left. */
const memory = new Map();

const key = (/** @type {string} */ name) => `ndr-checker:${root.pathname}:${name}`;

/**
 * @param {string} name
 * @returns {any} what was kept under the name; undefined if nothing was, or nothing of ours
 */
export function load(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {unknown} value undefined to forget it
 * @returns {boolean} false if the browser keeps nothing (blocked, full): then it is kept until the site is left
 */
export function save(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), JSON.stringify(value));
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, value);
    return false;
  }
}

/** @param {string} name @param {() => void} changed told when another tab changes it */
export function onChange(name, changed) {
  addEventListener("storage", (event) => event.key === key(name) && changed());
}
