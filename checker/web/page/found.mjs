// The codes in a text, seen before Python has read it. This only names codes: whether one of them is why the mail came
// back, Python decides.

import { pages } from "../../pyodide_start/manifest.mjs";
import { pageOf } from "../parts/codes.mjs";

/** An enhanced status code (RFC 3463, section 2) with no digit or dot right beside it. */
const CODE = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g;
/** Of a long text, its beginning is searched: the reader is waiting. */
const SEARCHED = 200_000;
const NAMED = 5;
/** Characters of the line that are shown before the code. */
const BEFORE = 60;
const SHOWN = 300;

/** @typedef {{before: string, code: string, after: string}} Line a line around a code; without one, all of it is `before` */

/**
 * @param {string} text
 * @returns {{code: string, page: string}[]} the codes that have a page, in the order of the text; `page` is its address
 *   below the site's root
 */
export function codesIn(text) {
  const codes = new Set(Array.from(text.slice(0, SEARCHED).matchAll(CODE), ([code]) => code));
  return [...codes]
    .flatMap((code) => {
      const page = pageOf(code, pages);
      return page ? [{ code, page: `codes/${page}/` }] : [];
    })
    .slice(0, NAMED);
}

/**
 * @param {string} text
 * @returns {Line} the line with the first code that has a page, otherwise the first line that has any words
 */
export function lineIn(text) {
  const [first] = codesIn(text);
  const at = first ? text.indexOf(first.code) : text.search(/\S/);
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at);
  return around(text.slice(start, end < 0 ? start + SHOWN + at - start : end), first?.code ?? null);
}

/**
 * @param {string} line
 * @param {string | null} code
 * @returns {Line} shortened so that the code is in view
 */
export function around(line, code) {
  const at = code ? line.indexOf(code) : -1;
  if (!code || at < 0) return { before: line.slice(0, SHOWN).trim(), code: "", after: "" };
  const before = line.slice(0, at).trimStart();
  // From the beginning of a word on, where the line has words.
  const cut = before.length > BEFORE ? `…${before.slice(-BEFORE).replace(/^\S+\s+/, "")}` : before;
  return {
    before: cut,
    code,
    after: line
      .slice(at + code.length)
      .slice(0, SHOWN)
      .trimEnd(),
  };
}
