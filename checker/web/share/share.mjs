// Under a verdict: what to do next, by who the reader is. What is copied is shown, and copied as it is shown.

import { passOn } from "../../pyodide_start/client.mjs";
import { carry } from "../guide/case.mjs";
import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { answer } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("../contract.mjs").Verdict} Verdict */
/**
 * @typedef {{verdict: Verdict, root: URL, input: import("../page/input.mjs").Judgeable | null}} Shared what the card was
 * drawn from
 */
/**
 * @typedef {{actions: HTMLElement, parts: HTMLElement[], copy: (pressed: HTMLElement) => Promise<void>}} Panel its buttons,
 * the text to copy with all that belongs to it, and what copies it
 */
/** @typedef {"note" | "letter" | "link" | "report"} Copied */

/** @type {Record<Copied, () => Promise<{panel(shared: Shared): Panel | Promise<Panel>}>>} */
const panels = {
  note: () => import("./note.mjs"),
  letter: () => import("./letter.mjs"),
  link: () => import("./address.mjs"),
  report: () => import("./report.mjs"),
};

/** What a reader opened stays open for the next bounce. @type {Copied | null} */
let kept = null;

class Panels {
  /** @type {Map<Copied, Promise<Panel>>} */
  #made = new Map();
  /** @type {Map<Copied, HTMLButtonElement>} */
  #buttons = new Map();
  #close = element("button", { type: "button", class: "ndr-button" }, say.close);

  /** @param {Shared} shared */
  constructor(shared) {
    this.shared = shared;
    this.place = element("div", { class: "ndr-panel" });
    this.place.hidden = true;
    this.#close.addEventListener("click", () => this.#hide());
  }

  /**
   * @param {Copied} way
   * @returns {HTMLButtonElement} a button that copies at once, and shows what it has copied
   */
  button(way) {
    const button = element(
      "button",
      { type: "button", class: "ndr-button", "aria-expanded": "false" },
      say.buttons[way],
    );
    button.addEventListener("click", async () => {
      const panel = await this.open(way);
      if (panel) await panel.copy(button);
      else if (kept === way) answer(button, say.failed);
    });
    this.#buttons.set(way, button);
    return button;
  }

  /** Make the texts while nobody waits, so that a press copies at once: some browsers allow no later copying. */
  prepare() {
    for (const way of this.#buttons.keys()) this.#make(way).catch(() => {});
    if (kept && this.#buttons.has(kept)) this.open(kept);
  }

  /** @param {Copied} way */
  #make(way) {
    const made = this.#made.get(way) ?? panels[way]().then(({ panel }) => panel(this.shared));
    this.#made.set(way, made);
    return made;
  }

  /** @param {Copied} way @returns {Promise<Panel | null>} null where it could not be made */
  async open(way) {
    kept = way;
    for (const [other, button] of this.#buttons) button.setAttribute("aria-expanded", String(other === way));
    this.place.replaceChildren();
    try {
      const panel = await this.#make(way);
      if (kept === way) this.#show(panel.actions, ...panel.parts);
      return panel;
    } catch {
      this.#made.delete(way);
      if (kept === way) this.#show(element("div", { class: "ndr-controls" }), element("p", {}, say.failed));
      return null; // another panel may have been opened meanwhile
    }
  }

  /**
   * The buttons come first: however long the text is, they stay where they are.
   * @param {HTMLElement} actions
   * @param {HTMLElement[]} parts
   */
  #show(actions, ...parts) {
    actions.append(this.#close);
    this.place.replaceChildren(actions, ...parts);
    this.place.hidden = false;
  }

  #hide() {
    const opener = kept && this.#buttons.get(kept);
    kept = null;
    this.place.hidden = true;
    for (const button of this.#buttons.values()) button.setAttribute("aria-expanded", "false");
    opener?.focus();
  }
}

/** @param {Verdict} verdict @returns {URL} the form for a wrong verdict: it gets code and version, never the text */
function complaint({ code }) {
  const url = new URL(`${manifest.repository.replace(/\/$/, "")}/issues/new`, document.baseURI);
  url.searchParams.set("template", "wrong-verdict.yml");
  if (code) url.searchParams.set("code", code);
  url.searchParams.set("version", manifest.version);
  return url;
}

/**
 * @param {Shared} shared
 * @returns {HTMLElement} the way into the case for Support, which takes along what the bounce says of it
 */
function toCase({ verdict, root }) {
  const link = element(
    "a",
    { class: "ndr-button", href: new URL("unblock/#support-text", root).href },
    say.buttons.case,
  );
  const found = verdict.case ? Promise.resolve(verdict.case) : passOn({ kind: "case", verdict });
  const fields = found.then(
    (read) => read.fields,
    () => ({}), // the form then opens empty
  );
  link.addEventListener("click", () => carry(fields));
  return link;
}

/**
 * @param {Shared} shared
 * @returns {HTMLElement[]} the next steps, grouped by who the reader is, and the place for what is copied
 */
export function nextSteps(shared) {
  const { verdict, root } = shared;
  const { steps, offers, kind } = verdict;
  const panels = new Panels(shared);
  const ways = steps.map(({ address, text }) => element("a", { href: new URL(address, root).href }, text));
  ways[0]?.classList.add("ndr-button", "ndr-button--main");
  const links = (/** @type {string} */ reader) => ways.filter((_, at) => steps[at].reader === reader);
  const has = (/** @type {Verdict["offers"][number]} */ offer) => offers.includes(offer);
  const form = { href: complaint(verdict).href, title: say.wrongHint, rel: "noreferrer" };
  const wrong = manifest.repository ? element("a", form, say.buttons.report) : panels.button("report");
  wrong.classList.add("ndr-wrong");
  /** @type {[string, HTMLElement[]][]} */
  const groups = [
    [say.roles.sender, [...links("sender"), ...(has("letter") ? [panels.button("letter")] : [])]],
    [
      say.roles.desk,
      [...(has("note") ? [panels.button("note")] : []), ...(has("link") ? [panels.button("link")] : [])],
    ],
    [say.roles.admin, [...links("admin"), ...(has("case") ? [toCase(shared)] : [])]],
    [say.roles.more, [...links("all"), wrong]],
  ];
  requestAnimationFrame(() => panels.prepare());
  const shown = kind === "not-a-bounce" ? groups.slice(-1) : groups.filter(([, parts]) => parts.length);
  return [
    element(
      "div",
      { class: "ndr-roles" },
      ...shown.map(([name, parts]) =>
        element(
          "section",
          { class: "ndr-role", "aria-label": name },
          element("h3", {}, name),
          element("ul", {}, ...parts.map((part) => element("li", {}, part))),
        ),
      ),
    ),
    panels.place,
  ];
}
