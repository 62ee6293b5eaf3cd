/** @import { Tenant, Change, HeldList } from "./tenant.js" */
/** @import { Column, Item } from "./shapes.js" */
import { act, Refusal } from "./control.js";
import { isSyncNote } from "./columns.js";
import { el, part } from "./dom.js";
import { Grid } from "./grid.js";
import { ItemPanel } from "./item_panel.js";
import { RowWords, rowsOf } from "./list_rows.js";
import { ListTools } from "./list_tools.js";
import { RecycleBin } from "./recycle_bin.js";
import { editorsOf } from "./roles.js";

/** The third column: a SharePoint admin with the lists of the site. */
export class ListsColumn {
  #words = new RowWords();
  #due = false;
  #columns = "";
  /** @type {{sort: string | null, descending: boolean}} newest first, as they arrive */ #order = { sort: null, descending: true };

  /** @param {Tenant} tenant */
  constructor(tenant) {
    this.tenant = tenant;
    const column = part("#lists");
    this.tools = new ListTools({ changed: () => this.#draw(), list: () => this.#otherList(), add: () => this.#open(null) });
    this.grid = new Grid({ open: (item, at) => this.#open(item, at), save: (item, of, value) => this.#saveCell(item, of, value), sort: (by) => this.#sort(by) });
    this.bin = new RecycleBin((item) => void this.#restore(item));
    this.panel = new ItemPanel({ save: (item, fields) => this.#save(item, fields), remove: (item) => this.#remove(item), close: () => this.#close() });
    this.alert = el("p", { class: "error", role: "alert", hidden: true });
    this.empty = el("div", { class: "empty" }, el("h3", {}, "No list yet"), el("p", {}, "The sync worker makes the Cases list when it starts. It appears here by itself."));
    part(".column-tools", column).append(...this.tools.elements);
    part(".column-body", column).append(this.alert, this.empty, this.grid.element, this.bin.element, this.tools.hint, this.panel.element);
  }

  /** @param {Change} change */
  changed(change) {
    const mine = change.kind === "snapshot" || change.kind === "list" || (change.kind === "item" && change.list === this.list?.name);
    if (!mine || this.#due) return;
    this.#due = true;
    // Twenty-four rows that arrive at once are drawn once.
    requestAnimationFrame(() => this.#draw());
  }

  /** @returns {HeldList | undefined} */
  get list() {
    return this.tenant.lists.get(this.tools.list.value) ?? this.tenant.lists.values().next().value;
  }

  /**
   * The item stands open in its list.
   *
   * @param {string} name of the list, in the words of its URL
   * @param {string} id
   * @returns {boolean} false when there is none
   */
  reveal(name, id) {
    const list = [...this.tenant.lists.values()].find((one) => [one.name, one.display_name].includes(name));
    const item = list?.items.get(id);
    if (!list || !item) return false;
    this.tools.list.value = list.name;
    this.tools.clear();
    this.#draw();
    this.grid.reveal(id);
    this.#open(item);
    return true;
  }

  #draw() {
    this.#due = false;
    const list = this.list;
    this.tools.offer(editorsOf(this.tenant.people), [...this.tenant.lists.values()]);
    this.empty.hidden = Boolean(list);
    this.grid.element.hidden = !list || this.tools.showsBin;
    this.bin.element.hidden = !list || !this.tools.showsBin;
    if (list) this.#drawList(list);
  }

  /** @param {HeldList} list */
  #drawList(list) {
    const columns = shownColumns(list);
    const rows = rowsOf(columns, list.items.values(), { ...this.tools.wanted, ...this.#order }, this.#words);
    this.#drawColumns(list, columns);
    this.grid.setRows(rows);
    this.bin.show(columns, [...list.deleted.values()]);
    this.tools.count({ shown: rows.length, all: list.items.size, notes: notesIn(list), deleted: list.deleted.size });
    const open = this.panel.openItem ? list.items.get(this.panel.openItem) : undefined;
    if (open) this.panel.follow(columns, open);
  }

  /**
   * @param {HeldList} list
   * @param {Column[]} columns
   */
  #drawColumns(list, columns) {
    const key = JSON.stringify([list.name, columns, this.#order]);
    if (key === this.#columns) return;
    this.#columns = key;
    this.grid.setColumns(`List ${list.display_name}`, columns, this.#order);
  }

  #otherList() {
    this.#order = { sort: null, descending: true };
    this.#close();
    this.#draw();
  }

  /** @param {Column} by the same again turns the order round, once more ends it */
  #sort({ name }) {
    const { sort, descending } = this.#order;
    if (sort !== name) this.#order = { sort: name, descending: false };
    else this.#order = descending ? { sort: null, descending: true } : { sort: name, descending: true };
    this.#draw();
    part(`[data-sort="${CSS.escape(name)}"]`, this.grid.element).focus();
  }

  /**
   * @param {Item | null} item null for a new one
   * @param {Column | null} [at] the column whose cell was chosen
   */
  #open(item, at) {
    const list = this.list;
    if (!list) return;
    this.panel.open(shownColumns(list), item);
    if (at) this.panel.focusOn(at.name);
  }

  #close() {
    if (this.panel.openItem === null) return;
    const hadFocus = this.panel.element.contains(document.activeElement);
    this.panel.close();
    if (hadFocus) this.grid.focus();
  }

  /**
   * @param {Item} item
   * @param {Column} column
   * @param {unknown} value
   */
  async #saveCell(item, column, value) {
    const refusal = await this.#act("edits", { item: item.id, fields: { [column.name]: value } });
    this.#say(refusal ? `${column.display_name} was not saved. ${refusal}` : "");
    return refusal === null;
  }

  /**
   * @param {Item | null} item
   * @param {Record<string, unknown>} fields
   */
  #save(item, fields) {
    return item ? this.#act("edits", { item: item.id, fields }) : this.#act("creates", { fields });
  }

  /** @param {Item} item */
  #remove(item) {
    return this.#act("deletes", { item: item.id });
  }

  /** @param {Item} item */
  async #restore(item) {
    this.#say((await this.#act("restores", { item: item.id })) ?? "");
  }

  /**
   * @param {"edits" | "creates" | "deletes" | "restores"} verb
   * @param {Record<string, unknown>} body
   * @returns {Promise<string | null>} a sentence when it did not work
   */
  async #act(verb, body) {
    try {
      await act(this.tools.who.aad_id, verb, { list: this.list?.name, ...body });
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.alert.textContent = sentence;
    this.alert.hidden = !sentence;
  }
}

/** @param {HeldList} list */
function shownColumns(list) {
  return list.columns.filter(({ hidden }) => !hidden);
}

/** @param {HeldList} list */
function notesIn(list) {
  const note = list.columns.find(isSyncNote);
  return note ? [...list.items.values()].filter(({ fields }) => fields[note.name]).length : 0;
}
