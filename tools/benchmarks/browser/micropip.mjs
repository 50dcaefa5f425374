// Stock Pyodide that installs the checker's wheel by micropip, as most pages do it.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const indexURL = new URL("pyodide/", import.meta.url).href;
const pyodide = await loadPyodide({ indexURL, packageBaseUrl: indexURL });
await pyodide.loadPackage("micropip");
await pyodide.pyimport("micropip").install(new URL("ndr_checker-0-py3-none-any.whl", import.meta.url).href);
const { check } = pyodide.pyimport("ndr_checker.browser");
self.onmessage = ({ data }) => self.postMessage(check(data));
self.postMessage("ready");
