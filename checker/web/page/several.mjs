// Several bounces, in an mbox or in files: read piece by piece, one after the other, and what is worth showing of them kept.

import { check, checkPiece } from "../../pyodide_start/client.mjs";
import { fromFile, inPieces } from "./input.mjs";

/** @typedef {import("../contract.mjs").Verdict} Verdict */

/** More rows than anybody reads; each keeps its verdict. */
const SHOWN = 1000;
/** Of one file's bytes this many are in Python at a time, so that a mailbox may be larger than memory. */
const PIECE = 1_000_000;
const NAMED = 5;

/**
 * Whether a server vouches for a mail decides too: a forged one doesn't head the list.
 * @param {Verdict} verdict
 * @returns {number} its place: organization-wide blocks, the certain ones first, then other bounces, then mentions
 */
function placeOf({ kind, severity, certainty }) {
  if (kind === "mention") return 3;
  if (kind === "failure" && severity === "organization") return certainty === "certain" ? 0 : 1;
  return 2;
}

/** What was found so far, by place, and in the order of the input. */
export class Several {
  /** @param {File[]} files */
  constructor(files) {
    this.files = files;
    this.total = files.reduce((sum, { size }) => sum + size, 0);
    this.read = 0;
    this.mails = 0;
    this.bounces = 0;
    this.mentions = 0;
    this.wide = 0;
    /** @type {string[]} names of files that are no mail */
    this.refused = [];
    this.unread = 0;
    /** @type {Verdict | null} the first verdict of all */
    this.only = null;
    /** @type {Verdict[][]} */
    this.lists = [[], [], [], []];
  }

  get rows() {
    return this.lists.flat().slice(0, SHOWN);
  }

  /** Read on; yields after each piece, so that the reader can be told, or has turned to something else. */
  async *readAll() {
    for (const file of this.files) {
      if (await inPieces(file)) yield* this.#pieces(file);
      else await this.#single(file);
      yield;
    }
  }

  /** @param {File} file */
  async *#pieces(file) {
    for (let at = 0; at < file.size; at += PIECE) {
      const buffer = await file
        .slice(at, at + PIECE)
        .arrayBuffer()
        .catch(() => null);
      if (!buffer) return this.#refuse(file);
      this.#add(await checkPiece({ mailbox: file.name, first: at === 0, piece: new Uint8Array(buffer) }));
      this.read += buffer.byteLength;
      yield;
    }
    this.#add(await checkPiece({ mailbox: file.name, first: false, piece: null }));
  }

  /** @param {File} file */
  async #single(file) {
    const input = await fromFile(file);
    this.read += file.size;
    if (input.kind !== "file") return this.#refuse(file);
    const verdict = await check(input.data);
    if (verdict) this.#add([{ ...verdict, source: file.name }]);
  }

  /** @param {{name: string}} file */
  #refuse({ name }) {
    if (this.refused.length < NAMED) this.refused.push(name);
    else this.unread += 1;
  }

  /** @param {Verdict[]} verdicts */
  #add(verdicts) {
    this.only ??= verdicts[0] ?? null;
    for (const verdict of verdicts) {
      // The headline of a file that isn't read says what it is, and is among what was left out.
      if (verdict.defects.includes(verdict.headline)) {
        this.#refuse({ name: verdict.source ?? "" });
        continue;
      }
      this.mails += 1;
      if (verdict.kind === "not-a-bounce") continue;
      if (verdict.kind === "mention") this.mentions += 1;
      else this.bounces += 1;
      const place = placeOf(verdict);
      if (place < 2) this.wide += 1;
      const list = this.lists[place];
      if (list && list.length < SHOWN) list.push(verdict);
    }
  }
}
