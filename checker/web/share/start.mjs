// What of a verdict goes into the case for Support, if the reader takes it along: shown first, kept in memory only.

import { carry, fromEvidence } from "../guide/case.mjs";
import { element } from "../parts/dom.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {HTMLElement} */
export function panel({ verdict, root }) {
  const found = fromEvidence(verdict);
  const rows = /** @type {const} */ (["code", "time", "server", "id"]).map((name) =>
    element("div", {}, element("dt", {}, say.start[name]), element("dd", {}, found[name] || say.start.missing)),
  );
  const go = element("a", { class: "ndr-button ndr-button--main", href: new URL("unblock/#support-text", root).href }, say.start.go);
  go.addEventListener("click", () => carry(found));
  return element(
    "div",
    {},
    element("p", { class: "ndr-hint" }, say.start.hint),
    element("dl", { class: "ndr-points" }, ...rows),
    element("p", { class: "ndr-controls" }, go),
  );
}
