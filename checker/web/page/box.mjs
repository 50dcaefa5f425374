// The checker's box on the page: what it shows in each state. Which state it is in, page.mjs decides.

import { root } from "../parts/codes.mjs";
import { Announcer } from "../parts/announcer.mjs";
import { element, partsOf } from "../parts/dom.mjs";
import { plain } from "../parts/text.mjs";
import { failures, refusals, status, textKept } from "../strings/check.mjs";
import * as say from "../strings/box.mjs";

/** @typedef {import("../../pyodide_start/files.mjs").Reason} Reason */
/** @typedef {import("./earlier.mjs").Item} Item */
/** @typedef {"idle" | "loading" | "checking" | "refused" | "failed" | "verdict" | "not-a-bounce"} State */

const part = partsOf("ndr-");

export class Box {
  /** @param {HTMLElement} section the partial, checker.html */
  constructor(section) {
    this.section = section;
    this.text = part("text", HTMLTextAreaElement);
    this.file = part("file", HTMLInputElement);
    this.check = part("check", HTMLButtonElement);
    this.open = part("open", HTMLButtonElement);
    this.clear = part("clear", HTMLButtonElement);
    this.retry = part("retry", HTMLButtonElement);
    this.reload = part("reload", HTMLButtonElement);
    this.jump = part("jump", HTMLButtonElement);
    this.bar = part("progress", HTMLProgressElement);
    this.loaded = part("loaded", HTMLParagraphElement);
    this.status = part("status", HTMLParagraphElement);
    this.alert = part("alert", HTMLDivElement);
    this.result = part("result", HTMLDivElement);
    this.line = part("line", HTMLParagraphElement);
    this.found = part("found", HTMLParagraphElement);
    this.show = part("show", HTMLButtonElement);
    this.undo = part("undo", HTMLButtonElement);
    this.examples = part("examples", HTMLParagraphElement);
    this.list = part("earlier", HTMLDetailsElement);
    this.rows = part("earlier-list", HTMLOListElement);
    this.forget = part("forget", HTMLButtonElement);
    this.announcer = new Announcer(this.status);
    document.getElementById("ndr-late")?.remove();
  }

  /** @returns {State} */
  get state() {
    return /** @type {State} */ (this.section.dataset.state);
  }

  /**
   * @param {State} state
   * @param {string} said read out politely
   * @param {string} [alarm] read out at once
   */
  #enter(state, said, alarm = "") {
    this.section.dataset.state = state;
    this.status.textContent = said;
    this.alert.textContent = alarm;
    this.loaded.textContent = state === "loading" ? said : "";
    this.bar.hidden = state !== "loading";
    this.retry.hidden = state !== "failed";
    this.reload.hidden = true;
    this.text.setAttribute(
      "aria-invalid",
      String((state === "refused" && !this.text.value) || state === "not-a-bounce"),
    );
    if (!["loading", "checking", "failed"].includes(state)) this.name([]);
    if (state !== "verdict" && state !== "not-a-bounce") this.result.replaceChildren();
    this.jump.hidden = !this.result.hasChildNodes();
    this.#offer();
  }

  /** Which buttons have something to do. */
  #offer() {
    const folded = !this.line.hidden;
    const empty = !this.text.value && !folded && !this.result.hasChildNodes();
    this.check.hidden = folded;
    this.show.hidden = !folded || !this.text.value;
    this.clear.hidden = empty;
    this.clear.textContent = folded ? say.another : say.startOver;
    this.examples.hidden = !empty;
  }

  /**
   * Show one line in place of the text, which stays in the box: what was pasted has been read, and its tail says least.
   * @param {import("./found.mjs").Line | null} line null to show the text again
   */
  fold(line) {
    this.line.hidden = !line;
    this.section.toggleAttribute("data-folded", Boolean(line));
    this.#offer();
    const { before, code, after } = line ?? { before: "", code: "", after: "" };
    this.line.replaceChildren(
      plain(before),
      ...(code ? [element("mark", { class: "ndr-mark ndr-mark--decisive" }, code)] : []),
      plain(after),
    );
  }

  /** @param {{code: string, page: string}[]} codes seen in the text and not judged */
  name(codes) {
    const links = codes.map(({ code, page }) =>
      element("a", { href: new URL(page, root).href, translate: "no" }, code),
    );
    this.found.hidden = !links.length;
    this.found.replaceChildren(say.found(links.length), ...links.flatMap((link, at) => (at ? [", ", link] : [link])));
  }

  /**
   * @param {readonly Item[]} items
   * @param {(item: Item) => boolean} isShown
   * @param {(item: Item) => void} choose
   */
  earlier(items, isShown, choose) {
    this.list.hidden = !items.length;
    const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
    this.rows.replaceChildren(
      ...items.map((item) => {
        const button = element(
          "button",
          { type: "button", class: "ndr-pick", "aria-current": String(isShown(item)) },
          item.label,
        );
        button.addEventListener("click", () => choose(item));
        return element("li", {}, element("time", {}, time.format(item.at)), " ", button);
      }),
    );
  }

  /** @param {string} [said] */
  idle(said = "") {
    this.#enter("idle", said);
  }

  /** @param {string} [said] */
  loading(said = status.starting) {
    this.announcer.begin();
    this.bar.removeAttribute("value");
    this.#enter("loading", said);
  }

  replaced() {
    this.loading(status.replaced);
  }

  /**
   * @param {number} loaded
   * @param {number} total
   */
  progress(loaded, total) {
    if (this.state !== "loading") return;
    this.bar.max = total;
    this.bar.value = loaded;
    this.loaded.textContent = loaded < total ? status.loading(loaded, total) : status.starting;
    this.announcer.tell(this.loaded.textContent, loaded >= total);
  }

  checking() {
    this.announcer.begin();
    this.#enter("checking", status.checking);
  }

  /** @param {import("./input.mjs").Refusal} kind */
  refuse(kind) {
    this.fold(null);
    this.#enter("refused", refusals[kind]);
  }

  /** @param {Reason} reason */
  fail(reason) {
    this.#enter("failed", status.failed, [failures[reason], ...(this.text.value ? [textKept] : [])].join(" "));
    this.reload.hidden = reason !== "missing";
  }

  /**
   * Focus stays where the reader has put it; the result is announced, and «Go to the result» is the next stop.
   * @param {HTMLElement} drawn the card, or the table of several
   * @param {string} said the result in a sentence
   * @param {boolean} [isBounce]
   */
  judged(drawn, said, isBounce = true) {
    this.result.replaceChildren(drawn);
    this.#enter(isBounce ? "verdict" : "not-a-bounce", said);
  }

  /**
   * @param {import("./several.mjs").Several} several how far the reading is
   * @param {string} said
   */
  reading({ read, total }, said) {
    this.bar.hidden = false;
    this.bar.max = total;
    this.bar.value = read;
    this.announcer.tell(said);
  }

  /**
   * The verdict of a row, below the table.
   * @param {HTMLElement} drawn
   * @param {string} said
   */
  chosen(drawn, said) {
    this.status.textContent = said;
    this.result.querySelector(".ndr-card")?.remove();
    this.result.append(drawn);
    document.getElementById("ndr-heading")?.scrollIntoView({ block: "nearest" });
  }

  heading() {
    return document.getElementById("ndr-several") ?? document.getElementById("ndr-heading");
  }
}
