// Saves a text as a file of the reader's.

import { element } from "./dom.mjs";

/** How the file's name ends, by the form of the text. */
const ENDINGS = { text: "txt", markdown: "md", csv: "csv", json: "json" };

/** @param {string} text @param {string} name @param {string} [type] */
export function saveAs(text, name, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Put a button beside the one that copies: it saves what is shown.
 * @param {{actions: HTMLElement, text: () => string, chosen: () => keyof typeof ENDINGS}} shown
 * @param {string} label
 * @param {string} name of the file, without its ending
 */
export function addSaving({ actions, text, chosen }, label, name) {
  const button = element("button", { type: "button", class: "ndr-button" }, label);
  button.addEventListener("click", () => saveAs(text(), `${name}.${ENDINGS[chosen()]}`));
  actions.firstChild?.after(button);
}
