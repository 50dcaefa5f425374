// Which code was judged last in this tab, so that the guide can begin with the steps that it needs. In memory only.

/** @type {string | null} */
let last = null;

/** @param {string | null} code */
export function judged(code) {
  last = code;
}

/** @returns {string | null} */
export function lastCode() {
  return last;
}
