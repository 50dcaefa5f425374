// What the box and the card say besides the verdict, whose sentences are Python's.

import { megabytes } from "./counts.mjs";

/** Progress and results, read out by screen readers as they change. */
export const status = {
  loading: (/** @type {number} */ loaded, /** @type {number} */ total) =>
    `Loading Python into this page: ${megabytes(loaded)} of ${megabytes(total)} MB.`,
  starting: "Starting Python.",
  replaced: "Python crashed. It is restarting and will read your text again.",
  ready: "Python is ready. Paste the bounce.",
  checking: "Reading your text.",
  result: (/** @type {string} */ headline, /** @type {string} */ answer) =>
    `Result: ${headline.replace(/\.$/, "")}. ${answer}`,
  failed: "No result yet.",
  badLink: "The link that brought you here doesn't contain a code that this site knows. Paste the bounce instead.",
};

/** @type {Record<import("../page/input.mjs").Refusal, string>} What can't be read, and what to do instead. */
export const refusals = {
  empty: "There is nothing to read yet. Paste the bounce, all of it if you can.",
  emptyFile: "This file is empty: there is nothing in it to read.",
  picture: "This is a picture, and the checker reads text. Type the code you see, such as 5.7.705, into the box.",
  pdf: "This is a PDF. Open it, select the text of the bounce, copy, and paste it here.",
  binary: "This file isn't text. Open the bounce in your mail program, select all, copy, and paste it here.",
  unreadable: "The browser couldn't read this file. Open it yourself, select all, copy, and paste it here.",
};

/** @type {Record<import("../../pyodide_start/files.mjs").Reason, string>} Why there is no verdict. */
export const failures = {
  missing:
    "One of the checker's files is gone: the site has probably been updated since you opened this page. Reload the page.",
  damaged: "One of the checker's files arrived damaged or incomplete. Try again.",
  blocked:
    "The checker couldn't be loaded or started. The connection, a filter or a browser policy may be blocking it.",
  unsupported:
    "This browser can't run the checker: WebAssembly, module workers or DecompressionStream is missing. Use a current browser.",
  "slow-start":
    "Python hasn't started: there has been no progress for a minute. Try again, perhaps on a faster connection.",
  slow: "Reading this text took too long and was stopped after 20 seconds. Paste only the part with the error.",
  crashed: "Python crashed. Try again, or paste only the part with the error.",
};
export const textKept = "Your text is still in the box.";

export const clipped = "Your text is longer than the checker can read. It read only the beginning.";
export const fromFile = "Read from ";

export const sections = {
  recipients: "Recipients",
  evidence: "Where the text says so",
  others: "Other codes in the text, and why they don't count",
  confused: "Easily mistaken for",
  links: "Links in the bounce",
  defects: "Left out, or hard to read",
};
export const columns = ["Recipient", "Code", "Reply", "Action"];
export const more = (/** @type {number} */ count) => `and ${count} more`;

export const evidence = {
  region: "Your text with the evidence marked",
  decisive: "decisive: ",
  other: "also found: ",
  decoded: "Decoded from your text:",
  gap: (/** @type {number} */ lines) => (lines > 1 ? `… ${lines} lines …` : "…"),
  line: (/** @type {number} */ line) => `line ${line}: `,
};
export const foreignLink = (/** @type {string} */ host) =>
  `${host} isn't a Microsoft host that we know. Check the address before you open it, and don't sign in there: the verdict goes by the code.`;
export const microsoftLink = (/** @type {string} */ host) => `${host}, a Microsoft host.`;
