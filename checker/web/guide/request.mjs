// The text of the support request. Nothing in it is invented, and what nobody filled in or ticked isn't in it.

import { REFUSED } from "./case.mjs";
import { request as say, support } from "../strings/guide.mjs";
import { codeSpan, minute, plain } from "../parts/text.mjs";

/** @typedef {{title: string, at: string}} Done a step and when it was ticked, ISO 8601 */

/** Fields whose value is a name or number, which Markdown must not read. */
const VERBATIM = new Set(["code", "first", "server", "tenant", "domain", "domains", "unwanted"]);

/**
 * @param {import("./case.mjs").Case} found
 * @param {Done[]} done in the order of their times
 * @param {"text" | "markdown"} form
 * @param {import("./case.mjs").Sender[]} [senders] domains of the workspace
 * @returns {string}
 */
export function request({ fields, attached }, done, form, senders = []) {
  const marked = form === "markdown";
  const bullet = "- ";
  const head = (/** @type {string} */ text) => (marked ? `**${text}**\n` : `${text}:`);
  const line = (/** @type {import("./case.mjs").Field} */ field) => {
    const given = (fields[field] ?? "").trim();
    const lines = given
      .split("\n")
      .map((part) => plain(part).trim())
      .filter(Boolean);
    const value = VERBATIM.has(field) && marked ? codeSpan(lines.join(" ")) : lines.join(marked ? "  \n  " : "\n  ");
    return lines.length ? [`${marked ? bullet : ""}${say.labels[field]}: ${value}`] : [];
  };
  const part = (/** @type {readonly import("./case.mjs").Field[]} */ names) => names.flatMap(line).join("\n");
  const list = (/** @type {string} */ title, /** @type {string[]} */ items) =>
    items.length ? [head(title), ...items].join("\n") : "";
  const steps = done.map(({ title, at }) => `${bullet}${minute(at)}: ${title}`);
  const files = Object.entries(support.evidence).flatMap(([name, what]) =>
    attached.includes(name) ? [bullet + what] : [],
  );
  return [
    say.opening,
    part(REFUSED),
    list(
      say.senders,
      senders.map((sender) => bullet + senderLine(sender, marked)),
    ),
    part(["cause", "unwanted"]),
    list(say.done, steps),
    part(["other"]),
    list(say.attached, files),
    part(["volume", "contact"]),
    say.closing,
  ]
    .filter(Boolean)
    .join("\n\n");
}

/**
 * @param {import("./case.mjs").Sender} sender
 * @param {boolean} marked for Markdown
 * @returns {string} what is known of a sender domain, in one line
 */
function senderLine({ domain, registered, failed, messages, connector, server, last }, marked) {
  const name = (/** @type {string} */ text) => (marked ? codeSpan(plain(text)) : plain(text));
  const known = /** @type {Record<string, string | undefined>} */ (say.registered)[registered];
  return [
    `${name(domain)}: ${say.failed(failed, messages)}`,
    ...(known ? [known] : []),
    ...(connector ? [`${say.connector} ${name(connector)}`] : []),
    ...(server ? [`${say.server} ${name(server)}`] : []),
    ...(last ? [`${say.last} ${minute(last)}`] : []),
  ].join("; ");
}
