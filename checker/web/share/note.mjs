// The note for a ticket: Python writes it in pieces, the reader chooses which of them stay hidden.

import { passOn } from "../../pyodide_start/client.mjs";
import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { editing, preview, tick } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";
import { day } from "../parts/text.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */
/** @typedef {import("../contract.mjs").Piece} Piece */

/** Whether the reader wants to see mail addresses, in all notes of this tab. */
let withAddresses = false;

/** @param {Shared} shared @returns {Promise<import("./share.mjs").Panel>} */
export async function panel({ verdict, root, input }) {
  const made = { site: root.href, day: day(), version: manifest.version };
  const body = typeof input?.data === "string" ? new TextEncoder().encode(input.data) : input?.data;
  /** @type {Record<"text" | "markdown", Piece[]>} */
  const note = await passOn({ kind: "note", verdict, made }, body);
  const open = new Set(withAddresses ? ["address"] : []);
  /** @type {string[]} */
  let also = [];

  const forms = { text: say.forms.text, markdown: say.forms.markdown };
  const { form, view, actions, refresh, copy } = preview(say.note.what, forms, (which) =>
    shown(note[which], open, also),
  );
  const kinds = new Map(note.text.filter(({ kind }) => kind).map(({ kind, by }) => [by, kind]));
  const boxes = Object.keys(say.hidden).flatMap((kind) => {
    const count = [...kinds.values()].filter((one) => one === kind).length;
    if (!count) return [];
    const choose = (/** @type {boolean} */ hide) => {
      hide ? open.delete(kind) : open.add(kind);
      withAddresses = open.has("address");
      refresh();
    };
    return [tick(say.hidden[kind](count), !open.has(kind), choose)];
  });
  const more = element("input", { type: "text", class: "ndr-input", autocomplete: "off", spellcheck: "false" });
  more.addEventListener("input", () => {
    also = more.value
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    refresh();
  });
  const choices = [
    element("p", { class: "ndr-hint" }, say.note.hint),
    element(
      "fieldset",
      { class: "ndr-choice" },
      element("legend", {}, say.note.hide),
      ...(boxes.length ? boxes : [element("span", { class: "ndr-hint" }, say.note.none)]),
    ),
    element(
      "label",
      { class: "ndr-field" },
      say.note.also,
      element("span", { class: "ndr-hint" }, say.note.alsoHint),
      more,
    ),
    ...(form ? [form] : []),
  ];
  return { node: element("div", {}, view, actions, editing(choices)), copy };
}

/**
 * @param {Piece[]} pieces
 * @param {Set<string>} open kinds that the reader wants to show
 * @param {string[]} also words that the reader wants to hide
 * @returns {(Node | string)[]}
 */
function shown(pieces, open, also) {
  const whole = pieces.map(({ text }) => text).join("");
  const covered = cover(whole, also);
  const hidden = pieces.flatMap(({ text, kind, by }) => Array(text.length).fill(kind && !open.has(kind) ? by : ""));
  const by = hidden.map((one, at) => one || (covered.has(at) ? say.note.hidden : ""));
  /** @type {(Node | string)[]} */
  const nodes = [];
  for (let from = 0, to = 0; from < whole.length; from = to) {
    while (to < whole.length && by[to] === by[from]) to += 1;
    nodes.push(by[from] ? element("mark", { class: "ndr-hidden" }, by[from]) : whole.slice(from, to));
  }
  return nodes;
}

/**
 * Words are found as plain text, whatever characters they have, in any case and with or without accents.
 * @param {string} line
 * @param {string[]} words
 * @returns {Set<number>} where the characters of the words are in the line
 */
function cover(line, words) {
  const { text, from } = folded(line);
  const covered = new Set();
  for (const word of words.map((typed) => folded(typed).text).filter(Boolean)) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      for (let i = from[at] ?? 0; i < (from[at + word.length] ?? line.length); i += 1) covered.add(i);
    }
  }
  return covered;
}

/**
 * @param {string} text
 * @returns {{text: string, from: number[]}} the text without case, accents, invisible characters and doubled blanks, and
 * where each of its characters was
 */
function folded(text) {
  let folded = "";
  /** @type {number[]} */
  const from = [];
  let at = 0;
  for (const character of text) {
    const bare = character.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
    for (const unit of bare.toUpperCase().toLowerCase().replace(/\s/g, " ").split("")) {
      if (unit === " " && folded.endsWith(" ")) continue;
      folded += unit;
      from.push(at);
    }
    at += character.length;
  }
  return { text: folded, from };
}
