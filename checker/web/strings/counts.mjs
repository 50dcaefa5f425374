// Numbers in words, for the strings beside this file.

const number = new Intl.NumberFormat("en");

/** @param {number} many @returns {string} such as 1,104 */
export const count = (many) => number.format(many);

/** @param {number} many @param {string} one @returns {string} such as 1,104 messages, or 1 message */
export const counted = (many, one) => `${count(many)} ${one}${many === 1 ? "" : "s"}`;

/** @param {number} bytes @returns {string} such as 4.6 */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
