/** @import { Column } from "./shapes.js" */
import { el, unseen } from "./dom.js";

/**
 * The row of headings; each sorts, and says so when the service alone writes the column.
 *
 * @param {Column[]} columns
 * @param {{sort: string | null, descending: boolean}} order
 * @param {(column: Column) => void} sort
 */
export function headRow(columns, order, sort) {
  const cells = columns.map((column, at) => headCell(column, at, order, sort));
  return el("div", { class: "grid-row grid-head-row", role: "row", "aria-rowindex": 1 }, ...cells);
}

/**
 * @param {Column} column
 * @param {number} at
 * @param {{sort: string | null, descending: boolean}} order
 * @param {(column: Column) => void} sort
 */
function headCell(column, at, { sort: sorted, descending }, sort) {
  const mine = sorted === column.name;
  const direction = mine ? (descending ? "descending" : "ascending") : "none";
  const arrow = mine ? el("span", { class: "arrow", "aria-hidden": "true" }, descending ? "↓" : "↑") : null;
  const lock = column.read_only ? el("span", { class: "lock", title: "Only the service writes this column" }, unseen(", read only")) : null;
  const button = el("button", { type: "button", class: "sort", "data-sort": column.name, on: { click: () => sort(column) } }, el("span", {}, column.display_name), lock, arrow);
  return el("div", { class: `cell head${column.read_only ? " read-only" : ""}`, role: "columnheader", "aria-colindex": at + 1, "aria-sort": direction }, button);
}
