// Asks the built site's search, as its page would: the theme's own worker with the site's index, without a browser.
// node search.mjs SITE QUERIES.json -> a JSON list, for each query the addresses found, best first.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [, , site, queries] = process.argv;
const folder = join(site, "assets", "javascripts", "workers");
const script = readdirSync(folder).find((name) => name.startsWith("search.") && name.endsWith(".js"));

/** @type {((event: {data: unknown}) => void)[]} */
const listeners = [];
/** @type {(message: {type: number, data: {items: {location: string}[][]}}) => void} */
let answer = () => {};
const scope = {
  addEventListener: (/** @type {string} */ _, /** @type {(event: {data: unknown}) => void} */ listener) =>
    listeners.push(listener),
  postMessage: (/** @type {Parameters<typeof answer>[0]} */ message) => answer(message),
  importScripts: () => {},
  console,
};
vm.runInNewContext(readFileSync(join(folder, String(script)), "utf8"), Object.assign(scope, { self: scope }));

/** @param {number} type @param {unknown} data */
const ask = (type, data) =>
  new Promise((resolve) => {
    answer = resolve;
    for (const listener of listeners) listener({ data: { type, data } });
  });

const SETUP = 0;
const QUERY = 2;
const index = JSON.parse(readFileSync(join(site, "search", "search_index.json"), "utf8"));
await ask(SETUP, { ...index, options: { suggest: false } });
const found = [];
for (const query of JSON.parse(readFileSync(queries, "utf8"))) {
  const { data } = await ask(QUERY, query);
  found.push(
    data.items
      .map((sections) => sections[0].location.split("#")[0])
      .filter((page, at, all) => all.indexOf(page) === at),
  );
}
console.log(JSON.stringify(found));
