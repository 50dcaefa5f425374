// What the reader does with the checker, and what follows from it.
//
// Promises: nothing of Python is asked for before the reader shows intent; the latest text wins; no word of it reaches
// the address, the storage or the clipboard.

import { Box } from "./box.mjs";
import { check, forget, listen, running, warm } from "../../pyodide_start/client.mjs";
import { catalogue, fromLink, root } from "../parts/codes.mjs";
import { Failure } from "../../pyodide_start/files.mjs";
import { carriedFiles, fromFiles, fromPaste } from "./input.mjs";
import { rows } from "./rows.mjs";
import { Several } from "./several.mjs";
import { status } from "../strings/check.mjs";

/** @typedef {import("./input.mjs").Input} Input */
/** @typedef {import("./input.mjs").Judgeable} Judgeable */
/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** After the last key, before a typed text is read. */
const TYPING_PAUSE = 700;

/** What was pasted on which page, so that «back» finds it again (WCAG 3.3.7). In memory only. @type {Map<string, string>} */
const pasted = new Map();

export class Journey {
  /** Counts what the reader did; an answer to anything but the latest is dropped. */
  #turn = 0;
  #intent = false;
  #typing = 0;
  /** @type {Input | null} */
  #last = null;

  /** @param {HTMLElement} section the partial, checker.html */
  constructor(section) {
    this.box = new Box(section);
    this.#listen();
    listen({ progress: (loaded, total) => this.box.progress(loaded, total), replaced: () => this.box.replaced() });
    this.box.text.value ||= pasted.get(location.pathname) ?? "";
    // Pasted, or at least focused, before this script had come; or pasted on an earlier visit of this page.
    if (this.box.text.value) this.#judgeText();
    else if (section.contains(document.activeElement)) this.#prepare();
    else this.openLink();
  }

  /** Show the code that a link to the home page names, without Python. */
  async openLink() {
    if (location.pathname !== root.pathname || !location.hash.startsWith("#code=")) return;
    this.#turn += 1;
    const verdict = await fromLink(location.hash);
    if (verdict) await this.#show(verdict, null);
    else this.box.idle(status.badLink);
  }

  /** Load Python while the reader is still looking for the bounce. */
  async #prepare() {
    if (this.#intent) return;
    this.#intent = true;
    catalogue();
    if (running) return;
    const turn = this.#turn;
    this.box.loading();
    try {
      await warm();
      if (turn === this.#turn) this.box.idle(status.ready);
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * @param {Input} input
   * @param {boolean} [typed] it is still being written: what is no bounce yet is no mistake
   * @returns {Promise<void>}
   */
  async #judge(input, typed = false) {
    this.#intent = true;
    this.#last = input;
    clearTimeout(this.#typing);
    forget();
    const turn = ++this.#turn;
    if (input.kind !== "text" && input.kind !== "file" && input.kind !== "several") return this.box.refuse(input.kind);
    catalogue();
    try {
      if (!running && this.box.state !== "loading") this.box.loading();
      await warm();
      if (turn === this.#turn) this.box.checking();
      if (input.kind === "several") return await this.#judgeSeveral(input, typed);
      const verdict = turn === this.#turn ? await check(input.data) : null;
      if (!verdict || turn !== this.#turn) return;
      if (typed && verdict.kind === "not-a-bounce") return this.box.idle();
      await this.#show(verdict, input);
      if (!typed) this.box.heading()?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * @param {import("./input.mjs").Several} input
   * @param {boolean} typed
   * @returns {Promise<void>}
   */
  async #judgeSeveral({ files, alone }, typed) {
    const turn = this.#turn;
    const several = new Several(files);
    for await (const _ of several.readAll()) {
      if (turn !== this.#turn) return;
      this.box.reading(several);
    }
    if (turn !== this.#turn) return;
    if (files.length === 1 && several.mails === 1) return this.#judge(await alone(), typed);
    this.box.several(several, rows(several, async (verdict) => {
      const entry = (await catalogue()).find(({ page }) => page === verdict.page);
      if (turn === this.#turn) this.box.chosen(verdict, entry);
    }));
  }

  /**
   * @param {Verdict} verdict
   * @param {Judgeable | null} input
   */
  async #show(verdict, input) {
    const turn = this.#turn;
    const entry = (await catalogue()).find(({ page }) => page === verdict.page);
    if (turn === this.#turn) this.box.verdict(verdict, entry, input);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.box.fail(error instanceof Failure ? error.reason : "crashed");
  }

  #judgeText(typed = false) {
    pasted.set(location.pathname, this.box.text.value);
    this.#judge(fromPaste(this.box.text.value), typed);
  }

  /** @param {File[]} files at least one */
  async #judgeFiles(files) {
    this.#prepare();
    this.box.text.value = "";
    this.#judge(await fromFiles(files));
  }

  #startOver() {
    forget();
    this.#turn += 1;
    this.#last = null;
    this.box.text.value = "";
    pasted.delete(location.pathname);
    this.box.idle();
  }

  #retry() {
    this.#intent = false;
    if (this.#last) this.#judge(this.#last);
    else this.#prepare();
  }

  /** @param {InputEvent} event */
  #edited({ inputType }) {
    clearTimeout(this.#typing);
    if (inputType?.startsWith("insertFrom")) return this.#judgeText();
    const settle = () => (this.box.text.value.trim() ? this.#judgeText(true) : this.#startOver());
    this.#typing = setTimeout(settle, TYPING_PAUSE);
  }

  /** @param {KeyboardEvent} event */
  #pressed({ key, ctrlKey, metaKey }) {
    if (key === "Enter" && (ctrlKey || metaKey)) this.#judgeText();
  }

  /**
   * @param {Event} event a paste or a drop
   * @param {DataTransfer | null} transfer
   */
  #handed(event, transfer) {
    delete this.box.section.dataset.over;
    const files = carriedFiles(transfer);
    if (!files.length) return; // text: the text area takes it itself
    event.preventDefault();
    this.#judgeFiles(files);
  }

  #listen() {
    const { section, text, file, check: button, open, clear, retry, reload, jump } = this.box;
    for (const event of ["focusin", "pointerdown", "dragenter"]) section.addEventListener(event, () => this.#prepare());
    text.addEventListener("pointerenter", () => this.#prepare());
    text.addEventListener("input", (event) => this.#edited(/** @type {InputEvent} */ (event)));
    section.addEventListener("keydown", (event) => this.#pressed(event));
    section.addEventListener("paste", (event) => this.#handed(event, event.clipboardData));
    section.addEventListener("drop", (event) => this.#handed(event, event.dataTransfer));
    section.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      section.dataset.over = "";
    });
    section.addEventListener("dragleave", () => delete section.dataset.over);
    file.addEventListener("change", () => {
      const chosen = Array.from(file.files ?? []);
      if (chosen.length) this.#judgeFiles(chosen);
      file.value = "";
    });
    open.addEventListener("click", () => file.click());
    button.addEventListener("click", () => this.#judgeText());
    clear.addEventListener("click", () => {
      this.#startOver();
      text.focus();
    });
    retry.addEventListener("click", () => this.#retry());
    reload.addEventListener("click", () => location.reload());
    jump.addEventListener("click", () => this.box.heading()?.focus());
  }
}
