// The status line while something goes on. The eye sees each step arrive; a screen reader that read out each would drown the
// rest (WCAG 4.1.3).

/** In milliseconds. */
const EVERY = 5_000;

export class Announcer {
  #last = 0;

  /** @param {HTMLElement} status */
  constructor(status) {
    this.status = status;
  }

  /** What is said next is said at once. */
  begin() {
    this.#last = 0;
  }

  /** @param {string} said @param {boolean} [atOnce] whether it is too important to be left out */
  tell(said, atOnce = false) {
    const now = performance.now();
    if (!atOnce && this.#last && now - this.#last < EVERY) return;
    this.#last = now;
    this.status.textContent = said;
  }
}
