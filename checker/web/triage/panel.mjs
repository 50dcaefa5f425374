// The workspace's frame on the page: what it shows in each state. Which state it is in, workspace.mjs decides.

import { Announcer } from "../parts/announcer.mjs";
import { partsOf } from "../parts/dom.mjs";
import { status } from "../strings/check.mjs";
import * as say from "../strings/triage.mjs";

const part = partsOf("ndr-triage-");

export class Panel {
  /** @param {HTMLElement} section the partial, triage.html */
  constructor(section) {
    this.section = section;
    this.open = part("open", HTMLButtonElement);
    this.try = part("try", HTMLButtonElement);
    this.clear = part("clear", HTMLButtonElement);
    this.retry = part("retry", HTMLButtonElement);
    this.file = part("file", HTMLInputElement);
    this.bar = part("progress", HTMLProgressElement);
    this.doing = part("doing", HTMLParagraphElement);
    this.status = part("status", HTMLParagraphElement);
    this.alert = part("alert", HTMLDivElement);
    this.result = part("result", HTMLDivElement);
    this.announcer = new Announcer(this.status);
  }

  /**
   * @param {"empty" | "reading" | "failed" | "answered"} state
   * @param {string} said read out politely
   * @param {string} [alarm] shown, and read out at once
   */
  #enter(state, said, alarm = "") {
    this.section.dataset.state = state;
    this.status.textContent = said;
    this.alert.textContent = alarm;
    this.bar.hidden = this.doing.hidden = state !== "reading";
    this.retry.hidden = state !== "failed";
    this.clear.hidden = state === "empty";
    this.try.hidden = state !== "empty";
    this.announcer.begin();
  }

  /** @param {string} [said] */
  empty(said = "") {
    this.result.replaceChildren();
    this.#enter("empty", said);
  }

  /** @param {string} said what the reader is asked to do */
  ask(said) {
    this.empty(said);
    this.doing.textContent = said;
    this.doing.hidden = false;
  }

  /** @param {string} said what is waited for */
  wait(said) {
    this.#enter("reading", said);
    this.doing.textContent = said;
    this.bar.removeAttribute("value");
  }

  /** @param {number} loaded @param {number} total bytes of Python */
  loading(loaded, total) {
    if (this.section.dataset.state === "reading")
      this.#tell(loaded < total ? status.loading(loaded, total) : status.starting, loaded, total);
  }

  /** @param {number} read @param {number} total bytes of the reader's files */
  reading(read, total) {
    if (this.section.dataset.state !== "reading") this.#enter("reading", "");
    this.#tell(say.reading(read, total), read, total);
  }

  /** @param {string} said @param {number} now @param {number} total */
  #tell(said, now, total) {
    this.bar.max = total || 1;
    this.bar.value = now;
    this.doing.textContent = said;
    this.announcer.tell(said);
  }

  /** @param {string} alarm shown beside what is there */
  warn(alarm) {
    this.alert.textContent = alarm;
  }

  /** @param {string} alarm */
  fail(alarm) {
    this.#enter("failed", "", alarm);
  }

  /** @param {HTMLElement[]} drawn @param {string} said the first answer in a sentence */
  answered(drawn, said) {
    this.result.replaceChildren(...drawn);
    this.#enter("answered", said);
  }
}
