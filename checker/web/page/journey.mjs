// What the reader does with the checker, and what follows from it.
//
// Promises: nothing of Python is asked for before the reader shows intent; the latest text wins, and the one before it can
// be brought back; nothing from it reaches the address, the storage or the clipboard.

import { Box } from "./box.mjs";
import { check, forget, listen, running, warm } from "../../pyodide_start/client.mjs";
import { judged } from "../parts/judged.mjs";
import { catalogue, exampleOf, fromLink, root } from "../parts/codes.mjs";
import { Failure } from "../../pyodide_start/files.mjs";
import { filesOf, fromFiles, fromPaste, isRefused } from "./input.mjs";
import { forgetAll, remember, remembered, same } from "./earlier.mjs";
import { around, codesIn, lineIn } from "./found.mjs";
import { take } from "./hand.mjs";
import { wire } from "./controls.mjs";
import { draw, drawSeveral, preload, readAll, rowOf } from "./result.mjs";
import * as say from "../strings/box.mjs";
import { status } from "../strings/check.mjs";

/** @typedef {import("./earlier.mjs").Content} Content */
/** @typedef {import("./input.mjs").Input} Input */
/** @typedef {import("./input.mjs").Judgeable} Judgeable */
/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** After the last key, before a typed text is read. */
const TYPING_PAUSE = 700;
/** Of a file, this much is searched for codes while Python loads. */
const FIRST_LOOK = 200_000;

/** What was pasted on which page, so that «back» finds it again (WCAG 3.3.7). In memory only. @type {Map<string, string>} */
const pasted = new Map();

export class Journey {
  /** Counts what the reader did; an answer to anything but the latest is dropped. */
  #turn = 0;
  #intent = false;
  #typing = 0;
  /** @type {Input | null} */
  #last = null;
  #whole = false;
  /** What Undo brings back. @type {Content | null} */
  #before = null;

  /** @param {HTMLElement} section the partial, checker.html */
  constructor(section) {
    this.box = new Box(section);
    wire(this);
    take(this);
    this.#list();
    listen({ progress: (loaded, total) => this.box.progress(loaded, total), replaced: () => this.box.replaced() });
    this.box.text.value ||= pasted.get(location.pathname) ?? "";
    // Pasted, or at least focused, before this script had come; or pasted on an earlier visit of this page.
    if (this.box.text.value) this.judgeText();
    else if (section.contains(document.activeElement)) this.prepare();
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
  async prepare() {
    if (this.#intent) return;
    this.#intent = true;
    catalogue();
    preload();
    if (running) return;
    const turn = this.#turn;
    const reading = this.box.result.hasChildNodes(); // a code that came in a link
    if (!reading) this.box.loading();
    try {
      await warm();
      if (turn === this.#turn && !reading) this.box.idle(status.ready);
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
    if (isRefused(input)) {
      this.box.refuse(input.kind);
      return this.#list();
    }
    this.#whole = !typed;
    catalogue();
    preload();
    if (!typed) this.#seen(input);
    try {
      if (!running && this.box.state !== "loading") this.box.loading();
      await warm();
      if (turn === this.#turn) this.box.checking();
      if (input.kind === "several") return await this.#judgeSeveral(input, typed);
      const verdict = turn === this.#turn ? await check(input.data) : null;
      if (!verdict || turn !== this.#turn) return;
      if (typed && verdict.kind === "not-a-bounce") return this.box.idle();
      await this.#show(verdict, input);
      if (typed || turn !== this.#turn) return;
      this.#settle(verdict, input);
      this.box.heading()?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * What can be said before Python has read it: which codes are in it.
   * @param {Judgeable | import("./input.mjs").Several} input
   */
  #seen(input) {
    if (input.kind === "several") {
      const names = input.files.length > 1 ? say.files(input.files.length) : input.files[0].name;
      return this.box.fold({ before: names, code: "", after: "" });
    }
    const text = input.kind === "text" ? input.data : new TextDecoder().decode(input.data.subarray(0, FIRST_LOOK));
    this.box.fold(input.kind === "text" ? lineIn(text) : { before: input.name, code: "", after: "" });
    this.box.name(codesIn(text));
  }

  /**
   * Fold the text to the line that decided, and keep the verdict to return to. What is no bounce stays open: the reader
   * will want to look at it.
   * @param {Verdict} verdict
   * @param {Judgeable} input
   */
  #settle({ kind, headline, evidence, recipients }, input) {
    if (kind === "not-a-bounce") return this.box.fold(null);
    const decisive = evidence.find((item) => item.decisive);
    if (decisive) {
      const line = around(decisive.text, decisive.code);
      this.box.fold(input.kind === "file" ? { ...line, before: `${input.name}: ${line.before}` } : line);
    }
    this.#remember([headline, ...recipients.slice(0, 1).flatMap(({ address }) => address ?? [])].join(" – "));
  }

  /** @param {string} label */
  #remember(label) {
    remember(label, this.#content());
    this.#list();
  }

  #list() {
    const now = this.#content();
    const isRead = !this.#last || !isRefused(this.#last);
    this.box.earlier(
      remembered(),
      (item) => isRead && same(item, now),
      (item) => this.#replace(item),
    );
  }

  /** @returns {Content} */
  #content() {
    return { text: this.box.text.value, input: this.#last };
  }

  /**
   * Put something else in the place of what the box holds, which Undo then brings back; past a file that couldn't be read,
   * to what was there before it.
   * @param {Content} content
   * @param {string} [said]
   */
  #replace({ text, input }, said = say.replaced) {
    const before = this.#content();
    this.box.text.value = text;
    pasted.set(location.pathname, text);
    this.#last = input;
    this.#whole = Boolean(input);
    if (input) this.#judge(input);
    else this.#rest(said);
    if (!before.input || !isRefused(before.input)) this.#before = before.text || before.input ? before : null;
    this.box.undo.hidden = !this.#before;
  }

  /** @param {string} said the box is empty, or holds what was never judged */
  #rest(said) {
    forget();
    this.#turn += 1;
    this.box.fold(null);
    this.box.idle(said);
    this.#list();
  }

  undo() {
    const before = this.#before;
    this.#before = null;
    if (before) this.#replace(before, say.restored);
  }

  forgetAll() {
    this.box.text.value = "";
    this.#last = null;
    this.#whole = false;
    this.#before = null;
    this.box.undo.hidden = true;
    pasted.clear();
    forgetAll();
    judged(null);
    this.#rest(say.forgotten);
    this.box.text.focus();
  }

  /** Try the example of a code's own page. @param {string} code */
  async example(code) {
    this.prepare();
    const text = await exampleOf(code);
    if (text) this.take(text);
    else this.box.idle(say.noExample);
  }

  /**
   * @param {import("./input.mjs").Several} input
   * @param {boolean} typed
   * @returns {Promise<void>}
   */
  async #judgeSeveral({ files, alone }, typed) {
    const turn = this.#turn;
    const isLatest = () => turn === this.#turn;
    const several = await readAll(files, (read, said) => {
      if (isLatest()) this.box.reading(read, said);
      return isLatest();
    });
    if (!several || !isLatest()) return;
    if (files.length === 1 && several.only && several.mails + several.refused.length === 1) {
      const input = await alone();
      const isCut = input.kind === "file" && input.clipped;
      return isCut ? this.#show(several.only, rowOf(several.only)) : this.#judge(input, typed);
    }
    const { table, said } = await drawSeveral(several, async (verdict) => {
      const chosen = await draw(verdict, rowOf(verdict));
      if (!isLatest()) return;
      this.box.chosen(chosen.card, chosen.said);
      chosen.settle();
    });
    this.box.judged(table, said);
    if (!typed) this.#remember(said);
  }

  /**
   * @param {Verdict} verdict
   * @param {Judgeable | null} input
   */
  async #show(verdict, input) {
    const turn = this.#turn;
    const { card, said, settle } = await draw(verdict, input);
    if (turn !== this.#turn) return;
    this.box.judged(card, said, verdict.kind !== "not-a-bounce");
    settle();
    judged(verdict.code);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.box.fail(error instanceof Failure ? error.reason : "crashed");
  }

  judgeText(typed = false) {
    pasted.set(location.pathname, this.box.text.value);
    this.#judge(fromPaste(this.box.text.value), typed);
  }

  /** @param {string} text taken in place of what the box holds */
  take(text) {
    this.#replace({ text, input: fromPaste(text) });
  }

  /** @param {File[]} files at least one */
  async judgeFiles(files) {
    this.prepare();
    const turn = this.#turn;
    const input = await fromFiles(files);
    if (turn !== this.#turn) return;
    if (!isRefused(input)) return this.#replace({ text: "", input });
    // The text stays for a file that can't be read. Its verdict doesn't: it would be taken for the file's.
    this.#replace({ text: this.box.text.value, input });
    // The code that the reader is asked to type takes its place.
    this.box.text.select();
  }

  startOver() {
    this.#replace({ text: "", input: null }, say.cleared);
  }

  retry() {
    this.#intent = false;
    if (this.#last) this.#judge(this.#last);
    else this.prepare();
  }

  /** @param {InputEvent} event */
  edited({ inputType }) {
    clearTimeout(this.#typing);
    if (inputType?.startsWith("insertFrom")) return this.judgeText();
    this.#whole = false;
    this.box.fold(null);
    const settle = () => (this.box.text.value.trim() ? this.judgeText(true) : this.#emptied());
    this.#typing = setTimeout(settle, TYPING_PAUSE);
  }

  /** The reader has taken the last character out, which the browser undoes. */
  #emptied() {
    this.#last = null;
    pasted.delete(location.pathname);
    this.#rest("");
  }

  /** @returns {File[]} what the workspace can read of what was judged */
  get files() {
    return filesOf(this.#last);
  }

  /** The box holds one whole text that was handed over to be read: the next paste takes its place. */
  get isWhole() {
    return this.#whole;
  }

  /** What has been written since, the browser undoes itself. */
  get canUndo() {
    return Boolean(this.#before) && (this.#whole || !this.box.text.value);
  }
}
