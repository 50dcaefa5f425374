// The workspace's tables: every cell is text, since the files may be written by strangers.

import { element, scrolling, verbatim } from "../parts/dom.mjs";
import * as parts from "../parts/table.mjs";
import { plain } from "../parts/text.mjs";
import { count } from "../strings/counts.mjs";
import * as say from "../strings/triage.mjs";

/** @typedef {import("./found.mjs").Found} Found */
/** @typedef {parts.Cell} Cell */

/** Rows that are shown; the exports have them all. */
const ROWS = 500;
/** Columns that fit beside each other on a phone, with some scrolling. */
const MOST_BESIDE = 5;

/** @param {string | null} text of a file */
function read(text) {
  return text ? verbatim(text) : say.unknown;
}

/** @param {string | null} iso @returns {Cell} such as 2026-11-20 08:41; the column says that it is UTC */
function time(iso) {
  return iso ? element("time", {}, `${iso.slice(0, 10)} ${iso.slice(11, 16)}`) : say.unknown;
}

/**
 * @param {string} name
 * @param {readonly string[]} columns
 * @param {readonly Cell[][]} rows the first cell of each is its heading
 * @returns {HTMLElement[]} nothing for no rows
 */
function table(name, columns, rows) {
  if (!rows.length) return [];
  const kind = columns.length > MOST_BESIDE ? "ndr-grid ndr-grid--stacked" : "ndr-grid";
  const grid = parts.table({ class: kind, "aria-label": name }, columns, rows.slice(0, ROWS));
  const scroll = scrolling(name, grid, "ndr-wide");
  return rows.length > ROWS ? [scroll, element("p", { class: "ndr-hint" }, say.more(rows.length - ROWS))] : [scroll];
}

/** @param {(Cell | null)[]} lines */
function lines(...lines) {
  const shown = lines.filter((line) => line !== null);
  return shown.length ? element("div", {}, ...shown.map((line) => element("div", {}, line))) : say.unknown;
}

/** @param {string} kind @param {string} word a word that a colour underlines */
function tag(kind, word) {
  return element("span", { class: "ndr-tag", "data-kind": kind }, word);
}

/** @param {Found} found */
export function domains({ domains: rows }) {
  const cells = rows.map((row) => [
    read(row.domain),
    row.advice ? tag(row.advice, say.advice[row.advice]) : say.nothing,
    say.registered[row.registered],
    say.share(row.failed, row.messages),
    lines(...Object.entries(row.codes).map(([code, many]) => `${code}:\u00a0${count(many)}`)),
    lines(
      ...row.sources.flatMap(({ address, connector, also = [] }) =>
        address || connector ? [read([address, [connector, ...also].join(" / ")].filter(Boolean).join(" → "))] : [],
      ),
    ),
    row.failed ? lines(time(row.first_bad), time(row.last)) : say.unknown,
    time(row.delivered_again),
  ]);
  return table(say.sections.domains, say.columns.domains, cells);
}

/** @param {Found} found */
export function connectors({ connectors: rows }) {
  const words = new Map([
    [true, say.yes],
    [false, say.no],
  ]);
  const cells = rows.map((row) => [
    lines(read(row.name), row.new ? tag("stop", say.isNew) : null),
    time(row.made_at ?? row.created),
    row.made_by ? lines(read(row.made_by), row.made_from ? read(row.made_from) : null) : say.unknown,
    say.share(row.failed, row.messages),
    lines(...row.domains.map(read)),
    read(row.type),
    words.get(row.enabled ?? /** @type {any} */ (null)) ?? say.unknown,
    time(row.changed),
  ]);
  return table(say.sections.connectors, say.columns.connectors, cells);
}

/** @param {Found} found */
export function accounts({ accounts: rows }) {
  const cells = rows.map((row) => [
    read(row.address),
    count(row.messages),
    count(row.recipients),
    count(row.failed),
    lines(count(row.peak), row.peak_hour ? time(row.peak_hour) : null),
    time(row.first),
  ]);
  return table(say.sections.accounts, say.columns.accounts, cells);
}

/** @param {Found} found */
export function acts({ acts: rows }) {
  const cells = rows.map((row, at) => [
    String(at + 1),
    time(row.time),
    read(row.who),
    read(row.from),
    read(row.operation),
    read(row.object),
    row.related.length ? lines(...row.related.map(read)) : say.unknown,
  ]);
  return table(say.sections.acts, say.columns.acts, cells);
}

/** @param {Found} found */
export function counts({ counts: rows }) {
  const cells = rows.map((row) => [
    read(row.report),
    read(row.date),
    lines(...[row.domain, row.connector, row.code, row.account].filter((what) => what !== null).map(read)),
    count(row.count),
  ]);
  return table(say.sections.counts, say.columns.counts, cells);
}

/** @param {Found} found */
export function hours({ hours: rows }) {
  const cells = rows.map((row) => [
    time(row.hour),
    read(row.domain),
    ...[row.delivered, row.failed, row.waiting].map(count),
  ]);
  return table(say.chart.table, say.columns.hours, cells);
}

/** @param {Found} found */
export function files({ files: rows }) {
  const cells = rows.map((row) => [
    read(row.name),
    lines(read(row.format), row.cut ? plain(row.cut) : null),
    say.share(row.used, row.rows),
    time(row.first),
    time(row.last),
    row.zone ? plain(row.zone) : say.unknown,
  ]);
  return table(say.sections.files, say.columns.files, cells);
}
