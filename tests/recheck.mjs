// Asks recheck of each pattern on standard input whether any text makes it cost more than linear time.
// In: [{name, source, flags}]; out, a line each: {name, status, complexity, attack}.

import { readFileSync } from "node:fs";

import recheck from "recheck/lib/browser.js"; // plain JavaScript; the other build starts a program or a JVM

const parameters = {
  attackTimeout: null,
  incubationTimeout: null,
  recallTimeout: -1, // an attack isn't tried out: this build can't, and would call the pattern "unknown"
  attackLimit: 100_000_000,
};
// First the proof. It calls safe whatever has an end to each of its repeats: what such a pattern costs up to there is
// measured by fuzz.growth. It knows no look-behind and can grow too large; then attacks are looked for.
// Of time only the last limit, and far off: a busy machine must not find less. What can't be told in it is "unknown".
const ask = (source, flags, checker, timeout) => recheck.checkSync(source, flags, { ...parameters, checker, timeout });

/** @type {{name: string, source: string, flags: string}[]} */
const patterns = JSON.parse(readFileSync(0, "utf8"));
for (const { name, source, flags } of patterns) {
  const proof = ask(source, flags, "automaton", 20_000);
  const { status, complexity, attack } = proof.status === "unknown" ? ask(source, flags, "fuzz", 60_000) : proof;
  console.log(JSON.stringify({ name, status, complexity: complexity?.summary, attack: attack?.pattern }));
}
