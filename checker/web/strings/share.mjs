// Every sentence of what a reader copies from a verdict, and of the panels in which it is shown first.

import { sentence } from "../parts/text.mjs";

export const bar = "Pass it on";
export const buttons = {
  note: "Copy ticket note",
  letter: "Send to my admin",
  link: "Copy link",
  start: "Start the case for Support",
};
export const wrong = "Wrong verdict?";
export const wrongHint = "Opens a form of the project on the code host, with the code and the version filled in and no word of your text.";
export const working = "One moment …";
export const failed = "This part of the checker could not be fetched. Reload the page and try again.";

export const form = "Form";
export const forms = { text: "Plain text", markdown: "Markdown", json: "JSON" };
export const shown = (/** @type {string} */ what) => `${what}, as it will be copied`;
export const copy = "Copy this";
export const copied = (/** @type {string} */ what) => `Copied as shown: ${what}.`;
export const notCopied = "The browser did not allow the copying. The text is selected: copy it with Ctrl+C, or ⌘C on a Mac.";

export const note = {
  what: "the ticket note",
  hint: "What tells who or where is hidden in the quoted line. Look it over, since no program knows every name, and choose what to show.",
  noLine: "No word of your text is in it.",
  hide: "Hidden in the quoted line",
  none: "Nothing in the quoted line looked private.",
  also: "Hide these words too",
  alsoHint: "Separate them with commas.",
  hidden: "[hidden]",
  lost: "[left out: it could not be redacted]",
  result: "Result",
  sure: "How sure",
  code: "Code",
  meaning: "Meaning",
  evidence: (/** @type {number | null} */ line) => (line === null ? "Evidence, in an encoded part" : `Evidence, line ${line}`),
  who: "Who must act",
  nobody: "nobody: just wait",
  then: ", then ",
  step: "First step",
  page: "Page",
  checked: (/** @type {string} */ day, /** @type {string} */ version, /** @type {string | undefined} */ reviewed) =>
    `${day}, NDR checker ${version}${reviewed ? `, page reviewed ${reviewed}` : ""}`,
  date: "Checked",
};
/** @type {Record<string, string>} What `kind` says of the mail. */
export const kinds = {
  failure: "The mail was refused.",
  delay: "The mail is late; it may still arrive.",
  mention: "The text mentions this code but isn't a bounce.",
  link: "Opened from a link; no bounce was read.",
};

/** @type {Record<string, (count: number) => string>} What is hidden; the keys are Python's. */
export const hidden = {
  address: (count) => `mail addresses (${count})`,
  name: (count) => `names (${count})`,
  host: (count) => `hosts, domains, tenants (${count})`,
  IP: (count) => `IP addresses (${count})`,
  id: (count) => `ids of messages and machines (${count})`,
  link: (count) => `links (${count})`,
  phone: (count) => `telephone numbers (${count})`,
  subject: (count) => `subject (${count})`,
};

/** @type {Record<string, string>} What the guide's parts ask for, by their ids. */
export const steps = {
  contain: "stop what is sending the unwanted mail",
  domains: "register every domain that mail is sent from",
  connectors: "look for unusual connectors",
  "on-premises": "lock down the servers that send through Exchange Online",
  bulk: "give bulk mail its proper outlet",
  support: "ask Microsoft Support to lift the block",
  after: "send again what was refused",
};

export const letter = {
  what: "the message to your admin",
  hint: "No word of the bounce is in it. Forward the bounce itself with it: your admin needs all of it.",
  mail: "Open in my mail program",
  subject: (/** @type {string | null} */ code) => (code ? `My mail was refused with ${code}` : "My mail was refused"),
  body: (/** @type {{code: string, says: string, first: string, links: string[]}} */ { code, says, first, links }) =>
    [
      "Hello,",
      "a mail that I sent came back. I can't mend this myself, it needs an admin.",
      [...(code ? [`Code: ${code}`] : []), `The bounce checker explains it so: “${says}”`].join("\n"),
      [...(first ? [`What to do first: ${first}.`] : []), ...links].join("\n"),
      "I forward the mail that came back to you as it is.",
      "Thank you",
    ].join("\n\n"),
  unknown: "The mail was refused; there is no page about this code.",
  step: (/** @type {string} */ url) => `Step by step: ${url}`,
  page: (/** @type {string} */ url) => `About the code: ${url}`,
  first: (/** @type {string} */ step) => sentence(steps[step] ?? ""),
};

export const link = {
  what: "the link",
  hint: "It carries the code and no word of your text.",
  forms: { page: "To the page about the code", result: "To this code in the checker" },
};

export const start = {
  hint: "Into the text of the case for Support go only these, and they stay in this page's memory until you leave the site:",
  code: "Code",
  time: "Time in the NDR",
  server: "Server in the NDR",
  id: "Id in the NDR",
  missing: "not in the text you pasted",
  go: "Take these along to the guide",
};
