// What a verdict looks like. The modules that draw come with Python: nobody needs them before.

import { catalogue, root } from "../parts/codes.mjs";
import { Failure } from "../../pyodide_start/files.mjs";

/** @typedef {import("../contract.mjs").Verdict} Verdict */
/** @typedef {import("./input.mjs").Judgeable} Judgeable */
/** @typedef {import("./several.mjs").Several} Several */
/** @typedef {{card: HTMLElement, said: string, settle: () => void}} Drawn `settle`, once shown, scrolls to the mark that decided */

const one = () => Promise.all([import("./card.mjs"), import("./evidence.mjs")]).catch(gone);
const many = () =>
  Promise.all([import("./several.mjs"), import("./rows.mjs"), import("../strings/several.mjs")]).catch(gone);

/** @returns {never} the site was updated since the page was opened, or the line is cut */
function gone() {
  throw new Failure("missing");
}

/** Fetch what draws, so that a verdict comes with the network cut once Python runs. */
export function preload() {
  for (const modules of [one, many]) modules().catch(() => {});
}

/**
 * @param {Verdict} verdict
 * @param {Judgeable | null} input what was judged; null for a code that came in a link
 * @returns {Promise<Drawn>}
 */
export async function draw(verdict, input) {
  const [entries, [{ card, summary }, { showDecisive }]] = await Promise.all([catalogue(), one()]);
  const entry = entries.find(({ page }) => page === verdict.page);
  const drawn = card(verdict, entry, root, input);
  return { card: drawn, said: summary(verdict), settle: () => showDecisive(drawn) };
}

/**
 * @param {File[]} files
 * @param {(several: Several, said: string) => boolean} goOn told after each piece; false to stop
 * @returns {Promise<Several | null>} null where it was stopped
 */
export async function readAll(files, goOn) {
  const [{ Several }, , { reading }] = await many();
  const several = new Several(files);
  for await (const _ of several.readAll()) {
    if (!goOn(several, reading(several.read, several.total, several.mails))) return null;
  }
  return several;
}

/**
 * @param {Several} several
 * @param {(verdict: Verdict) => void} choose called with the verdict of the row that is chosen
 * @returns {Promise<{table: HTMLElement, said: string}>}
 */
export async function drawSeveral(several, choose) {
  const [, { rows }, { summary }] = await many();
  return { table: rows(several, choose), said: summary(several) };
}

/** @param {Verdict} verdict of one of several @returns {Judgeable} its mail, of which nothing but the name is kept */
export function rowOf({ source }) {
  return { kind: "file", data: new Uint8Array(), clipped: false, name: source ?? "" };
}
