// The guide's steps can be ticked off. Which ones and when stays in this browser, by the ids of their headings.

import { root } from "../parts/codes.mjs";
import { element } from "../parts/dom.mjs";
import { announce, tick } from "../parts/preview.mjs";
import { Filter } from "./filter.mjs";
import { ProgressBox } from "./progress.mjs";
import { load, onChange, save } from "../parts/store.mjs";
import * as say from "../strings/guide.mjs";

/** @typedef {import("./record.mjs").Step} Step */
/** @typedef {{id: string, title: string, box: HTMLInputElement, time: HTMLTimeElement}} Row */

const NAME = "steps";
/** What is kept may be another's writing, who shares the origin: only what we write ourselves is read. */
const ID = /^[a-z0-9-]{1,60}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The guide as it is shown now; the one before it is gone with its page. @type {Steps | null} */
let current = null;
onChange(NAME, () => current?.redraw());
addEventListener("hashchange", () => current?.filter.reveal());

/** Bring the guide on this page to life, once. */
export function attach() {
  if (document.querySelector(".ndr-tick")) return;
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")].filter(
    (node) => node instanceof HTMLElement,
  );
  // What only explains is marked in the Markdown: {#id .ndr-read}; a part with steps of its own doesn't only explain.
  const steps = headings.filter(
    (heading, at) =>
      !heading.classList.contains("ndr-read") && (heading.tagName === "H3" || headings[at + 1]?.tagName !== "H3"),
  );
  if (steps.length) keepingPlace(() => (current = new Steps(steps, headings)));
}

/** @param {() => void} insert puts things above what the reader looks at, which must not move for it */
function keepingPlace(insert) {
  const target = document.getElementById(location.hash.slice(1)); // ours need no decoding, and a damaged `%` would throw
  const before = target?.getBoundingClientRect().top ?? 0;
  insert();
  if (target && scrollY) scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
}

class Steps {
  /**
   * @param {HTMLElement[]} headings of the steps
   * @param {HTMLElement[]} all headings of the page
   */
  constructor(headings, all) {
    this.kept = true;
    this.rows = headings.map((heading) => this.#row(heading));
    this.box = new ProgressBox(this);
    all[0].before(this.box.node);
    // The first of the two in the document would be the part that only leads there.
    const support = document.getElementById("support-text") ?? document.getElementById("support");
    if (support)
      support.nextElementSibling?.classList.contains("ndr-tick")
        ? support.nextElementSibling.after(this.box.support)
        : support.after(this.box.support);
    this.filter = new Filter(all, () => this.redraw());
    this.box.offer(this.filter.node);
    this.redraw();
  }

  /** @param {HTMLElement} heading @returns {Row} */
  #row(heading) {
    const title = [...heading.childNodes]
      .map((node) => (node instanceof HTMLAnchorElement ? "" : node.textContent))
      .join("")
      .trim();
    const time = element("time");
    const label = tick(say.done, false, (on) => this.#tick(heading.id, on));
    const box = /** @type {HTMLInputElement} */ (label.firstChild);
    box.setAttribute("aria-label", `${say.done}: ${title}`);
    heading.after(element("p", { class: "ndr-tick" }, label, time));
    return { id: heading.id, title, box, time };
  }

  /** @returns {Record<string, string>} time by id; read again each time, since another tab may have ticked */
  get ticked() {
    const found = load(NAME)?.done;
    return Object.fromEntries(
      Object.entries(found ?? {}).filter(([id, at]) => ID.test(id) && typeof at === "string" && TIME.test(at)),
    );
  }

  /** @param {string} id @param {boolean} on */
  #tick(id, on) {
    const { [id]: _, ...rest } = this.ticked;
    this.kept = save(NAME, { version: 1, done: on ? { ...rest, [id]: new Date().toISOString() } : rest });
    this.redraw();
    announce(this.box.count());
  }

  clear() {
    this.kept = save(NAME, undefined);
    this.filter.clear();
    this.redraw();
  }

  /** @returns {Step[]} the steps that are shown */
  shown() {
    const hidden = new Set(this.rows.filter(({ box }) => box.closest("[hidden]")).map(({ id }) => id));
    return this.list().filter(({ id }) => !hidden.has(id));
  }

  /** @returns {Step[]} */
  list() {
    const { ticked } = this;
    const page = new URL("unblock/", root);
    const url = (/** @type {string} */ id) => new URL(`#${id}`, page).href;
    const here = this.rows.map(({ id, title }) => ({ id, title, url: url(id), done: ticked[id] ?? null }));
    const known = new Set(here.map(({ id }) => id));
    const gone = Object.keys(ticked).filter((id) => !known.has(id));
    return [
      ...here,
      ...gone.map((id) => ({ id, title: `${id} (${say.progress.gone})`, url: url(id), done: ticked[id] })),
    ];
  }

  redraw() {
    const { ticked } = this;
    for (const { id, box, time } of this.rows) {
      box.checked = id in ticked;
      time.dateTime = ticked[id] ?? "";
      time.textContent = ticked[id] ? say.doneAt(ticked[id]) : "";
      for (const link of document.querySelectorAll(`.md-nav--secondary a[href$="#${id}"]`))
        link.classList.toggle("ndr-ticked", box.checked);
    }
    this.box.redraw();
  }
}
