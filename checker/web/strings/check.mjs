// Every sentence that the checker says. Plain words, nobody's fault; what to do next is always in it.

const bullet = new Intl.ListFormat("en", { style: "long", type: "conjunction" });
const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

/** Progress and results, read out by screen readers as they change. */
export const status = {
  loading: (/** @type {number} */ loaded, /** @type {number} */ total) =>
    `Loading Python into this page: ${megabytes(loaded)} of ${megabytes(total)} MB.`,
  starting: "Starting Python.",
  replaced: "Python has crashed. A fresh one is starting and reads your text once more.",
  ready: "Python is ready. Paste the bounce.",
  checking: "Reading your text.",
  result: (/** @type {string} */ title, /** @type {string} */ who) => `Result: ${title}. ${who}`,
  failed: "No result yet.",
  badLink: "The link that brought you here carries no code that this site knows. Paste the bounce instead.",
};

/** @type {Record<import("../page/input.mjs").Refusal, string>} What can't be read, and what to do instead. */
export const refusals = {
  empty: "There is nothing to read yet. Paste the bounce, all of it if you can.",
  picture: "This is a picture, and the checker reads text. Type the code you see, such as 5.7.705, into the box.",
  zip: "This is an archive, and archives are not opened. Unpack it and drop the file that is in it.",
  pdf: "This is a PDF. Open it, select the text of the bounce, copy, and paste it here.",
  binary: "This file is not text. Open the bounce in your mail program, select all, copy, and paste it here.",
  unreadable: "The browser could not read this file. Open it yourself, select all, copy, and paste it here.",
};

/** @type {Record<import("../../pyodide_start/files.mjs").Reason, string>} Why there is no verdict. */
export const failures = {
  missing: "A file of the checker is gone: the site has probably been updated since you opened this page. Reload the page.",
  damaged: "A file of the checker arrived damaged or cut off. Try again.",
  blocked: "The checker could not be fetched or started: the connection, a filter or a browser policy is in the way.",
  unsupported: "This browser can't run the checker: WebAssembly, module workers or DecompressionStream is missing. A current browser has them.",
  "slow-start": "Python has not started: nothing has moved for a minute. Try again, perhaps on a faster line.",
  slow: "Reading this text took too long and was stopped after 20 seconds. Paste only the part with the error.",
  crashed: "Python has crashed. Try again with a fresh one, or paste only the part with the error.",
};
export const textKept = "Your text is still in the box.";

export const notBounce = "This does not look like a bounce";
export const notices = {
  "not-a-bounce":
    "Paste the message that came back to you, often called “Undeliverable” or “Delivery has failed”, with everything below its headline.",
  mention: "This text names the code but reports no failed mail. What the code means stands on its page.",
  delay: "This is a delay: the mail may still arrive, and the server keeps trying. Don't send it again yet.",
  link: "You opened a link to this code. Paste your own bounce to see whether it is the same one.",
  clipped: "This is longer than the checker reads. Only its beginning was read.",
  noCode: "Look for a line with a number such as 550 5.7.705 further down in the message and paste that too.",
  family:
    "Codes that begin with 5.7.7 restrict a whole organization, but Microsoft has not documented this one. The admin goes the same way as for 5.7.705.",
  noPage: "This site has no page for this code. Give the whole bounce to your admin.",
};

export const fromFile = "Read from the file ";

/** @param {string[]} who who acts, in order */
export function whoActs(who) {
  if (!who.length) return "Nobody has to act: wait.";
  const [first, ...rest] = who;
  return rest.length ? `Who must act: first ${first}, then ${bullet.format(rest)}.` : `Who must act: ${first}.`;
}

export const open = "Who must act depends on the wording, which fits none of the known meanings.";

export const facts = {
  certainty: "How sure",
  lifted: "Who lifts it",
  blocked: "What is blocked",
  permanence: "How long",
  whose: "Whose side",
  origin: "Who wrote it",
};
/** Anyone can write what a bounce says. */
export const origin =
  "It looks like a bounce, but anyone can write such a text: the checker reads what it says, not who sent it. Don't sign in, call or pay because it asks you to.";
export const certainty = { certain: "Certain", likely: "Likely", unsure: "Unsure" };
export const nobody = "Nobody";

/** @type {Record<string, string>} Where the decisive evidence stands: «Certain: it stands in …». */
export const places = {
  "status-field": "the report's Status field",
  "diagnostic-code": "the report's Diagnostic-Code field",
  "remote-reply": "the refusing server's reply",
  "log-reply": "a server's reply in a log",
  "trace-led": "the last error (LED) of a message trace",
  "notice-line": "the notice written for people",
  "smtp-reply": "a server's reply",
  phrase: "the wording alone",
  "code-alone": "the code alone",
};
export const because = (/** @type {string} */ sure, /** @type {string} */ place) => `${sure}: read from ${place}.`;
export const unsureBecause = "The text leaves room for more than one reading. Compare it with the page before you act.";

export const whose = {
  "sender-side": "The sender's organization.",
  "recipient-side": "The recipient's organization.",
  unknown: "The text does not show it. It is your organization if the sender belongs to it.",
};
/** A tenant block that an outsider meets: the recipient's organization forwards the mail and is barred itself. */
export const theirs =
  "It is the recipient's organization that is blocked, not the sender's: it took the mail and may not pass it on. What this page says to “you” is meant for their admin. On the sender's side there is nothing to mend: reach the recipient in another way.";

export const links = {
  step: "What to do, step by step",
  page: (/** @type {string} */ code) => `All about ${code}`,
  sender: "If you only sent the mail",
  outsider: "What you can do",
};

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
