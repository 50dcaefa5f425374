// The reader's own text, read-only, with the evidence marked in it.

import { element, scrolling } from "../parts/dom.mjs";
import { evidence as say } from "../strings/check.mjs";

/** @typedef {import("../contract.mjs").Evidence} Evidence */
/** @typedef {{start: number, end: number, decisive: boolean}} Span in UTF-16 units */
/** @typedef {{from: number, to: number}} Window */

/** A text up to this length is shown whole; of a longer one, this much around each mark. */
const WHOLE = 1500;
const AROUND = 240;
/** Marks shown: a hostile text may carry a code a line. */
const MARKS = 50;

/**
 * Python counts code points, the browser UTF-16 units.
 * @param {string} text
 * @param {Evidence[]} evidence
 * @returns {Span[]} in order, without overlap; a span that doesn't hold what the evidence says is left out
 */
function spansIn(text, evidence) {
  const found = evidence.filter((item) => item.start !== null && item.end !== null);
  const points = [...new Set(found.flatMap((item) => [Number(item.start), Number(item.end)]))].sort((a, b) => a - b);
  /** @type {Map<number, number>} */
  const units = new Map();
  let unit = 0;
  let point = 0;
  for (const wanted of points) {
    while (point < wanted && unit < text.length) {
      unit += Number(text.codePointAt(unit)) > 0xffff ? 2 : 1;
      point += 1;
    }
    units.set(wanted, unit);
  }
  const spans = found.map(({ start, end, decisive }) => ({
    start: Number(units.get(Number(start))),
    end: Number(units.get(Number(end))),
    decisive,
  }));
  // Where two overlap, the decisive one stays.
  spans.sort((a, b) => Number(b.decisive) - Number(a.decisive) || a.start - b.start);
  /** @type {Span[]} */
  const kept = [];
  for (const span of spans.slice(0, MARKS)) {
    if (span.end > span.start && !kept.some((other) => span.start < other.end && other.start < span.end))
      kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/**
 * @param {string} text
 * @param {Span[]} spans
 * @returns {Window[]} the parts to show: the whole of a short text, otherwise the surroundings of each mark
 */
function windowsOf(text, spans) {
  if (text.length <= WHOLE) return [{ from: 0, to: text.length }];
  /** @type {Window[]} */
  const windows = [];
  for (const { start, end } of spans) {
    const near = Math.max(0, start - AROUND);
    const far = Math.min(text.length, end + AROUND);
    // Cut at the end of a line where there is one.
    const before = near && text.indexOf("\n", near);
    const after = far < text.length ? text.lastIndexOf("\n", far) : far;
    const window = {
      from: near && before < start ? Math.max(near, before + 1) : near,
      to: after > end ? after : far,
    };
    const last = windows.at(-1);
    if (last && window.from <= last.to + 1) last.to = Math.max(last.to, window.to);
    else windows.push(window);
  }
  return windows;
}

/**
 * @param {string} text
 * @param {boolean} decisive
 * @returns {HTMLElement} a mark that is heard as well as seen
 */
function mark(text, decisive) {
  const label = element("span", { class: "ndr-unseen" }, decisive ? say.decisive : say.other);
  return element("mark", { class: decisive ? "ndr-mark ndr-mark--decisive" : "ndr-mark" }, label, text);
}

/**
 * @param {string} text
 * @param {Span[]} spans
 * @returns {(Node | string)[]}
 */
function markedText(text, spans) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let shown = 0;
  for (const { from, to } of windowsOf(text, spans)) {
    if (from > shown) nodes.push(gap(text, shown, from));
    let at = from;
    for (const span of spans) {
      if (span.start < at || span.end > to) continue;
      nodes.push(text.slice(at, span.start), mark(text.slice(span.start, span.end), span.decisive));
      at = span.end;
    }
    nodes.push(text.slice(at, to));
    shown = to;
  }
  if (shown < text.length) nodes.push(gap(text, shown, text.length));
  return nodes;
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 */
function gap(text, from, to) {
  const hidden = text.slice(from, to).replace(/^\n|\n$/g, "");
  return element("span", { class: "ndr-gap" }, say.gap(hidden.split("\n").length));
}

/**
 * @param {Evidence[]} items
 * @returns {(Node | string)[]} the lines as Python read them, each once: for what was decoded or came in a file
 */
function quotedLines(items) {
  /** @type {Map<string, Evidence>} */
  const lines = new Map();
  for (const item of items) {
    const known = lines.get(item.text);
    if (!known || item.decisive) lines.set(item.text, item);
  }
  return [...lines.values()].slice(0, MARKS).flatMap(({ text, code, line, decisive }) => {
    const number = line === null ? [] : [element("span", { class: "ndr-gap ndr-gap--line" }, say.line(line))];
    const at = code ? text.indexOf(code) : -1;
    if (!code || at < 0) return [...number, mark(text, decisive), "\n"];
    return [...number, text.slice(0, at), mark(code, decisive), text.slice(at + code.length), "\n"];
  });
}

/**
 * Show the evidence.
 * @param {Evidence[]} evidence
 * @param {string | null} text what was pasted; null for a file, whose decoding is Python's, so that only lines can be shown
 * @returns {HTMLElement | null}
 */
export function evidenceView(evidence, text) {
  if (!evidence.length) return null;
  const spans = text === null ? [] : spansIn(text, evidence);
  const quoted = quotedLines(evidence.filter((item) => text === null || item.start === null));
  const marked = text !== null && spans.length ? markedText(text, spans) : [];
  const label = text !== null && quoted.length ? [element("span", { class: "ndr-gap" }, say.decoded)] : [];
  return scrolling(say.region, element("pre", { class: "ndr-view", translate: "no" }, ...label, ...quoted, ...marked));
}

/** @param {Element} card scrolls the view within it to the mark that decided */
export function showDecisive(card) {
  const decisive = card.querySelector(".ndr-mark--decisive");
  const view = decisive?.closest(".ndr-scroll");
  if (view && decisive instanceof HTMLElement) view.scrollTop = decisive.offsetTop - view.clientHeight / 3;
}
