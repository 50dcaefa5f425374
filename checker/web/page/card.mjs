// The verdict as a card: first what it is, then who must act, then why we think so.

import { element, scrolling, verbatim } from "../parts/dom.mjs";
import { table } from "../parts/table.mjs";
import { evidenceView } from "./evidence.mjs";
import { nextSteps } from "../share/share.mjs";
import * as say from "../strings/check.mjs";
import { plain } from "../parts/text.mjs";

/** @typedef {import("../contract.mjs").Entry} Entry */
/** @typedef {import("../contract.mjs").Recipient} Recipient */
/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** A trace may name 50,000 recipients; the page shows these. */
const ROWS = 1000;

/**
 * @param {Verdict} verdict
 * @returns {string} the result in a sentence, for the status line
 */
export function summary({ headline, answer, says }) {
  return say.status.result(headline, answer ?? says ?? "");
}

/** @param {string} text @returns {(Node | string)[]} where a long word has to be broken, it is before a dot or an @ */
function breakable(text) {
  return text.split(/(?<=\S{12})(?=[.@]\w)/).flatMap((piece, at) => (at ? [element("wbr", {}), piece] : [piece]));
}

/** @param {Verdict} verdict */
function facts({ facts: rows }) {
  const cells = rows.map(({ name, text }) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, ...breakable(text))),
  );
  return cells.length ? [element("dl", { class: "ndr-points" }, ...cells)] : [];
}

/**
 * @param {string} title
 * @param {(Node | string | null)[]} content
 */
function part(title, ...content) {
  const nodes = content.filter((node) => node !== null);
  return nodes.length ? [element("h3", {}, title), ...nodes] : [];
}

/** @param {(string | Node)[][]} items */
function list(items) {
  return items.length ? element("ul", {}, ...items.map((item) => element("li", {}, ...item))) : null;
}

/** @param {Recipient[]} recipients */
function recipientTable(recipients) {
  if (!recipients.length) return [];
  const rows = recipients
    .slice(0, ROWS)
    .map(({ address, ...row }) => [
      address ? mailbox(address) : "–",
      ...[row.code, row.reply, row.action].map((cell) => verbatim(String(cell ?? "–"))),
    ]);
  const shown = table({ class: "ndr-table" }, say.columns, rows);
  const more = recipients.length - ROWS;
  return [
    scrolling(say.sections.recipients, shown),
    ...(more > 0 ? [element("p", { class: "ndr-hint" }, say.more(more))] : []),
  ];
}

/** @param {string} address @returns {HTMLElement} broken before its @ if it has to be, and elsewhere only if that isn't enough */
function mailbox(address) {
  const shown = verbatim(address);
  shown.replaceChildren(
    ...(shown.textContent ?? "").split(/(?=@)/).map((piece) => element("span", { class: "ndr-whole" }, piece)),
  );
  return shown;
}

/** @param {string} headline @returns {(Node | string)[]} its code in one piece with the word after it */
function unbroken(headline) {
  const [start = ""] = /^[\d.]+: \S+/.exec(headline) ?? [];
  return start ? [element("span", { class: "ndr-whole" }, start), headline.slice(start.length)] : [headline];
}

/** @param {string} answer @returns {(Node | string)[]} its sentences, each beginning a line if it doesn't fit behind the last */
function sentences(answer) {
  return answer.split(/(?<=\.) /).flatMap((words) => [element("span", { class: "ndr-whole" }, words), " "]);
}

/** @param {Verdict["links"]} links as inert text, so that nobody follows a lure out of habit */
function linkList(links) {
  return list(
    links.map(({ host, microsoft }) => {
      const inert = plain(host).replaceAll(".", "[.]");
      return [microsoft ? say.microsoftLink(inert) : say.foreignLink(inert)];
    }),
  );
}

/** @param {Entry | undefined} entry */
function confusable(entry) {
  const items = list((entry?.confused_with ?? []).map(({ code, because }) => [verbatim(code), ": ", because]));
  return items ? [element("details", { class: "ndr-fold" }, element("summary", {}, say.sections.confused), items)] : [];
}

/**
 * Draw a verdict.
 * @param {Verdict} verdict
 * @param {Entry | undefined} entry the page's entry in codes.json; without it the card says less
 * @param {URL} root the site's root
 * @param {import("./input.mjs").Judgeable | null} input what was judged; null for a code that came in a link
 * @returns {HTMLElement}
 */
export function card(verdict, entry, root, input) {
  const { headline, answer, says, notice, kind, severity, badge } = verdict;
  const notices = [...(input?.clipped ? [say.clipped] : []), ...(notice ? [notice] : [])];
  return element(
    "article",
    { class: "ndr-card", "aria-labelledby": "ndr-heading", "data-kind": kind, "data-severity": severity },
    element("p", { class: "ndr-severity" }, badge),
    element(
      "h2",
      { id: "ndr-heading", class: "ndr-heading", tabindex: "-1" },
      ...(answer ? [element("span", { class: "ndr-who" }, ...sentences(answer))] : []),
      element("span", { class: "ndr-what" }, ...unbroken(headline)),
    ),
    ...(input?.kind === "file" ? [element("p", { class: "ndr-hint" }, say.fromFile, verbatim(input.name))] : []),
    ...notices.map((words) => element("p", { class: "ndr-notice" }, words)),
    ...(says ? [element("p", {}, says)] : []),
    ...nextSteps({ verdict, root, input }),
    ...facts(verdict),
    ...part(say.sections.recipients, ...recipientTable(verdict.recipients)),
    ...part(say.sections.evidence, evidenceView(verdict.evidence, input?.kind === "text" ? input.data : null)),
    ...part(
      say.sections.others,
      list(verdict.other_codes.map(({ code, why_not: why }) => [verbatim(code), ": ", why])),
    ),
    ...confusable(entry),
    ...part(say.sections.links, linkList(verdict.links)),
    ...part(say.sections.defects, list(verdict.defects.map((defect) => [defect]))),
  );
}
