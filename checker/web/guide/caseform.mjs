// The form in the guide that makes the text of the case for Support.

import { FIELDS, begin, carriedSenders, keep } from "./case.mjs";
import { element } from "../parts/dom.mjs";
import { preview, tick } from "../parts/preview.mjs";
import { plain } from "../parts/text.mjs";
import { request } from "./request.mjs";
import { support as say } from "../strings/guide.mjs";
import { forms } from "../strings/share.mjs";

/**
 * @param {() => import("./request.mjs").Done[]} done the steps ticked so far
 * @returns {Promise<{node: HTMLElement, refresh: () => void}>}
 */
export async function caseForm(done) {
  const { value, kept } = await begin();
  let keeping = kept;
  const warning = element("p", { class: "ndr-notice" }, say.notKept);
  warning.hidden = true;

  const senders = senderChoice(() => shown.refresh());
  const shown = preview(say.what, { text: forms.text, markdown: forms.markdown }, (form) => [
    request(value, done(), form, senders.rows()),
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
    ...senders.nodes,
    element("fieldset", { class: "ndr-choice" }, element("legend", {}, say.attached), ...files),
    element("p", { class: "ndr-keep" }, keeper, element("span", { class: "ndr-hint" }, say.keepHint)),
    warning,
    ...shown.choices,
    shown.view,
    shown.actions,
  );
  return { node, refresh: shown.refresh };
}

/**
 * The sender domains of the workspace: which of them go into the text, and whether their servers and connectors do.
 * @param {() => void} changed
 * @returns {{nodes: HTMLElement[], rows: () => import("./case.mjs").Sender[]}} no nodes where none was taken along
 */
function senderChoice(changed) {
  const all = carriedSenders();
  const chosen = new Set(all.filter((sender) => sender.chosen));
  const shown = { server: true, connector: true };
  const domains = all.map((sender) =>
    tick(plain(sender.domain), sender.chosen, (on) => {
      chosen[on ? "add" : "delete"](sender);
      changed();
    }),
  );
  const parts = /** @type {("server" | "connector")[]} */ (["server", "connector"]).map((part) =>
    tick(say.senderParts[part], true, (on) => {
      shown[part] = on;
      changed();
    }),
  );
  const node = element(
    "fieldset",
    { class: "ndr-choice" },
    element("legend", {}, say.senders),
    ...domains,
    ...parts,
    element("span", { class: "ndr-hint" }, say.sendersHint),
  );
  const rows = () =>
    all
      .filter((sender) => chosen.has(sender))
      .map((sender) => ({
        ...sender,
        server: shown.server ? sender.server : null,
        connector: shown.connector ? sender.connector : null,
      }));
  return { nodes: all.length ? [node] : [], rows };
}
