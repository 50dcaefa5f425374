// What of a verdict goes into the case for Support, if the reader takes it along: shown first, kept in memory only.

import { passOn } from "../../pyodide_start/client.mjs";
import { carry } from "../guide/case.mjs";
import { element } from "../parts/dom.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {Promise<HTMLElement>} */
export async function panel({ verdict, root }) {
  /** @type {import("../contract.mjs").Carried} */
  const { fields, rows } = verdict.case ?? (await passOn({ kind: "case", verdict }));
  const shown = rows.map(({ name, text }) => element("div", {}, element("dt", {}, name), element("dd", {}, text)));
  const go = element("a", { class: "ndr-button ndr-button--main", href: new URL("unblock/#support-text", root).href }, say.start.go);
  go.addEventListener("click", () => carry(fields));
  return element(
    "div",
    {},
    element("p", { class: "ndr-hint" }, say.start.hint),
    element("dl", { class: "ndr-points" }, ...shown),
    element("p", { class: "ndr-controls" }, go),
  );
}
