// The chart's arithmetic: hours become bars of one width, and times become places.

/** @typedef {import("./found.mjs").Found} Found */
/** @typedef {{failed: number, waiting: number, delivered: number}} Bar */
/** @typedef {{domain: string, failed: number, all: number, most: number, bars: Map<number, Bar>}} Row bars by their first hour */
/** @typedef {{start: number, end: number, bin: number, rows: Row[], left: number}} Chart hours since 1970; `left` are domains not drawn */

const HOUR = 3_600_000;
/** In hours. */
const YEAR = 8760;
/** Hours that one bar may be: each divides a day, or is days. */
const BINS = [1, 2, 3, 6, 12, 24, 48, 168, 720];
/** Rows that are drawn; the table has every domain. */
const ROWS = 8;
/** An action this many hours before or after the mail still belongs to its picture. */
const NEAR = 48;

/** @param {string} iso @returns {number} hours since 1970 */
export const hours = (iso) => Date.parse(iso) / HOUR;

/** @param {number} at hours since 1970 @returns {string} such as 2026-11-20 08:00 */
export const clock = (at) => new Date(at * HOUR).toISOString().slice(0, 16).replace("T", " ");

/**
 * @param {Found} found
 * @param {number} room bars that there is room for
 * @returns {Chart | null} null where no delivery has a time
 */
export function charted({ hours: counted, domains, acts }, room) {
  const timed = counted.flatMap(({ hour, ...row }) => (hour ? [{ ...row, at: hours(hour) }] : []));
  if (!timed.length) return null;
  const times = timed.map(({ at }) => at);
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const near = acts
    .flatMap(({ time }) => (time ? [hours(time)] : []))
    .filter((at) => at > first - NEAR && at < last + NEAR);
  const [from, to] = [Math.min(first, ...near), Math.max(last, ...near)];
  const bin = BINS.find((size) => (to - from) / size + 2 <= room) ?? BINS[BINS.length - 1];
  const start = Math.floor(from / bin) * bin;
  const named = domains.filter(({ domain }) => timed.some((row) => row.domain === domain));
  const rows = named.slice(0, ROWS).map(({ domain, failed, messages }) => {
    /** @type {Map<number, Bar>} */
    const bars = new Map();
    for (const row of timed.filter((one) => one.domain === domain)) {
      const at = Math.floor(row.at / bin) * bin;
      const bar = bars.get(at) ?? { failed: 0, waiting: 0, delivered: 0 };
      bars.set(at, {
        failed: bar.failed + row.failed,
        waiting: bar.waiting + row.waiting,
        delivered: bar.delivered + row.delivered,
      });
    }
    const most = [...bars.values()].reduce((max, bar) => Math.max(max, bar.failed + bar.waiting + bar.delivered), 1);
    return { domain, failed, all: messages, most, bars };
  });
  return { start, end: Math.floor(to / bin) * bin + bin, bin, rows, left: domains.length - rows.length };
}

/**
 * @param {Chart} chart
 * @param {number} most labels that there is room for
 * @returns {{at: number, hour: string, day: string}[]} `day` where it begins, and at the first label
 */
export function ticks({ start, end }, most) {
  const years = Math.ceil((end - start) / YEAR / most);
  const step =
    [1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160].find((size) => (end - start) / size <= most) ?? years * YEAR;
  /** @type {{at: number, hour: string, day: string}[]} */
  const found = [];
  for (let at = Math.ceil(start / step) * step; at < end; at += step) {
    const date = new Date(at * HOUR);
    const isDay = at % 24 === 0;
    const day =
      isDay || !found.length ? date.toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" }) : "";
    found.push({ at, hour: step < 24 ? date.toISOString().slice(11, 16) : "", day });
  }
  return found;
}
