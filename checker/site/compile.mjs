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

try {
  const python = await loadPyodide({
    // -OO: without docstrings and asserts, a seventh smaller. Line tables stay, tracebacks need them.
    args: ["-OO"],
    // The same bytes every time: sets in constants follow the hash seed, and with a date set
    // py_compile stamps bytecode with a hash of its source instead of the time.
    // The third day that a zip can name, since zones west of Greenwich are a day behind.
    env: { PYTHONHASHSEED: "0", SOURCE_DATE_EPOCH: "315705600" },
  });
  python.mountNodeFS("/tools", tools);
  python.mountNodeFS("/checker-site", fileURLToPath(new URL(".", import.meta.url)));
  python.mountNodeFS("/work", work);
  python.runPython(`
import sys
loaded = sorted(sys.modules)
sys.dont_write_bytecode = True
sys.path += ["/tools", "/checker-site"]
import compile_inside
compile_inside.run("/work", loaded)
`);
} catch (error) {
  // Uncaught, Node would print the minified line that threw, all megabyte of it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
