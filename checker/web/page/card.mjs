// The verdict as a card: first what it is, then who must act, then why we think so.

import { element } from "../parts/dom.mjs";
import { evidenceView } from "./evidence.mjs";
import { words } from "../../pyodide_start/manifest.mjs";
import { firstStep, headline, isTheirs, whoLine } from "./reading.mjs";
import { sharing } from "../share/share.mjs";
import * as say from "../strings/check.mjs";
import { plain } from "../parts/text.mjs";

/** @typedef {import("../contract.mjs").Entry} Entry */
/** @typedef {import("../contract.mjs").Recipient} Recipient */
/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** A trace may name 50,000 recipients; the page shows these. */
const ROWS = 1000;
/** Codes that restrict a tenant. */
const FAMILY = /^5\.7\.7\d\d$/;

/** @param {Verdict} verdict what the card says about the text as a whole, apart from its code */
function notices(verdict) {
  const { kind, code, page } = verdict;
  if (kind === "not-a-bounce") return [say.notices[kind]];
  if (!code) return [say.notices.noCode];
  const missing = FAMILY.test(code) ? say.notices.family : say.notices.noPage;
  return [
    ...(kind === "failure" ? [] : [say.notices[kind]]),
    ...(page ? [] : [missing]),
    ...(isTheirs(verdict) ? [say.theirs] : []),
  ];
}

/**
 * @param {Verdict} verdict
 * @returns {string} the result in a sentence, for the status line
 */
export function summary(verdict) {
  return say.status.result(headline(verdict), verdict.page ? whoLine(verdict) : notices(verdict)[0]);
}

/**
 * @param {Verdict} verdict
 * @param {Entry | undefined} entry
 * @param {URL} root
 * @returns {HTMLElement[]} first the way for whoever must act, then the others
 */
function ways(verdict, entry, root) {
  const { code, page } = verdict;
  const start = firstStep(verdict, entry, root);
  if (!page || !start) return [];
  const own = new URL(page, root).href;
  const link = (/** @type {string} */ href, /** @type {string} */ text) => element("a", { href }, text);
  const first = link(start.href, isTheirs(verdict) ? say.links.outsider : say.links.step);
  first.className = "ndr-button ndr-button--main";
  const others = [link(own, say.links.page(code ?? page)), ...(start.forSender ? [] : [link(`${own}#sender`, say.links.sender)])];
  return [element("p", { class: "ndr-ways" }, first, ...others)];
}

/** @param {Verdict} verdict */
function sureness({ certainty, evidence }) {
  if (certainty === "unsure") return `${say.certainty.unsure}. ${say.unsureBecause}`;
  const decisive = evidence.find((item) => item.decisive);
  const place = decisive && say.places[decisive.kind];
  return place ? say.because(say.certainty[certainty], place) : `${say.certainty[certainty]}.`;
}

/** @param {Verdict} verdict */
function facts(verdict) {
  const { kind, page, permanence, blocked, lifted_by: lifted, whose } = verdict;
  if (kind === "not-a-bounce") return [];
  /** @type {[string, string][]} */
  const rows = [];
  if (kind !== "link") rows.push([say.facts.certainty, sureness(verdict)]);
  if (page) {
    rows.push([say.facts.blocked, words.blocked[blocked ?? ""] ?? ""]);
    rows.push([say.facts.lifted, lifted.map((token) => words.who[token] ?? token).join(", ") || say.nobody]);
    rows.push([say.facts.permanence, words.permanence[permanence ?? ""] ?? ""]);
  }
  if (kind === "failure" || kind === "delay") rows.push([say.facts.whose, say.whose[whose]], [say.facts.origin, say.origin]);
  const cells = rows.filter(([, value]) => value).map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value[0].toUpperCase() + value.slice(1))),
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

/** @param {string} text code or address: left to right, unbroken by its surroundings, not translated */
function verbatim(text) {
  return element("bdi", { class: "ndr-verbatim", translate: "no" }, text);
}

/** @param {Recipient[]} recipients */
function recipientTable(recipients) {
  if (!recipients.length) return null;
  const columns = /** @type {(keyof Recipient)[]} */ (["address", "code", "reply", "action"]);
  const head = columns.map((name) => element("th", { scope: "col" }, say.columns[name]));
  const rows = recipients
    .slice(0, ROWS)
    .map((row) => element("tr", {}, ...columns.map((name) => element("td", {}, verbatim(String(row[name] ?? "–"))))));
  const table = element("table", { class: "ndr-table" }, element("thead", {}, element("tr", {}, ...head)));
  table.append(element("tbody", {}, ...rows));
  if (recipients.length > ROWS) table.append(element("caption", {}, say.more(recipients.length - ROWS)));
  return element("div", { class: "ndr-scroll", role: "region", "aria-label": say.sections.recipients, tabindex: "0" }, table);
}

/** @param {Verdict["links"]} links as inert text, so that nobody follows a lure out of habit */
function linkList(links) {
  return list(
    links.map(({ host, microsoft }) => {
      const inert = `hxxps://${plain(host).replaceAll(".", "[.]")}`;
      return [microsoft ? say.microsoftLink(inert) : say.foreignLink(inert)];
    }),
  );
}

/** @param {Entry | undefined} entry */
function confusable(entry) {
  const items = list((entry?.confused_with ?? []).map(({ code, because }) => [verbatim(code), ": ", because]));
  return items ? [element("details", {}, element("summary", {}, say.sections.confused), items)] : [];
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
  const meaning = entry?.meanings.find(({ id }) => id === verdict.meaning);
  const said = [...(input?.clipped ? [say.notices.clipped] : []), ...notices(verdict)];
  return element(
    "article",
    { class: "ndr-card", "aria-labelledby": "ndr-heading", "data-kind": verdict.kind },
    element("h2", { id: "ndr-heading", class: "ndr-heading", tabindex: "-1" }, headline(verdict)),
    ...(verdict.page ? [element("p", { class: "ndr-who" }, whoLine(verdict))] : []),
    ...(input?.kind === "file" ? [element("p", { class: "ndr-hint" }, say.fromFile, verbatim(input.name))] : []),
    ...said.map((notice) => element("p", { class: "ndr-notice" }, notice)),
    ...(meaning ? [element("p", {}, meaning.says)] : []),
    ...ways(verdict, entry, root),
    ...sharing({ verdict, entry, root, input }),
    ...facts(verdict),
    ...part(say.sections.recipients, recipientTable(verdict.recipients)),
    ...part(say.sections.evidence, evidenceView(verdict.evidence, input?.kind === "text" ? input.data : null)),
    ...part(say.sections.others, list(verdict.other_codes.map(({ code, why_not: why }) => [verbatim(code), ": ", why]))),
    ...confusable(entry),
    ...part(say.sections.links, linkList(verdict.links)),
    ...part(say.sections.defects, list(verdict.defects.map((defect) => [defect]))),
  );
}
