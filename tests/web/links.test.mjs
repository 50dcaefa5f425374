// Of ten thousand links only those that name a code of ours give a verdict, and it is of that code.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { codes, fragments } = JSON.parse(await readFile(process.env.LINKS, "utf-8"));
// The site is read where it was built; Node doesn't fetch files.
globalThis.fetch = async (url) => new Response(await readFile(new URL(url)));
const { fromLink } = await import(pathToFileURL(process.env.MODULE));

for (const [name, texts] of Object.entries(fragments)) {
  test(`${texts.length} links: ${name}`, async () => {
    for (const text of texts) {
      const { hash } = new URL(`https://example.com/#${text}`); // as a browser writes it
      const verdict = await fromLink(hash);
      const named = hash.replace(/^#code=/, "");
      const expected = hash.startsWith("#code=") && Object.hasOwn(codes, named) ? codes[named] : undefined;
      assert.equal(verdict?.code, expected, `for ${JSON.stringify(text)}`);
      if (verdict) assert.ok(verdict.title.startsWith(`${expected}: `));
    }
  });
}
