// What the reader gives us, a text or a file, as something that Python can judge or that we must refuse in words.

/** The box's own maxlength: beyond it a text area gets slow. */
const PASTE_LIMIT = 2_000_000;
/** Reports with the original mail attached reach this. */
const FILE_LIMIT = 10_000_000;

/**
 * @typedef {"empty" | "picture" | "msg" | "zip" | "pdf" | "binary" | "unreadable"} Refusal
 * @typedef {{kind: "text", data: string, clipped: boolean}
 *   | {kind: "file", data: Uint8Array, clipped: boolean, name: string}} Judgeable
 * @typedef {Judgeable | {kind: Refusal}} Input
 */

/** First bytes of files that are no mail: sooner right than the name's ending or the type that the system claims. */
const MAGIC = /** @type {[Refusal, number[]][]} */ ([
  ["msg", [0xd0, 0xcf, 0x11, 0xe0]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["picture", [0x89, 0x50, 0x4e, 0x47]],
  ["picture", [0xff, 0xd8, 0xff]],
  ["picture", [0x47, 0x49, 0x46, 0x38]],
  ["picture", [0x52, 0x49, 0x46, 0x46]],
]);

/**
 * @param {string} text
 * @returns {Input} newlines as LF and no half of a surrogate pair, so that Python counts as we do
 */
export function fromText(text) {
  const data = text.slice(0, PASTE_LIMIT).replace(/\r\n?/g, "\n").replace(/\p{Surrogate}/gu, "\ufffd");
  return data.trim() ? { kind: "text", data, clipped: text.length >= PASTE_LIMIT } : { kind: "empty" };
}

/**
 * @param {File} file
 * @returns {Promise<Input>} the bytes as they are: charsets and MIME are Python's
 */
export async function fromFile(file) {
  if (file.type.startsWith("image/")) return { kind: "picture" };
  const buffer = await file.slice(0, FILE_LIMIT).arrayBuffer().catch(() => null);
  if (!buffer) return { kind: "unreadable" };
  const data = new Uint8Array(buffer);
  if (!data.length) return { kind: "empty" };
  const known = MAGIC.find(([, bytes]) => bytes.every((byte, at) => data[at] === byte));
  if (known) return { kind: known[0] };
  const mark = data[0] * 0x100 + data[1];
  const utf16 = mark === 0xfffe || mark === 0xfeff;
  if (!utf16 && data.subarray(0, 1000).includes(0)) return { kind: "binary" };
  return { kind: "file", data, clipped: file.size > FILE_LIMIT, name: file.name };
}

/**
 * The file that a paste or drop carries. A mail program that copies text may add a picture of it: then the text counts.
 * @param {DataTransfer | null} transfer
 * @returns {File | undefined}
 */
export function carriedFile(transfer) {
  if (!transfer || transfer.types.includes("text/plain")) return undefined;
  return transfer.files[0];
}
