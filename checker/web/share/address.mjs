// «Copy link»: the addresses that stand for a verdict. They carry the code and nothing else.

import { element } from "../parts/dom.mjs";
import { preview } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {HTMLElement} */
export function panel({ verdict, root }) {
  const { code, page } = verdict;
  const urls = { page: new URL(page ?? "", root).href, result: new URL(`#code=${code}`, root).href };
  const { form, view, actions } = preview(say.link.what, say.link.forms, (which) => [urls[which]]);
  return element("div", {}, element("p", { class: "ndr-hint" }, say.link.hint), ...(form ? [form] : []), view, actions);
}
