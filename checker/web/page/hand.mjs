// What the reader does with hands, anywhere on the page: pastes, drops, and the keys that the box knows.

import { isInField } from "../parts/dom.mjs";
import { carriedFiles, isTooLong, textFile } from "./input.mjs";

/** A code by itself, or its end: Enter reads it. */
const TYPED_CODE = /^[\d.,\s]{2,12}$/;

/** The journey of the page that is shown. @type {import("./journey.mjs").Journey | null} */
let shown = null;

/** @param {import("./journey.mjs").Journey} journey takes what comes from now on */
export function take(journey) {
  shown = journey;
}

/**
 * @param {Event} event
 * @returns {import("./journey.mjs").Journey | null} whose box takes it; none where the reader writes into another field
 */
function taker(event) {
  if (!shown?.box.section.isConnected) return null;
  return !isInField(event) || event.target === shown.box.text ? shown : null;
}

/**
 * @param {Event} event a paste or a drop
 * @param {DataTransfer | null} transfer
 */
function handed(event, transfer) {
  left();
  const journey = taker(event);
  if (!journey) return;
  const text = transfer?.getData("text/plain") ?? "";
  const files = isTooLong(text) ? [textFile(text)] : carriedFiles(transfer);
  const inBox = event.target === journey.box.text;
  // What is dropped elsewhere as text is nobody's; and into a text that is still being written, the browser puts it.
  if (!files.length && (!text || (inBox ? !journey.isWhole : event.type === "drop"))) return;
  event.preventDefault();
  if (files.length) return journey.judgeFiles(files);
  journey.box.text.focus({ preventScroll: true });
  journey.take(text);
}

/** @param {DragEvent} event */
function over(event) {
  const journey = taker(event);
  if (!journey || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  journey.box.section.dataset.over = "";
  journey.prepare();
}

function left() {
  if (shown) delete shown.box.section.dataset.over;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const journey = taker(event);
  if (!journey) return;
  const { text, section } = journey.box;
  const { key, target } = event;
  const control = event.ctrlKey || event.metaKey;
  const isTypedCode = target === text && TYPED_CODE.test(text.value);
  if (key === "Enter" && (isTypedCode || (control && section.contains(/** @type {Node} */ (target))))) {
    event.preventDefault();
    journey.judgeText();
  } else if (key.toLowerCase() === "z" && control && !event.shiftKey && journey.canUndo) {
    event.preventDefault();
    journey.undo();
  }
}

document.addEventListener("paste", (event) => handed(event, event.clipboardData));
document.addEventListener("drop", (event) => handed(event, event.dataTransfer));
document.addEventListener("dragover", over);
document.addEventListener("dragleave", left);
document.addEventListener("keydown", pressed);
