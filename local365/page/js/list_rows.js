/** @import { Column, Item } from "./shapes.js" */
import { isSyncNote, shown } from "./columns.js";

/**
 * Which rows are wanted, and in which order.
 *
 * @typedef {{search: string, onlyNotes: boolean, sort: string | null, descending: boolean}} Wanted `sort` is a column's name; null is the order of arrival
 */

const WORDS = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/** The searchable words of each item, made once for each version of it. */
export class RowWords {
  /** @type {WeakMap<Item, string>} */ #words = new WeakMap();

  /**
   * @param {Column[]} columns
   * @param {Item} item
   */
  of(columns, item) {
    const known = this.#words.get(item);
    if (known !== undefined) return known;
    const words = columns.map((column) => shown(column, item.fields[column.name])).join("\n").toLowerCase();
    this.#words.set(item, words);
    return words;
  }
}

/**
 * The rows to show, in order; every word of the search stands somewhere in a row.
 *
 * @param {Column[]} columns
 * @param {Iterable<Item>} items
 * @param {Wanted} wanted
 * @param {RowWords} words
 * @returns {Item[]}
 */
export function rowsOf(columns, items, wanted, words) {
  const terms = wanted.search.toLowerCase().split(/\s+/u).filter(Boolean);
  const note = wanted.onlyNotes ? columns.find(isSyncNote) : undefined;
  const rows = [...items].filter((item) => {
    if (note && !item.fields[note.name]) return false;
    return terms.length === 0 || contains(words.of(columns, item), terms);
  });
  return ordered(rows, wanted);
}

/**
 * @param {string} text
 * @param {string[]} terms
 */
function contains(text, terms) {
  return terms.every((term) => text.includes(term));
}

/**
 * @param {Item[]} rows
 * @param {Wanted} wanted
 */
function ordered(rows, { sort, descending }) {
  const sign = descending ? -1 : 1;
  if (sort === null) return rows.sort((a, b) => sign * (Number(a.id) - Number(b.id)));
  return rows.sort((a, b) => sign * compared(a.fields[sort], b.fields[sort]) || Number(a.id) - Number(b.id));
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function compared(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return WORDS.compare(String(one ?? ""), String(other ?? ""));
}
