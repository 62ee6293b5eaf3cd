/** @import { Column, Item } from "./shapes.js" */
import { asText, controlFor, valueIn } from "./field_control.js";

/**
 * A cell being edited in place. Enter and Tab save, Escape leaves it as it was; leaving the cell saves too.
 */
export class CellEditor {
  #over = false;

  /**
   * @param {Column} column
   * @param {Item} item
   * @param {object} to
   * @param {(value: unknown) => Promise<boolean>} to.save true when it is saved
   * @param {(refocus: boolean) => void} to.close
   */
  constructor(column, item, to) {
    this.column = column;
    this.item = item;
    this.to = to;
    this.before = asText(column, item.fields[column.name]);
    this.control = controlFor(column, item.fields[column.name]);
    this.control.className = "cell-control";
    this.control.setAttribute("aria-label", column.display_name);
    this.control.addEventListener("keydown", (/** @type {any} */ event) => this.#key(event));
    this.control.addEventListener("blur", () => void this.#finish(false));
  }

  /** @param {Item} item */
  isOf(item) {
    return this.item.id === item.id;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.#close(true);
    if (event.key !== "Enter" && event.key !== "Tab") return;
    event.preventDefault();
    void this.#finish(true);
  }

  /** @param {boolean} refocus */
  async #finish(refocus) {
    if (this.#over || this.control.getAttribute("aria-busy") === "true") return;
    if (this.control.value === this.before) return this.#close(refocus);
    this.control.setAttribute("aria-busy", "true");
    const saved = await this.to.save(valueIn(this.column, this.control));
    this.control.setAttribute("aria-busy", "false");
    if (saved) this.#close(refocus);
  }

  /** @param {boolean} refocus */
  #close(refocus) {
    this.#over = true;
    this.to.close(refocus);
  }
}
