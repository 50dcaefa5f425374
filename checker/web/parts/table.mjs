// A table that narrow windows show as a list of its rows. Its roles keep it a table to a screen reader, whatever it looks like.

import { element } from "./dom.mjs";

/** @typedef {string | HTMLElement} Cell */

/**
 * @param {Record<string, string>} attributes
 * @param {readonly string[]} columns
 * @param {readonly Cell[][]} rows the first cell of each is its heading
 * @returns {HTMLElement}
 */
export function table(attributes, columns, rows) {
  const head = columns.map((column) => element("th", { scope: "col", role: "columnheader" }, column));
  const body = rows.map(([first = "", ...cells]) =>
    element(
      "tr",
      { role: "row" },
      element("th", { scope: "row", role: "rowheader" }, first),
      ...cells.map((cell, at) => element("td", { role: "cell", "data-column": columns[at + 1] ?? "" }, cell)),
    ),
  );
  return element(
    "table",
    { role: "table", ...attributes },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)),
    element("tbody", { role: "rowgroup" }, ...body),
  );
}
