// The only way in which this page makes elements. Text goes in as text: a bounce is written by strangers.

import { plain } from "./text.mjs";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes] names and values of our own, never a word of the bounce
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {string} text of a bounce or of a file: left to right, unbroken by its surroundings, not translated */
export function verbatim(text) {
  return element("bdi", { class: "ndr-verbatim", translate: "no" }, plain(text));
}

/**
 * @param {string} name
 * @param {HTMLElement} content
 * @param {string} [kind] its class
 * @returns {HTMLElement} a place that scrolls: reachable by keyboard, so it needs a name
 */
export function scrolling(name, content, kind = "ndr-scroll") {
  return element("div", { class: kind, role: "region", "aria-label": name, tabindex: "0" }, content);
}

/** @param {Event} event @returns {boolean} whether the reader is writing into a field: its keys and pastes are the field's */
export function isInField({ target }) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
}

/**
 * Find the parts of a partial by their ids.
 * @param {string} start what all of these ids begin with
 */
export function partsOf(start) {
  /**
   * @template {HTMLElement} T
   * @param {string} id
   * @param {new () => T} type
   */
  return (id, type) => {
    const node = document.getElementById(start + id);
    if (!(node instanceof type)) throw new Error(`The page has no ${start}${id}`);
    return node;
  };
}
