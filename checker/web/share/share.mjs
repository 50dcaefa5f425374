// Under a verdict: ways to pass it on. Each shows its text first; what makes the text comes when it is asked for.

import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { announce } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @typedef {import("../contract.mjs").Verdict} Verdict */
/**
 * @typedef {{verdict: Verdict, root: URL, input: import("../page/input.mjs").Judgeable | null}} Shared what the card was
 * drawn from
 */
/** @typedef {keyof typeof say.buttons} Way */

/** @type {Record<Way, () => Promise<{panel(shared: Shared): HTMLElement | Promise<HTMLElement>}>>} */
const panels = {
  note: () => import("./note.mjs"),
  letter: () => import("./letter.mjs"),
  link: () => import("./address.mjs"),
  case: () => import("./start.mjs"),
};

/** @param {Verdict} verdict @returns {HTMLElement[]} the way to say that it is wrong: code and version, never the text */
function complaint({ code }) {
  if (!manifest.repository) return [];
  const url = new URL(`${manifest.repository.replace(/\/$/, "")}/issues/new`);
  url.searchParams.set("template", "wrong-verdict.yml");
  if (code) url.searchParams.set("code", code);
  url.searchParams.set("version", manifest.version);
  const hint = { href: url.href, class: "ndr-wrong", title: say.wrongHint, rel: "noreferrer" };
  return [element("a", hint, say.wrong)];
}

/**
 * @param {Shared} shared
 * @returns {HTMLElement[]}
 */
export function sharing(shared) {
  const place = element("div", { class: "ndr-panel" });
  place.hidden = true;
  /** @type {HTMLElement | null} */
  let opened = null;

  /** @param {HTMLButtonElement} button @param {Way} way */
  const open = async (button, way) => {
    opened?.setAttribute("aria-expanded", "false");
    place.hidden = opened === button;
    if (opened === button) return (opened = null);
    opened = button;
    button.setAttribute("aria-expanded", "true");
    place.replaceChildren(element("p", { class: "ndr-hint" }, say.working));
    const shown = await panels[way]()
      .then(({ panel }) => panel(shared))
      .catch(() => (announce(say.failed), element("p", {}, say.failed)));
    if (opened === button) place.replaceChildren(shown);
  };

  const buttons = shared.verdict.offers.map((way) => {
    const button = element("button", { type: "button", class: "ndr-button", "aria-expanded": "false" }, say.buttons[way]);
    button.addEventListener("click", () => open(button, way));
    return button;
  });
  const row = [...buttons, ...complaint(shared.verdict)];
  if (!row.length) return [];
  return [element("div", { class: "ndr-share", role: "group", "aria-label": say.bar }, ...row), place];
}
