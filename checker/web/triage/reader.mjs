// Feeds files to Python's workspace, a piece at a time, so that a log may be larger than memory.

import { passOn, warm } from "../../pyodide_start/client.mjs";
import { Failure } from "../../pyodide_start/files.mjs";

/** @typedef {import("./found.mjs").Found} Found */
/**
 * @typedef {{found: Found, questions: Record<string, string>, json: string, markdown: string, csv: string,
 *   case: {fields: import("../guide/case.mjs").Carried, senders: import("../guide/case.mjs").Sender[]}}} Answered
 *   `json` is byte for byte what the command line prints
 */

/** Of one file's bytes this many are on their way at a time. */
const PIECE = 500_000;

/** The reader has cleared the workspace meanwhile. */
export class Dropped extends Error {}

/** The browser can't read a file: it was moved, or is in use. */
export class Unreadable extends Error {
  /** @param {string} file its name */
  constructor(file) {
    super();
    this.file = file;
  }
}

export class Reader {
  /** @type {File[]} */
  files = [];
  /** The files are the sample's, which the reader's own replace. */
  isSample = false;
  /** How many of the files Python has read whole. */
  #done = 0;
  #begun = false;
  /** Bytes read of all files. */
  read = 0;

  get total() {
    return this.files.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Read what isn't read yet, also what is added meanwhile.
   * @param {() => void} seen told after each piece; it throws to stop the reading
   * @returns {Promise<Answered>} fails with a Failure, or with what `seen` throws
   */
  async answer(seen) {
    try {
      return await this.#answer(seen);
    } catch (error) {
      if (error instanceof Dropped) throw error;
      if (error instanceof Unreadable) this.files.splice(this.#done, 1);
      this.#begin();
      // A text in the checker's box may have ended the Python that knew the files: from the beginning, once.
      if (!(error instanceof Failure) || error.reason !== "crashed") throw error;
      return await this.#answer(seen).catch((second) => {
        this.#begin();
        throw second;
      });
    }
  }

  #begin() {
    this.#begun = false;
    this.#done = this.read = 0;
  }

  /** @param {() => void} seen */
  async #answer(seen) {
    await warm();
    seen();
    if (!this.#begun) await passOn({ kind: "triage", today: new Date().toISOString().slice(0, 10) });
    this.#begun = true;
    let answered;
    do {
      while (this.#done < this.files.length) {
        await this.#feed(this.files[this.#done], seen);
        this.#done += 1;
      }
      answered = await passOn({ kind: "triage-result" });
      seen();
    } while (this.#done < this.files.length);
    return { ...answered, found: JSON.parse(answered.json) };
  }

  /** @param {File} file @param {() => void} seen */
  async #feed(file, seen) {
    let at = 0;
    do {
      const buffer = await file
        .slice(at, at + PIECE)
        .arrayBuffer()
        .catch(() => null);
      if (!buffer) throw new Unreadable(file.name);
      const question = {
        kind: /** @type {const} */ ("triage-piece"),
        name: file.name,
        first: !at,
        last: at + PIECE >= file.size,
      };
      await passOn(question, new Uint8Array(buffer));
      at += PIECE;
      this.read += buffer.byteLength;
      seen();
    } while (at < file.size);
  }
}
