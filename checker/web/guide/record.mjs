// The ticked steps as a text to keep or to hand on.

import { progress as say } from "../strings/guide.mjs";
import { minute } from "../parts/text.mjs";

/** @typedef {{id: string, title: string, url: string, done: string | null}} Step `done` is a time, ISO 8601 */

/**
 * @param {Step[]} steps those of the guide that are shown, in order, then ticked ones that it no longer has
 * @param {keyof typeof import("../strings/share.mjs").forms} form
 * @param {string} page address of the guide
 * @returns {string}
 */
export function record(steps, form, page) {
  const now = new Date().toISOString();
  if (form === "json") return JSON.stringify({ version: 1, page, exported: now, steps }, null, 2);
  const ticked = steps.filter(({ done }) => done).length;
  const title = say.title(ticked, steps.length);
  const marked = form === "markdown";
  const lines = steps.map(({ title: name, url, done }) => {
    const box = `[${done ? "x" : " "}] ${name}${done ? `, ${minute(done)}` : ""}`;
    return marked ? `- ${box}: <${url}>` : `${box}\n    ${url}`;
  });
  return [marked ? `# ${title}` : title, `${say.made(now)}, ${marked ? `<${page}>` : page}`, lines.join("\n")].join(
    "\n\n",
  );
}
