// PyScript with Pyodide, in the page itself as its documentation does it. Replaces the site's client.mjs.

const bench = new URL("../../../../bench/", import.meta.url);

const PROGRAM = `
from pyodide.ffi import create_proxy
from pyscript import window
from ndr_checker.browser import check
window.pyscriptReady(create_proxy(check))
`;

let started = null;
export let running = false;

export function warm() {
  started ??= launch();
  return started;
}

async function launch() {
  const ready = new Promise((resolve) => (window.pyscriptReady = resolve));
  const script = document.createElement("script");
  script.type = "py";
  script.textContent = PROGRAM;
  const packages = [new URL("ndr_checker-0-py3-none-any.whl", bench).href];
  script.setAttribute("config", JSON.stringify({ interpreter: new URL("pyodide/pyodide.mjs", bench).href, packages }));
  document.body.append(script);
  await import(new URL("pyscript/core.js", bench).href);
  const check = await ready;
  running = true;
  return check;
}

export async function check(input) {
  const judge = await warm();
  return JSON.parse(judge(input));
}
