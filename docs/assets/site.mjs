// What the theme's pages need beyond style; runs again after each instant navigation.

function mend() {
  // The theme wraps wide tables in boxes that scroll, but only a pointer reaches them.
  for (const [at, box] of document.querySelectorAll(".md-typeset__scrollwrap").entries()) {
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Table ${at + 1}`);
    // A table that is taller than the window would begin behind the header.
    box.addEventListener("focus", () => {
      const tall = box.getBoundingClientRect().height > innerHeight / 2;
      if (tall && box.matches(":focus-visible")) box.scrollIntoView({ block: "start" });
    });
  }
}

// In narrow windows the theme's menu opens and goes back by pointer alone.
const drawer = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"));
const narrow = matchMedia("(max-width: 76.234375em)");
const inMenu = (/** @type {EventTarget | null} */ node) =>
  node instanceof Element && node.closest(".md-sidebar--primary");

function menuButton() {
  const label = document.querySelector("label.md-header__button[for=__drawer]");
  if (!label) return;
  const button = document.createElement("button");
  button.className = label.className;
  for (const [name, value] of [
    ["for", "__drawer"],
    ["type", "button"],
    ["aria-label", "Menu"],
    ["aria-expanded", "false"],
  ]) {
    button.setAttribute(name, value);
  }
  button.append(...label.childNodes);
  button.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(drawer.checked));
    const links = [...document.querySelectorAll(".md-sidebar--primary :is(a, [tabindex])")];
    if (drawer.checked)
      /** @type {HTMLElement | undefined} */ (
        links.find((link) => link.checkVisibility({ visibilityProperty: true }))
      )?.focus();
    else if (inMenu(document.activeElement)) button.focus();
  });
  label.replaceWith(button);
}

/** The theme folds parts of its menu by labels, and makes only some of them stops. */
function foldingStops() {
  for (const label of document.querySelectorAll(
    ".md-sidebar--primary :is(.md-nav .md-nav__title, label.md-nav__link)",
  )) {
    if (narrow.matches) label.setAttribute("tabindex", "0");
    else label.removeAttribute("tabindex");
  }
}

menuButton();
narrow.addEventListener("change", foldingStops);
/** @type {any} */ (window).document$.subscribe(foldingStops);
// The label that was pressed is covered by what it opened, or gone with what it closed.
document.addEventListener("change", ({ target }) => {
  if (!narrow.matches || !(target instanceof HTMLInputElement) || !inMenu(target)) return;
  const next = target.parentElement?.querySelector(
    `${target.checked ? ".md-nav__title" : ".md-nav__link"}[for="${target.id}"]`,
  );
  if (next instanceof HTMLElement) next.focus();
});
addEventListener("focusin", ({ target }) => {
  if (drawer.checked && target instanceof Element && target.closest(".md-content, .md-footer")) drawer.click();
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && drawer.checked) drawer.click();
});

// The theme builds both after it has announced the page.
/** @type {any} */ (window).document$.subscribe(() => requestAnimationFrame(mend));

// A click right after scrolling: the theme then writes down the old place for the new page, and goes there instead of to
// the id that the link names. So the id is looked for once more, when the theme has done.
let wanted = "";
addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    wanted = link ? link.hash : "";
  },
  true,
);
/** @type {any} */ (window).document$.subscribe(() => {
  const [id, hash] = [decodeURIComponent(wanted.slice(1)), wanted];
  wanted = "";
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (id && location.hash === hash) document.getElementById(id)?.scrollIntoView();
    }),
  );
});

// An id that has moved leads on to where it is now.
function follow() {
  const place = document.getElementById(location.hash.slice(1));
  const link = place?.classList.contains("ndr-moved") ? place.querySelector("a") : null;
  if (link) location.replace(link.href);
}
addEventListener("hashchange", follow);
/** @type {any} */ (window).document$.subscribe(follow);

// A long list of codes gets a box to filter it.
/** @type {any} */ (window).document$.subscribe(() => {
  if (document.querySelector(".ndr-filter:empty")) import("./filter.mjs").then(({ attach }) => attach());
});

// On paper what is folded is open, and links have their whole address, except those to a place on the same page. These are
// marked as soon as it is shown: the theme has written whole addresses into a page that it fetched.
function markHere() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("article a[href]")))
    link.classList.toggle("ndr-here", link.href.startsWith(`${location.href.split("#")[0]}#`));
}
/** @type {any} */ (window).document$.subscribe(markHere);
addEventListener("beforeprint", () => {
  markHere();
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("article a[href]")))
    link.setAttribute("href", link.href);
});

// Ctrl+K takes the place of the theme's single key for the search.
const query = /** @type {HTMLInputElement} */ (document.querySelector(".md-search__input"));
if (!matchMedia("(hover: none), (pointer: coarse)").matches) query.placeholder += " (Ctrl+K)";
// The theme looks only when a key comes up: what is pasted by mouse, dropped or dictated brings none.
query.addEventListener("input", () => query.dispatchEvent(new KeyboardEvent("keyup")));
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  query.focus();
});

// The theme's single keys (n, p, s, f, /, …) turn the page under whoever dictates, or rests a hand on the keyboard
// (WCAG 2.1.4). They are off: the theme listens at the window, which they no longer reach.
document.addEventListener("keydown", (event) => {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
});
