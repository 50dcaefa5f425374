// Small things that are done to text before it is shown or copied.

/**
 * @param {string} text
 * @returns {string} on one line, without characters that turn it round, hide in it, act where it is pasted, or that XML
 *   doesn't allow in a saved picture
 */
export function plain(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]+/gu, " ");
}

/** @param {string} text @returns {string} as a code span of Markdown, whatever is in it (CommonMark, section 6.1) */
export function codeSpan(text) {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest || !text.trim() ? " " : "";
  return fence + pad + text + pad + fence;
}

/** @param {Date} [moment] @returns {string} such as 2026-11-23 */
export function day(moment = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** @param {string} iso @returns {string} such as 2026-11-23 14:50 UTC */
export function minute(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
