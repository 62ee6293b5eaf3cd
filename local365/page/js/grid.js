/** @import { Column, Item } from "./shapes.js" */
import { CellEditor } from "./cell_editor.js";
import { isSyncNote, kindOf, shownIn, widthOf } from "./columns.js";
import { arrange, el, setAttribute, unseen } from "./dom.js";
import { isEditable, needsRoom } from "./field_control.js";
import { headRow } from "./grid_head.js";
import { moved, windowOf } from "./grid_window.js";

const ROW = 44; // the row's height in pixels, as in css/lists.css
const AROUND = 8; // rows drawn above and below what is in sight

/**
 * @typedef {{element: HTMLElement, item: Item | null, cells: HTMLElement[]}} Row
 */

/**
 * A list as a grid: only the rows in sight exist in the page, arrows move, Enter edits. Follows the WAI-ARIA grid pattern.
 */
export class Grid {
  /** @type {Column[]} */ #columns = [];
  /** @type {Item[]} */ #rows = [];
  /** @type {Map<string, Row>} by item id */ #drawn = new Map();
  /** @type {CellEditor | null} */ #editor = null;
  #at = { row: 0, column: 0 };

  /**
   * @param {object} to
   * @param {(item: Item, column: Column | null) => void} to.open null: no column in particular
   * @param {(item: Item, column: Column, value: unknown) => Promise<boolean>} to.save true when it is saved
   * @param {(column: Column) => void} to.sort
   */
  constructor(to) {
    this.to = to;
    this.head = el("div", { class: "grid-head", role: "rowgroup" });
    this.body = el("div", { class: "grid-body", role: "rowgroup" });
    this.element = el("div", { class: "grid", role: "grid" }, this.head, this.body);
    this.element.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.body.addEventListener("click", (event) => this.#click(event));
    this.body.addEventListener("dblclick", () => this.edit());
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /**
   * @param {string} label
   * @param {Column[]} columns shown, in order
   * @param {{sort: string | null, descending: boolean}} order
   */
  setColumns(label, columns, order) {
    const widths = columns.map((column, at) => (at === 0 ? "var(--first)" : `${widthOf(column)}px`)).join(" ");
    this.element.setAttribute("aria-label", label);
    this.element.setAttribute("aria-colcount", String(columns.length));
    this.element.style.setProperty("--columns", widths);
    // On a phone the first column, which stays in sight, leaves room for another.
    this.element.style.setProperty("--first", `min(${columns[0] ? widthOf(columns[0]) : 0}px, 48vw)`);
    this.element.style.setProperty("--others", `${columns.slice(1).reduce((sum, column) => sum + widthOf(column), 0)}px`);
    arrange(this.head, [headRow(columns, order, this.to.sort)]);
    if (columns.map(({ name }) => name).join() !== this.#columns.map(({ name }) => name).join()) this.#forget();
    this.#columns = columns;
  }

  /** @param {Item[]} rows in order */
  setRows(rows) {
    const active = this.#rows[this.#at.row];
    const moved = active ? rows.findIndex(({ id }) => id === active.id) : -1;
    this.#rows = rows;
    this.#at.row = moved >= 0 ? moved : Math.min(this.#at.row, Math.max(0, rows.length - 1));
    this.element.setAttribute("aria-rowcount", String(rows.length + 1));
    this.body.style.height = `${rows.length * ROW}px`;
    this.#draw();
  }

  /** @param {string} id the row that is in sight and has the keyboard from now on */
  reveal(id) {
    const row = this.#rows.findIndex((item) => item.id === id);
    if (row >= 0) this.#goTo({ row, column: 0 });
  }

  /** The keyboard returns to the cell it left. */
  focus() {
    this.#goTo(this.#at);
  }

  /** The active cell is edited in place; long texts, and what is read-only, open the item instead. */
  edit() {
    const item = this.#rows[this.#at.row];
    const column = this.#columns[this.#at.column];
    if (!item || !column || this.#editor) return;
    if (this.#at.column === 0) this.to.open(item, null);
    else if (!isEditable(column, item.fields[column.name]) || needsRoom(column, item.fields[column.name])) this.to.open(item, column);
    else this.#startEditing(item, column);
  }

  /**
   * @param {Item} item
   * @param {Column} column
   */
  #startEditing(item, column) {
    this.#editor = new CellEditor(column, item, {
      save: (value) => this.to.save(item, column, value),
      close: (refocus) => this.#stopEditing(refocus),
    });
    const cell = this.#drawn.get(item.id)?.cells[this.#at.column];
    cell?.replaceChildren(this.#editor.control);
    this.#editor.control.focus();
  }

  /** @param {boolean} refocus */
  #stopEditing(refocus) {
    const row = this.#editor ? this.#drawn.get(this.#editor.item.id) : undefined;
    this.#editor = null;
    if (row) row.item = null;
    this.#draw();
    if (refocus) this.focus();
  }

  #forget() {
    this.#drawn.clear();
    this.body.replaceChildren();
    this.#at.column = 0;
  }

  #draw() {
    const sight = { top: this.element.scrollTop, height: this.element.clientHeight - ROW, row: ROW, count: this.#rows.length };
    const { first, end } = windowOf(sight, AROUND);
    const wanted = new Set();
    for (let at = first; at < end; at += 1) wanted.add(at);
    if (this.#rows.length) wanted.add(this.#at.row); // the row with the keyboard is never taken away
    const rows = [...wanted].sort((a, b) => a - b).map((at) => this.#row(at));
    this.#drawn = new Map(rows.map((row) => [row.item?.id ?? "", row]));
    arrange(this.body, rows.map(({ element }) => element));
  }

  /**
   * @param {number} at
   * @returns {Row}
   */
  #row(at) {
    const item = /** @type {Item} */ (this.#rows[at]);
    const row = this.#drawn.get(item.id) ?? this.#newRow();
    row.element.style.transform = `translateY(${at * ROW}px)`;
    row.element.setAttribute("aria-rowindex", String(at + 2));
    row.element.dataset.at = String(at);
    if (row.item !== item) this.#fill(row, item);
    row.cells.forEach((cell, column) => {
      cell.tabIndex = at === this.#at.row && column === this.#at.column ? 0 : -1;
    });
    return row;
  }

  /** @returns {Row} */
  #newRow() {
    const cells = this.#columns.map((column, at) =>
      el("div", { role: at === 0 ? "rowheader" : "gridcell", class: classOf(column), "aria-colindex": at + 1, "aria-readonly": String(column.read_only) }));
    return { element: el("div", { class: "grid-row", role: "row" }, ...cells), item: null, cells };
  }

  /**
   * @param {Row} row
   * @param {Item} item
   */
  #fill(row, item) {
    row.item = item;
    row.element.dataset.item = item.id;
    const note = this.#columns.find(isSyncNote);
    row.cells.forEach((cell, at) => {
      const column = /** @type {Column} */ (this.#columns[at]);
      if (this.#editor?.isOf(item) && this.#editor.column.name === column.name) return;
      const text = shownIn(column, item);
      cell.replaceChildren(text, at === 0 && note ? noteLine(shownIn(note, item)) : "");
      setAttribute(cell, "title", text || null);
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(/** @type {Element} */ (event.target).closest(".grid-body"))) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
    const to = moved(event, this.#at, { rows: this.#rows.length, columns: this.#columns.length, page });
    const edits = event.key === "Enter" || event.key === "F2" || event.key === " ";
    if (!to && !edits) return;
    event.preventDefault();
    if (to) this.#goTo(to);
    else this.edit();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const cell = /** @type {Element} */ (event.target).closest("[aria-colindex]");
    const row = cell?.parentElement;
    if (!cell || !row || this.#editor?.control.contains(/** @type {Node} */ (event.target))) return;
    const to = { row: Number(row.dataset.at), column: Number(cell.getAttribute("aria-colindex")) - 1 };
    const again = to.row === this.#at.row && to.column === this.#at.column && cell === document.activeElement;
    this.#goTo(to);
    if (again || to.column === 0) this.edit();
  }

  /** @param {{row: number, column: number}} to */
  #goTo(to) {
    this.#at = to;
    const top = to.row * ROW;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + 2 * ROW > scrollTop + clientHeight) this.element.scrollTop = top + 2 * ROW - clientHeight;
    this.#draw();
    const cell = this.#drawn.get(this.#rows[to.row]?.id ?? "")?.cells[to.column];
    cell?.focus({ preventScroll: true });
    if (to.column > 0) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    else this.element.scrollLeft = 0;
  }
}

/**
 * The Sync note stands under the row's first cell, in sight however the grid is scrolled.
 *
 * @param {string} note
 */
function noteLine(note) {
  return note ? el("span", { class: "note-line", title: note }, unseen(", "), `Sync note: ${note}`) : "";
}

/** @param {Column} column */
function classOf(column) {
  return ["cell", kindOf(column), column.read_only ? "read-only" : "", isSyncNote(column) ? "sync-note" : ""].filter(Boolean).join(" ");
}
