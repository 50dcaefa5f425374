// The catalogue as the site publishes it: what a code means and where its page is. No Python is needed for it.

import { ask } from "../../pyodide_start/files.mjs";
import { root } from "../../pyodide_start/manifest.mjs";

/** @typedef {import("../contract.mjs").Entry} Entry */

export { root };

const url = new URL("codes.json", root);

/** @type {Promise<Entry[]> | null} */
let entries = null;

/** @returns {Promise<Entry[]>} empty if it can't be had now; the verdict stands without it */
export function catalogue() {
  entries ??= ask(url)
    .then((response) => response.json())
    .then(({ codes }) => codes)
    .catch(() => {
      entries = null;
      return [];
    });
  return entries;
}

/**
 * @param {string} code that has a page of its own
 * @returns {Promise<string>} the first example of a bounce on it; empty if it can't be had now
 */
export async function exampleOf(code) {
  const page = await ask(new URL(`codes/${code}.md`, root)).then(
    (response) => response.text(),
    () => "",
  );
  return /^```ndr\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
}

/** What a link says nothing of. */
const EMPTY = {
  reply: null,
  meaning: null,
  permanence: null,
  blocked: null,
  acts: [],
  lifted_by: [],
  recipients: [],
  evidence: [],
  steps: [],
  facts: [],
  offers: [],
  other_codes: [],
  links: [],
  sender: null,
  time: null,
  server: null,
  id: null,
  defects: [],
};

/** A link names a code and nothing else; what doesn't look like one is never looked at further. */
const LINK = /^#code=([0-9.]{3,11})$/;

/**
 * @param {string} hash the address's part after `#`, with it
 * @returns {Promise<import("../contract.mjs").Verdict | null>} the code as a verdict; null if the link names none of ours
 */
export async function fromLink(hash) {
  const code = whole(LINK.exec(hash)?.[1] ?? "");
  const known = await catalogue();
  const page = pageOf(
    code,
    known.map((one) => one.code),
  );
  const entry = known.find((one) => one.code === page);
  if (!entry) return null;
  const card = JSON.stringify(entry.card).replaceAll("{code}", code).replaceAll("{root}", root.href);
  return { ...EMPTY, code, ...JSON.parse(card) };
}

/** @param {string} end of a code, as people say it @returns {string} the code: 5.7.705 for 705 and 7.705 */
export function whole(end) {
  return end.replace(/^7\d\d$/, "7.$&").replace(/^7\.\d{1,3}$/, "5.$&");
}

/**
 * @param {string} code
 * @param {readonly string[]} pages the codes that have one, and ranges such as 5.7.700-749
 * @returns {string | undefined} the one about the code: its own, otherwise that of a range
 */
export function pageOf(code, pages) {
  if (pages.includes(code)) return code;
  const [, family, number] = /^(\d\.\d+\.)(0|[1-9]\d*)$/.exec(code) ?? [];
  return pages.find((page) => {
    const [, start, first, last] = /^(\d\.\d+\.)(\d+)-(\d+)$/.exec(page) ?? [];
    return start && start === family && Number(first) <= Number(number) && Number(number) <= Number(last);
  });
}
