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
/** A label such as 10–12, and its triangle. */
const MARK = 48;
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
  const widths = names.map((name) => 18 + say.states[name].length * LETTER + 10);
  let x = Math.max(0, Math.min(LEFT, width - widths.reduce((sum, wide) => sum + wide)));
  return names.flatMap((name, index) => {
    const at = x;
    x += widths[index];
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
  const kinds = marks(found, drawn, x);
  const top = LEGEND + kinds.length * MARKS;
  const bases = rows.map((_, at) => top + at * (LABEL + BARS + GAP) + LABEL + BARS);
  const bottom = top + rows.length * (LABEL + BARS + GAP);
  const height = bottom + AXIS;
  const wide = Math.max(1, x(start + bin) - x(start) - 1);

  const bars = rows.flatMap((row, at) => {
    const base = bases[at];
    const stacks = [...row.bars].map(([hour, bar]) => {
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
      ...stacks,
    ];
  });
  const names = rows.flatMap((row, at) => {
    const y = bases[at] - BARS - 7;
    const said = say.row(row.failed, row.all);
    return [
      words(LEFT, y, fitted(row.domain, room - said.length * LETTER - 16), { "font-weight": "700" }),
      words(LEFT + room, y, said, { "text-anchor": "end" }),
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
    ...kinds.flatMap((kind, line) => marked(kind, LEGEND + line * MARKS + 9, bases, x)),
    ...names,
  );
}

/** @typedef {{name: string, colour: string, dashes: string, marks: {at: number, text: string}[]}} Kind */

/**
 * The admin actions, and the first failure: each kind has a line of its own above the rows.
 * @param {Found} found
 * @param {{start: number, end: number}} span
 * @param {(at: number) => number} x
 * @returns {Kind[]}
 */
function marks({ domains, acts }, { start, end }, x) {
  const within = (/** @type {number} */ at) => at >= start && at <= end;
  const numbered = acts
    .flatMap(({ time }, at) => (time && within(hours(time)) ? [{ at: hours(time), name: String(at + 1) }] : []))
    .slice(0, ACTS);
  /** @type {{at: number, names: string[]}[]} actions too close for a label each */
  const groups = [];
  for (const { at, name } of numbered.sort((a, b) => a.at - b.at)) {
    const last = groups[groups.length - 1];
    if (last && x(at) - x(last.at) < MARK) last.names.push(name);
    else groups.push({ at, names: [name] });
  }
  const failures = domains.flatMap(({ first_bad: bad }) => (bad ? [hours(bad)] : [])).filter(within);
  const kinds = [
    {
      name: "ink",
      colour: INK,
      dashes: "2 3",
      marks: groups.map(({ at, names }) => ({
        at,
        text: names.length > 2 ? `${names[0]}–${names[names.length - 1]}` : names.join(", "),
      })),
    },
    {
      name: "failed",
      colour: COLOURS.failed,
      dashes: "none",
      marks: failures.length ? [{ at: Math.min(...failures), text: say.refusal }] : [],
    },
  ];
  return kinds.filter((kind) => kind.marks.length);
}

/**
 * Triangles with their words, and below them a line across the bars of each row, which crosses no words.
 * @param {Kind} kind
 * @param {number} y
 * @param {number[]} bases of the rows
 * @param {(at: number) => number} x
 */
function marked({ name, colour, dashes, marks: all }, y, bases, x) {
  return all.flatMap(({ at, text }) => {
    const isLeft = x(at) - 9 > text.length * LETTER;
    return [
      shape("path", { d: `M${Math.round(x(at)) - 6} ${y - 5}h12l-6 13z`, class: `ndr-${name}`, fill: colour }),
      words(x(at) + (isLeft ? -9 : 9), y + 4, text, {
        class: `ndr-${name}`,
        fill: colour,
        "font-weight": "700",
        "text-anchor": isLeft ? "end" : "start",
      }),
      ...bases.map((base) =>
        shape("line", {
          x1: x(at),
          x2: x(at),
          y1: base - BARS,
          y2: base,
          class: `ndr-line-${name}`,
          stroke: colour,
          "stroke-width": "1.5",
          "stroke-dasharray": dashes,
        }),
      ),
    ];
  });
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
