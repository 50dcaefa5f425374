// What the checker says of several bounces at once.

import { count, counted, megabytes } from "./counts.mjs";

export const reading = (/** @type {number} */ read, /** @type {number} */ total, /** @type {number} */ mails) =>
  `Read ${megabytes(read)} of ${megabytes(total)} MB: ${counted(mails, "message")}.`;

/**
 * @param {{bounces: number, mentions: number, mails: number, wide: number}} found
 * @returns {string} what was found in all
 */
export function summary({ bounces, mentions, mails, wide }) {
  const mentioned = mentions
    ? ` ${counted(mentions, "message")} only ${mentions === 1 ? "mentions" : "mention"} a code.`
    : "";
  if (!bounces) return `There are no bounces among ${counted(mails, "message")}.${mentioned}`;
  const blocked = wide
    ? ` ${count(wide)} of them ${wide === 1 ? "says" : "say"} that a whole organization is blocked: start there.`
    : "";
  return `${counted(bounces, "bounce")} in ${counted(mails, "message")}.${blocked}${mentioned}`;
}

export const heading = "What came back";
export const caption = "One row for each bounce or mention of a code";
export const choose = "Choose a row to read its verdict.";
export const capped = (/** @type {number} */ shown, /** @type {number} */ left) =>
  `The first ${count(shown)} are shown, ${count(left)} are not. The command line can judge all of them.`;
export const refused = (/** @type {string[]} */ names, /** @type {number} */ more) =>
  `Not read, because they aren't mail or can't be opened: ${names.join(", ")}${more ? `, and ${count(more)} more` : ""}.`;
export const columns = ["Message", "Code", "What happened", "Who must act", "Recipients"];
export const kinds = {
  failure: "Failed",
  delay: "Delayed",
  mention: "Mentions a code",
  "not-a-bounce": "Not a bounce",
  link: "",
};
export const noCode = "none";
export const recipients = (/** @type {string} */ first, /** @type {number} */ more) =>
  more ? `${first} and ${count(more)} more` : first;
