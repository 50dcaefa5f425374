// A box above the tables of a page that keeps the rows with all the words that are typed.

/** @param {string} text @returns {string} without accents, in lower case */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {Element} table @returns {Element[]} the table, the boxes that the theme puts round it, and its heading */
function group(table) {
  let box = table;
  while (box.parentElement && !box.parentElement.matches("article, .md-content__inner")) box = box.parentElement;
  let heading = box.previousElementSibling;
  while (heading && !/^H[1-3]$/.test(heading.tagName)) heading = heading.previousElementSibling;
  return heading ? [box, heading] : [box];
}

/** Put the filter into the page's place for it. */
export function attach() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".ndr-filter:empty"));
  if (!place) return;
  const rows = [...document.querySelectorAll("article tbody tr")].map((row) => ({
    row,
    text: folded(row.textContent ?? ""),
  }));
  const input = document.createElement("input");
  input.type = "search";
  input.className = "ndr-filter__input";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.placeholder = "705, mailbox full, recipient's admin, …";
  const label = document.createElement("label");
  label.append("Filter by code or by words", input);
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const words = folded(input.value)
      .split(/[\s,;]+/)
      .filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.toggleAttribute("hidden", !fits);
      if (fits) shown += 1;
    }
    for (const table of document.querySelectorAll("article table")) {
      const empty = !table.querySelector("tbody tr:not([hidden])");
      for (const node of group(table)) node.toggleAttribute("hidden", empty);
    }
    count.textContent = words.length ? `${shown} of ${rows.length} codes` : "";
  });
  place.append(label, count);
}
