/**
 * Start Pyodide in Node and let it compile what browsers will run in it.
 *
 *     node compile.mjs <folder of pyodide> <folder of pyodide-build> <work folder>
 *
 * The interpreter that compiles is the one that runs the bytecode later, so its version can't be wrong,
 * whatever Python the host has.
 */
import process, { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodide, tools, work] = argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const { default: create } = await import(pathToFileURL(`${pyodide}/pyodide.asm.mjs`).href);
/** Notes what is loaded when Python is up and Pyodide's bridge to JavaScript is not: so far the worker lets it come. */
const createPyodideModule = async (/** @type {object} */ settings) => {
  const module = await create(settings);
  module.API.rawRun("import sys\nwith open('/loaded', 'w') as file: file.write(' '.join(sorted(sys.modules)))");
  return module;
};

try {
  const python = await loadPyodide({
    createPyodideModule,
    // -OO: without docstrings and asserts, a seventh smaller. Line tables stay, tracebacks need them.
    args: ["-OO"],
    // The same bytes every time: sets in constants follow the hash seed, and with a date set
    // py_compile stamps bytecode with a hash of its source instead of the time.
    // The third day that a zip can name, since zones west of Greenwich are a day behind.
    env: { PYTHONHASHSEED: "0", SOURCE_DATE_EPOCH: "315705600" },
  });
  python.mountNodeFS("/tools", tools);
  python.mountNodeFS("/checker", fileURLToPath(new URL("..", import.meta.url)));
  python.mountNodeFS("/work", work);
  python.runPython(`
import sys
with open("/loaded") as file:
    loaded = file.read().split()
sys.dont_write_bytecode = True
sys.path += ["/tools", "/checker"]
from pyodide_start import compile_inside
compile_inside.run("/work", loaded)
`);
} catch (error) {
  // Uncaught, Node would print the minified line that threw, all megabyte of it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
