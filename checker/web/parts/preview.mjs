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
 *   chosen: () => F, copy: () => Promise<void>}} `choices` is empty where there is one form
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
  const said = element("span", { class: "ndr-said" });
  const refresh = () => {
    view.replaceChildren(...draw(form));
    said.textContent = "";
  };
  /** @param {F} next */
  const choose = (next) => {
    form = next;
    refresh();
  };
  const button = element("button", { type: "button", class: "ndr-button ndr-button--main" }, say.copy);
  const copy = async () => {
    const copied = await ready().then(
      async () => ((await toClipboard(view)) ? say.copied(what) : say.notCopied),
      () => say.failed,
    );
    said.textContent = copied;
    announce(said.textContent);
  };
  button.addEventListener("click", copy);
  refresh();
  return {
    choices: names.length > 1 ? [choice(say.form, forms, choose)] : [],
    view,
    actions: element("p", { class: "ndr-controls" }, button, said),
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
