/** @import { Column, Item } from "./shapes.js" */
import { shown } from "./columns.js";
import { arrange, el } from "./dom.js";
import { londonFull } from "./times.js";

/** What was deleted from a list, each with the button that brings it back. */
export class RecycleBin {
  /** @type {Map<string, HTMLElement>} */ #lines = new Map();

  /** @param {(item: Item) => void} restore */
  constructor(restore) {
    this.restore = restore;
    this.empty = el("p", { class: "empty" }, "The recycle bin is empty. An item you delete waits here until you restore it.");
    this.list = el("ul", { class: "bin-lines" });
    this.element = el("div", { class: "bin", hidden: true }, this.list);
  }

  /**
   * @param {Column[]} columns
   * @param {Item[]} items
   */
  show(columns, items) {
    const lines = items.map((item) => this.#lines.get(item.id) ?? this.#line(columns, item));
    this.#lines = new Map(items.map((item, at) => [item.id, /** @type {HTMLElement} */ (lines[at])]));
    arrange(this.list, lines);
    arrange(this.element, items.length ? [this.list] : [this.empty]);
  }

  /**
   * @param {Column[]} columns
   * @param {Item} item
   */
  #line(columns, item) {
    const title = columns.slice(0, 2).map((column) => shown(column, item.fields[column.name])).filter(Boolean).join(", ") || `Item ${item.id}`;
    const button = el("button", { type: "button", class: "quiet", "aria-label": `Restore ${title}`, on: { click: () => this.restore(item) } }, "Restore");
    const about = el("p", { class: "about" }, `Item ${item.id}, last changed ${londonFull(item.modified_at)}`);
    return el("li", {}, el("div", {}, el("p", {}, title), about), button);
  }
}
