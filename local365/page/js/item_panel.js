/** @import { Column, Item } from "./shapes.js" */
/** @import { Control } from "./field_control.js" */
import { isSyncNote, kindOf, shown } from "./columns.js";
import { el } from "./dom.js";
import { asText, controlFor, isEditable, valueIn } from "./field_control.js";
import { londonFull } from "./times.js";

/**
 * @typedef {{column: Column, control: Control, before: string, line: HTMLElement, changed: HTMLElement}} Field
 */

/**
 * One item in full, beside the grid: what may be edited as inputs, the rest as text. What was typed stays when the item
 * changes meanwhile, and the panel says what it changed to.
 */
export class ItemPanel {
  /** @type {Field[]} */ #fields = [];
  /** @type {Item | null} */ #item = null;

  /**
   * @param {object} to
   * @param {(item: Item | null, fields: Record<string, unknown>) => Promise<string | null>} to.save null is a new item; answers a sentence when it did not work
   * @param {(item: Item) => Promise<string | null>} to.remove
   * @param {() => void} to.close
   */
  constructor(to) {
    this.to = to;
    this.heading = el("h3", { id: "item-heading", tabindex: "-1" });
    this.about = el("p", { class: "about" });
    this.note = el("p", { class: "sync-note-callout" });
    this.form = el("form", { class: "item-fields" });
    this.error = el("p", { class: "error", role: "alert", hidden: true });
    this.buttons = el("div", { class: "item-buttons" });
    const close = el("button", { type: "button", class: "quiet", on: { click: () => this.to.close() } }, "Close");
    const head = el("header", { class: "item-head" }, this.heading, close);
    this.element = el("section", { class: "item-panel", "aria-labelledby": "item-heading", hidden: true },
      head, el("div", { class: "item-scroll" }, this.about, this.note, this.form), this.error, this.buttons);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.form.id = "item-form";
  }

  /** @returns {string | null} the id of the open item */
  get openItem() {
    return this.element.hidden ? null : (this.#item?.id ?? "");
  }

  /**
   * @param {Column[]} columns
   * @param {Item | null} item null for a new one
   */
  open(columns, item) {
    this.#item = item;
    const shownColumns = item ? columns : columns.filter(({ read_only }) => !read_only);
    this.#fields = [];
    this.form.replaceChildren(...shownColumns.map((column) => this.#line(column, item)));
    this.#showAbout(columns);
    this.#ask(false);
    this.#say("");
    this.element.hidden = false;
    this.heading.focus();
  }

  /**
   * The open item has become this; inputs nobody has touched follow.
   *
   * @param {Column[]} columns
   * @param {Item} item
   */
  follow(columns, item) {
    this.#item = item;
    this.#showAbout(columns);
    for (const field of this.#fields) follow(field, item.fields[field.column.name]);
    for (const column of columns) {
      const text = this.form.querySelector(`[data-column="${CSS.escape(column.name)}"]`);
      if (text) text.textContent = shown(column, item.fields[column.name]) || "Empty";
    }
  }

  close() {
    this.element.hidden = true;
    this.#item = null;
  }

  /** @param {string} name the column whose input has the keyboard from now on */
  focusOn(name) {
    this.#fields.find(({ column }) => column.name === name)?.control.focus();
  }

  /** @param {Column[]} columns */
  #showAbout(columns) {
    const item = this.#item;
    const [first] = columns;
    const note = columns.find(isSyncNote);
    this.heading.textContent = item && first ? shown(first, item.fields[first.name]) || `Item ${item.id}` : "New item";
    this.about.textContent = item ? `Item ${item.id}. Last changed by ${item.modified_by}, ${londonFull(item.modified_at)}.` : "";
    const text = item && note ? shown(note, item.fields[note.name]) : "";
    this.note.hidden = !text;
    this.note.replaceChildren(el("strong", {}, "Sync note"), text);
  }

  /**
   * @param {Column} column
   * @param {Item | null} item
   */
  #line(column, item) {
    const value = item?.fields[column.name];
    if (!isEditable(column, value)) {
      const text = el("p", { "data-column": column.name }, shown(column, value) || "Empty");
      return el("div", { class: "field-line read-only" }, el("p", { class: "label" }, column.display_name, " ", el("span", { class: "tag" }, "Read only")), text);
    }
    const control = controlFor(column, value, { roomy: true });
    control.id = `field-${column.name}`;
    const changed = el("p", { class: "changed", role: "status", hidden: true });
    const about = column.description ? el("p", { class: "about", id: `about-${column.name}` }, column.description) : null;
    if (about) control.setAttribute("aria-describedby", about.id);
    const label = el("label", { class: "label", for: control.id }, column.display_name);
    const line = el("div", { class: `field-line ${kindOf(column)}` }, label, control, about, changed);
    this.#fields.push({ column, control, before: asText(column, value), line, changed });
    return line;
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const edited = this.#fields.filter(({ control, before }) => control.value !== before);
    if (edited.length === 0) return this.#say("Nothing has been changed yet.");
    const fields = Object.fromEntries(edited.map(({ column, control }) => [column.name, valueIn(column, control)]));
    await this.#do(() => this.to.save(this.#item, fields));
  }

  /** @param {() => Promise<string | null>} act closes the panel when it works */
  async #do(act) {
    this.element.setAttribute("aria-busy", "true");
    const refusal = await act();
    this.element.setAttribute("aria-busy", "false");
    this.#say(refusal ?? "");
    if (refusal === null) this.to.close();
  }

  /** @param {boolean} sure whether the question "delete?" stands there */
  #ask(sure) {
    const save = el("button", { type: "submit", form: this.form.id, class: "primary" }, this.#item ? "Save" : "Add item");
    const ask = el("button", { type: "button", class: "quiet danger", on: { click: () => this.#ask(true) } }, "Delete");
    const yes = el("button", { type: "button", class: "danger", on: { click: () => this.#delete() } }, "Delete");
    const no = el("button", { type: "button", class: "quiet", on: { click: () => this.#ask(false) } }, "Keep");
    const question = el("p", {}, "Delete this item? It goes to the recycle bin.");
    if (sure) this.buttons.replaceChildren(question, yes, no);
    else this.buttons.replaceChildren(save, ...(this.#item ? [ask] : []));
    if (sure) no.focus();
  }

  #delete() {
    const item = this.#item;
    if (item) void this.#do(() => this.to.remove(item));
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.to.close();
  }
}

/**
 * @param {Field} field
 * @param {unknown} value
 */
function follow(field, value) {
  const now = asText(field.column, value);
  if (now === field.before) return;
  const untouched = field.control.value === field.before;
  if (untouched) field.control.value = now;
  field.changed.textContent = `Changed meanwhile to “${shown(field.column, value) || "empty"}”. Saving writes yours over it.`;
  field.changed.hidden = untouched || field.control.value === now;
  field.before = now;
}
