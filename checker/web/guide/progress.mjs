// The box at the top of the guide: how far the admin is, and what to do with that. And the way into the case for Support.

import { forget, isCarried } from "./case.mjs";
import { root } from "../parts/codes.mjs";
import { element } from "../parts/dom.mjs";
import { announce, preview } from "../parts/preview.mjs";
import { record } from "./record.mjs";
import { addSaving } from "../parts/saved.mjs";
import { progress as say, support } from "../strings/guide.mjs";
import { forms } from "../strings/share.mjs";

/** @typedef {import("./record.mjs").Step} Step */
/** @typedef {{kept: boolean, list(): Step[], shown(): Step[], clear(): void}} Progress */

export class ProgressBox {
  /** @type {(() => void)[]} what follows a change */
  #shown = [];

  /** @param {Progress} progress */
  constructor(progress) {
    this.progress = progress;
    this.said = element("p", { class: "ndr-count" });
    this.bar = element("progress", { class: "ndr-progress", "aria-label": say.label });
    this.keeping = element("p", { class: "ndr-hint" });
    const status = element("p", { class: "ndr-unseen", role: "status", "aria-atomic": "true" });
    const print = element("button", { type: "button", class: "ndr-button" }, say.print);
    print.addEventListener("click", () => window.print());
    const clear = element("button", { type: "button", class: "ndr-button" }, say.clear);
    const ask = this.#ask(clear);
    clear.addEventListener("click", () => ask.showModal());
    const actions = element("div", { class: "ndr-controls" }, print, clear);
    this.node = element(
      "section",
      { class: "ndr-tool ndr-steps", "aria-label": say.label },
      this.said,
      this.bar,
      this.keeping,
      actions,
      this.#export(),
      ask,
      status,
    );
    this.support = this.#support();
  }

  /** @param {HTMLElement | null} filter by which the reader chooses steps */
  offer(filter) {
    if (filter) this.said.before(filter);
  }

  count() {
    const steps = this.progress.shown();
    return say.count(steps.filter(({ done }) => done).length, steps.length);
  }

  redraw() {
    const steps = this.progress.shown();
    this.bar.max = steps.length;
    this.bar.value = steps.filter(({ done }) => done).length;
    this.said.textContent = this.count();
    this.keeping.textContent = this.progress.kept ? say.kept : say.notKept;
    for (const refresh of this.#shown) refresh();
  }

  #export() {
    const page = new URL("unblock/", root).href;
    const shown = preview(say.what, forms, (form) => [record(this.progress.shown(), form, page)]);
    addSaving(shown, say.save, say.file);
    this.#shown.push(shown.refresh);
    const folded = [...shown.choices, shown.view, shown.actions];
    return element("details", { class: "ndr-fold" }, element("summary", {}, say.export), ...folded);
  }

  /** @param {HTMLElement} opener */
  #ask(opener) {
    const yes = element("button", { type: "button", class: "ndr-button ndr-button--main" }, say.clearYes);
    const no = element("button", { type: "button", class: "ndr-button" }, say.clearNo);
    const dialog = element(
      "dialog",
      { class: "ndr-ask", "aria-label": say.clear },
      element("p", {}, say.clearAsk),
      element("div", { class: "ndr-controls" }, no, yes),
    );
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      dialog.close();
      forget();
      this.progress.clear();
      const old = this.support;
      this.support = this.#support();
      old.replaceWith(this.support);
      announce(say.cleared);
      opener.focus();
    });
    return dialog;
  }

  /** @returns {HTMLDetailsElement} the form comes when it is opened */
  #support() {
    const fold = element("details", { class: "ndr-tool ndr-fold ndr-case" }, element("summary", {}, support.open));
    const open = async () => {
      const { caseForm } = await import("./caseform.mjs");
      const done = () =>
        this.progress
          .list()
          .flatMap(({ title, done: at }) => (at ? [{ title, at }] : []))
          .sort((a, b) => a.at.localeCompare(b.at));
      const { node, refresh } = await caseForm(done);
      this.#shown.push(refresh);
      fold.append(node);
      if (isCarried()) fold.scrollIntoView();
    };
    fold.addEventListener("toggle", open, { once: true });
    fold.open = isCarried();
    return fold;
  }
}
