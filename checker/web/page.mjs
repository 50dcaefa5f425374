// Runs on every page of the site, and brings the checker to life where there is one.
//
// Material swaps pages without a load (navigation.instant), so this module and the Python behind it live on from page to
// page, while each page brings a box of its own.

/** @type {import("./journey.mjs").Journey | undefined} */
let journey;

/** @returns {HTMLElement | null} the page's box, if it has one that is still untouched */
const untouched = () => document.querySelector(".ndr-checker:not([data-wired])");

async function init() {
  if (!untouched()) return;
  const { Journey } = await import("./journey.mjs");
  const section = untouched(); // asked again: the page may have changed while that came
  if (!section) return;
  journey = new Journey(section);
  section.dataset.wired = "";
}

addEventListener("hashchange", () => journey?.openLink());
// document$ tells of each page that Material shows. Without it there is this one, parsed by now.
/** @type {{document$?: {subscribe(next: () => void): void}}} */ (window).document$?.subscribe(init);
init();
