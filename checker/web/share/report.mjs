// A wrong verdict, on a copy that doesn't say where its source is: what to tell the person who runs it. Nothing from the text.

import { element } from "../parts/dom.mjs";
import { manifest } from "../../pyodide_start/manifest.mjs";
import { preview } from "../parts/preview.mjs";
import * as say from "../strings/share.mjs";

/** @param {import("./share.mjs").Shared} shared @returns {import("./share.mjs").Panel} */
export function panel({ verdict, root }) {
  const { code, kind, meaning, certainty } = verdict;
  const text = say.report.text({ code, kind, meaning, certainty, version: manifest.version });
  const { view, actions, copy } = preview(say.report.what, { text: say.forms.text }, () => [text]);
  const about = element("a", { href: new URL("about/", root).href }, say.report.about);
  return { actions, parts: [view, element("p", { class: "ndr-hint" }, say.report.hint, about, ".")], copy };
}
