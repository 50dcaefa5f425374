// The table of several bounces: a row each, and the verdict of the row that is chosen below it.

import { root } from "../parts/codes.mjs";
import { element, scrolling, verbatim } from "../parts/dom.mjs";
import * as say from "../strings/several.mjs";
import { table } from "../parts/table.mjs";
import { plain } from "../parts/text.mjs";

/** @typedef {import("../contract.mjs").Verdict} Verdict */
/** @typedef {import("./several.mjs").Several} Several */

/** @param {Verdict} verdict */
function codeOf({ code, page }) {
  if (!code) return say.noCode;
  return page ? element("a", { href: new URL(page, root).href }, verbatim(code)) : verbatim(code);
}

/** @param {Verdict} verdict */
function recipientsOf({ recipients }) {
  const [first, ...others] = recipients.map(({ address }) => address ?? "–");
  return first ? verbatim(say.recipients(first, others.length)) : "–";
}

/**
 * @param {Several} several
 * @param {(verdict: Verdict) => void} choose called with the row's verdict
 * @returns {HTMLElement}
 */
export function rows(several, choose) {
  const { rows: verdicts, refused, unread, bounces, mentions } = several;
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  const body = verdicts.map((verdict) => {
    const button = element(
      "button",
      { type: "button", class: "ndr-pick", "aria-pressed": "false" },
      verbatim(verdict.source ?? ""),
    );
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      choose(verdict);
    });
    buttons.push(button);
    return [button, codeOf(verdict), say.kinds[verdict.kind], verdict.answer ?? "–", recipientsOf(verdict)];
  });
  const shown = table({ class: "ndr-table" }, say.columns, body);
  shown.prepend(element("caption", {}, say.caption));
  const left = bounces + mentions - verdicts.length;
  const notes = [
    ...(left ? [say.capped(verdicts.length, left)] : []),
    ...(refused.length ? [say.refused(refused.map(plain), unread)] : []),
  ];
  return element(
    "div",
    { class: "ndr-several" },
    element("h2", { id: "ndr-several", class: "ndr-heading", tabindex: "-1" }, say.heading),
    element("p", {}, [say.summary(several), ...(verdicts.length ? [say.choose] : [])].join(" ")),
    ...(verdicts.length ? [scrolling(say.heading, shown)] : []),
    ...notes.map((note) => element("p", { class: "ndr-notice" }, note)),
  );
}
