// «Copy link»: the addresses that lead to a verdict. They carry the code at most.

import { catalogue } from "../parts/codes.mjs";
import { element } from "../parts/dom.mjs";
import { editing, preview } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** Where Python sends somebody outside the blocked organization; the code's own page would tell them it is theirs. */
const OUTSIDER = "not-yours/";

/** @param {Shared} shared @returns {Promise<Record<string, string>>} the addresses by form, the best first */
async function addresses({ verdict, root }) {
  const { code, page, way } = verdict;
  if (way[0] === OUTSIDER) return { page: new URL(OUTSIDER, root).href };
  const entry = (await catalogue()).find((one) => one.page === page);
  // The shortest that ends in this code's last number: 705/ for 5.7.705.
  const short = (entry?.aliases ?? [])
    .filter((alias) => `.${code}/`.endsWith(`.${alias}`))
    .sort((a, b) => a.length - b.length)[0];
  return {
    ...(short ? { short: new URL(short, root).href } : {}),
    page: new URL(page ?? "", root).href,
    result: new URL(`#code=${code}`, root).href,
  };
}

/** @param {Shared} shared @returns {Promise<import("./share.mjs").Panel>} */
export async function panel(shared) {
  const urls = await addresses(shared);
  const forms = Object.fromEntries(
    Object.keys(urls).map((name) => [name, say.link.forms[/** @type {keyof typeof say.link.forms} */ (name)]]),
  );
  const { choices, view, actions, copy } = preview(say.link.what, forms, (which) => [urls[which] ?? ""]);
  const hint = element(
    "p",
    { class: "ndr-hint" },
    shared.verdict.way[0] === OUTSIDER ? say.link.noCode : say.link.hint,
  );
  return { actions, parts: [view, hint, editing(choices)], copy };
}
