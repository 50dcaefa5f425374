// Asks recheck of each pattern on standard input whether any text makes it cost more than linear time.
// In: [{name, source, flags}]; out, a line each: {name, status, complexity, attack}.

import { readFileSync } from "node:fs";

import recheck from "recheck/lib/browser.js"; // plain JavaScript; the other build starts a program or a JVM

// Of time only the last limit, and far off: a busy machine must not find less. What can't be told within it is "unknown".
const parameters = {
  timeout: 20_000,
  attackTimeout: null,
  incubationTimeout: null,
  recallTimeout: null,
  attackLimit: 100_000_000,
  recallLimit: 100_000_000,
};

/** @type {{name: string, source: string, flags: string}[]} */
const patterns = JSON.parse(readFileSync(0, "utf8"));
for (const { name, source, flags } of patterns) {
  const { status, complexity, attack } = recheck.checkSync(source, flags, parameters);
  console.log(JSON.stringify({ name, status, complexity: complexity?.summary, attack: attack?.pattern }));
}
