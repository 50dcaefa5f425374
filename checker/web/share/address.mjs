// «Copy link»: the addresses that lead to a verdict. They carry the code and nothing else.

import { catalogue } from "../parts/codes.mjs";
import { element } from "../parts/dom.mjs";
import { editing, preview } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {Promise<import("./share.mjs").Panel>} */
export async function panel({ verdict, root }) {
  const { code, page } = verdict;
  const entry = (await catalogue()).find((one) => one.page === page);
  // The shortest that ends in this code's last number: 705/ for 5.7.705.
  const short = (entry?.aliases ?? [])
    .filter((alias) => `.${code}/`.endsWith(`.${alias}`))
    .sort((a, b) => a.length - b.length)[0];
  const urls = {
    ...(short ? { short: new URL(short, root).href } : {}),
    page: new URL(page ?? "", root).href,
    result: new URL(`#code=${code}`, root).href,
  };
  const forms = Object.fromEntries(
    Object.keys(urls).map((name) => [name, say.link.forms[/** @type {keyof typeof urls} */ (name)]]),
  );
  const { form, view, actions, copy } = preview(say.link.what, forms, (which) => [
    urls[/** @type {keyof typeof urls} */ (which)] ?? "",
  ]);
  const hint = element("p", { class: "ndr-hint" }, say.link.hint);
  return { node: element("div", {}, view, actions, hint, editing(form ? [form] : [])), copy };
}
