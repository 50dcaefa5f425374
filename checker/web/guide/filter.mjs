// The guide's steps for one block alone. A step says in its class whom it is for: {#find-domain .for-750}. One without
// such a class is for everybody.

import { lastCode } from "../parts/judged.mjs";
import { choice } from "../parts/preview.mjs";
import { load, save } from "../parts/store.mjs";
import { blocks, show } from "../strings/guide.mjs";

/** @typedef {keyof typeof blocks | "all"} Chosen */
/** @typedef {{heading: HTMLElement, content: HTMLElement[], parts: Part[]}} Part a heading and what is below it */

/** What the admin chose is kept under it; every code is what the guide begins with, and isn't kept. */
const NAME = "block";

/** Chosen in this tab. @type {Chosen | null} */
let remembered = null;

/** @param {Element} heading @returns {string[]} the blocks that it is for; empty for all */
function blocksOf(heading) {
  return [...heading.classList].filter((name) => name.startsWith("for-"));
}

/** @param {HTMLElement} heading @returns {HTMLElement[]} it and its own content, up to the next heading */
function content(heading) {
  const nodes = [heading];
  for (
    let node = heading.nextElementSibling;
    node instanceof HTMLElement && !/^H[123]$/.test(node.tagName);
    node = node.nextElementSibling
  ) {
    if (!node.classList.contains("ndr-moved")) nodes.push(node);
  }
  return nodes;
}

/** @param {HTMLElement} part an h2 @returns {HTMLElement[]} the headings of its steps */
function stepsOf(part) {
  const steps = [];
  for (let node = part.nextElementSibling; node && node.tagName !== "H2"; node = node.nextElementSibling) {
    if (node instanceof HTMLElement && node.tagName === "H3") steps.push(node);
  }
  return steps;
}

export class Filter {
  /**
   * @param {HTMLElement[]} headings all of the guide's
   * @param {() => void} changed
   */
  constructor(headings, changed) {
    this.headings = headings;
    this.changed = changed;
    const used = new Set(headings.flatMap(blocksOf));
    /** @type {Record<string, string>} */
    const forms = { all: show.all };
    for (const [name, label] of Object.entries(blocks)) if (used.has(name)) forms[name] = label;
    this.node = used.size ? choice(show.legend, forms, (chosen) => this.#keep(/** @type {Chosen} */ (chosen))) : null;
    this.node?.classList.add("ndr-blocks-of");
    const code = `for-${lastCode()
      ?.replace(/^5\.7\./, "")
      .replaceAll(".", "")}`;
    // What is kept may be another's writing, who shares the origin: only a name of ours is taken.
    const wanted = [remembered, code, load(NAME)].find((name) => Object.hasOwn(forms, String(name)));
    /** @type {Chosen} */
    this.chosen = "all";
    if (wanted && wanted !== "all") this.choose(/** @type {Chosen} */ (wanted));
    this.reveal();
  }

  /** @param {HTMLElement} heading */
  shows(heading) {
    if (this.chosen === "all") return true;
    const own = blocksOf(heading);
    if (own.length) return own.includes(this.chosen);
    const steps = heading.tagName === "H2" ? stepsOf(heading).filter((step) => blocksOf(step).length) : [];
    return !steps.length || steps.some((step) => blocksOf(step).includes(this.chosen));
  }

  /** @param {Chosen} chosen */
  #keep(chosen) {
    save(NAME, chosen === "all" ? undefined : chosen);
    this.choose(chosen);
  }

  /** Forget the choice and show every step. */
  clear() {
    this.#keep("all");
  }

  /** @param {Chosen} chosen */
  choose(chosen) {
    this.chosen = remembered = chosen;
    for (const heading of this.headings) {
      const shown = this.shows(heading);
      for (const node of content(heading)) node.hidden = !shown;
      const link = document.querySelector(`.md-sidebar--secondary a[href$="#${heading.id}"]`);
      link?.closest("li")?.toggleAttribute("hidden", !shown);
    }
    const radio = this.node?.querySelector(`[value="${chosen}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
    this.changed();
  }

  /** Where the address leads to a step that isn't shown, show all of them. */
  reveal() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest("[hidden]")) return;
    this.choose("all");
    target.scrollIntoView();
  }
}
