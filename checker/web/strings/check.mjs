// What the box and the card say besides the verdict, whose sentences are Python's.

const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

/** Progress and results, read out by screen readers as they change. */
export const status = {
  loading: (/** @type {number} */ loaded, /** @type {number} */ total) =>
    `Loading Python into this page: ${megabytes(loaded)} of ${megabytes(total)} MB.`,
  starting: "Starting Python.",
  replaced: "Python has crashed. A fresh one is starting and reads your text once more.",
  ready: "Python is ready. Paste the bounce.",
  checking: "Reading your text.",
  result: (/** @type {string} */ headline, /** @type {string} */ answer) =>
    `Result: ${headline.replace(/\.$/, "")}. ${answer}`,
  failed: "No result yet.",
  badLink: "The link that brought you here carries no code that this site knows. Paste the bounce instead.",
};

/** @type {Record<import("../page/input.mjs").Refusal, string>} What can't be read, and what to do instead. */
export const refusals = {
  empty: "There is nothing to read yet. Paste the bounce, all of it if you can.",
  picture: "This is a picture, and the checker reads text. Type the code you see, such as 5.7.705, into the box.",
  pdf: "This is a PDF. Open it, select the text of the bounce, copy, and paste it here.",
  binary: "This file is not text. Open the bounce in your mail program, select all, copy, and paste it here.",
  unreadable: "The browser could not read this file. Open it yourself, select all, copy, and paste it here.",
};

/** @type {Record<import("../../pyodide_start/files.mjs").Reason, string>} Why there is no verdict. */
export const failures = {
  missing:
    "A file of the checker is gone: the site has probably been updated since you opened this page. Reload the page.",
  damaged: "A file of the checker arrived damaged or cut off. Try again.",
  blocked: "The checker could not be fetched or started: the connection, a filter or a browser policy is in the way.",
  unsupported:
    "This browser can't run the checker: WebAssembly, module workers or DecompressionStream is missing. A current browser has them.",
  "slow-start": "Python has not started: nothing has moved for a minute. Try again, perhaps on a faster line.",
  slow: "Reading this text took too long and was stopped after 20 seconds. Paste only the part with the error.",
  crashed: "Python has crashed. Try again with a fresh one, or paste only the part with the error.",
};
export const textKept = "Your text is still in the box.";

export const clipped = "This is longer than the checker reads. Only its beginning was read.";
export const fromFile = "Read from the file ";

export const sections = {
  recipients: "Recipients",
  evidence: "Where it says so",
  others: "Other codes in the text, and why they don't count",
  confused: "Easily mistaken for",
  links: "Links in the bounce",
  defects: "What was hard to read",
};
export const columns = { address: "Recipient", code: "Code", reply: "Reply", action: "Action" };
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
  `${host} is not a Microsoft host, and Exchange Online's own words link only to Microsoft's. Don't open it and don't sign in there: go by the code.`;
export const microsoftLink = (/** @type {string} */ host) => `${host}, a Microsoft host.`;

/** How serious it is for the reader, in a word or two beside the colour. */
export const severity = {
  organization: "Urgent",
  admin: "Needs an admin",
  you: "You can fix it",
  recipient: "On the recipient's side",
  wait: "Just wait",
  open: "Needs a closer look",
  info: "Nothing to act on",
};
