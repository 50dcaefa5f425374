// The note for a ticket: Python writes it in pieces, the reader chooses which of them stay hidden.

import { passOn } from "../../pyodide_start/client.mjs";
import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { editing, preview, takeBack, tick } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";
import { day } from "../parts/text.mjs";

/** @typedef {import("./share.mjs").Shared} Shared */
/** @typedef {import("../contract.mjs").Piece} Piece */
/** @typedef {Record<"text" | "markdown", Piece[]>} Note */

/** Whether the reader wants to see mail addresses, in all notes of this tab. */
let withAddresses = false;

/** @param {Shared} shared @returns {Promise<import("./share.mjs").Panel>} */
export async function panel({ verdict, root, input }) {
  const made = { site: root.href, day: day(), version: manifest.version };
  const body = typeof input?.data === "string" ? new TextEncoder().encode(input.data) : input?.data;
  /** @type {(hidden: string) => Promise<Note>} */
  const write = (hidden) => passOn({ kind: "note", verdict, made, hidden }, body);
  let note = await write("");
  /** Settled when every word that the reader wants hidden is. @type {Promise<void>} */
  let written = Promise.resolve();
  const names = kinds(note.text);
  /** What the reader has asked to see, by its replacement. @type {Set<string>} */
  const seen = new Set(withAddresses ? names.get("address") : []);
  /** @type {Map<EventTarget, Piece>} */
  const marks = new Map();

  const forms = { text: say.forms.text, markdown: say.forms.markdown };
  const draw = (/** @type {"text" | "markdown"} */ which) => {
    marks.clear();
    const nodes = note[which].map((piece) => (piece.kind ? mark(piece) : piece.text));
    paint();
    return nodes;
  };
  /** @param {Piece} piece */
  function mark(piece) {
    const isOurs = names.has(piece.kind);
    const button = { role: "button", tabindex: "0", title: say.note.reveal };
    const node = element("mark", { class: "ndr-hidden", ...(isOurs ? button : {}) }, piece.by);
    if (isOurs) marks.set(node, piece);
    return node;
  }
  /** Nothing is drawn again, so that the focus stays. */
  function paint() {
    for (const [node, { text, by }] of /** @type {Map<HTMLElement, Piece>} */ (marks)) {
      node.textContent = seen.has(by) ? text : by;
      node.ariaPressed = String(seen.has(by));
    }
    for (const [kind, box] of boxes) {
      const shown = [...(names.get(kind) ?? [])].filter((by) => seen.has(by)).length;
      box.checked = !shown;
      box.indeterminate = shown > 0 && shown < (names.get(kind)?.size ?? 0);
    }
  }
  /** @param {Iterable<string>} some @param {boolean} show */
  function choose(some, show) {
    for (const by of some) show ? seen.add(by) : seen.delete(by);
    takeBack();
    paint();
  }

  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  const { choices, view, actions, refresh, copy } = preview(say.note.what, forms, draw, () => written);
  const pressed = (/** @type {Event} */ event) => {
    const piece = event.target && marks.get(event.target);
    if (!piece) return;
    event.preventDefault();
    choose([piece.by], !seen.has(piece.by));
  };
  view.addEventListener("click", pressed);
  view.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") pressed(event);
  });

  const ticks = Object.keys(say.hidden).flatMap((kind) => {
    const some = names.get(kind);
    if (!some) return [];
    const label = tick(say.hidden[kind](some.size), true, (hide) => {
      if (kind === "address") withAddresses = !hide;
      choose(some, !hide);
    });
    boxes.set(kind, /** @type {HTMLInputElement} */ (label.control));
    return [label];
  });
  paint();
  const more = element("input", { type: "text", class: "ndr-input", autocomplete: "off", spellcheck: "false" });
  more.addEventListener("input", () => {
    written = write(more.value).then((next) => {
      note = next;
      refresh();
    });
    written.catch(() => view.replaceChildren(say.failed));
  });
  const edited = [
    element("p", { class: "ndr-hint" }, say.note.hint),
    element(
      "fieldset",
      { class: "ndr-choice" },
      element("legend", {}, say.note.hide),
      ...(ticks.length ? ticks : [element("span", { class: "ndr-hint" }, say.note.none)]),
    ),
    element(
      "label",
      { class: "ndr-field" },
      say.note.also,
      element("span", { class: "ndr-hint" }, say.note.alsoHint),
      more,
    ),
    ...choices,
  ];
  return { actions, parts: [view, editing(edited)], copy };
}

/**
 * @param {Piece[]} pieces
 * @returns {Map<string, Set<string>>} by kind, what replaces the pieces that Python has hidden
 */
function kinds(pieces) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { kind, by } of pieces) {
    if (kind) found.set(kind, (found.get(kind) ?? new Set()).add(by));
  }
  return found;
}
