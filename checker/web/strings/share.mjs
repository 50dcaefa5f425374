// Every sentence of what a reader copies from a verdict, and of the panels in which it is shown first.

export const bar = "Pass it on";
export const buttons = {
  note: "Copy ticket note",
  letter: "Send to my admin",
  link: "Copy link",
  case: "Start the case for Support",
};
export const wrong = "Wrong verdict?";
export const wrongHint = "Opens a form of the project on the code host, with the code and the version filled in and no word of your text.";
export const working = "One moment …";
export const failed = "This could not be made. Reload the page and try again.";

export const form = "Form";
export const forms = { text: "Plain text", markdown: "Markdown", json: "JSON" };
export const shown = (/** @type {string} */ what) => `${what}, as it will be copied`;
export const copy = "Copy this";
export const copied = (/** @type {string} */ what) => `Copied as shown: ${what}.`;
export const notCopied = "The browser did not allow the copying. The text is selected: copy it with Ctrl+C, or ⌘C on a Mac.";

export const note = {
  what: "the ticket note",
  hint: "What tells who or where is hidden. Look it over, since no program knows every name, and choose what to show.",
  hide: "Hidden in the note",
  none: "Nothing in it looked private.",
  also: "Hide these words too",
  alsoHint: "Separate them with commas.",
  hidden: "[hidden]",
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

export const letter = {
  what: "the message to your admin",
  mail: "Open in my mail program",
};

export const link = {
  what: "the link",
  hint: "It carries the code and no word of your text.",
  forms: { page: "To the page about the code", result: "To this code in the checker" },
};

export const start = {
  hint: "Into the text of the case for Support go only these, and they stay in this page's memory until you leave the site:",
  go: "Take these along to the guide",
};
