// The workspace's report: the answers first, then what they come from.

import { element } from "../parts/dom.mjs";
import { carrySenders } from "../guide/case.mjs";
import { preview } from "../parts/preview.mjs";
import { root } from "../parts/codes.mjs";
import { plain } from "../parts/text.mjs";
import * as say from "../strings/triage.mjs";
import { chartView } from "./chart.mjs";
import { addSaving } from "../parts/saved.mjs";
import * as tables from "./tables.mjs";

/** @typedef {import("./found.mjs").Found} Found */
/** @typedef {import("./reader.mjs").Answered} Answered */

/**
 * @param {string} title
 * @param {HTMLElement[]} content
 * @returns {HTMLElement[]} nothing for no content
 */
function part(title, content) {
  return content.length ? [element("div", { class: "ndr-part" }, element("h3", {}, title), ...content)] : [];
}

/** @param {Answered} answered */
function answers({ found, questions }) {
  const said = found.answers.map(({ question, text, files }) => {
    // Usually one sentence a domain.
    const sentences = text.split(/(?<=\.) /);
    const body =
      sentences.length > 1
        ? element("ul", {}, ...sentences.map((sentence) => element("li", {}, plain(sentence))))
        : element("p", {}, plain(text));
    return element(
      "div",
      { class: "ndr-answer" },
      element("h3", {}, questions[question] ?? question),
      body,
      element("p", { class: "ndr-hint" }, plain(say.from(files))),
    );
  });
  return said.length ? [element("div", { class: "ndr-answers" }, ...said)] : [];
}

/** @param {Answered} answered @returns {HTMLElement[]} each export that is missing, with the command to copy */
function missing({ found, questions }) {
  const guide = element("p", {}, element("a", { href: new URL("unblock/#find-domain", root).href }, say.guide));
  const items = found.missing.map(({ format, question, command }) => {
    const shown = preview(say.command(format), { text: "" }, () => [command]);
    return element(
      "div",
      { class: "ndr-missing" },
      element("h4", {}, say.missingFor(format, questions[question] ?? question)),
      shown.view,
      shown.actions,
    );
  });
  return items.length ? [...items, guide] : [];
}

/** @param {Answered} answered */
function exported(answered) {
  const shown = preview(say.exported, say.forms, (form) => [answered[form]]);
  addSaving(shown, say.save, say.file);
  const content = [...shown.choices, shown.view, shown.actions, ...toCase(answered.case)];
  return [element("div", { class: "ndr-part ndr-export" }, element("h3", {}, say.sections.export), ...content)];
}

/** @param {Answered["case"]} found @returns {HTMLElement[]} the way into the case for Support, with what was found */
function toCase({ senders, fields }) {
  const link = element("a", { class: "ndr-button", href: new URL("unblock/#support-text", root).href }, say.toCase);
  link.addEventListener("click", () => carrySenders(senders, fields));
  return senders.length ? [element("p", { class: "ndr-controls" }, link)] : [];
}

/** @param {string[]} defects */
function notes(defects) {
  return defects.map((defect) => element("p", { class: "ndr-notice" }, plain(defect)));
}

/**
 * @param {Answered} answered
 * @param {boolean} isSample the files are the sample's
 * @returns {HTMLElement[]} the whole report
 */
export function drawn(answered, isSample) {
  const { found } = answered;
  return [
    element("h2", { id: "ndr-triage-heading", tabindex: "-1" }, say.sections.answers),
    ...notes([...(isSample ? [say.sample] : []), ...found.defects]),
    ...answers(answered),
    ...part(say.sections.domains, tables.domains(found)),
    ...part(say.sections.chart, chartView(found)),
    ...part(say.sections.connectors, tables.connectors(found)),
    ...part(say.sections.accounts, tables.accounts(found)),
    ...part(say.sections.acts, tables.acts(found)),
    ...part(say.sections.counts, tables.counts(found)),
    ...part(say.sections.missing, missing(answered)),
    ...part(say.sections.files, tables.files(found)),
    ...exported(answered),
  ];
}
