// What the workspace says besides Python's answers: its states, and the names of rows and columns.

import { count, counted, megabytes } from "./counts.mjs";

export const reading = (/** @type {number} */ read, /** @type {number} */ total) =>
  `Reading: ${megabytes(read)} of ${megabytes(total)} MB.`;
export const fetching = "Fetching the sample files.";
export const sample = "These are invented sample files. Your own files will replace them.";
export const cleared = "Everything is cleared.";
export const done = (/** @type {number} */ files, /** @type {string} */ first) =>
  `Read ${counted(files, "file")}. ${first}`;
export const unreadable = (/** @type {string} */ name) =>
  `The browser couldn't read ${name}. The file may have been moved, or another program may have it open. The other files are still here.`;
export const again = "Your files stayed on the page that you came from. Drop or choose them again here.";
export const link = "That's a link, and links aren't followed here. Save the file it leads to, then drop that.";
export const kept = "Your files are still here.";

/** @type {Record<import("../../pyodide_start/files.mjs").Reason, string>} */
export const failures = {
  missing:
    "One of this site's files is gone: the site has probably been updated since you opened this page. Reload the page.",
  damaged: "One of this site's files arrived damaged or incomplete. Try again.",
  blocked: "Python couldn't be loaded or started. The connection, a filter or a browser policy may be blocking it.",
  unsupported:
    "This browser can't run Python: WebAssembly, module workers or DecompressionStream is missing. Use a current browser.",
  "slow-start":
    "Python hasn't started: there has been no progress for a minute. Try again, perhaps on a faster connection.",
  slow: "One part of a file took longer than 20 seconds and was stopped. Try the files one by one, or use the command line.",
  crashed: "Python crashed on these files. Try them one by one, or use the command line.",
};

export const sections = {
  answers: "What these files say",
  domains: "Sender domains",
  chart: "Hour by hour",
  connectors: "Connectors, and who created them",
  accounts: "Accounts",
  acts: "Admin actions",
  counts: "Counts from reports",
  missing: "What is missing",
  files: "Files read",
  export: "Export",
};
export const from = (/** @type {string[]} */ files) => `From ${files.join(", ")}`;

/** What to do about a domain. */
export const advice = { register: "Register it", stop: "Stop it", look: "Look into it" };
export const nothing = "Nothing failed";
export const registered = {
  accepted: "yes",
  covered: "yes, by MatchSubDomains",
  subdomain: "no: your subdomain",
  foreign: "no: not your domain",
  unknown: "not known",
};
export const isNew = "new";
export const yes = "yes";
export const no = "no";
export const unknown = "–";
export const share = (/** @type {number} */ failed, /** @type {number} */ all) => `${count(failed)} of ${count(all)}`;
export const more = (/** @type {number} */ left) => `${count(left)} more rows are in the export.`;

export const columns = {
  domains: [
    "Domain",
    "What to do",
    "Registered",
    "Failed",
    "Codes",
    "Server and connector",
    "First and last failure (UTC)",
    "Delivered again (UTC)",
  ],
  connectors: [
    "Connector",
    "Created (UTC)",
    "Created by",
    "Failed",
    "Sender domains",
    "Type",
    "Enabled",
    "Changed (UTC)",
  ],
  accounts: ["Account", "Messages", "Recipients", "Failed", "Most in one hour", "First message (UTC)"],
  acts: ["No.", "Time (UTC)", "Who", "From", "Action", "Object", "Same account or address as"],
  counts: ["Report", "Date", "What", "Count"],
  hours: ["Time (UTC)", "Domain", "Delivered", "Failed", "Waiting"],
  files: ["File", "What it is", "Rows used", "From (UTC)", "To (UTC)", "Times read as"],
};

export const chart = {
  title: "Mail to outside addresses, by hour",
  bar: (/** @type {number} */ hours) => (hours === 1 ? "One bar is one hour." : `One bar is ${hours} hours.`),
  describe: (/** @type {number} */ domains, /** @type {string} */ first, /** @type {string} */ last) =>
    `${domains === 1 ? "One row" : `${domains} rows`} of bars, one for each sender domain, from ${first} to ${last} UTC. The table below has the same numbers.`,
  states: { failed: "failed", delivered: "delivered", waiting: "waiting" },
  refusal: "first failure",
  acts: "Triangles with numbers are admin actions, as numbered in the list below.",
  row: (/** @type {number} */ failed, /** @type {number} */ all) => `${count(failed)} of ${count(all)} failed`,
  others: (/** @type {number} */ left) =>
    `Not drawn: ${count(left)} more ${left === 1 ? "domain" : "domains"}; the table has them.`,
  utc: "Times are UTC.",
  table: "The same as a table",
  save: "Save the chart as SVG",
  none: "These files contain no times, so there is nothing to draw.",
};

export const missingFor = (/** @type {string} */ format, /** @type {string} */ question) =>
  `${format[0].toUpperCase()}${format.slice(1)}, for: ${question}`;
export const command = (/** @type {string} */ format) => `the command for: ${format}`;
export const guide = "How to get each export, and which role you need";

export const forms = { markdown: "Markdown for the support case", csv: "Domains as CSV", json: "Everything as JSON" };
export const exported = "the export";
export const save = "Save as a file";
export const toCase = "Put the domains into the case for Support";
export const file = "triage";
