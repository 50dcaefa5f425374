// The floor: what a page takes with no Python at all. Thirty lines that know a code when they see one and no more;
// written for the benchmark only.

const CODE = /\b([245]\.\d{1,3}\.\d{1,3})\b/;
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;

self.onmessage = ({ data }) => {
  const code = CODE.exec(data)?.[1] ?? null;
  const start = code ? data.indexOf(code) : null;
  const line = start === null ? "" : data.slice(data.lastIndexOf("\n", start) + 1).split("\n", 1)[0];
  const evidence = { kind: "code-alone", part: "pasted", code, text: line, line: 1, start, end: start, decisive: true };
  const verdict = {
    version: 1,
    source: "",
    kind: code ? "failure" : "not-a-bounce",
    code,
    reply: Number(/\b([245]\d\d)[ -]/.exec(line)?.[1]) || null,
    meaning: null,
    certainty: "unsure",
    title: code,
    page: code ? `codes/${code}/` : null,
    permanence: null,
    blocked: null,
    acts: [],
    lifted_by: [],
    whose: "unknown",
    recipients: [{ address: ADDRESS.exec(data)?.[0] ?? null, code, reply: null, action: null }],
    evidence: code ? [evidence] : [],
    other_codes: [],
    links: [],
    defects: [],
  };
  self.postMessage(JSON.stringify(verdict));
};
self.postMessage("ready");
