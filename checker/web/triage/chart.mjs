// The hours as a picture: one row of bars for each domain, with the first failure and admin actions on the same axis.
//
// Drawn by DOM methods with presentation attributes: the policy forbids style attributes, and a saved picture has no style
// sheet. Dark colours are in triage.css, by class.

import { element } from "../parts/dom.mjs";
import { saveAs } from "../parts/saved.mjs";
import { plain } from "../parts/text.mjs";
import { count } from "../strings/counts.mjs";
import { chart as say, file } from "../strings/triage.mjs";
import { charted, clock, hours, ticks } from "./axis.mjs";
import * as tables from "./tables.mjs";

/** @typedef {import("./found.mjs").Found} Found */

const NAMESPACE = "http://www.w3.org/2000/svg";
const COLOURS = { failed: "#b3261e", waiting: "#b07700", delivered: "#6f8fb0" };
const INK = "#1d2733";
const PALE = "#c9d2dc";
/** Round words that a line may cross. */
const HALO = {
  class: "ndr-ink ndr-halo",
  stroke: "#ffffff",
  "stroke-width": "5",
  "stroke-linejoin": "round",
  "paint-order": "stroke",
};
/** In pixels. */
const LEFT = 40;
const RIGHT = 10;
const LEGEND = 26;
const MARKS = 22;
const LABEL = 22;
const BARS = 52;
const GAP = 12;
const AXIS = 40;
const BAR = 6;
const TICK = 62;
const LETTER = 6.6;
const SMALL = 420;
/** Widths of a saved picture, and of a printed one. */
const SAVED = 960;
const PRINTED = 680;
/** Actions that are marked; more would be a fence. */
const ACTS = 20;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function shape(tag, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes))
    node.setAttribute(name, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
  node.append(...children);
  return node;
}

/** @param {number} x @param {number} y @param {string} text @param {Record<string, string>} [more] */
function words(x, y, text, more = {}) {
  return shape("text", { x, y, class: "ndr-ink", fill: INK, "font-size": "12", ...more }, text);
}

/** @param {string} text @param {number} room in pixels */
function fitted(text, room) {
  const most = Math.max(4, Math.floor(room / LETTER));
  const shown = plain(text);
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
}

/** @param {number} width */
function legend(width) {
  const names = /** @type {(keyof typeof COLOURS)[]} */ (["delivered", "waiting", "failed"]);
  let x = LEFT;
  return names.flatMap((name) => {
    const at = x;
    x += 24 + say.states[name].length * LETTER + 14;
    if (x > width) return [];
    return [
      shape("rect", { x: at, y: 4, width: 12, height: 12, class: `ndr-${name}`, fill: COLOURS[name] }),
      words(at + 18, 14, say.states[name]),
    ];
  });
}

/**
 * @param {Found} found
 * @param {number} width in pixels
 * @returns {SVGElement | null} null where there is nothing to draw
 */
function chart(found, width) {
  const room = width - LEFT - RIGHT;
  const drawn = charted(found, Math.floor(room / BAR));
  if (!drawn) return null;
  const { start, end, bin, rows } = drawn;
  const x = (/** @type {number} */ at) => LEFT + ((at - start) / (end - start)) * room;
  const top = LEGEND + MARKS;
  const bottom = top + rows.length * (LABEL + BARS + GAP);
  const height = bottom + AXIS;
  const wide = Math.max(1, x(start + bin) - x(start) - 1);

  const bars = rows.flatMap((row, at) => {
    const base = top + at * (LABEL + BARS + GAP) + LABEL + BARS;
    const marks = [...row.bars].map(([hour, bar]) => {
      let y = base;
      const states = /** @type {(keyof typeof COLOURS)[]} */ (["failed", "waiting", "delivered"]);
      const stacked = states.flatMap((state) => {
        if (!bar[state]) return [];
        const tall = Math.max(2, (bar[state] / row.most) * BARS);
        y -= tall;
        return [
          shape("rect", { x: x(hour), y, width: wide, height: tall, class: `ndr-${state}`, fill: COLOURS[state] }),
        ];
      });
      const told = states.flatMap((state) => (bar[state] ? [`${bar[state]} ${say.states[state]}`] : []));
      return shape("g", {}, shape("title", {}, `${clock(hour)}: ${told.join(", ")}`), ...stacked);
    });
    return [
      words(LEFT - 6, base - BARS + 9, count(row.most), { "text-anchor": "end" }),
      words(LEFT - 6, base, "0", { "text-anchor": "end" }),
      shape("line", {
        x1: LEFT,
        x2: LEFT + room,
        y1: base + 0.5,
        y2: base + 0.5,
        class: "ndr-line-pale",
        stroke: PALE,
      }),
      ...marks,
    ];
  });
  const names = rows.flatMap((row, at) => {
    const y = top + at * (LABEL + BARS + GAP) + LABEL - 7;
    const said = say.row(row.failed, row.all);
    return [
      words(LEFT, y, fitted(row.domain, room - said.length * LETTER - 16), { "font-weight": "700", ...HALO }),
      words(LEFT + room, y, said, { "text-anchor": "end", ...HALO }),
    ];
  });
  const axis = ticks(drawn, Math.max(2, Math.floor(room / TICK))).flatMap(({ at, hour, day }) => [
    shape("line", { x1: x(at), x2: x(at), y1: bottom - GAP, y2: bottom - GAP + 5, class: "ndr-line-ink", stroke: INK }),
    words(x(at), bottom - GAP + 18, hour || day, { "text-anchor": "middle" }),
    ...(hour && day ? [words(x(at), bottom - GAP + 34, day, { "text-anchor": "middle" })] : []),
  ]);
  const about = [clock(start), clock(end)];
  return shape(
    "svg",
    {
      xmlns: NAMESPACE,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: "ndr-chart",
      role: "img",
      "font-family": "sans-serif",
      "aria-labelledby": "ndr-chart-title ndr-chart-desc",
    },
    shape("title", { id: "ndr-chart-title" }, say.title),
    shape("desc", { id: "ndr-chart-desc" }, say.describe(rows.length, about[0], about[1])),
    ...legend(width),
    ...(width > SMALL ? [words(LEFT + room, 14, say.utc, { "text-anchor": "end" })] : []),
    ...bars,
    ...axis,
    ...marked(found, drawn, x, bottom - GAP),
    ...names,
  );
}

/**
 * The first failure and the admin actions, across all rows.
 * @param {Found} found
 * @param {{start: number, end: number}} span
 * @param {(at: number) => number} x
 * @param {number} bottom
 */
function marked({ domains, acts }, { start, end }, x, bottom) {
  const within = (/** @type {number} */ at) => at >= start && at <= end;
  const y = LEGEND + MARKS / 2 - 2;
  const numbered = acts
    .flatMap(({ time }, at) => (time && within(hours(time)) ? [{ at: hours(time), name: String(at + 1) }] : []))
    .slice(0, ACTS);
  /** @type {{at: number, names: string[]}[]} actions too close for a label each */
  const groups = [];
  for (const { at, name } of numbered.sort((a, b) => a.at - b.at)) {
    const last = groups[groups.length - 1];
    if (last && x(at) - x(last.at) < 26) last.names.push(name);
    else groups.push({ at, names: [name] });
  }
  const failures = domains.flatMap(({ first_bad: bad }) => (bad ? [hours(bad)] : [])).filter(within);
  const first = failures.length ? Math.min(...failures) : null;
  return [
    ...groups.flatMap(({ at, names }) => [
      shape("line", {
        x1: x(at),
        x2: x(at),
        y1: y + 9,
        y2: bottom,
        class: "ndr-line-ink",
        stroke: INK,
        "stroke-dasharray": "2 3",
      }),
      shape("path", { d: `M${Math.round(x(at)) - 6} ${y - 5}h12l-6 13z`, class: "ndr-ink", fill: INK }),
      words(x(at) - 9, y + 4, names.length > 2 ? `${names[0]}–${names[names.length - 1]}` : names.join(", "), {
        "text-anchor": "end",
        "font-weight": "700",
      }),
    ]),
    ...(first === null
      ? []
      : [
          shape("line", {
            x1: x(first),
            x2: x(first),
            y1: y + 9,
            y2: bottom,
            class: "ndr-line-failed",
            stroke: COLOURS.failed,
            "stroke-width": "1.5",
          }),
          words(x(first) + 5, y + 4, say.refusal, {
            class: "ndr-failed",
            fill: COLOURS.failed,
            "font-weight": "700",
            ...(x(first) > x(end) - 90 ? { "text-anchor": "end", dx: "-10" } : {}),
          }),
        ]),
  ];
}

/** Draws the picture that is shown again in another width. @type {(width?: number) => void} */
let redraw = () => {};
addEventListener("beforeprint", () => redraw(PRINTED));
addEventListener("afterprint", () => redraw());

/**
 * @param {Found} found
 * @returns {HTMLElement[]} the picture, what it can't show, the same as a table, and a way to save it
 */
export function chartView(found) {
  if (!found.hours.length) return [];
  const drawn = charted(found, SAVED / BAR);
  if (!drawn) return [element("p", {}, say.none)];
  const frame = element("div", { class: "ndr-frame" });
  const bin = element("p", { class: "ndr-hint" });
  redraw = (width = frame.clientWidth) => {
    const picture = width && chart(found, width);
    if (!picture) return;
    frame.replaceChildren(picture);
    const size = charted(found, Math.floor((width - LEFT - RIGHT) / BAR))?.bin ?? 1;
    bin.textContent = [
      say.bar(size),
      say.utc,
      ...(found.acts.length ? [say.acts] : []),
      ...(drawn.left ? [say.others(drawn.left)] : []),
    ].join(" ");
  };
  const draw = redraw;
  new ResizeObserver(() => draw()).observe(frame);
  const button = element("button", { type: "button", class: "ndr-button" }, say.save);
  button.addEventListener("click", () => {
    const picture = chart(found, SAVED);
    if (picture) saveAs(new XMLSerializer().serializeToString(picture), `${file}.svg`, "image/svg+xml");
  });
  const same = element("details", { class: "ndr-same" }, element("summary", {}, say.table), ...tables.hours(found));
  return [frame, bin, element("p", { class: "ndr-controls" }, button), same];
}
