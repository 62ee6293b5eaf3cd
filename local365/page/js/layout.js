import { part } from "./dom.js";
import { Tabs } from "./tabs.js";

// Below this width three columns no longer fit side by side; the same figure stands in css/layout.css.
const NARROW = "(max-width: 1099px)";
const COLUMNS = [
  { id: "officer", title: "Officer" },
  { id: "hub", title: "Hub" },
  { id: "lists", title: "Lists" },
];

/** The three columns: side by side where there is room, behind tabs where there is not. */
export class Layout {
  /** @param {() => void} onSeen told when another column may have come into sight */
  constructor(onSeen) {
    this.narrow = matchMedia(NARROW);
    this.tabs = new Tabs("Columns", COLUMNS.map(({ id, title }) => ({ id, title, panel: part(`#${id}`) })), onSeen);
    part("#column-tabs").append(this.tabs.element);
    this.narrow.addEventListener("change", () => this.#fit());
    for (const link of document.querySelectorAll(".skips a")) link.addEventListener("click", (event) => this.#skip(event));
    this.#fit();
  }

  /**
   * @param {string} id
   * @returns {boolean} whether the column is on the screen
   */
  sees(id) {
    return !this.narrow.matches || this.tabs.chosen === id;
  }

  /** @param {string} id the column that must be on the screen now */
  bring(id) {
    if (this.narrow.matches) this.tabs.choose(id);
  }

  #fit() {
    for (const { id } of COLUMNS) {
      const column = part(`#${id}`);
      column.hidden = !this.sees(id);
      if (this.narrow.matches) column.setAttribute("role", "tabpanel");
      else column.removeAttribute("role");
    }
    this.tabs.onChosen(this.tabs.chosen);
  }

  /** @param {Event} event */
  #skip(event) {
    const id = /** @type {HTMLAnchorElement} */ (event.currentTarget).hash.slice(1);
    event.preventDefault();
    this.bring(id);
    part(`#${id}`).focus();
  }
}
