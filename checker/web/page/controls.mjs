// What each control of the box does. Pastes, drops and keys, which count anywhere on the page, are in hand.mjs.

import { root } from "../parts/codes.mjs";
import { BROUGHT, hand } from "../triage/handed.mjs";

/** @param {import("./journey.mjs").Journey} journey */
export function wire(journey) {
  const { box } = journey;
  const { section, text, file } = box;
  // Whoever reads the verdict of a link doesn't turn to the box.
  const turned = (/** @type {Event} */ { target }) =>
    !box.result.contains(/** @type {Node} */ (target)) && journey.prepare();
  for (const event of ["focusin", "pointerdown", "dragenter"]) section.addEventListener(event, turned);
  text.addEventListener("pointerenter", () => journey.prepare());
  text.addEventListener("pointerdown", () => box.fold(null));
  text.addEventListener("input", (event) => journey.edited(/** @type {InputEvent} */ (event)));
  file.addEventListener("change", () => {
    const chosen = Array.from(file.files ?? []);
    if (chosen.length) journey.judgeFiles(chosen);
    file.value = "";
  });
  box.open.addEventListener("click", () => file.click());
  box.check.addEventListener("click", () => journey.judgeText());
  box.clear.addEventListener("click", () => {
    journey.startOver();
    text.focus();
  });
  box.show.addEventListener("click", () => {
    box.fold(null);
    text.focus();
  });
  box.undo.addEventListener("click", () => journey.undo());
  box.forget.addEventListener("click", () => journey.forgetAll());
  for (const chip of box.examples.querySelectorAll("button")) {
    chip.addEventListener("click", () => journey.example(chip.dataset.code ?? ""));
  }
  box.retry.addEventListener("click", () => journey.retry());
  box.reload.addEventListener("click", () => location.reload());
  box.jump.addEventListener("click", () => box.heading()?.focus());
  // The way into the workspace takes along what was judged.
  section.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (!link || link.href.replace(BROUGHT, "") !== new URL("triage/", root).href) return;
    const { files } = journey;
    hand(files);
    link.hash = files.length ? BROUGHT : "";
  });
}
