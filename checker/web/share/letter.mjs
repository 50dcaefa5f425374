// «Send to my admin»: what a user passes on, in our words and the code alone.
//
// No word of the bounce is in it, not even redacted: a mail program that is a web page gets the text of a mailto: link in
// an address, which servers write down. The admin needs the bounce itself, so the user is asked to forward that.

import { element } from "../parts/dom.mjs";
import { preview } from "../parts/preview.mjs";
import { firstStep } from "../page/reading.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */

/** @param {Shared} shared @returns {HTMLElement} */
export function panel({ verdict, entry, root }) {
  const { code, reply, page, meaning } = verdict;
  const step = firstStep(verdict, entry, root);
  const body = say.letter.body({
    code: [code && reply, code].filter(Boolean).join(" "),
    says: entry?.meanings.find(({ id }) => id === meaning)?.says ?? (page && verdict.title) ?? say.letter.unknown,
    first: step ? say.letter.first(step.step) : "",
    links: [
      ...(step && !step.forSender ? [say.letter.step(step.href)] : []),
      ...(page ? [say.letter.page(new URL(page, root).href)] : []),
    ],
  });
  const { view, actions } = preview(say.letter.what, { text: say.forms.text }, () => [body]);
  const query = `subject=${encodeURIComponent(say.letter.subject(code))}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
  const mail = element("a", { class: "ndr-button", href: `mailto:?${query}` }, say.letter.mail);
  actions.firstChild?.after(mail);
  return element("div", {}, element("p", { class: "ndr-hint" }, say.letter.hint), view, actions);
}
