// `node --import` of this file: then it is another day.
const ahead = Date.parse("2031-05-06T07:08:09Z") - Date.now();
const Real = Date;
globalThis.Date = class extends Real {
  /** @param {any[]} given */
  constructor(...given) {
    if (given.length) super(.../** @type {[any]} */ (given));
    else super(Real.now() + ahead);
  }
  static now() {
    return Real.now() + ahead;
  }
};
