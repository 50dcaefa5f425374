// What the reader gives us, a text or a file, as something that Python can judge or that we must refuse in words.

import { pasted } from "../strings/box.mjs";

/** The box's own maxlength: with more, laying out the text area stops the page for seconds. A file may be longer. */
const PASTE_LIMIT = 500_000;
/** Reports with the original mail attached reach this. */
const FILE_LIMIT = 10_000_000;
/** An .msg or a packed file can't be cut: what says where everything is may be at its end. Python reads no more. */
const MSG_LIMIT = 32 * 1024 * 1024;

/**
 * @typedef {"empty" | "emptyFile" | "picture" | "pdf" | "binary" | "unreadable"} Refusal
 * @typedef {{kind: "text", data: string, clipped: boolean}
 *   | {kind: "file", data: Uint8Array, clipped: boolean, name: string, whole?: File}} Judgeable `whole` is what it was read from
 * @typedef {{kind: "several", files: File[], alone: () => Single | Promise<Single>}} Several files, or one that comes in pieces;
 *   `alone` is what to judge if there is but one mail in it
 * @typedef {Judgeable | {kind: Refusal}} Single
 * @typedef {Single | Several} Input
 */

/** First bytes of files that are no mail: sooner right than the name's ending or the type that the system claims. */
const MAGIC = /** @type {[Refusal, number[]][]} */ ([
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["picture", [0x89, 0x50, 0x4e, 0x47]],
  ["picture", [0xff, 0xd8, 0xff]],
  ["picture", [0x47, 0x49, 0x46, 0x38]],
  ["picture", [0x52, 0x49, 0x46, 0x46]],
]);

/** How an Outlook .msg begins, and zip and gzip files, which Python opens. */
const MSG = [0xd0, 0xcf, 0x11, 0xe0];
const PACKED = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b, 0x08],
];
/** The line before each mail of an mbox. Only a first look: where the mails begin, Python says. */
const MBOX = /^\s*From \S+ .*\d\d:\d\d/;
const FIRST_LOOK = 1000;

/**
 * @param {string} text
 * @returns {Single} newlines as LF and no half of a surrogate pair, so that Python counts as we do
 */
function fromText(text) {
  const data = text
    .slice(0, PASTE_LIMIT)
    .replace(/\r\n?/g, "\n")
    .replace(/\p{Surrogate}/gu, "\ufffd");
  return data.trim() ? { kind: "text", data, clipped: text.length >= PASTE_LIMIT } : { kind: "empty" };
}

/**
 * @param {File} file
 * @returns {Promise<Single>} the bytes as they are: charsets and MIME are Python's
 */
export async function fromFile(file) {
  if (file.type.startsWith("image/")) return { kind: "picture" };
  const start = await bytes(file, FIRST_LOOK);
  if (!start) return { kind: "unreadable" };
  if (!start.length) return { kind: "emptyFile" };
  const known = MAGIC.find(([, magic]) => begins(start, magic));
  if (known) return { kind: known[0] };
  const isWhole = begins(start, MSG) || isPacked(start);
  if (!isWhole && isBinary(start)) return { kind: "binary" };
  const limit = isWhole ? MSG_LIMIT : FILE_LIMIT;
  const data = await bytes(file, limit);
  return data
    ? { kind: "file", data, clipped: file.size > limit, name: file.name, whole: file }
    : { kind: "unreadable" };
}

/**
 * @param {Blob} file
 * @param {number} most
 * @returns {Promise<Uint8Array | null>} null where the browser can't read it
 */
async function bytes(file, most) {
  const buffer = await file
    .slice(0, most)
    .arrayBuffer()
    .catch(() => null);
  return buffer && new Uint8Array(buffer);
}

/**
 * @param {Uint8Array} data
 * @param {number[]} magic
 */
function begins(data, magic) {
  return magic.every((byte, at) => data[at] === byte);
}

/** @param {Uint8Array} data */
const isPacked = (data) => PACKED.some((magic) => begins(data, magic));

/** @param {Uint8Array} data UTF-16 has zeros as well: after a mark, or in Latin text every second byte */
function isBinary(data) {
  const marked = begins(data, [0xff, 0xfe]) || begins(data, [0xfe, 0xff]);
  const zeros = [0, 1].map((parity) => data.filter((byte, at) => !byte && at % 2 === parity).length);
  const utf16 = Math.min(...zeros) === 0 && Math.max(...zeros) > Math.max(8, data.length / 4);
  return !marked && !utf16 && data.includes(0);
}

/** @param {Blob} file @returns {Promise<boolean>} whether it goes to Python in pieces: it is an mbox, packed, or long */
export async function inPieces(file) {
  const start = await bytes(file, FIRST_LOOK);
  if (!start) return false;
  if (begins(start, MSG)) return false;
  return file.size > FILE_LIMIT || isPacked(start) || MBOX.test(new TextDecoder().decode(start));
}

/**
 * @param {File[]} files at least one
 * @returns {Promise<Input>}
 */
export async function fromFiles(files) {
  const alone = () => fromFile(files[0]);
  return files.length > 1 || (await inPieces(files[0])) ? { kind: "several", files, alone } : alone();
}

/**
 * @param {string} text
 * @returns {Input} several mails where the text is an mbox
 */
export function fromPaste(text) {
  const alone = () => fromText(text);
  const isMany = MBOX.test(text.slice(0, FIRST_LOOK));
  return isMany ? { kind: "several", files: [textFile(text)], alone } : alone();
}

/** @param {string} text @returns {boolean} whether it is longer than the box holds; as a file it's read to its end */
export function isTooLong(text) {
  return text.length > PASTE_LIMIT;
}

/** @param {string} text @returns {File} */
export function textFile(text) {
  return new File([text], pasted);
}

/** @param {Input} input @returns {input is {kind: Refusal}} whether there is nothing in it to judge */
export function isRefused(input) {
  return !("data" in input || "files" in input);
}

/**
 * @param {Input | null} input
 * @returns {File[]} what the workspace can read of it
 */
export function filesOf(input) {
  if (input?.kind === "several") return input.files;
  if (input?.kind === "text") return [textFile(input.data)];
  return input?.kind === "file" && input.whole ? [input.whole] : [];
}

/**
 * The files that a paste or drop carries. A mail program that copies text may add a picture of it: then the text counts.
 * @param {DataTransfer | null} transfer
 * @returns {File[]}
 */
export function carriedFiles(transfer) {
  if (!transfer || transfer.types.includes("text/plain")) return [];
  return Array.from(transfer.files);
}
