// Runs a program in the Python that the built site sends to browsers.
//
//     node built_python.mjs <site> <empty folder> < {"program": ..., "data": ...}
//
// The program's `main(data)` is called; what it returns is printed as JSON.
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [site, folder] = process.argv.slice(2);
const { program, data } = JSON.parse(await text(process.stdin));

const checker = `${site}/assets/checker`;
const home = pathToFileURL(`${checker}/${readdirSync(checker)[0]}/manifest.mjs`);
const { manifest } = await import(home.href);
/** @param {string} name */
function built(name) {
  const { url, gzip } = manifest.files[name];
  const bytes = readFileSync(new URL(url, home));
  return gzip ? gunzipSync(bytes) : bytes;
}

// Node's Pyodide reads files by their stock names, and the package ws from beside them.
symlinkSync(new URL("../node_modules", import.meta.url), `${folder}/node_modules`);
const stock = { pyodideJs: "pyodide.mjs", asmJs: "pyodide.asm.mjs", wasm: "pyodide.asm.wasm", stdlib: "python_stdlib.zip" };
for (const [name, file] of Object.entries(stock)) writeFileSync(`${folder}/${file}`, built(name));

const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
try {
  const python = await loadPyodide({ indexURL: folder, lockFileContents: { info: manifest.lock, packages: {} } });
  python.unpackArchive(new Uint8Array(built("checker")), "zip");
  python.runPython(program);
  console.log(python.globals.get("main")(JSON.stringify(data)));
} catch (error) {
  // Uncaught, Node would print the minified line that threw, all megabyte of it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
