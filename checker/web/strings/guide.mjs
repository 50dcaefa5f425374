// Every sentence that scripts add to the guide: the ticks, what is made of them, and the case for Support.

import { minute } from "../parts/text.mjs";

export const done = "Done";
export const doneAt = (/** @type {string} */ iso) => minute(iso);

/** Classes of steps in the guide, such as `.for-750`, and what is chosen by them. */
export const blocks = {
  "for-705": "5.7.705",
  "for-750": "5.7.750",
  "for-711": "5.7.711",
  "for-708": "5.7.708",
  "for-518": "5.1.8",
  "for-quota": "a daily quota",
};
export const show = { legend: "Show the steps for", all: "every code" };

export const progress = {
  label: "Your progress",
  count: (/** @type {number} */ ticked, /** @type {number} */ all) => `${ticked} of ${all} steps done`,
  kept: "Your ticks, their times and the code you chose stay in this browser and aren't sent anywhere.",
  notKept:
    "This browser doesn't store anything for this site, so your ticks last only until you leave it. Export them before you go.",
  export: "Export",
  print: "Print the guide",
  clear: "Clear",
  clearAsk: "Clear all ticks, the code you chose, and the case for Support if you kept it? This can't be undone.",
  clearYes: "Clear all",
  clearNo: "Keep them",
  cleared: "All ticks are cleared.",
  what: "your progress",
  save: "Save as a file",
  file: "unblock-progress",
  title: (/** @type {number} */ ticked, /** @type {number} */ all) =>
    `Get your organization sending again: ${ticked} of ${all} steps done`,
  made: (/** @type {string} */ iso) => `As of ${minute(iso)}`,
  gone: "a step that is no longer in the guide",
};

/** @type {Record<import("../guide/case.mjs").Field, string>} What the form asks for. */
const fields = {
  code: "Code in the NDR, such as 550 5.7.705",
  first: "First refused message (UTC)",
  server: "Server, time and ID in the square brackets of the NDR",
  tenant: "Tenant ID",
  domain: "Main domain",
  domains: "Domains that were not registered",
  cause: "Cause found",
  unwanted: "First and last unwanted message (UTC)",
  other: "Anything else you have done, with times",
  volume: "Messages a day you normally send, and where bulk mail goes from now on",
  contact: "How Support can reach you: phone, and an address outside this organization",
};

export const support = {
  open: "Write the text of your case from what you have done",
  hint: "Fill in what you know; fields that you leave empty are left out. Nothing is sent: you copy the text into Microsoft Support's form.",
  what: "the text of the case",
  fields,
  long: /** @type {readonly string[]} */ (["cause", "other"]),
  senders: "Sender domains from your exports",
  senderParts: { server: "with their servers", connector: "with their connectors" },
  sendersHint: "They come from the workspace. They are in memory only, and Clear removes them.",
  attached: "What you attach",
  evidence: {
    ndr: "the whole NDR",
    audit: "the audit log of connectors and rules",
    connectors: "the connectors before and after",
    domains: "the report of non-accepted domains",
    trace: "the message trace of the unwanted mail",
  },
  keep: "Keep these fields in this browser",
  keepHint:
    "Unless you tick this, they are gone when you close the page. Clear, at the top of the guide, removes them.",
  notKept: "This browser doesn't store anything for this site: copy the text before you leave.",
};

export const request = {
  opening: "Our organization is restricted from sending mail.",
  labels: {
    ...fields,
    code: "NDR code",
    server: "Server, time and ID in the NDR",
    other: "Also done",
    volume: "Normal volume, and where bulk mail goes from now on",
    contact: "Reach us at",
  },
  senders: "Sender domains in our exports",
  registered: {
    accepted: "registered",
    covered: "registered by MatchSubDomains",
    subdomain: "our subdomain, not registered",
    foreign: "not our domain",
  },
  failed: (/** @type {number} */ failed, /** @type {number} */ messages) => `${failed} of ${messages} messages failed`,
  connector: "connector",
  server: "server",
  last: "last failure",
  done: "Done so far, with times",
  attached: "Attached",
  closing: "Please lift the restriction, and tell us if you still see unwanted mail from us.",
};
