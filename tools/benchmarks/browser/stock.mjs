// Stock Pyodide as its documentation starts it, with the checker's wheel unpacked into it.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const wheel = fetch(new URL("ndr_checker-0-py3-none-any.whl", import.meta.url));
const pyodide = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href });
pyodide.unpackArchive(await (await wheel).arrayBuffer(), "wheel");
const { check } = pyodide.pyimport("ndr_checker.browser");
self.onmessage = ({ data }) => self.postMessage(check(data));
self.postMessage("ready");
