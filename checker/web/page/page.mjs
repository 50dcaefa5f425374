// Runs on every page of the site, and brings the checker to life where there is one: as soon as it has come, since a reader
// may paste before the theme's own script has.
//
// Material swaps pages without a load (navigation.instant), so this module and the Python behind it live on from page to
// page, while each page brings a box of its own.

/** @type {import("./journey.mjs").Journey | undefined} */
let journey;

/** Files that were dropped before there was anything to take them. @type {File[]} */
const early = [];

/** @param {HTMLElement} section @returns {boolean} whether the reader is at the box, or has pasted already */
const showsIntent = (section) =>
  section.contains(document.activeElement) || Boolean(section.querySelector("textarea")?.value);

const BOX = ".ndr-checker";
const WORKSPACE = ".ndr-triage";

/** @param {string} kinds @returns {HTMLElement | null} the page's first section of these kinds that is still untouched */
const untouched = (kinds) => document.querySelector(`:is(${kinds}):not([data-wired])`);

/**
 * Scripts that the browser has kept may run while the page is still coming: its box may be there with none of its buttons.
 * What waits has to ask for the section again, since meanwhile it may have been taken.
 * @param {string} kind
 */
async function whole(kind) {
  for (
    let section = untouched(kind);
    section && document.readyState === "loading" && !section.nextSibling;
    section = untouched(kind)
  )
    await new Promise((resolve) => setTimeout(resolve));
}

/**
 * Who frames a page can lay things over it and read along on its own site; a policy in the page can't forbid framing.
 * @param {HTMLElement} section
 */
function refuseFrame(section) {
  for (const control of section.querySelectorAll("textarea, input, button")) control.setAttribute("disabled", "");
  for (const id of ["framed", "late"]) document.getElementById(`ndr-${id}`)?.toggleAttribute("hidden");
  section.dataset.wired = "";
}

/**
 * @param {string} kind of section, if the page has one
 * @param {(section: HTMLElement) => Promise<(section: HTMLElement) => void>} load fetches what makes it work
 */
async function bringToLife(kind, load) {
  await whole(kind);
  const first = untouched(kind);
  if (!first) return;
  if (top !== self) return refuseFrame(first);
  const begin = await load(first);
  const section = untouched(kind); // asked again: the page may have changed while that came
  if (!section) return;
  begin(section);
  section.dataset.wired = "";
}

function init() {
  initGuide();
  initLost();
  bringToLife(WORKSPACE, async () => {
    const { Workspace } = await import("../triage/workspace.mjs");
    return (section) => new Workspace(section).add(early.splice(0));
  });
  bringToLife(BOX, async (box) => {
    // The reader may have been faster than all of this; if Python can't start, the journey says so.
    if (showsIntent(box)) import("../../pyodide_start/client.mjs").then(({ warm }) => warm()).catch(() => {});
    const { Journey } = await import("./journey.mjs");
    return (section) => {
      journey = new Journey(section);
      if (early.length) journey.judgeFiles(early.splice(0));
    };
  });
}

/** On the guide, the steps can be ticked off. */
async function initGuide() {
  if (!document.querySelector("h2#support") || top !== self) return;
  const { attach } = await import("../guide/steps.mjs");
  attach();
}

/** An address that leads nowhere may name a code. */
async function initLost() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".ndr-lost"));
  if (place) (await import("./lost.mjs")).offer(place);
}

/** @returns {{subscribe(next: () => void): void} | undefined} what tells of each page that Material shows */
const shown = () => /** @type {any} */ (window).document$;

/** Without Material there is this page only. */
function follow() {
  shown()?.subscribe(init);
  init();
}

addEventListener("hashchange", () => journey?.openLink());

// A file or a link that misses the box must not take the browser away from the page; a file that comes early waits for
// its scripts.
for (const kind of /** @type {const} */ (["dragover", "drop"])) {
  addEventListener(kind, (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea");
    const types = event.dataTransfer?.types ?? [];
    if (types.includes("text/uri-list") && !writing) event.preventDefault();
    if (!event.dataTransfer || !types.includes("Files")) return;
    event.preventDefault();
    if (kind === "drop" && untouched(`${BOX}, ${WORKSPACE}`)) early.push(...event.dataTransfer.files);
  });
}
// Material's script is deferred: it may still be to come when the page has been parsed.
if (shown() || document.readyState === "complete") follow();
else {
  init();
  addEventListener("DOMContentLoaded", follow);
}
