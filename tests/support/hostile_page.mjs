// Put into the page before its own scripts: watches what a hostile text does to it, and hands texts over one after the other.
//
// Kept under a symbol, so that the page's own names stay as they are without it.
{
  const violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    violations.push(`policy: ${violatedDirective} ${blockedURI}`),
  );

  /** An element as the templates make it: name and all attributes. Numbers may differ: codes, counts, versions. */
  const looks = (node) => {
    const attributes = Array.from(node.attributes, ({ name, value }) => `${name}=${value}`).sort();
    return [node.nodeName, ...attributes].join(" ").replace(/\d+/g, "0");
  };
  const result = () => document.getElementById("ndr-result");
  /** What is drawn again for each text: the result, the line that decided, and the list of earlier verdicts. */
  const drawn = () =>
    ["ndr-result", "ndr-line", "ndr-found", "ndr-earlier-list"]
      .map((id) => document.getElementById(id))
      .filter((place) => place !== null);
  const inside = () => drawn().flatMap((place) => [...place.querySelectorAll("*")]);
  const section = () => document.querySelector(".ndr-checker");
  const known = new Set();

  /** What the page is beside the result: its elements, its globals, its prototypes, what it keeps, where it is. */
  const surroundings = () => ({
    elements: [...document.querySelectorAll("*")]
      .filter((node) => !drawn().some((place) => place !== node && place.contains(node)) && node.nodeName !== "LINK")
      .map(({ nodeName, id }) => `${nodeName}#${id}`)
      .join(" "),
    globals: Object.getOwnPropertyNames(window).sort().join(" "),
    prototypes: [Object, Array, String, Function, Node, Element]
      .map(({ prototype }) => Object.getOwnPropertyNames(prototype))
      .join(" "),
    kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    title: document.title,
    address: location.href,
  });

  /** Learn what harmless verdicts are drawn with. */
  const learn = () => {
    for (const node of inside()) known.add(looks(node));
  };

  const faults = () => {
    const strange = inside()
      .map(looks)
      .filter((one) => !known.has(one));
    const open = [...document.querySelectorAll("*")]
      .filter(({ shadowRoot }) => shadowRoot)
      .map(({ nodeName }) => `shadow: ${nodeName}`);
    return [...strange, ...open, ...violations.splice(0)];
  };

  /** @returns {Promise<string>} the state in which the checker comes to rest after the next text */
  const settled = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver((records) => {
        const { state } = section().dataset;
        if (
          !["refused", "failed"].includes(state) &&
          !records.some(({ addedNodes, target }) => target === result() && addedNodes.length)
        )
          return;
        observer.disconnect();
        resolve(state);
      });
      observer.observe(result(), { childList: true });
      observer.observe(section(), { attributes: true, attributeFilter: ["data-state"] });
    });

  /** Where several bounces gave a table: choose its first row, and wait for its verdict. */
  const choose = async () => {
    const row = document.querySelector(".ndr-several .ndr-pick");
    row?.click();
    while (row && !document.querySelector(".ndr-card")) await new Promise((resolve) => setTimeout(resolve));
  };

  const hand = {
    paste(text) {
      const box = document.getElementById("ndr-text");
      box.value = text;
      box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    },
    drop(text, name) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      document
        .getElementById("ndr-text")
        .dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
    },
  };

  /** @param {string} name @returns {Promise<HTMLElement>} the panel of the button with this name, once it is drawn */
  const panel = async (name) => {
    const button = [...document.querySelectorAll(".ndr-role button")].find(({ textContent }) => textContent === name);
    if (!button) return null;
    button.click();
    const place = document.querySelector(".ndr-panel");
    while (!place.querySelector("pre, dl")) await new Promise((resolve) => setTimeout(resolve));
    return place;
  };

  /** @returns {Promise<string[]>} the texts that each panel offers to copy, in each form */
  const panels = async () => {
    const texts = [];
    for (const { textContent } of [...document.querySelectorAll(".ndr-role button")]) {
      const place = await panel(textContent);
      for (const radio of [null, ...place.querySelectorAll("[type=radio]")]) {
        radio?.click();
        texts.push(place.querySelector("pre")?.textContent ?? "");
      }
    }
    return texts;
  };

  window[Symbol.for("hostile")] = {
    choose,
    faults,
    hand,
    learn,
    looks,
    panel,
    panels,
    section,
    settled,
    surroundings,
    violations,
  };
  // Not enumerable: a page that counts its globals by name doesn't see it.
  Object.defineProperty(window, Symbol.for("hostile"), { enumerable: false });
}
