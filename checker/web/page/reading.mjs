// What a verdict means for the reader: its headline, who must act, and where to begin.

import { words } from "../../pyodide_start/manifest.mjs";
import * as say from "../strings/check.mjs";

/** @typedef {import("../contract.mjs").Entry} Entry */
/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** @param {Verdict} verdict */
export function headline({ title }) {
  return title ?? say.notBounce;
}

/**
 * An outsider meets a tenant block too, when the recipient's organization that forwards the mail is barred.
 * @param {Verdict} verdict
 */
export function isTheirs({ whose, blocked }) {
  return whose === "recipient-side" && isWide(blocked);
}

/**
 * Blocks that only Microsoft Support lifts.
 * @param {string | null} blocked
 */
export function isWide(blocked) {
  return blocked === "organization" || blocked === "unregistered-domains";
}

/** @param {Verdict} verdict @returns {string[]} who acts, in order and in words */
export function actors(verdict) {
  const acts = isTheirs(verdict)
    ? verdict.acts.map((token) => (token === "sender-admin" ? "recipient-admin" : token))
    : verdict.acts;
  return acts.map((token) => words.who[token] ?? token);
}

/** @param {Verdict} verdict */
export function whoLine(verdict) {
  if (verdict.page && !verdict.meaning) return say.open;
  return say.whoActs(actors(verdict));
}

/**
 * Where whoever must act begins.
 * @param {Verdict} verdict
 * @param {Entry | undefined} entry the page's entry in codes.json
 * @param {URL} root the site's root
 * @returns {{href: string, step: string, forSender: boolean} | null} `step` is an id of the guide, or empty; null without a page
 */
export function firstStep(verdict, entry, root) {
  if (!verdict.page) return null;
  const own = new URL(verdict.page, root).href;
  const [first] = verdict.acts;
  const [step = ""] = entry?.meanings.find(({ id }) => id === verdict.meaning)?.unblock ?? [];
  if (isTheirs(verdict) || first === "sender" || first === "recipient") {
    return { href: `${own}#sender`, step: "", forSender: true };
  }
  return { href: step ? new URL(`unblock/#${step}`, root).href : `${own}#admin`, step, forSender: false };
}
