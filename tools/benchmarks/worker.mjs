/** One npm package in a process of its own: the tasks and answers of worker.py's `judge`. */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [name, packages] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);

/** @type {Record<string, () => (mail: Buffer) => unknown>} */
const READERS = {
  mailparser: () => {
    const { simpleParser } = require("mailparser");
    return (mail) => simpleParser(mail);
  },
  "postal-mime": () => {
    const module = require("postal-mime");
    return (mail) => (module.default ?? module).parse(mail);
  },
  "email-bounce-parser": () => {
    const Parser = require("email-bounce-parser");
    const parser = new Parser();
    return (mail) => parser.read(mail.toString());
  },
};

/** @param {string} key @returns {number} bytes */
const status = (key) => {
  const found = new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/self/status", "ascii"));
  return Number(found?.[1]) * 1024;
};

const read = READERS[name]();
for await (const line of createInterface({ input: process.stdin })) {
  const mails = JSON.parse(line).judge.map((/** @type {string} */ path) => readFileSync(path));
  /** @type {number[]} */
  const failed = [];
  let why = "";
  writeFileSync("/proc/self/clear_refs", "5"); // the peak begins again
  const before = status("VmRSS");
  const start = process.cpuUsage();
  for (const [number, mail] of mails.entries()) {
    try {
      JSON.stringify(await read(mail));
    } catch (error) {
      failed.push(number);
      why = error instanceof Error ? error.name : String(error);
    }
  }
  const { user, system } = process.cpuUsage(start);
  const memory = status("VmHWM") - before;
  process.stdout.write(`${JSON.stringify({ seconds: (user + system) / 1e6, failed, why, memory })}\n`);
}
