/** @import { Column, Item } from "./shapes.js" */
import { londonDay, londonFull } from "./times.js";

/** @typedef {"text" | "lines" | "choice" | "number" | "boolean" | "moment" | "day"} Kind how a column is shown and edited */

/** @type {Record<string, Kind>} by the type the control plane gives */
const KINDS = {
  choice: "choice", number: "number", currency: "number", boolean: "boolean",
  datetime: "moment", date: "day", dateonly: "day", note: "lines", multiline: "lines", lines: "lines",
};
/** @type {Record<Kind, number>} in pixels */
const WIDTHS = { text: 170, lines: 260, choice: 184, number: 96, boolean: 96, moment: 172, day: 132 };

/** @type {Record<string, number>} in pixels, of columns that say more, or less, than their kind */
const OWN_WIDTHS = { Title: 270, CaseNumber: 140 };
// What SharePoint keeps for a day without an hour.
const MIDNIGHT = /T00:00:00(\.0+)?Z$/u;

/**
 * @param {Column} column
 * @returns {Kind}
 */
export function kindOf({ type }) {
  return KINDS[type.toLowerCase().replace(/[^a-z]/gu, "")] ?? "text";
}

/**
 * In pixels.
 *
 * @param {Column} column
 */
export function widthOf(column) {
  return OWN_WIDTHS[column.name] ?? WIDTHS[kindOf(column)];
}

/** @param {Column} column the one in which the service answers an edit it had to put back */
export function isSyncNote({ name, display_name }) {
  return /^sync[\s_]*note$/iu.test(display_name) || /^sync[\s_]*note$/iu.test(name);
}

/**
 * The cell as people read it.
 *
 * @param {Column} column
 * @param {unknown} value
 * @returns {string}
 */
export function shown(column, value) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (isDay(column, value)) return londonDay(String(value));
  if (kindOf(column) === "moment") return londonFull(String(value));
  if (Array.isArray(value)) return value.map((one) => shown(column, one)).join("; ");
  return typeof value === "object" ? named(value) : String(value);
}

/**
 * The first line of the cell, for a row one line high.
 *
 * @param {Column} column
 * @param {Item} item
 */
export function shownIn(column, item) {
  return shown(column, item.fields[column.name]).replace(/\s+/gu, " ");
}

/**
 * @param {Column} column
 * @param {unknown} value
 */
function isDay(column, value) {
  const kind = kindOf(column);
  return kind === "day" || (kind === "moment" && MIDNIGHT.test(String(value)));
}

/**
 * A link's or a person's own words.
 *
 * @param {any} value
 */
function named(value) {
  return String(value.Description ?? value.LookupValue ?? value.Email ?? value.Url ?? JSON.stringify(value));
}
