// «Send to my admin»: what a user passes on. Python writes it; for a code that came in a link it is in codes.json.

import { passOn } from "../../pyodide_start/client.mjs";
import { element } from "../parts/dom.mjs";
import { preview } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {Promise<import("./share.mjs").Panel>} */
export async function panel({ verdict, root }) {
  /** @type {import("../contract.mjs").Letter} */
  const { subject, body, hint, mail } = verdict.letter ?? (await passOn({ kind: "letter", verdict, site: root.href }));
  const { view, actions, copy } = preview(say.letter.what, { text: say.forms.text }, () => [body]);
  if (mail) {
    const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
    actions.firstChild?.after(element("a", { class: "ndr-button", href: `mailto:?${query}` }, say.letter.mail));
  }
  return { actions, parts: [element("p", { class: "ndr-notice" }, hint), view], copy };
}
