// The page for an address that leads nowhere, such as /550-5.7.705/: it offers the code that the address names.

import { pages } from "../../pyodide_start/manifest.mjs";
import { pageOf, root, whole } from "../parts/codes.mjs";

/** @param {HTMLElement} place hidden, with a link to complete */
export function offer(place) {
  const path = location.pathname.slice(root.pathname.length);
  const codes = Array.from(path.matchAll(/\d+(?:\.\d+)*/g), ([number]) => whole(number));
  const code = codes.findLast((one) => pageOf(one, pages));
  const link = place.querySelector("a");
  if (!code || !link) return;
  link.href = new URL(`codes/${pageOf(code, pages)}/`, root).href;
  link.textContent = code;
  place.hidden = false;
}
