// Every sentence of what a reader copies from a verdict, and of the panels in which it is shown first.

/** Readers, each with what to do next. */
export const roles = {
  sender: "You sent the mail",
  desk: "You are the help desk",
  admin: "You are the admin",
  more: "More",
};
export const buttons = {
  note: "Copy ticket note",
  letter: "Copy message to my admin",
  link: "Copy link",
  case: "Start the case for Support",
  report: "Wrong verdict?",
};
export const close = "Close";
export const edit = "Edit before you copy";
export const wrongHint =
  "Opens the project's form on its code host, with the code and version filled in and nothing from your text.";
export const failed = "That didn't work. Reload the page and try again.";

export const form = "Form";
export const forms = { text: "Plain text", markdown: "Markdown", json: "JSON" };
export const shown = (/** @type {string} */ what) => `${what}, as it will be copied`;
export const copy = "Copy this";
export const copied = (/** @type {string} */ what) => `Copied as shown: ${what}.`;
export const done = "✓ Copied";
export const notCopied = "The browser didn't allow copying. The text is selected, so copy it yourself.";

export const note = {
  what: "the ticket note",
  hint: "Anything that might identify a person or an organization is hidden. Press a hidden word to show it everywhere in the note, and read the note before you copy it: no program knows every name.",
  reveal: "Shows or hides it in the whole note",
  hide: "Hidden in the note",
  none: "Nothing in it looked private.",
  also: "Hide these words too",
  alsoHint: "Whole words or names, separated by commas. Our own sentences, the code and the links stay.",
};

/** @type {Record<string, (count: number) => string>} What is hidden; the keys are Python's. */
export const hidden = {
  address: (count) => `mail addresses (${count})`,
  name: (count) => `names (${count})`,
  host: (count) => `hosts, domains, tenants (${count})`,
  IP: (count) => `IP addresses (${count})`,
  id: (count) => `IDs of messages and machines (${count})`,
  link: (count) => `links (${count})`,
  phone: (count) => `phone numbers (${count})`,
  subject: (count) => `subject (${count})`,
  word: (count) => `other words and numbers (${count})`,
};

export const letter = {
  what: "the message to your admin",
  mail: "Open in my mail program",
};

export const link = {
  what: "the link",
  hint: "It contains the code and nothing from your text.",
  noCode: "It contains nothing from your text.",
  forms: { short: "Short", page: "To the page about the code", result: "To this code in the checker" },
};

export const report = {
  what: "the report",
  hint: "It contains nothing from your text. This copy of the site has no address for reports, so send it to the people who run it: ",
  about: "about this site",
  text: (
    /** @type {{code: string | null, kind: string, meaning: string | null, certainty: string, version: string}} */ found,
  ) =>
    [
      "I think this verdict is wrong.",
      `Code: ${found.code ?? "none"}`,
      `Verdict: ${[found.kind, found.meaning, found.certainty].filter(Boolean).join(", ")}`,
      `NDR checker ${found.version}`,
      "What I expected: ",
    ].join("\n"),
};
