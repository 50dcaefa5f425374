// The form in the guide that makes the text of the case for Support.

import { FIELDS, begin, keep } from "./case.mjs";
import { element } from "../parts/dom.mjs";
import { preview, tick } from "../parts/preview.mjs";
import { request } from "./request.mjs";
import { support as say } from "../strings/guide.mjs";
import { forms } from "../strings/share.mjs";

/**
 * @param {() => import("./request.mjs").Done[]} done the steps ticked so far
 * @returns {{node: HTMLElement, refresh: () => void}}
 */
export function caseForm(done) {
  const { value, kept } = begin();
  let keeping = kept;
  const warning = element("p", { class: "ndr-notice" }, say.notKept);
  warning.hidden = true;

  const shown = preview(say.what, { text: forms.text, markdown: forms.markdown }, (form) => [
    request(value, done(), form),
  ]);
  const changed = () => {
    if (keeping) warning.hidden = keep(value);
    shown.refresh();
  };

  const inputs = FIELDS.map((field) => {
    const long = say.long.includes(field);
    const input = long ? element("textarea", { rows: "3" }) : element("input", { type: "text" });
    for (const [name, set] of [
      ["class", "ndr-input"],
      ["autocomplete", "off"],
      ["spellcheck", "false"],
    ])
      input.setAttribute(name, set);
    input.value = value.fields[field] ?? "";
    input.addEventListener("input", () => {
      value.fields[field] = input.value;
      changed();
    });
    return element("label", { class: "ndr-field" }, say.fields[field], input);
  });
  const files = Object.entries(say.evidence).map(([name, what]) =>
    tick(what, value.attached.includes(name), (attach) => {
      value.attached = value.attached.filter((other) => other !== name).concat(attach ? [name] : []);
      changed();
    }),
  );
  const keeper = tick(say.keep, keeping, (on) => {
    keeping = on;
    warning.hidden = keep(on ? value : undefined) || !on;
  });
  const node = element(
    "div",
    {},
    element("p", { class: "ndr-hint" }, say.hint),
    element("div", { class: "ndr-fields" }, ...inputs),
    element("fieldset", { class: "ndr-choice" }, element("legend", {}, say.attached), ...files),
    element("p", { class: "ndr-keep" }, keeper, element("span", { class: "ndr-hint" }, say.keepHint)),
    warning,
    ...(shown.form ? [shown.form] : []),
    shown.view,
    shown.actions,
  );
  return { node, refresh: shown.refresh };
}
