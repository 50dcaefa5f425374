// What the reader does with the workspace, and what follows from it.
//
// Promises: nothing of Python is asked for before the reader shows intent; files stay in memory and go nowhere; Clear lets
// go of all of them, in Python too.

import { listen, passOn, running, warm } from "../../pyodide_start/client.mjs";
import { Failure, ask } from "../../pyodide_start/files.mjs";
import { root } from "../parts/codes.mjs";
import { isInField } from "../parts/dom.mjs";
import { carrySenders } from "../guide/case.mjs";
import { plain } from "../parts/text.mjs";
import { pasted } from "../strings/box.mjs";
import * as say from "../strings/triage.mjs";
import { BROUGHT, handed } from "./handed.mjs";
import { Panel } from "./panel.mjs";
import { Dropped, Reader, Unreadable } from "./reader.mjs";
import { drawn } from "./report.mjs";

/** @typedef {import("./reader.mjs").Answered} Answered */

/** The invented organization's files, below samples/. */
const SAMPLE = [
  "dairy-trace.csv",
  "dairy-accepted.csv",
  "dairy-connectors.json",
  "dairy-detail.csv",
  "dairy-audit.csv",
];

/** The files and their answers live on while the reader looks at other pages of the site. */
let reader = new Reader();
/** @type {Answered | null} */
let answered = null;
let busy = false;
/** The workspace on the page that is shown. @type {Workspace | null} */
let shown = null;

/** Begin with no files, and leave none of their domains to the case for Support. */
function forget() {
  reader = new Reader();
  answered = null;
  carrySenders([]);
}

export class Workspace {
  /** @param {HTMLElement} section the partial, triage.html */
  constructor(section) {
    this.panel = new Panel(section);
    shown = this;
    this.#listen();
    listen({ progress: (loaded, total) => this.panel.loading(loaded, total), replaced: () => {} });
    const brought = handed();
    const expected = location.hash === BROUGHT;
    if (expected) history.replaceState(history.state, "", location.pathname + location.search);
    if (brought.length) this.add(brought);
    else if (expected && !busy && !answered) this.panel.ask(say.again);
    else if (busy) this.panel.reading(reader.read, reader.total);
    else if (answered) this.show(answered);
  }

  /** @param {File[]} files */
  add(files) {
    if (!files.length) return;
    if (reader.isSample) {
      forget();
      this.panel.empty();
    }
    reader.files.push(...files);
    answered = null;
    this.read();
  }

  /** @returns {Promise<void>} */
  async read() {
    if (busy) return;
    busy = true;
    const mine = reader;
    shown?.panel.reading(reader.read, reader.total);
    try {
      answered = await mine.answer(() => {
        if (mine !== reader) throw new Dropped();
        shown?.panel.reading(mine.read, mine.total);
      });
      busy = false;
      shown?.show(answered);
    } catch (error) {
      busy = false;
      if (error instanceof Dropped) return reader.files.length ? shown?.read() : undefined;
      shown?.fail(error);
    }
  }

  /** @param {Answered} now */
  show(now) {
    const { answers, defects } = now.found;
    const first = answers[0]?.text ?? defects[0] ?? "";
    this.panel.answered(drawn(now, reader.isSample), plain(say.done(reader.files.length, first)));
  }

  /** @param {unknown} error */
  fail(error) {
    if (error instanceof Unreadable) return this.panel.fail(say.unreadable(plain(error.file)));
    const reason = error instanceof Failure ? error.reason : "crashed";
    this.panel.fail([say.failures[reason], ...(reader.files.length ? [say.kept] : [])].join(" "));
  }

  clear() {
    forget();
    if (running) passOn({ kind: "triage", today: "" }).catch(() => {});
    this.panel.empty(say.cleared);
    this.panel.open.focus();
  }

  async #try() {
    this.panel.wait(say.fetching);
    const mine = reader;
    try {
      const files = SAMPLE.map(async (name) => {
        const response = await ask(new URL(`samples/${name}`, root));
        return new File([await response.blob()], name.replace("dairy-", ""));
      });
      const fetched = await Promise.all(files);
      if (mine !== reader || reader.files.length) return; // the reader's own files came first
      this.add(fetched);
      reader.isSample = true;
    } catch (error) {
      if (mine === reader && !reader.files.length) this.fail(error);
    }
  }

  /** Load Python while the reader is still looking for the files. */
  #prepare() {
    warm().catch(() => {}); // said when there is something to read
  }

  #listen() {
    const { section, open, file, clear, retry, try: button } = this.panel;
    for (const event of ["focusin", "pointerdown", "dragenter"]) section.addEventListener(event, () => this.#prepare());
    open.addEventListener("click", () => file.click());
    const chosen = () => {
      this.add(Array.from(file.files ?? []));
      file.value = "";
    };
    file.addEventListener("change", chosen);
    chosen(); // before this script had come
    button.addEventListener("click", () => this.#try());
    open.disabled = button.disabled = false; // until now a click would have been lost
    clear.addEventListener("click", () => this.clear());
    retry.addEventListener("click", () => (reader.files.length ? this.read() : this.#try()));
  }
}

/** @param {Event} event @returns {Workspace | null} what takes files here; none where the reader writes into a field */
function taker(event) {
  return shown?.panel.section.isConnected && !isInField(event) ? shown : null;
}

/** @param {Event} event a paste or a drop @param {DataTransfer | null} transfer */
function taken(event, transfer) {
  const workspace = taker(event);
  if (!workspace || !transfer) return;
  delete workspace.panel.section.dataset.over;
  const files = Array.from(transfer.files);
  if (event.type === "drop" && !files.length && transfer.types.includes("text/uri-list"))
    workspace.panel.warn(say.link);
  const text = event.type === "paste" ? transfer.getData("text/plain") : "";
  if (text && !files.length) files.push(new File([text], pasted));
  if (files.length) event.preventDefault();
  workspace.add(files);
}

document.addEventListener("paste", (event) => taken(event, event.clipboardData));
document.addEventListener("drop", (event) => taken(event, event.dataTransfer));
document.addEventListener("dragover", (event) => {
  const workspace = taker(event);
  if (workspace && event.dataTransfer?.types.includes("Files")) workspace.panel.section.dataset.over = "";
});
document.addEventListener("dragleave", () => {
  if (shown) delete shown.panel.section.dataset.over;
});
