import { el, setAttribute, unseen } from "./dom.js";

/**
 * @typedef {{id: string, title: string, panel: HTMLElement}} Tab
 */

/** Tabs as the WAI-ARIA authoring practices describe them: arrows move, the chosen panel alone is shown. */
export class Tabs {
  /** @type {Map<string, HTMLButtonElement>} */ #buttons = new Map();

  /**
   * @param {string} label
   * @param {Tab[]} tabs
   * @param {(id: string) => void} onChosen
   */
  constructor(label, tabs, onChosen) {
    this.tabs = tabs;
    this.onChosen = onChosen;
    this.chosen = tabs[0]?.id ?? "";
    this.element = el("div", { class: "tabs", role: "tablist", "aria-label": label, on: { keydown: (event) => this.#key(event) } });
    this.element.append(...tabs.map((tab) => this.#button(tab)));
    this.#show();
  }

  /** @param {string} id the tab that is in front from now on */
  choose(id) {
    this.chosen = id;
    this.#show();
    this.onChosen(id);
  }

  /**
   * A tab says how much is new behind it.
   *
   * @param {string} id
   * @param {number} count 0 for nothing
   */
  news(id, count) {
    const badge = this.#buttons.get(id)?.querySelector(".news");
    if (count) badge?.replaceChildren(String(count), unseen(" new"));
    else badge?.replaceChildren();
  }

  /** @param {Tab} tab */
  #button({ id, title, panel }) {
    panel.id ||= `panel-${id}`;
    const button = el("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel.id }, title, " ", el("span", { class: "news" }));
    button.addEventListener("click", () => this.choose(id));
    this.#buttons.set(id, button);
    return button;
  }

  #show() {
    for (const { id, panel } of this.tabs) {
      const front = id === this.chosen;
      const button = this.#buttons.get(id);
      if (button) setAttribute(button, "aria-selected", String(front));
      if (button) button.tabIndex = front ? 0 : -1;
      panel.hidden = !front;
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.tabs.findIndex(({ id }) => id === this.chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(to + this.tabs.length) % this.tabs.length];
    if (!tab) return;
    this.choose(tab.id);
    this.#buttons.get(tab.id)?.focus();
  }
}
