// Saves a text as a file of the reader's.

import { element } from "./dom.mjs";

/** @param {string} text @param {string} name @param {string} [type] */
export function saveAs(text, name, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
