// Runs a program in the Python that the built site sends to browsers.
//
//     node built_python.mjs <site> <empty folder> < {"program": ..., "data": ...}
//
// The program's `main(data)` is called; what it returns is printed as JSON.
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

globalThis.self ??= /** @type {any} */ (globalThis);
const { unzipped } = await import("../../checker/pyodide_start/worker.mjs");

const [site, folder] = process.argv.slice(2);
const { program, data } = JSON.parse(await text(process.stdin));

const checker = `${site}/assets/checker`;
const home = pathToFileURL(`${checker}/${readdirSync(checker)[0]}/pyodide_start/manifest.mjs`);
const { manifest, root } = await import(home.href);
/** @param {string} name */
function built(name) {
  const { url, gzip } = manifest.files[name];
  const bytes = readFileSync(new URL(url, root));
  return gzip ? gunzipSync(bytes) : bytes;
}

// Node's Pyodide reads files by their stock names, and the package ws from beside them.
symlinkSync(new URL("../../node_modules", import.meta.url), `${folder}/node_modules`);
const stock = {
  pyodideJs: "pyodide.mjs",
  asmJs: "pyodide.asm.mjs",
  wasm: "pyodide.asm.wasm",
  stdlib: "python_stdlib.zip",
};
for (const [name, file] of Object.entries(stock)) writeFileSync(`${folder}/${file}`, built(name));

const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const { default: create } = await import(pathToFileURL(`${folder}/pyodide.asm.mjs`).href);

/** Python as the page's worker starts it, without the bridge to JavaScript. @returns {Promise<any>} */
const bare = () =>
  new Promise((resolve, reject) => {
    const createPyodideModule = async (/** @type {object} */ settings) => {
      resolve(await create(settings));
      return new Promise(() => {});
    };
    const lockFileContents = { info: manifest.lock, packages: {} };
    loadPyodide({ createPyodideModule, indexURL: folder, lockFileContents }).catch(reject);
  });

try {
  const { API, FS } = await bare();
  for (const [path, bytes] of unzipped(new Uint8Array(built("checker")).buffer)) {
    FS.mkdirTree(dirname(path));
    FS.writeFile(path, bytes);
  }
  FS.writeFile("program.py", program);
  FS.writeFile("data.json", JSON.stringify(data));
  const [status, said] = API.rawRun(`
import sys
sys.path.insert(0, "")
from program import main
with open("data.json", encoding="utf-8") as given, open("answer.json", "w", encoding="utf-8") as answer:
    answer.write(main(given.read()))
`);
  if (status) throw new Error(said);
  console.log(FS.readFile("answer.json", { encoding: "utf8" }));
} catch (error) {
  // Uncaught, Node would print the minified line that threw, all megabyte of it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
