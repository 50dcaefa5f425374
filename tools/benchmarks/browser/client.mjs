// Replaces the site's client.mjs: the plainest way to have a worker at bench/worker.mjs judge a text.

const WORKER = new URL("../../../../bench/worker.mjs", import.meta.url).href;

let started = null;
export let running = false;

export function warm() {
  // From a blob, as the site does it: so the page's policy is met by all.
  const script = new Blob([`import ${JSON.stringify(WORKER)};`], { type: "text/javascript" });
  started ??= new Promise((resolve) => {
    const worker = new Worker(URL.createObjectURL(script), { type: "module" });
    worker.onmessage = () => {
      running = true;
      resolve(worker);
    };
  });
  return started;
}

export async function check(input) {
  const worker = await warm();
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(JSON.parse(data));
    worker.postMessage(input);
  });
}
