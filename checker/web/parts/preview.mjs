// A text that is shown before it is copied. Promise: what is copied is what is shown, to the letter.

import { element } from "./dom.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {(Node | string)[]} Content */

let count = 0;

/** @param {string} text read out by the page's one status line */
export function announce(text) {
  const status = document.querySelector("[role=status]");
  if (!status) return;
  // The same words a second time are a change only if the line was empty between.
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = text));
}

/** Take back what came of the last press: what was copied is no longer what is shown. */
export function takeBack() {
  for (const said of document.querySelectorAll(".ndr-said")) said.remove();
}

/**
 * Say what came of a press: beside the button, where the reader is looking, and once to a screen reader.
 * @param {HTMLElement} button
 * @param {string} heard
 * @param {string} [seen] shorter, where the button's own words say the rest
 */
export function answer(button, heard, seen = heard) {
  takeBack();
  const said = element("span", { class: "ndr-said" }, seen);
  button.parentElement?.append(said);
  said.scrollIntoView({ block: "nearest" }); // where there is no room beside it, below it
  announce(heard);
}

/**
 * @template {string} F
 * @param {string} legend
 * @param {Record<F, string>} forms what to choose from, the first one chosen
 * @param {(form: F) => void} chosen
 */
export function choice(legend, forms, chosen) {
  count += 1;
  const name = `ndr-choice-${count}`;
  const options = /** @type {[F, string][]} */ (Object.entries(forms)).map(([form, label], at) => {
    const radio = element("input", { type: "radio", name, value: form });
    radio.checked = !at;
    radio.addEventListener("change", () => chosen(form));
    return element("label", {}, radio, label);
  });
  return element("fieldset", { class: "ndr-choice" }, element("legend", {}, legend), ...options);
}

/**
 * @param {string} label
 * @param {boolean} checked
 * @param {(checked: boolean) => void} changed
 */
export function tick(label, checked, changed) {
  const box = element("input", { type: "checkbox" });
  box.checked = checked;
  box.addEventListener("change", () => changed(box.checked));
  return element("label", {}, box, label);
}

/**
 * @template {string} F
 * @param {string} what the text is, in a few words
 * @param {Record<F, string>} forms
 * @param {(form: F) => Content} draw
 * @param {() => Promise<void>} [ready] what to wait for before the text is copied; if it fails, nothing is
 * @returns {{choices: HTMLElement[], view: HTMLElement, actions: HTMLElement, refresh: () => void, text: () => string,
 *   chosen: () => F, copy: (pressed?: HTMLElement) => Promise<void>}} `choices` is empty where there is one form; `copy`
 *   answers beside the button that was pressed
 */
export function preview(what, forms, draw, ready = async () => {}) {
  const names = /** @type {F[]} */ (Object.keys(forms));
  let [form] = names;
  const view = element("pre", {
    class: "ndr-preview",
    role: "region",
    "aria-label": say.shown(what),
    tabindex: "0",
    translate: "no",
  });
  const button = element("button", { type: "button", class: "ndr-button ndr-button--main" }, say.copy);
  const redraw = () => view.replaceChildren(...draw(form));
  const refresh = () => {
    takeBack();
    redraw();
  };
  /** @param {F} next */
  const choose = (next) => {
    form = next;
    refresh();
  };
  const copy = async (/** @type {HTMLElement} */ pressed = button) => {
    try {
      await ready();
    } catch {
      return answer(pressed, say.failed);
    }
    if (await toClipboard(view)) return answer(pressed, say.copied(what), say.done);
    answer(button, say.notCopied);
    view.scrollIntoView({ block: "center" }); // the reader has to copy what is selected in it
  };
  button.addEventListener("click", () => copy());
  redraw();
  return {
    choices: names.length > 1 ? [choice(say.form, forms, choose)] : [],
    view,
    actions: element("div", { class: "ndr-controls" }, button),
    refresh,
    text: () => view.textContent ?? "",
    chosen: () => form,
    copy,
  };
}

/** @param {HTMLElement[]} choices @returns {HTMLElement} what changes the text, below it and out of the way */
export function editing(choices) {
  return element("details", { class: "ndr-fold" }, element("summary", {}, say.edit), ...choices);
}

/** @param {HTMLElement} view @returns {Promise<boolean>} false if the browser forbids it: then the text is selected */
async function toClipboard(view) {
  try {
    await navigator.clipboard.writeText(view.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(view);
    return false;
  }
}
