// Of what is shown or copied, nothing is left that a reader doesn't see or that turns the text round.

import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../checker/web/parts/text.mjs";

test("what Python writes out is taken out", () => {
  const left = JSON.parse(process.env.UNSEEN).filter((sign) => plain(`a${sign}b`) !== "a b");
  assert.deepEqual(left, []);
});

test("letters, marks and signs stay", () => {
  for (const text of ["a b", "é日本語", "e\u0301", "नमस्ते", "550-5.7.705 <x@y>", "😀"]) assert.equal(plain(text), text);
});
