// What was judged in this tab before, to return to: a help desk's day. In memory only, gone with the tab.

/** @typedef {import("./input.mjs").Input} Input */
/** @typedef {{text: string, input: Input | null}} Content what the box holds, and what of it was judged */
/** @typedef {Content & {label: string, at: Date}} Item */

const MOST = 30;
/** Bytes of files that are kept with the list. */
const MOST_BYTES = 20_000_000;

/** The latest first. @type {Item[]} */
let items = [];

/** @param {Content} content */
function size({ input }) {
  return input && "data" in input ? input.data.length : 0;
}

/** @param {Content} one @param {Content} other */
export function same(one, other) {
  return one.input === other.input || (Boolean(one.text) && one.text === other.text);
}

/**
 * @param {string} label what it was, as the card says it
 * @param {Content} content
 */
export function remember(label, content) {
  const others = items.filter((item) => !same(item, content));
  items = [{ ...content, label, at: new Date() }, ...others].slice(0, MOST);
  while (items.length > 1 && items.reduce((sum, item) => sum + size(item), 0) > MOST_BYTES) items.pop();
}

/** @returns {readonly Item[]} the latest first */
export function remembered() {
  return items;
}

export function forgetAll() {
  items = [];
}
