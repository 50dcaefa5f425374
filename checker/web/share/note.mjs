// The note for a ticket: what the verdict is and why, with the quoted line redacted as the reader chooses.

import { redact } from "../../pyodide_start/client.mjs";
import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { preview, tick } from "../parts/preview.mjs";
import { actors, firstStep, headline } from "../page/reading.mjs";
import * as say from "../strings/share.mjs";
import { because, certainty, places } from "../strings/check.mjs";
import { codeFence, day, plain } from "../parts/text.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */
/** @typedef {import("../contract.mjs").Piece} Piece */

/** Of a long paste, its beginning is looked through for addresses. */
const LOOKED_AT = 200_000;

/** @param {Shared} shared @returns {Promise<HTMLElement>} */
export async function panel({ verdict, entry, root, input }) {
  const decisive = verdict.evidence.find((item) => item.decisive);
  const known = [...verdict.recipients.flatMap(({ address }) => address ?? []), ...addresses(input)];
  /** Null: it could not be redacted, so it is left out. @type {Piece[] | null} */
  const pieces = decisive ? await redact(decisive.text, known).catch(() => null) : [];
  const open = new Set();
  /** @type {string[]} */
  let also = [];

  /** @param {"text" | "markdown"} form @returns {(Node | string)[]} */
  const draw = (form) => {
    const { name, page, place, bullet, title } = marks[form];
    const step = firstStep(verdict, entry, root);
    const quoted = decisive ? [quote(pieces, open, also, form)] : [];
    const lines = [
      [name(say.note.result), say.kinds[verdict.kind] ?? ""],
      ...(verdict.code ? [[name(say.note.code), place([verdict.reply, verdict.code].filter(Boolean).join(" "))]] : []),
      ...entry?.meanings.filter(({ id }) => id === verdict.meaning).map(({ says }) => [name(say.note.meaning), says]) ?? [],
      [name(say.note.sure), sure(verdict.certainty, decisive?.kind ?? "")],
      ...quoted.map((line) => [name(say.note.evidence(decisive?.line ?? null)), ...line]),
      ...(entry ? [[name(say.note.who), actors(verdict).join(say.note.then) || say.note.nobody]] : []),
      ...(step ? [[name(say.note.step), ...(say.steps[step.step] ? [`${say.steps[step.step]}: `] : []), page(step.href)]] : []),
      ...(verdict.page ? [[name(say.note.page), page(new URL(verdict.page, root).href)]] : []),
      [name(say.note.date), say.note.checked(day(), manifest.version, entry?.reviewed)],
    ];
    return [title(headline(verdict)), ...lines.flatMap((line) => ["\n", bullet, ...line])];
  };

  const { form, view, actions, refresh } = preview(say.note.what, { text: say.forms.text, markdown: say.forms.markdown }, draw);
  const kinds = new Map((pieces ?? []).filter(({ kind }) => kind).map(({ kind, by }) => [by, kind]));
  const boxes = Object.keys(say.hidden).flatMap((kind) => {
    const count = [...kinds.values()].filter((one) => one === kind).length;
    if (!count) return [];
    const choose = (/** @type {boolean} */ hide) => {
      hide ? open.delete(kind) : open.add(kind);
      refresh();
    };
    return [tick(say.hidden[kind](count), true, choose)];
  });
  const more = element("input", { type: "text", class: "ndr-input", autocomplete: "off", spellcheck: "false" });
  more.addEventListener("input", () => {
    also = more.value.split(",").map((word) => word.trim()).filter(Boolean);
    refresh();
  });
  const choices = decisive
    ? [
        element("p", { class: "ndr-hint" }, say.note.hint),
        element(
          "fieldset",
          { class: "ndr-choice" },
          element("legend", {}, say.note.hide),
          ...(boxes.length ? boxes : [element("span", { class: "ndr-hint" }, say.note.none)]),
        ),
        element("label", { class: "ndr-field" }, say.note.also, element("span", { class: "ndr-hint" }, say.note.alsoHint), more),
      ]
    : [element("p", { class: "ndr-hint" }, say.note.noLine)];
  return element("div", {}, ...choices, ...(form ? [form] : []), view, actions);
}

/**
 * Whose names and domains must not stand in the line either: the sender's above all.
 * @param {Shared["input"]} input
 * @returns {string[]}
 */
function addresses(input) {
  if (!input) return [];
  const text = input.kind === "text" ? input.data : new TextDecoder().decode(input.data.subarray(0, LOOKED_AT));
  const found = text.slice(0, LOOKED_AT).matchAll(/[^\s<>"',;:()[\]]{1,64}@[^\s<>"',;:()[\]]{1,255}/g);
  return [...new Set(Array.from(found, ([address]) => address))].slice(0, 200);
}

const marks = {
  text: {
    title: (/** @type {string} */ text) => text,
    bullet: "",
    name: (/** @type {string} */ text) => `${text}: `,
    place: (/** @type {string} */ text) => text,
    page: (/** @type {string} */ url) => url,
  },
  markdown: {
    title: (/** @type {string} */ text) => `**${text}**\n`,
    bullet: "- ",
    name: (/** @type {string} */ text) => `${text}: `,
    place: (/** @type {string} */ text) => `\`${text}\``,
    page: (/** @type {string} */ url) => `<${url}>`,
  },
};

/**
 * @param {"certain" | "likely" | "unsure"} how
 * @param {string} kind of the decisive evidence
 */
function sure(how, kind) {
  return places[kind] && how !== "unsure" ? because(certainty[how], places[kind]) : certainty[how];
}

/**
 * @param {Piece[] | null} pieces
 * @param {Set<string>} open kinds that the reader wants to show
 * @param {string[]} also words that the reader wants to hide
 * @param {"text" | "markdown"} form
 * @returns {(Node | string)[]}
 */
function quote(pieces, open, also, form) {
  if (!pieces) return [say.note.lost];
  const line = pieces.map(({ text }) => text).join("");
  const covered = cover(line, also);
  const hidden = pieces.flatMap(({ text, kind, by }) => Array(text.length).fill(kind && !open.has(kind) ? by : ""));
  const by = hidden.map((one, at) => one || (covered.has(at) ? say.note.hidden : ""));
  /** @type {(Node | string)[]} */
  const nodes = [];
  for (let from = 0, to = 0; from < line.length; from = to) {
    while (to < line.length && by[to] === by[from]) to += 1;
    nodes.push(by[from] ? mark(by[from]) : plain(line.slice(from, to)));
  }
  const whole = nodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  if (form === "text") return nodes;
  const [before, behind] = codeFence(whole);
  return [before, ...nodes, behind];
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

/** @param {string} text */
function mark(text) {
  return element("mark", { class: "ndr-hidden" }, text);
}
