// Files that a reader brings along from the paste box. In memory only: a page that is left by a load has forgotten them.

/** The address says that files were brought along: after a load without them the reader is asked for them again. */
export const BROUGHT = "#brought";

/** @type {File[]} */
let files = [];

/** @param {File[]} brought */
export function hand(brought) {
  files = brought;
}

/** @returns {File[]} what was brought, once */
export function handed() {
  const brought = files;
  files = [];
  return brought;
}
