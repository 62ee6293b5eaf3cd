/** @import { HeldList } from "./tenant.js" */
/** @import { Person } from "./shapes.js" */
import { el, offer } from "./dom.js";
import { PersonSelect } from "./person_select.js";

const NUMBERS = new Intl.NumberFormat("en-GB");

/** What stands above the grid: who edits, which list, search, new item, sync notes and recycle bin. */
export class ListTools {
  #onlyNotes = false;
  showsBin = false;

  /** @param {{changed: () => void, list: () => void, add: () => void}} to */
  constructor(to) {
    this.to = to;
    this.who = new PersonSelect({ label: "You are", key: "editor", onChosen: () => {} });
    this.list = el("select", { on: { change: to.list } });
    this.search = el("input", { type: "search", placeholder: "Search this list", "aria-label": "Search this list", on: { input: to.changed } });
    this.add = el("button", { type: "button", class: "quiet", on: { click: to.add } }, "New item");
    this.notes = el("button", { type: "button", class: "quiet notes", "aria-pressed": "false", on: { click: () => this.#toggleNotes() } });
    this.bin = el("button", { type: "button", class: "quiet", "aria-pressed": "false", on: { click: () => this.#toggleBin() } });
    this.total = el("p", { class: "total", role: "status" });
    this.hint = el("p", { class: "hint" }, "Enter, or a second click, edits a cell; the first cell opens the item. What the service puts back it explains in the sync note.");
    const listField = el("label", { class: "field" }, el("span", {}, "List"), this.list);
    const bar = el("div", { class: "list-bar" }, this.search, this.add, this.notes, this.bin);
    this.elements = [this.who.element, listField, bar, this.total];
  }

  /** What the rows must match. */
  get wanted() {
    return { search: this.search.value, onlyNotes: this.#onlyNotes };
  }

  /**
   * @param {Person[]} people
   * @param {HeldList[]} lists
   */
  offer(people, lists) {
    this.who.offer(people);
    offer(this.list, lists.map(({ name, display_name }) => ({ value: name, label: display_name })));
  }

  /** Nothing is filtered any more. */
  clear() {
    this.search.value = "";
    this.#onlyNotes = false;
    this.showsBin = false;
  }

  /** @param {{shown: number, all: number, notes: number, deleted: number}} counted */
  count({ shown, all, notes, deleted }) {
    const items = all === 1 ? "1 item" : `${NUMBERS.format(all)} items`;
    setText(this.total, shown === all ? items : `${NUMBERS.format(shown)} of ${items}`);
    setText(this.notes, `Sync notes (${NUMBERS.format(notes)})`);
    setText(this.bin, `Recycle bin (${NUMBERS.format(deleted)})`);
    this.notes.hidden = notes === 0 && !this.#onlyNotes;
    this.notes.setAttribute("aria-pressed", String(this.#onlyNotes));
    this.bin.setAttribute("aria-pressed", String(this.showsBin));
    this.hint.hidden = this.showsBin;
  }

  #toggleNotes() {
    this.#onlyNotes = !this.#onlyNotes;
    this.to.changed();
  }

  #toggleBin() {
    this.showsBin = !this.showsBin;
    this.to.changed();
  }
}

/**
 * A screen reader hears a status only when it reads differently.
 *
 * @param {Element} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
