/** @import { Column } from "./shapes.js" */
import { kindOf } from "./columns.js";
import { el } from "./dom.js";
import { londonDate } from "./times.js";

/**
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 */

/**
 * The input that fits a column, holding the value.
 *
 * @param {Column} column
 * @param {unknown} value
 * @param {{roomy?: boolean}} [place] roomy: there is room for more than one line
 * @returns {Control}
 */
export function controlFor(column, value, { roomy = false } = {}) {
  const control = bare(column, value, roomy);
  control.value = asText(column, value);
  return control;
}

/**
 * What the control says, as a list field holds it; null when it is empty.
 *
 * @param {Column} column
 * @param {Control} control
 * @returns {string | number | boolean | null}
 */
export function valueIn(column, control) {
  const text = control.value;
  if (text === "") return null;
  const kind = kindOf(column);
  if (kind === "number") return Number(text);
  if (kind === "boolean") return text === "Yes";
  return kind === "moment" || kind === "day" ? `${text}T12:00:00Z` : text;
}

/**
 * The value as the control holds it.
 *
 * @param {Column} column
 * @param {unknown} value
 * @returns {string}
 */
export function asText(column, value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const kind = kindOf(column);
  return kind === "moment" || kind === "day" ? londonDate(String(value)) : String(value);
}

/**
 * Whether a person may type in it here: several values at once, or a link, are only shown.
 *
 * @param {Column} column
 * @param {unknown} value
 */
export function isEditable({ read_only }, value) {
  return !read_only && (typeof value !== "object" || value === null);
}

/**
 * Whether the value needs more room than a cell has.
 *
 * @param {Column} column
 * @param {unknown} value
 */
export function needsRoom(column, value) {
  const text = asText(column, value);
  return kindOf(column) === "lines" || (kindOf(column) === "text" && (text.length > 80 || text.includes("\n")));
}

/**
 * @param {Column} column
 * @param {unknown} value
 * @param {boolean} roomy
 * @returns {Control}
 */
function bare(column, value, roomy) {
  const kind = kindOf(column);
  if (kind === "choice") return choices(withCurrent(column.choices, value));
  if (kind === "boolean") return choices(["Yes", "No"]);
  if (kind === "lines") return el("textarea", { rows: 5 });
  if (kind === "text" && roomy) return el("textarea", { rows: 1, class: "grows" });
  const type = { number: "number", moment: "date", day: "date", text: "text" }[kind];
  return el("input", { type, step: kind === "number" ? "any" : null });
}

/** @param {string[]} values */
function choices(values) {
  return el("select", {}, ...["", ...values].map((value) => el("option", { value }, value || "(none)")));
}

/**
 * A value that is no longer among the choices stays visible until somebody changes it.
 *
 * @param {string[]} values
 * @param {unknown} current
 */
function withCurrent(values, current) {
  return typeof current === "string" && current && !values.includes(current) ? [current, ...values] : values;
}
